// What the landmark predictor always does to this client: it puts each landmark a little beside where the head model
// has it, and by about the same in every picture. A pose fitted to landmarks alone is off by that.
#pragma once

#include <array>
#include <glm/glm.hpp>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_model.hpp"
#include "track/face_landmarks.hpp"

namespace smp {

class LandmarkHabit {
  public:
    // A frame whose pose is known without the landmarks; `modelled` is the head's as that pose shows it.
    void learn(const Landmarks68& predicted, const Landmarks68& modelled, const HeadPose& camera_from_head,
               const Intrinsics& intrinsics);
    // The head becomes a little different: what was learnt counts for less.
    void doubt();
    void forget() { *this = {}; }

    // What the predictor would say of a head in this pose without its habit.
    Landmarks68 without(const Landmarks68& predicted, const HeadPose& camera_from_head,
                        const Intrinsics& intrinsics) const;

  private:
    std::array<glm::dvec2, landmark_count> miss_mm_{};  // along the head's x and y axes
    double frames_ = 0;
};

}  // namespace smp
