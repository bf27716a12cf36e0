// Marks keep their skin while the head under them is learnt.
#include <gtest/gtest.h>

#include "head/skin_warp.hpp"
#include "support/random_heads.hpp"

namespace smp {
namespace {

class SkinWarpTest : public testing::Test {
  protected:
    const HeadModel model =
        std::move(HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json").value());
    const Intrinsics camera_a = Intrinsics::from_fov(1280, 720, 60), camera_b = Intrinsics::from_fov(1280, 720, 70);
    const HeadPose pose_a{frontal_rotation(), {10, 30, 600}}, pose_b{frontal_rotation(), {9, 32, 520}};
};

TEST_F(SkinWarpTest, BeginsWithEveryPlaceWhereItWas) {
    const SkinWarp none;
    for (double u = -120; u <= 120; u += 17)
        for (double v = -120; v <= 120; v += 17) {
            EXPECT_EQ(none({u, v}), ChartPoint(u, v));
            EXPECT_NEAR(none.stretch({u, v}), 1, 1e-12);
        }
}

TEST_F(SkinWarpTest, WhatIsSeenKeepsItsPixel) {
    // Twice, as when a head is learnt in steps: another shape, pose and focal length each time.
    const HeadShape shapes[]{test::random_head(model, 3), test::random_head(model, 8), test::random_head(model, 12)};
    const ScalpSurface first(model, shapes[0]), second(model, shapes[1]), third(model, shapes[2]);
    const SkinWarp once = SkinWarp().after(first, camera_a, second, camera_b, {{pose_a, pose_b}});
    const SkinWarp twice = once.after(second, camera_b, third, camera_a, {{pose_b, pose_a}});
    int seen = 0;
    for (double u = -50; u <= 50; u += 7)
        for (double v = 30; v <= 110; v += 7) {
            const glm::dvec3 p = first.position_mm({u, v});
            const glm::dvec3 eye = pose_a.inverse().t_mm;
            if (glm::dot(first.normal({u, v}), glm::normalize(eye - p)) < 0.6) continue;
            ++seen;
            const glm::dvec2 px = camera_a.project(pose_a * p);
            const glm::dvec2 px_b = camera_b.project(pose_b * second.position_mm(once({u, v})));
            const glm::dvec2 px_c = camera_a.project(pose_a * third.position_mm(twice({u, v})));
            // Half a millimetre: nodes stand 10 degrees apart.
            EXPECT_NEAR(glm::length(px_b - px), 0, 1.0) << u << " " << v;
            EXPECT_NEAR(glm::length(px_c - px), 0, 1.2) << u << " " << v;
        }
    EXPECT_GT(seen, 40);
}

TEST_F(SkinWarpTest, WhatIsNotSeenGoesAlongWithoutAFold) {
    const HeadShape a = test::random_head(model, 3), b = test::random_head(model, 8);
    const ScalpSurface first(model, a), second(model, b);
    const SkinWarp warp = SkinWarp().after(first, camera_a, second, camera_b, {{pose_a, pose_b}});
    for (double u = -130; u <= 130; u += 10)
        for (double v = -130; v <= 130; v += 10) {
            if (u * u + v * v > 130 * 130) continue;
            EXPECT_GT(warp.stretch({u, v}), 0.5) << u << " " << v;
            EXPECT_LT(warp.stretch({u, v}), 2.0) << u << " " << v;
            EXPECT_LT(glm::length(warp({u, v}) - ChartPoint(u, v)), 25) << u << " " << v;
        }
}

}  // namespace
}  // namespace smp
