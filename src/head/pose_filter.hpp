// Joins what optical flow says of the motion with what the map says of the pose, each by how well it is known (a Kalman
// filter on the pose): stillness without lag, as the motion itself is never smoothed.
#pragma once

#include <Eigen/Core>

#include "geometry/rigid.hpp"
#include "head/pose_fit.hpp"

namespace smp {

class PoseFilter {
  public:
    // A pose as landmarks give it.
    void start();

    // Flow, and what is likely of a head, say that it moved so; where neither says anything, it may be anywhere. Flow's
    // error grows with the motion: the points' depths are not quite known.
    void moved(const HeadPose& from, const HeadPose& to, const PoseInformation& flow_information,
               const PoseInformation& prior_information);

    // The map, or landmarks, say that the head, expected at one pose, is at the other. What contradicts the expectation
    // by more than either allows for takes over: flow that slipped is not averaged in.
    HeadPose correct(const HeadPose& expected, const HeadPose& seen, const PoseInformation& information);

    // Standard deviation, across the line of sight, of where the pose puts the scalp, mm: the root mean square of two
    // axes and of spots all over the cranium. It takes errors as independent that go together: true ones are larger.
    double scalp_sigma_mm(const HeadPose& pose) const;

    // Of the pose as it is known now, its errors taken as independent.
    PoseInformation information() const;

  private:
    Eigen::Matrix<double, 6, 6> covariance_ = Eigen::Matrix<double, 6, 6>::Zero();  // of what PoseInformation speaks of
};

}  // namespace smp
