#include "geometry/intrinsics.hpp"

#include <cmath>
#include <numbers>

namespace smp {

Intrinsics Intrinsics::from_fov(int width_px, int height_px, double horizontal_fov_deg) {
    const double f = 0.5 * width_px / std::tan(horizontal_fov_deg * std::numbers::pi / 360.0);
    return {f, f, 0.5 * (width_px - 1), 0.5 * (height_px - 1), width_px, height_px, {}};
}

double Intrinsics::horizontal_fov_deg() const {
    return 2.0 * std::atan(0.5 * width_px / fx_px) * 180.0 / std::numbers::pi;
}

bool Intrinsics::distorted() const {
    for (double d : distortion)
        if (d != 0.0) return true;
    return false;
}

namespace {
glm::dvec2 distort(const glm::dvec2& p, const std::array<double, 5>& d) {
    const double r2 = glm::dot(p, p), radial = 1 + r2 * (d[0] + r2 * (d[1] + r2 * d[4]));
    return {p.x * radial + 2 * d[2] * p.x * p.y + d[3] * (r2 + 2 * p.x * p.x),
            p.y * radial + d[2] * (r2 + 2 * p.y * p.y) + 2 * d[3] * p.x * p.y};
}
}  // namespace

glm::dvec2 Intrinsics::project(const glm::dvec3& p) const {
    glm::dvec2 n{p.x / p.z, p.y / p.z};
    if (distorted()) n = distort(n, distortion);
    return {fx_px * n.x + cx_px, fy_px * n.y + cy_px};
}

glm::dvec3 Intrinsics::ray(const glm::dvec2& p_px) const {
    const glm::dvec2 target{(p_px.x - cx_px) / fx_px, (p_px.y - cy_px) / fy_px};
    glm::dvec2 n = target;
    if (distorted())
        for (int i = 0; i < 20; ++i) n += target - distort(n, distortion);
    return {n.x, n.y, 1.0};
}

Intrinsics Intrinsics::scaled(double factor) const {
    Intrinsics out = *this;
    out.fx_px *= factor;
    out.fy_px *= factor;
    // Pixel centres are integers, so the picture's corner lies at -0.5.
    out.cx_px = (cx_px + 0.5) * factor - 0.5;
    out.cy_px = (cy_px + 0.5) * factor - 0.5;
    out.width_px = static_cast<int>(std::lround(width_px * factor));
    out.height_px = static_cast<int>(std::lround(height_px * factor));
    return out;
}

}  // namespace smp
