// What is likely of a head tells a turn from a shift where little of it is seen, and gives way where much is.
#include <gtest/gtest.h>

#include <random>

#include "head/neck_motion.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using test::apart_deg;
using test::fixed_points;
using test::head_model;
using test::pose_of;
using test::random_head;
using test::turn_about;

// Turned to the side upon a neck that stays where it is.
HeadPose turned(double yaw_deg) {
    const glm::dvec3 neck_head_mm{0, -80, -15}, neck_mm{0, 80, 600};
    const glm::dmat3 R = turn_about(1, yaw_deg) * frontal_rotation();
    return {R, neck_mm - R * neck_head_mm};
}

TEST(NeckMotion, TellsATurnFromAShift) {
    std::mt19937 random(2);
    std::normal_distribution<double> noise(0, 0.5);
    double guessed_deg = 0, told_deg = 0, alone_deg = 0;
    for (unsigned k = 0; k < 20; ++k) {
        const HeadShape shape = random_head(head_model(), k);
        const HeadPose before = turned(-4), truth = turned(-1);
        auto px = test::seen_landmarks(shape, truth, test::webcam);
        for (auto& p : px) p += glm::dvec2(noise(random), noise(random));
        const auto all = fixed_points(shape, px);
        const std::vector<FixedSeen> mouth(all.begin() + 48, all.end());
        const PosePrior likely = NeckMotion().next(before);
        HeadPose alone = before, told = before;
        ASSERT_TRUE(fit_pose(mouth, test::webcam, 3, alone).converged);
        ASSERT_TRUE(fit_pose(mouth, test::webcam, 3, told, 12, likely).converged);
        guessed_deg += apart_deg(likely.pose.R, truth.R) / 20;
        alone_deg += apart_deg(alone.R, truth.R) / 20;
        told_deg += apart_deg(told.R, truth.R) / 20;
    }
    RecordProperty("alone_deg", std::to_string(alone_deg));
    RecordProperty("told_deg", std::to_string(told_deg));
    EXPECT_LT(told_deg, 0.6 * alone_deg);
    EXPECT_LT(told_deg, 0.5 * guessed_deg) << "the points count as well";
}

TEST(NeckMotion, GoesOnAboutAsItWentAndIsLessSureOfIt) {
    NeckMotion neck;
    const PosePrior at_rest = neck.next(turned(0));
    EXPECT_LT(apart_deg(at_rest.pose.R, turned(0).R), 1e-6);
    neck.moved(turned(-4), turned(0));
    const PosePrior turning = neck.next(turned(0));
    const double on_deg = apart_deg(turning.pose.R, turned(0).R);
    EXPECT_GT(on_deg, 1);
    EXPECT_LT(on_deg, 4);
    EXPECT_LT(apart_deg(turning.pose.R, turned(4).R), 4 - 1) << "the same way round";
    EXPECT_LT(turning.information(1, 1), at_rest.information(1, 1));
    neck.start();
    EXPECT_LT(apart_deg(neck.next(turned(0)).pose.R, turned(0).R), 1e-6);
}

TEST(NeckMotion, GivesWayToAHeadThatIsWellSeen) {
    const HeadShape shape = random_head(head_model(), 7);
    const HeadPose truth = pose_of(5, -3, 2, {12, -6, 590});  // four times what is usual from rest
    auto seen = fixed_points(shape, test::seen_landmarks(shape, truth, test::webcam));
    for (auto& s : seen) s.sigma_px = 0.5;  // as flow sees them
    HeadPose pose = turned(0);
    const PosePrior likely = NeckMotion().next(pose);
    for (double robust_px : {12.0, 2.0})
        ASSERT_TRUE(fit_pose(seen, test::webcam, robust_px, pose, 30, likely).converged);
    EXPECT_LT(apart_deg(pose.R, truth.R), 0.5);
    EXPECT_LT(glm::length(test::webcam.project(pose * glm::dvec3(0, 80, 95)) -
                          test::webcam.project(truth * glm::dvec3(0, 80, 95))),
              0.7);
}

TEST(NeckMotion, StandsForAPoseOfWhichNothingIsSeen) {
    const PosePrior likely = NeckMotion().next(turned(10));
    HeadPose pose = turned(0);
    const PoseFit fit = fit_pose({}, test::webcam, 3, pose, 30, likely);
    ASSERT_TRUE(fit.converged);
    EXPECT_LT(apart_deg(pose.R, likely.pose.R), 1e-3);
    EXPECT_LT(glm::length(pose.t_mm - likely.pose.t_mm), 1e-2);
    EXPECT_NEAR(fit.information.norm(), 0, 1e-6) << "what was seen, not what was thought before";
}

}  // namespace
}  // namespace smp
