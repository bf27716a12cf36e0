#include "render/mark_groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace smp {
namespace {

// Normals binned on the faces of a cube: about 11 degrees a bin.
constexpr int bins_a_side = 8, bin_count = 6 * bins_a_side * bins_a_side;

int bin_of(const glm::vec3& n) {
    const glm::vec3 a = glm::abs(n);
    const int axis = a.x >= a.y && a.x >= a.z ? 0 : (a.y >= a.z ? 1 : 2);
    const float major = std::max(a[axis], 1e-6f);
    const auto step = [&](float v) {
        return std::clamp(static_cast<int>((v / major + 1) * 0.5f * bins_a_side), 0, bins_a_side - 1);
    };
    const int face = 2 * axis + (n[axis] < 0);
    return (face * bins_a_side + step(n[(axis + 1) % 3])) * bins_a_side + step(n[(axis + 2) % 3]);
}

}  // namespace

void MarkGroups::build(const std::vector<Mark>& marks) {
    std::array<int, bin_count + 1> start{};
    bin_of_.resize(marks.size());
    for (std::size_t i = 0; i < marks.size(); ++i) ++start[1 + (bin_of_[i] = bin_of(marks[i].normal))];
    for (int b = 0; b < bin_count; ++b) start[b + 1] += start[b];
    sorted_.resize(marks.size());
    auto next = start;
    for (std::size_t i = 0; i < marks.size(); ++i) sorted_[next[bin_of_[i]]++] = marks[i];

    groups_.clear();
    for (int b = 0; b < bin_count; ++b) {
        Group group;
        group.first = start[b];
        group.count = start[b + 1] - start[b];
        if (group.count == 0) continue;
        glm::vec3 low(1e30f), high(-1e30f), sum(0);
        for (int i = group.first; i < group.first + group.count; ++i) {
            low = glm::min(low, sorted_[i].p_head_mm);
            high = glm::max(high, sorted_[i].p_head_mm);
            sum += sorted_[i].normal;
        }
        group.box = {low, high};
        group.centre_mm = 0.5f * (low + high);
        group.radius_mm = 0.5f * glm::length(high - low);
        group.axis = glm::normalize(sum);
        float least = 1;
        for (int i = group.first; i < group.first + group.count; ++i)
            least = std::min(least, glm::dot(group.axis, sorted_[i].normal));
        group.cone_rad = std::acos(std::clamp(least, -1.f, 1.f));
        groups_.push_back(group);
    }
}

const MarkGroups::Runs& MarkGroups::facing(const HeadPose& camera_from_head) {
    constexpr float grazing_rad = 1.5308f;  // acos 0.04, where grazing_fade in project.glsl begins
    runs_.first.clear();
    runs_.count.clear();
    runs_.boxes.clear();
    const glm::vec3 eye = glm::vec3(camera_from_head.inverse().t_mm);
    for (const auto& group : groups_) {
        const glm::vec3 to_eye = eye - group.centre_mm;
        const float distance = glm::length(to_eye);
        if (distance > group.radius_mm) {
            const float angle = std::acos(std::clamp(glm::dot(to_eye / distance, group.axis), -1.f, 1.f));
            if (angle > grazing_rad + group.cone_rad + std::asin(group.radius_mm / distance) + 1e-3f) continue;
        }
        runs_.boxes.push_back(group.box);
        if (!runs_.first.empty() && runs_.first.back() + runs_.count.back() == group.first) {
            runs_.count.back() += group.count;
        } else {
            runs_.first.push_back(group.first);
            runs_.count.push_back(group.count);
        }
    }
    return runs_;
}

}  // namespace smp
