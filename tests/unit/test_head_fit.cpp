// Synthetic heads, projected: the fit must give back the shape that made them.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "head/head_fit.hpp"
#include "head/rim.hpp"
#include "head/scalp_surface.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using test::apart_deg;
using test::fixed_points;
using test::head_model;
using test::mean_cranium_error_mm;
using test::pose_of;
using test::random_head;
using test::random_pose;
using test::seen_landmarks;

const Intrinsics webcam = Intrinsics::from_fov(1280, 720, 60);

double mean_landmark_error_mm(const HeadShape& a, const HeadShape& b) {
    const auto p = head_model().landmarks(a), q = head_model().landmarks(b);
    double sum = 0;
    for (int i = 0; i < landmark_count; ++i) sum += glm::length(p[i] - q[i]);
    return sum / landmark_count;
}

// Half a pixel of noise on landmarks and outline, five views: a client who turns and nods a little.
TEST(FitHead, LearnsTheShapeFromViewsAndOutline) {
    double fitted_sum = 0, mean_sum = 0;
    for (unsigned k = 0; k < 6; ++k) {
        const HeadShape truth = random_head(head_model(), 100 + k);
        const ScalpSurface surface(head_model(), truth);
        std::mt19937 random(k);
        std::normal_distribution<double> noise(0, 0.5);
        std::vector<FitView> views;
        std::vector<std::array<glm::dvec2, landmark_count>> clean;
        FitOptions options;
        options.ipd_mm = head_model().interpupillary_mm(truth);
        HeadShape shape;
        shape.revision = 7;
        shape.scale = options.ipd_mm / head_model().interpupillary_mm(shape);
        const HeadShape mean = shape;
        for (const auto& [yaw, pitch] : {std::pair{0.0, 0.0}, {25.0, 0.0}, {-25.0, 5.0}, {5.0, 18.0}, {-8.0, -15.0}}) {
            const HeadPose pose = pose_of(yaw, pitch, 3, {15, 20, 600});
            FitView view;
            auto px = seen_landmarks(truth, pose, webcam);
            clean.push_back(px);
            for (int i = 0; i < landmark_count; ++i) {
                px[i] += glm::dvec2(noise(random), noise(random));
                view.points.push_back({landmark_point(head_model(), i), px[i], 0.5});
            }
            for (const auto& rim : CraniumRim(surface).seen(pose, webcam, 60))
                view.rim.push_back({cranium_point(head_model(), direction_from_chart(rim.chart)),
                                    rim.p_px + noise(random) * rim.normal, rim.normal, 0.5});
            EXPECT_GT(view.rim.size(), 12u);
            view.camera_from_head = guess_pose(head_model(), shape, webcam, px);
            ASSERT_TRUE(fit_pose(fixed_points(shape, px), webcam, 3, view.camera_from_head, 30).converged);
            views.push_back(view);
        }
        Intrinsics camera = webcam;
        ASSERT_TRUE(fit_head(head_model(), options, views, shape, camera).converged) << "head " << k;
        EXPECT_EQ(shape.revision, 8);
        EXPECT_EQ(camera.fx_px, webcam.fx_px) << "the focal length was not free";
        EXPECT_NEAR(head_model().interpupillary_mm(shape), options.ipd_mm, 1e-6);
        const double fitted = mean_landmark_error_mm(shape, truth), before = mean_landmark_error_mm(mean, truth);
        EXPECT_LT(fitted, 0.2 * before) << "head " << k;
        EXPECT_LT(mean_cranium_error_mm(shape, truth), 0.5 * mean_cranium_error_mm(mean, truth)) << "head " << k;
        fitted_sum += fitted;
        mean_sum += before;
        // The head and its poses, all in true millimetres, must still project to what was seen.
        for (std::size_t i = 0; i < views.size(); ++i) {
            const auto px = seen_landmarks(shape, views[i].camera_from_head, camera);
            double sum = 0;
            for (int j = 0; j < landmark_count; ++j) sum += glm::length(px[j] - clean[i][j]);
            EXPECT_LT(sum / landmark_count, 0.6) << "head " << k << " view " << i;
        }
    }
    RecordProperty("fitted_mm", std::to_string(fitted_sum / 6));
    RecordProperty("mean_mm", std::to_string(mean_sum / 6));
    EXPECT_LT(fitted_sum, 0.1 * mean_sum);
}

