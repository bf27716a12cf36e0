#include "head/neck_motion.hpp"

namespace smp {
namespace {

// Between the joint under the skull and the lower neck, on which nods and turns share.
constexpr glm::dvec3 neck_head_mm{0, -70, -20};
constexpr double goes_on = 0.5;  // share of the last motion
// Standard deviations: of a head at rest, and what a motion adds as its share.
constexpr double rest_rad = 0.026, rest_mm = 1, of_motion = 0.5;

}  // namespace

void NeckMotion::moved(const HeadPose& from, const HeadPose& to) {
    turn_rad_ = turn_between(from.R, to.R);
    neck_mm_ = to * neck_head_mm - from * neck_head_mm;
}

PosePrior NeckMotion::next(const HeadPose& from) const {
    PosePrior out;
    out.pose.R = small_rotation(goes_on * turn_rad_) * from.R;
    out.pose.t_mm = from * neck_head_mm + goes_on * neck_mm_ - out.pose.R * neck_head_mm;
    const double turn_sigma = rest_rad + of_motion * glm::length(turn_rad_);
    const double neck_sigma = rest_mm + of_motion * glm::length(neck_mm_);
    const glm::dvec3 arm = out.pose.R * neck_head_mm;
    Eigen::Matrix<double, 6, 6> by_pose = Eigen::Matrix<double, 6, 6>::Identity();  // turn, then the neck's shift
    by_pose.block<3, 3>(3, 0) << 0, arm.z, -arm.y, -arm.z, 0, arm.x, arm.y, -arm.x, 0;
    Eigen::Matrix<double, 6, 1> weight;
    const double of_turn = 1 / (turn_sigma * turn_sigma), of_neck = 1 / (neck_sigma * neck_sigma);
    weight << of_turn, of_turn, of_turn, of_neck, of_neck, of_neck;
    out.information = by_pose.transpose() * weight.asDiagonal() * by_pose;
    return out;
}

}  // namespace smp
