#include "head/pose_filter.hpp"

#include <Eigen/Cholesky>
#include <cmath>

namespace smp {
namespace {

using Mat6 = Eigen::Matrix<double, 6, 6>;

constexpr double lever_mm = 100;                     // from the head's origin to its skin
constexpr double depth_error = 0.05;                 // share of the motion
constexpr double flow_noise = 0.01;                  // of the squared sigma that flow_information was made with
constexpr double largest_surprise = 16;              // squared standard deviations, of six that are to be expected
constexpr double loose_rad = 0.3, loose_mm = 60;     // what is not known at all
constexpr double least_rad = 1e-5, least_mm = 1e-3;  // below these a covariance is none
constexpr double landmarks_rad = 0.0035, landmarks_mm = 0.35;

PoseStep spread(double turn_rad, double shift_mm) {
    PoseStep out;
    out << turn_rad, turn_rad, turn_rad, shift_mm, shift_mm, shift_mm;
    return out;
}

Mat6 covariance_of(const PoseInformation& information) {
    PoseInformation with_floor = information;
    with_floor.diagonal() += spread(loose_rad, loose_mm).cwiseAbs2().cwiseInverse();
    return with_floor.ldlt().solve(PoseInformation::Identity());
}

}  // namespace

void PoseFilter::start() {
    covariance_ = spread(landmarks_rad, landmarks_mm).cwiseAbs2().asDiagonal();
}

void PoseFilter::moved(const HeadPose& from, const HeadPose& to, const PoseInformation& flow_information,
                       const PoseInformation& prior_information) {
    const PoseStep motion = step_between(from, to);
    const double turn = motion.head<3>().norm(), shift = motion.tail<3>().norm();
    covariance_ += covariance_of(flow_information / flow_noise + prior_information);
    covariance_ += spread(depth_error * turn, depth_error * (shift + lever_mm * turn)).cwiseAbs2().asDiagonal();
}

HeadPose PoseFilter::correct(const HeadPose& expected, const HeadPose& seen, const PoseInformation& information) {
    const Mat6 of_seen = covariance_of(information);
    const PoseStep off = step_between(expected, seen);
    Mat6 sum = covariance_ + of_seen;
    const double surprise = off.dot(sum.ldlt().solve(off));
    if (surprise > largest_surprise) {
        covariance_ *= surprise / largest_surprise;
        sum = covariance_ + of_seen;
    }
    const Mat6 gain = sum.ldlt().solve(covariance_).transpose();
    const PoseStep step = gain * off;
    covariance_ -= (gain * covariance_).eval();
    covariance_ = (0.5 * (covariance_ + covariance_.transpose())).eval();
    return stepped(expected, step);
}

PoseInformation PoseFilter::information() const {
    Mat6 with_floor = covariance_;
    with_floor.diagonal() += spread(least_rad, least_mm).cwiseAbs2();
    return with_floor.ldlt().solve(Mat6::Identity());
}

double PoseFilter::scalp_sigma_mm(const HeadPose& pose) const {
    double sum = 0;
    constexpr int n = 5;
    const glm::dvec3 spots[n] = {{0, 105, 30}, {0, 80, 95}, {-70, 60, 40}, {70, 60, 40}, {0, 85, -40}};
    for (const auto& spot : spots) {
        const glm::dvec3 p = pose.R * spot;
        Eigen::Matrix<double, 2, 6> by_pose;
        by_pose << 0, p.z, -p.y, 1, 0, 0,  //
            -p.z, 0, p.x, 0, 1, 0;
        sum += (by_pose * covariance_ * by_pose.transpose()).trace();
    }
    return std::sqrt(sum / (2 * n));
}

}  // namespace smp
