// Marks in groups that face the same way, so that those on the far side of the head cost nothing.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "design/treatment.hpp"
#include "geometry/rigid.hpp"

namespace smp {

class MarkGroups {
  public:
    // Sorts the marks into groups; the order within a group is that given.
    void build(const std::vector<Mark>& marks);
    const std::vector<Mark>& sorted() const { return sorted_; }

    struct Box {
        glm::vec3 low_mm{0}, high_mm{0};
    };
    // Runs of sorted() (first, count) that may face a camera: all marks seen steeper than the grazing angle are in
    // them, and their middles in the boxes. The result is valid until the next call.
    struct Runs {
        std::vector<int> first, count;
        std::vector<Box> boxes;
    };
    const Runs& facing(const HeadPose& camera_from_head);

  private:
    struct Group {
        int first = 0, count = 0;
        Box box;
        glm::vec3 centre_mm{0}, axis{0};
        float radius_mm = 0, cone_rad = 0;
    };
    std::vector<Mark> sorted_;
    std::vector<Group> groups_;
    std::vector<int> bin_of_;
    Runs runs_;
};

}  // namespace smp
