// Pinhole camera with Brown-Conrady distortion (OpenCV's k1 k2 p1 p2 k3). Pixel (0,0) is the centre of the top-left
// pixel.
#pragma once

#include <array>
#include <glm/glm.hpp>

namespace smp {

struct Intrinsics {
    double fx_px = 0, fy_px = 0, cx_px = 0, cy_px = 0;
    int width_px = 0, height_px = 0;
    std::array<double, 5> distortion{};  // k1 k2 p1 p2 k3; all zero for a pinhole

    // Square pixels, principal point in the middle of the picture.
    static Intrinsics from_fov(int width_px, int height_px, double horizontal_fov_deg);

    double horizontal_fov_deg() const;
    bool distorted() const;

    // Camera frame (mm, z > 0) to pixels.
    glm::dvec2 project(const glm::dvec3& p_camera_mm) const;

    // Whether a pixel lies in the picture.
    bool contains(const glm::dvec2& p_px) const {
        return p_px.x >= 0 && p_px.y >= 0 && p_px.x <= width_px - 1 && p_px.y <= height_px - 1;
    }

    // Pixel to the point of its ray at z = 1; undoes the distortion (fixed-point iteration).
    glm::dvec3 ray(const glm::dvec2& p_px) const;

    // The same camera for a picture that was scaled by `factor`.
    Intrinsics scaled(double factor) const;
};

}  // namespace smp
