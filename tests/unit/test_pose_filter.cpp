// Flow and map joined: a head that the map sees trembling, one that moves, flow that slips.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "head/pose_filter.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using test::apart_deg;
using test::pose_of;

constexpr double map_sigma_deg = 0.1, map_sigma_mm = 0.2;

PoseInformation information(double sigma_deg, double sigma_mm) {
    const double sigma_rad = sigma_deg * std::numbers::pi / 180;
    PoseInformation out = PoseInformation::Zero();
    for (int axis = 0; axis < 3; ++axis) {
        out(axis, axis) = 1 / (sigma_rad * sigma_rad);
        out(3 + axis, 3 + axis) = 1 / (sigma_mm * sigma_mm);
    }
    return out;
}
const PoseInformation of_map = information(map_sigma_deg, map_sigma_mm), of_flow = information(0.1, 0.2),
                      nothing = PoseInformation::Zero();

class Seen {  // a pose with the map's noise
  public:
    HeadPose operator()(const HeadPose& truth) {
        const double s = map_sigma_deg * std::numbers::pi / 180;
        const glm::dvec3 turn{s * normal_(random_), s * normal_(random_), s * normal_(random_)};
        const glm::dvec3 shift{normal_(random_), normal_(random_), normal_(random_)};
        return {small_rotation(turn) * truth.R, truth.t_mm + map_sigma_mm * shift};
    }

  private:
    std::mt19937 random_{4};
    std::normal_distribution<double> normal_;
};

TEST(PoseFilter, AStillHeadStandsStillerThanTheMapSeesIt) {
    const HeadPose truth = pose_of(10, 5, 0, {10, 0, 600});
    PoseFilter filter;
    filter.start();
    Seen seen;
    HeadPose pose = seen(truth);
    double trembled = 0, off = 0;
    for (int frame = 0; frame < 200; ++frame) {
        filter.moved(pose, pose, of_flow, nothing);
        const HeadPose next = filter.correct(pose, seen(truth), of_map);
        if (frame >= 20) {
            trembled += glm::dot(next.t_mm - pose.t_mm, next.t_mm - pose.t_mm) / 3;
            off += glm::dot(next.t_mm - truth.t_mm, next.t_mm - truth.t_mm) / 3;
        }
        pose = next;
    }
    EXPECT_LT(std::sqrt(trembled / 180), 0.3 * map_sigma_mm);
    EXPECT_LT(std::sqrt(off / 180), 0.5 * map_sigma_mm);
}

TEST(PoseFilter, AMovingHeadIsNotTrailed) {
    PoseFilter filter;
    filter.start();
    Seen seen;
    const auto truth = [](int frame) { return pose_of(-30 + 1.5 * frame, 0, 0, {2.0 * frame, 0, 600}); };
    HeadPose pose = truth(0);
    double behind_mm = 0, behind_deg = 0;
    for (int frame = 1; frame <= 40; ++frame) {
        // Flow sees 97 % of the motion: the points' depths are off.
        const HeadPose before = truth(frame - 1), now = truth(frame);
        const glm::dvec3 turn = turn_between(before.R, now.R);
        const HeadPose flowed{small_rotation(0.97 * turn) * pose.R, pose.t_mm + 0.97 * (now.t_mm - before.t_mm)};
        filter.moved(pose, flowed, of_flow, nothing);
        pose = filter.correct(flowed, seen(now), of_map);
        behind_mm += (now.t_mm.x - pose.t_mm.x) / 40;
        behind_deg += glm::dot(turn_between(pose.R, now.R), glm::normalize(turn)) * 180 / std::numbers::pi / 40;
    }
    EXPECT_LT(std::abs(behind_mm), 0.15) << "of 2 mm a frame";
    EXPECT_LT(std::abs(behind_deg), 0.06) << "of 1.5 degrees a frame";
}

TEST(PoseFilter, FlowThatSlippedIsNotAveragedIn) {
    const HeadPose truth = pose_of(0, 0, 0, {0, 0, 600});
    PoseFilter filter;
    filter.start();
    for (int frame = 0; frame < 30; ++frame) {
        filter.moved(truth, truth, of_flow, nothing);
        filter.correct(truth, truth, of_map);
    }
    HeadPose slipped = truth;
    slipped.t_mm.x += 12;
    filter.moved(truth, slipped, of_flow, nothing);
    const HeadPose joined = filter.correct(slipped, truth, of_map);
    EXPECT_LT(glm::length(joined.t_mm - truth.t_mm), 1.0);
}

TEST(PoseFilter, KnowsLessTheLongerNothingIsSeen) {
    const HeadPose pose = pose_of(0, 0, 0, {0, 0, 600}), later = pose_of(4, 0, 0, {6, 0, 600});
    PoseFilter filter;
    filter.start();
    const double at_first = filter.scalp_sigma_mm(pose);
    filter.correct(pose, pose, of_map);
    const double seen = filter.scalp_sigma_mm(pose);
    filter.moved(pose, later, of_flow, nothing);
    const double flowed = filter.scalp_sigma_mm(later);
    filter.moved(later, later, nothing, information(1.5, 1));
    const double guessed = filter.scalp_sigma_mm(later);
    filter.moved(later, later, nothing, nothing);
    EXPECT_LT(seen, 0.6 * at_first);
    EXPECT_GT(flowed, 1.5 * seen);
    EXPECT_NEAR(guessed, 2, 1) << "1.5 degrees some 80 mm from the origin";
    EXPECT_GT(filter.scalp_sigma_mm(later), 30);
}

// 0.1 degrees about each axis and 0.2 mm: 70 to 110 mm from the head's origin these turns are 0.12 to 0.2 mm.
TEST(PoseFilter, SaysHowFarOffTheScalpMayBe) {
    const HeadPose pose = pose_of(10, -5, 0, {0, 0, 600});
    PoseFilter filter;
    filter.moved(pose, pose, nothing, nothing);
    filter.correct(pose, pose, of_map);
    EXPECT_NEAR(filter.scalp_sigma_mm(pose), std::hypot(0.15, 0.2), 0.04);
}

TEST(PoseFit, TurnsAddUpAndComeBack) {
    for (double deg : {1e-7, 0.5, 40.0, 170.0}) {
        const glm::dvec3 turn = deg * std::numbers::pi / 180 * glm::normalize(glm::dvec3(1, -2, 0.5));
        const glm::dmat3 from = pose_of(20, 10, 5, {}).R;
        EXPECT_LT(glm::length(turn_between(from, small_rotation(turn) * from) - turn), 1e-9) << deg;
        EXPECT_NEAR(apart_deg(from, small_rotation(turn) * from), deg, 2e-6) << deg;
    }
}

}  // namespace
}  // namespace smp