// A real cranium is not one of the model's: longer one way, wider on one side, flat on top.
TEST(FitHead, LearnsACraniumBeyondTheModel) {
    HeadShape truth = random_head(head_model(), 31);
    truth.own[3] = -8;  // degree 1 along z
    truth.own[1] = 6;   // degree 1 along x
    truth.own[6] = -7;  // degree 2 along y
    truth.own[5] = 5;   // degree 2, left against right
    const ScalpSurface surface(head_model(), truth);
    FitOptions options;
    options.ipd_mm = head_model().interpupillary_mm(truth);
    std::vector<FitView> views;
    for (const auto& [yaw, pitch] : {std::pair{0.0, 0.0}, {30.0, 0.0}, {-30.0, 5.0}, {5.0, 20.0}, {-8.0, -15.0}}) {
        const HeadPose pose = pose_of(yaw, pitch, 3, {15, 20, 600});
        FitView view{pose, {}, {}};
        const auto px = seen_landmarks(truth, pose, webcam);
        for (int i = 0; i < landmark_count; ++i) view.points.push_back({landmark_point(head_model(), i), px[i], 1.0});
        for (const auto& rim : CraniumRim(surface).seen(pose, webcam, 60))
            view.rim.push_back(
                {cranium_point(head_model(), direction_from_chart(rim.chart)), rim.p_px, rim.normal, 0.7});
        views.push_back(view);
    }
    HeadShape shape;
    Intrinsics camera = webcam;
    ASSERT_TRUE(fit_head(head_model(), options, views, shape, camera).converged);
    HeadShape without = shape;
    without.own = {};
    EXPECT_LT(mean_cranium_error_mm(shape, truth), 1.2);
    EXPECT_LT(mean_cranium_error_mm(shape, truth), 0.6 * mean_cranium_error_mm(without, truth));
    for (int j = 0; j < own_terms; ++j) EXPECT_LT(std::abs(shape.own[j]), 4 * own_cranium_sd()[j]) << j;
}

TEST(FitHead, WithNothingSeenChangesNothing) {
    std::vector<FitView> views(1);
    views[0].camera_from_head = pose_of(0, 0, 0, {0, 0, 600});
    HeadShape shape = random_head(head_model(), 3);
    const HeadShape before = shape;
    Intrinsics camera = webcam;
    EXPECT_FALSE(fit_head(head_model(), {}, views, shape, camera).converged);
    EXPECT_EQ(shape.revision, before.revision);
    EXPECT_EQ(shape.b, before.b);
}

TEST(FitHead, AHeldShapeIsNotTouched) {
    const HeadShape truth = random_head(head_model(), 9);
    const HeadPose pose = pose_of(12, -6, 4, {10, 0, 640});
    std::vector<FitView> views(1);
    const auto px = seen_landmarks(truth, pose, webcam);
    for (int i = 0; i < landmark_count; ++i) views[0].points.push_back({landmark_point(head_model(), i), px[i], 1});
    views[0].camera_from_head = guess_pose(head_model(), truth, webcam, px);
    FitOptions options;
    options.free_shape = false;
    options.ipd_mm = head_model().interpupillary_mm(truth);
    options.max_iterations = 60;
    HeadShape shape = truth;
    Intrinsics camera = webcam;
    ASSERT_TRUE(fit_head(head_model(), options, views, shape, camera).converged);
    EXPECT_EQ(shape.b, truth.b);
    EXPECT_EQ(shape.scale, truth.scale);
    EXPECT_EQ(shape.revision, truth.revision);
    EXPECT_LT(apart_deg(views[0].camera_from_head.R, pose.R), 0.01);
    EXPECT_LT(glm::length(views[0].camera_from_head.t_mm - pose.t_mm), 0.1);
}

TEST(CraniumRim, LiesOnTheContourAndPointsOut) {
    std::mt19937 random(5);
    double worst = 0;
    for (unsigned k = 0; k < 12; ++k) {
        const HeadShape shape = random_head(head_model(), 40 + k);
        const ScalpSurface surface(head_model(), shape);
        const HeadPose pose = random_pose(random);
        const auto rim = CraniumRim(surface).seen(pose, webcam, 72);
        EXPECT_GE(rim.size(), 20u) << "head " << k;
        const glm::dvec2 middle = webcam.project(pose * surface.centre_mm());
        for (const auto& r : rim) {
            const glm::dvec3 p = pose * surface.position_mm(r.chart), n = pose.R * surface.normal(r.chart);
            worst = std::max(worst, std::abs(glm::dot(n, glm::normalize(p))));
            EXPECT_LT(glm::length(webcam.project(p) - r.p_px), 1e-6);
            EXPECT_NEAR(glm::length(r.normal), 1, 1e-9);
            EXPECT_GT(glm::dot(r.normal, glm::normalize(r.p_px - middle)), 0.7);
        }
    }
    RecordProperty("worst_cos", std::to_string(worst));
    EXPECT_LT(worst, 0.08);  // the search walks the chart in steps of 2 degrees, which is 0.035
}

}  // namespace
}  // namespace smp
