#include "render/camera.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace smp {

double valid_radius_squared(const Intrinsics& intrinsics) {
    constexpr double widest = 3.0, step = 0.01;  // 143 degrees of view: more than any camera of this program
    const auto& d = intrinsics.distortion;
    if (!intrinsics.distorted()) return 1e12;
    for (double r = step; r < widest; r += step) {
        const double r2 = r * r;
        // Still growing by a tenth of what an undistorted lens does.
        if (1 + r2 * (3 * d[0] + r2 * (5 * d[1] + r2 * 7 * d[4])) < 0.1) return (r - step) * (r - step);
    }
    return widest * widest;
}

void CameraUniforms::set(const gl::Program& program, double guard_px) const {
    program.set("u_camera_from_head_R", glm::mat3(camera_from_head.R));
    program.set("u_camera_from_head_t_mm", glm::vec3(camera_from_head.t_mm));
    program.set("u_focal_px", glm::vec2(intrinsics.fx_px, intrinsics.fy_px));
    program.set("u_principal_px", glm::vec2(intrinsics.cx_px, intrinsics.cy_px));
    std::array<float, 5> distortion{};
    std::copy(intrinsics.distortion.begin(), intrinsics.distortion.end(), distortion.begin());
    program.set("u_distortion", distortion);
    program.set("u_r2_max", static_cast<float>(valid_radius_squared(intrinsics)));
    program.set("u_picture_px", glm::vec2(picture_px));
    program.set("u_guard_px", static_cast<float>(guard_px));
}

PixelRect seen_rect(const CameraUniforms& camera, double r2_max, const glm::vec3& low_head_mm,
                    const glm::vec3& high_head_mm, double reach_mm, double margin_px) {
    constexpr double near_mm = 10;  // as in project.glsl
    glm::dvec2 low(1e30), high(-1e30);
    double nearest_mm = 1e30;
    for (int corner = 0; corner < 8; ++corner) {
        const glm::dvec3 at(corner & 1 ? high_head_mm.x : low_head_mm.x, corner & 2 ? high_head_mm.y : low_head_mm.y,
                            corner & 4 ? high_head_mm.z : low_head_mm.z);
        const glm::dvec3 p = camera.camera_from_head * at;
        if (!(p.z >= near_mm) || glm::dot(glm::dvec2(p), glm::dvec2(p)) > r2_max * p.z * p.z)
            return {glm::ivec2(0), camera.picture_px};
        const glm::dvec2 px = camera.intrinsics.project(p);
        low = glm::min(low, px);
        high = glm::max(high, px);
        nearest_mm = std::min(nearest_mm, p.z);
    }
    const double widen = margin_px + reach_mm * std::max(camera.intrinsics.fx_px, camera.intrinsics.fy_px) / nearest_mm;
    const glm::dvec2 size(camera.picture_px);
    // Clamped as numbers before they become integers: a point beside the camera may lie anywhere.
    const glm::dvec2 a = glm::clamp(low - widen, glm::dvec2(0), size),
                     b = glm::clamp(high + widen + 1.0, glm::dvec2(0), size);
    return {glm::ivec2(glm::floor(a)), glm::ivec2(glm::ceil(b))};
}

}  // namespace smp
