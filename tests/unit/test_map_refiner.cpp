// Views of a turning head bind each other: what no one of them can say, the bundle of them can.
#include <gtest/gtest.h>

#include <random>

#include "head/head_view.hpp"
#include "head/map_refiner.hpp"
#include "head/skin_surface.hpp"
#include "head/skin_warp.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using test::head_model;
using test::mean_cranium_error_mm;
using test::pose_of;
using test::random_head;
using test::seen_landmarks;

// A client who turned their head from side to side, as the map holds it: poses off by degrees, the mean head, and a
// field of view that was guessed.
struct Turn {
    HeadShape truth;
    Intrinsics true_camera = Intrinsics::from_fov(1280, 720, 67);
    std::vector<HeadPose> true_poses;
    FitOptions options;
    RefinedHead head;

    explicit Turn(unsigned seed) : truth(random_head(head_model(), seed)) {
        truth.own[1] = 4;
        truth.own[6] = -4;
        std::mt19937 random(seed);
        std::normal_distribution<double> normal;
        const ScalpSurface true_scalp(head_model(), truth);
        options.ipd_mm = head_model().interpupillary_mm(truth);
        options.free_focal = true;
        options.focal_sigma = 0.08;
        options.max_iterations = 15;
        head.intrinsics = Intrinsics::from_fov(1280, 720, 60);
        options.start_focal_px = head.intrinsics.fx_px;
        head.shape.scale = options.ipd_mm / head_model().interpupillary_mm(HeadShape{});
        head.scalp = std::make_shared<const ScalpSurface>(head_model(), head.shape);
        const double further = head.intrinsics.fx_px / true_camera.fx_px;
        for (int k = 0; k < 11; ++k) {
            const double yaw = k < 6 ? 8.0 * k : -8.0 * (k - 5), drift = std::abs(yaw) / 40;
            true_poses.push_back(pose_of(yaw, 3 * normal(random), 2, {20, 10, 620}));
            HeadPose believed = pose_of(yaw * 1.05, 3 * drift, 2, {20, 10, 620 * further});
            if (k == 0) believed = {true_poses[0].R, {20, 10, 620 * further}};
            FitView view{believed, {}, {}};
            auto px = seen_landmarks(truth, true_poses[k], true_camera);
            for (auto& p : px) p += glm::dvec2(normal(random), normal(random));
            add_landmarks(head_model(), px, head.intrinsics, view);
            for (const auto& r : CraniumRim(true_scalp).seen(true_poses[k], true_camera))
                view.rim.push_back({cranium_point(head_model(), direction_from_chart(r.chart)), r.p_px, r.normal, 2});
            head.map.views.push_back(view);
        }
        const SkinSurface believed_skin(head_model(), head.shape, *head.scalp);
        for (double u = -70; u <= 70; u += 7)
            for (double v = -20; v <= 95; v += 7) {
                const glm::dvec3 p = true_scalp.position_mm({u, v}), n = true_scalp.normal({u, v});
                SkinTrack track;
                for (int k = 0; k < 11; ++k) {
                    const glm::dvec3 eye = true_poses[k].inverse().t_mm;
                    if (glm::dot(n, glm::normalize(eye - p)) < 0.35) continue;
                    const glm::dvec2 noise(0.3 * normal(random), 0.3 * normal(random));
                    track.seen.push_back({k, true_camera.project(true_poses[k] * p) + noise, 0.4});
                }
                if (track.seen.size() < 2) continue;
                const auto from_camera = head.map.views[track.seen[0].view].camera_from_head.inverse();
                const auto hit =
                    believed_skin.cast(from_camera.t_mm, from_camera.R * head.intrinsics.ray(track.seen[0].p_px));
                if (!hit) continue;
                track.p_head_mm = hit->p_head_mm;
                track.normal = hit->normal;
                track.surface = believed_skin.below(hit->p_head_mm, hit->triangle, head_model());
                track.surface_sigma_mm = hit->sigma_mm;
                head.map.tracks.push_back(track);
            }
    }

    // Of each view against the first, as a turn of the head.
    double worst_turn_deg() const {
        double worst = 0;
        for (std::size_t k = 1; k < true_poses.size(); ++k) {
            const HeadPose turned{
                head.map.views[k].camera_from_head.R * glm::transpose(head.map.views[0].camera_from_head.R), {}},
                truly{true_poses[k].R * glm::transpose(true_poses[0].R), {}};
            worst = std::max(worst, apart_deg(turned, truly));
        }
        return worst;
    }
};

TEST(MapRefiner, ATurnGivesPosesShapeAndFocalLength) {
    double cranium_before = 0, cranium_after = 0;
    for (unsigned seed : {3u, 17u, 40u}) {
        Turn turn(seed);
        ASSERT_GT(turn.head.map.tracks.size(), 100u);
        const double focal_before = turn.head.intrinsics.fx_px;
        cranium_before += mean_cranium_error_mm(turn.head.shape, turn.truth);
        EXPECT_GT(turn.worst_turn_deg(), 2);
        ASSERT_TRUE(refine(head_model(), turn.options, turn.head));
        EXPECT_LT(turn.worst_turn_deg(), 0.6) << seed;
        const double f = turn.true_camera.fx_px;
        EXPECT_LT(std::abs(turn.head.intrinsics.fx_px / f - 1), 0.3 * std::abs(focal_before / f - 1)) << seed;
        cranium_after += mean_cranium_error_mm(turn.head.shape, turn.truth);
    }
    EXPECT_LT(cranium_after, 0.5 * cranium_before);
}

TEST(MapRefiner, MarksKeepTheirPixelInTheFirstPictureThatShowedThem) {
    Turn turn(17);
    const auto before = turn.head.scalp;
    const HeadPose pose = turn.head.map.views[0].camera_from_head;
    const Intrinsics camera = turn.head.intrinsics;
    ASSERT_TRUE(refine(head_model(), turn.options, turn.head));
    int seen = 0;
    for (double u = -60; u <= 60; u += 10)
        for (double v = 20; v <= 100; v += 10) {
            const glm::dvec3 p = before->position_mm({u, v});
            if (glm::dot(before->normal({u, v}), glm::normalize(pose.inverse().t_mm - p)) < 0.5) continue;
            const glm::dvec3 now = turn.head.scalp->position_mm((*turn.head.shape.skin)({u, v}));
            const glm::dvec2 px = turn.head.intrinsics.project(turn.head.map.views[0].camera_from_head * now);
            EXPECT_LT(glm::length(px - camera.project(pose * p)), 0.5) << u << " " << v;
            ++seen;
        }
    EXPECT_GT(seen, 40);
}

TEST(MapRefiner, HandsItsResultOutAfterAFixedNumberOfFrames) {
    Turn turn(3);
    const auto views = turn.head.map.views.size();
    MapRefiner refiner;
    EXPECT_FALSE(refiner.poll());
    refiner.start(head_model(), turn.options, turn.head);
    EXPECT_TRUE(refiner.busy());
    for (int frame = 1; frame < MapRefiner::frames(views); ++frame) EXPECT_FALSE(refiner.poll()) << frame;
    const auto refined = refiner.poll();
    ASSERT_TRUE(refined);
    EXPECT_FALSE(refiner.busy());
    // The same as without a thread.
    ASSERT_TRUE(refine(head_model(), turn.options, turn.head));
    EXPECT_EQ(refined->shape.b, turn.head.shape.b);
    EXPECT_EQ(refined->intrinsics.fx_px, turn.head.intrinsics.fx_px);
}

}  // namespace
}  // namespace smp
