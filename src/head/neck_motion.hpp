// How a head is likely to move from one picture to the next: it turns upon a neck that hardly moves, and goes on about
// as it went. Tells a turn from a shift where little skin is seen.
#pragma once

#include <glm/glm.hpp>

#include "geometry/rigid.hpp"
#include "head/pose_fit.hpp"

namespace smp {

class NeckMotion {
  public:
    void start() { *this = {}; }
    // From one frame to the next.
    void moved(const HeadPose& from, const HeadPose& to);
    PosePrior next(const HeadPose& from) const;

  private:
    glm::dvec3 turn_rad_{0}, neck_mm_{0};  // of the last frame, along the camera's axes
};

}  // namespace smp
