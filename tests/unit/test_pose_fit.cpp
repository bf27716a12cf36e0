// Synthetic heads of known shape, projected: the fit must give back the pose, and say how well it knows it.
#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "head/head_fit.hpp"
#include "head/pose_fit.hpp"
#include "head/rim.hpp"
#include "head/scalp_surface.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using test::apart_deg;
using test::fixed_points;
using test::head_model;
using test::pose_of;
using test::random_head;
using test::random_pose;
using test::seen_landmarks;

const Intrinsics webcam = Intrinsics::from_fov(1280, 720, 60);

void expect_exact_poses(const Intrinsics& camera) {
    std::mt19937 random(11);
    for (unsigned k = 0; k < 40; ++k) {
        const HeadShape shape = random_head(head_model(), k);
        const HeadPose truth = random_pose(random);
        const auto px = seen_landmarks(shape, truth, camera);
        HeadPose pose = guess_pose(head_model(), shape, camera, px);
        EXPECT_LT(apart_deg(pose.R, truth.R), 55) << "the first guess is a near frontal head";
        EXPECT_NEAR(pose.t_mm.z / truth.t_mm.z, 1, 0.35);
        ASSERT_TRUE(fit_pose(fixed_points(shape, px), camera, 3, pose, 60).converged) << "head " << k;
        EXPECT_LT(apart_deg(pose.R, truth.R) * std::numbers::pi / 180, 1e-4) << "head " << k;
        EXPECT_LT(glm::length(pose.t_mm - truth.t_mm) / glm::length(truth.t_mm), 1e-4) << "head " << k;
    }
}

TEST(FitPose, IsExactWithoutNoise) {
    expect_exact_poses(webcam);
}

TEST(FitPose, IsExactThroughALens) {
    Intrinsics camera = webcam;
    camera.distortion = {-0.12, 0.04, 0.001, -0.0008, 0.002};
    expect_exact_poses(camera);
}

TEST(FitPose, StaysNearWithNoiseAndGrossOutliers) {
    std::mt19937 random(12);
    std::normal_distribution<double> noise;
    std::uniform_real_distribution<double> far(40, 150), turn(0, 2 * std::numbers::pi);
    double worst_deg = 0, worst_share = 0;
    for (unsigned k = 0; k < 40; ++k) {
        const HeadShape shape = random_head(head_model(), k);
        const HeadPose truth = random_pose(random);
        auto px = seen_landmarks(shape, truth, webcam);
        HeadPose pose = guess_pose(head_model(), shape, webcam, px);
        for (int i = 0; i < landmark_count; ++i) {
            const double a = turn(random), r = far(random);
            px[i] += i % 4 == static_cast<int>(k % 4) ? r * glm::dvec2(std::cos(a), std::sin(a))
                                                      : glm::dvec2(noise(random), noise(random));
        }
        ASSERT_TRUE(fit_pose(fixed_points(shape, px), webcam, 3, pose, 60).converged) << "head " << k;
        worst_deg = std::max(worst_deg, apart_deg(pose.R, truth.R));
        worst_share = std::max(worst_share, glm::length(pose.t_mm - truth.t_mm) / truth.t_mm.z);
    }
    RecordProperty("worst_deg", std::to_string(worst_deg));
    RecordProperty("worst_share", std::to_string(worst_share));
    EXPECT_LT(worst_deg, 1.0);
    EXPECT_LT(worst_share, 0.01);
}

// A few points in the middle of the face leave a pose loose; edges all round the head hold it.
TEST(FitPose, EdgesHoldWhatFewPointsLeaveLoose) {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    double loose = 0, held = 0;
    for (unsigned k = 0; k < 8; ++k) {
        const HeadShape shape = random_head(head_model(), 60 + k);
        const ScalpSurface surface(head_model(), shape);
        const HeadPose truth = random_pose(random);
        auto px = seen_landmarks(shape, truth, webcam);
        for (auto& p : px) p += 1.5 * glm::dvec2(normal(random), normal(random));
        const auto all = fixed_points(shape, px);
        const std::vector<FixedSeen> few(all.begin() + 27, all.begin() + 36);  // the nose
        std::vector<FixedEdge> edges;
        for (const auto& r : CraniumRim(surface).seen(truth, webcam, 60))
            edges.push_back({surface.position_mm(r.chart), r.p_px + normal(random) * r.normal, r.normal, 1});
        const auto miss_px = [&](const std::vector<FixedEdge>& with) {
            HeadPose pose = truth;
            EXPECT_TRUE(fit_pose(few, with, webcam, 3, pose, 60).converged) << "head " << k;
            return glm::length(webcam.project(pose * surface.position_mm({0, 0})) -
                               webcam.project(truth * surface.position_mm({0, 0})));
        };
        loose += miss_px({});
        held += miss_px(edges);
    }
    EXPECT_LT(held, 0.5 * loose);
}

TEST(FitPose, RefusesWhatIsNoPose) {
    const HeadShape mean;
    const HeadPose truth = pose_of(10, 5, 0, {20, -10, 650});
    const auto seen = fixed_points(mean, seen_landmarks(mean, truth, webcam));
    const auto refused = [&](const std::vector<FixedSeen>& points, const HeadPose& start) {
        HeadPose pose = start;
        return !fit_pose(points, webcam, 3, pose).converged && pose.t_mm == start.t_mm && pose.R == start.R;
    };
    EXPECT_TRUE(refused({seen.begin(), seen.begin() + 3}, truth)) << "three points leave four poses";
    HeadPose behind = truth;
    behind.t_mm.z = -650;
    EXPECT_TRUE(refused(seen, behind)) << "a head behind the camera";
    auto broken = seen;
    broken[5].p_px.x = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(refused(broken, truth)) << "a pixel that is no number";
}

// Over many draws of the noise the true pose lies as far off as the fit says: six squared standard deviations.
TEST(FitPose, KnowsHowWellItKnowsThePose) {
    std::mt19937 random(9);
    std::normal_distribution<double> noise(0, 0.8);
    const HeadShape shape = random_head(head_model(), 3);
    double squared = 0;
    constexpr int draws = 200;
    for (int k = 0; k < draws; ++k) {
        const HeadPose truth = random_pose(random);
        auto seen = fixed_points(shape, seen_landmarks(shape, truth, webcam));
        for (auto& s : seen) {
            s.sigma_px = 0.8;
            s.p_px += glm::dvec2(noise(random), noise(random));
        }
        HeadPose pose = truth;
        const PoseFit fit = fit_pose(seen, webcam, 20, pose);
        ASSERT_TRUE(fit.converged);
        const glm::dmat3 turn = truth.R * glm::transpose(pose.R);
        const glm::dvec3 shift = truth.t_mm - pose.t_mm;
        Eigen::Matrix<double, 6, 1> off;
        off << turn[1][2], turn[2][0], turn[0][1], shift.x, shift.y, shift.z;
        squared += off.dot(fit.information * off);
    }
    EXPECT_NEAR(squared / draws, 6, 1.0);
}

}  // namespace
}  // namespace smp
