// The pose of a head of known shape from points and edges that were seen in one picture: robust Gauss-Newton, a tenth
// of a millisecond, and how well the pose is known afterwards.
#pragma once

#include <Eigen/Core>
#include <glm/glm.hpp>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"

namespace smp {

// A fixed point of the head (mm) seen at a pixel.
struct FixedSeen {
    glm::dvec3 p_head_mm;
    glm::dvec2 p_px;
    double sigma_px;
};

// A fixed point of the head's outline seen on an edge: only the distance along `normal` counts.
struct FixedEdge {
    glm::dvec3 p_head_mm;
    glm::dvec2 edge_px, normal;
    double sigma_px;
};

// What is known of a pose: the inverse covariance of a small turn about the head's origin (rad) and a shift (mm), both
// along the camera's axes and in front of the pose.
using PoseInformation = Eigen::Matrix<double, 6, 6>;

// About the vector, by its length.
glm::dmat3 small_rotation(const glm::dvec3& turn_rad);
// to = small_rotation(turn) * from
glm::dvec3 turn_between(const glm::dmat3& from, const glm::dmat3& to);

// A turn and a shift, as PoseInformation counts them.
using PoseStep = Eigen::Matrix<double, 6, 1>;
PoseStep step_between(const HeadPose& from, const HeadPose& to);
HeadPose stepped(const HeadPose& from, const PoseStep& step);

// Where the pose is thought to be before anything is seen of it.
struct PosePrior {
    HeadPose pose;
    PoseInformation information = PoseInformation::Zero();
};

struct PoseFit {
    bool converged = false;
    // As the weighed residuals tell it, taken as independent.
    PoseInformation information = PoseInformation::Zero();
};

// Cauchy-robust from a start pose that is roughly right; `robust_px` is in units of each observation's sigma. Where it
// does not converge (fewer than four points and no prior, a head behind the camera) the pose is left as it was.
PoseFit fit_pose(const std::vector<FixedSeen>& seen, const std::vector<FixedEdge>& edges, const Intrinsics& intrinsics,
                 double robust_px, HeadPose& camera_from_head, int max_iterations = 12, const PosePrior& prior = {});
inline PoseFit fit_pose(const std::vector<FixedSeen>& seen, const Intrinsics& intrinsics, double robust_px,
                        HeadPose& camera_from_head, int max_iterations = 12, const PosePrior& prior = {}) {
    return fit_pose(seen, {}, intrinsics, robust_px, camera_from_head, max_iterations, prior);
}

}  // namespace smp
