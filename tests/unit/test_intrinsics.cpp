#include <gtest/gtest.h>

#include <cmath>

#include "geometry/intrinsics.hpp"

namespace smp {
namespace {

Intrinsics with_lens() {
    Intrinsics camera = Intrinsics::from_fov(1280, 720, 70);
    camera.fy_px *= 1.01;
    camera.cx_px += 7;
    camera.distortion = {-0.18, 0.05, 0.0012, -0.0007, 0.003};
    return camera;
}

TEST(Intrinsics, FieldOfViewAndMiddle) {
    const auto camera = Intrinsics::from_fov(640, 480, 60);
    EXPECT_NEAR(camera.horizontal_fov_deg(), 60, 1e-9);
    EXPECT_FALSE(camera.distorted());
    const glm::dvec2 middle = camera.project({0, 0, 500});
    EXPECT_NEAR(middle.x, 319.5, 1e-9);
    EXPECT_NEAR(middle.y, 239.5, 1e-9);
    // The picture's right edge, half a pixel beyond the last centre, lies 30 degrees off the axis.
    const auto edge = camera.ray({639.5, 239.5});
    EXPECT_NEAR(edge.x, std::tan(std::acos(-1.0) / 6), 1e-9);
}

TEST(Intrinsics, RayUndoesProjection) {
    for (const auto& camera : {Intrinsics::from_fov(1280, 720, 70), with_lens()})
        for (double x = -320; x <= 320; x += 80)
            for (double y = -180; y <= 180; y += 60) {
                const glm::dvec3 p{x, y, 600};
                const auto ray = camera.ray(camera.project(p));
                EXPECT_NEAR(ray.x, x / 600, 1e-6);
                EXPECT_NEAR(ray.y, y / 600, 1e-6);
                EXPECT_EQ(ray.z, 1);
            }
}

TEST(Intrinsics, TheScaledCameraSeesTheSameRays) {
    const auto camera = with_lens();
    EXPECT_TRUE(camera.distorted());
    for (const double factor : {0.5, 0.64, 1.5}) {
        const auto scaled = camera.scaled(factor);
        EXPECT_EQ(scaled.width_px, std::lround(1280 * factor));
        EXPECT_EQ(scaled.height_px, std::lround(720 * factor));
        for (const glm::dvec2 px : {glm::dvec2(-0.5, -0.5), glm::dvec2(333, 512), glm::dvec2(1279.5, 719.5)}) {
            // Positions from the picture's corner, which is half a pixel before the first centre, scale as a whole.
            const glm::dvec2 there = (px + 0.5) * factor - 0.5;
            const auto a = camera.ray(px), b = scaled.ray(there);
            EXPECT_NEAR(a.x, b.x, 1e-9);
            EXPECT_NEAR(a.y, b.y, 1e-9);
        }
        const auto back = scaled.scaled(1 / factor);
        EXPECT_NEAR(back.cx_px, camera.cx_px, 1e-9);
        EXPECT_NEAR(back.fy_px, camera.fy_px, 1e-9);
    }
}

}  // namespace
}  // namespace smp
