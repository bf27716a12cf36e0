#include "desk/sight.hpp"

#include <algorithm>
#include <cmath>

namespace smp {
namespace {

constexpr double nearest_mm = 50;  // from the camera
// Flatter than this the skin is the outline's, and a pixel there names no place.
constexpr double least_cos = 0.05;
// The cranium is nearly convex: only skin that is seen flatter than this can lie behind some of it.
constexpr double hollow_cos = 0.4;
// The face is a few flat triangles, which stand some millimetres before the forehead that they pass into.
constexpr double before_mm = 6;

}  // namespace

SkinPoint skin_point(const ScalpSurface& surface, const ChartPoint& chart) {
    return {surface.position_mm(chart), surface.normal(chart)};
}

Outstanding::Outstanding(const ScalpSurface& surface, const HeadMesh& mesh) : surface_(&surface) {
    std::vector<char> out;
    for (const auto& v : mesh.occluders) {
        const glm::dvec3 p(v.p_head_mm);
        const ChartPoint chart = surface.chart_at(p);
        p_head_mm_.push_back(p);
        out.push_back(glm::length(chart) > 149 ||
                      glm::length(p - surface.centre_mm()) - surface.radius_mm(chart) > before_mm);
    }
    const auto& t = mesh.occluder_triangles;
    for (std::size_t i = 0; i + 2 < t.size(); i += 3)
        if (out[t[i]] || out[t[i + 1]] || out[t[i + 2]])
            triangles_.insert(triangles_.end(), {t[i], t[i + 1], t[i + 2]});
}

Sight::Sight(const Outstanding& head, const HeadPose& pose, const Intrinsics& camera)
    : surface_(head.surface_), pose_(pose), camera_(camera), eye_head_mm_(pose.inverse().t_mm) {
    std::vector<glm::dvec2> at(head.p_head_mm_.size());
    std::vector<double> z(head.p_head_mm_.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
        const glm::dvec3 p = pose * head.p_head_mm_[i];
        z[i] = p.z;
        if (p.z > nearest_mm) at[i] = camera.project(p);
    }
    const auto& t = head.triangles_;
    triangles_.reserve(t.size() / 3);
    for (std::size_t i = 0; i + 2 < t.size(); i += 3) {
        if (std::min({z[t[i]], z[t[i + 1]], z[t[i + 2]]}) <= nearest_mm) continue;
        const glm::dvec2 a = at[t[i]], b = at[t[i + 1]], c = at[t[i + 2]], ab = b - a, ac = c - a;
        const double area = ab.x * ac.y - ab.y * ac.x;
        if (area > -1e-9) continue;  // seen from behind: rows run down
        const glm::dvec2 low = glm::min(a, glm::min(b, c)), high = glm::max(a, glm::max(b, c));
        triangles_.push_back({low, high, a, ab, ac, z[t[i]], z[t[i + 1]] - z[t[i]], z[t[i + 2]] - z[t[i]], area});
        low_ = glm::min(low_, low);
        high_ = glm::max(high_, high);
    }
}

bool Sight::skull_before(const glm::dvec3& p, const glm::dvec3& to_eye) const {
    constexpr double stride_mm = 3, far_mm = 60, clear_mm = 10, grain_mm = 0.2;
    for (double s = stride_mm; s <= far_mm; s += stride_mm) {
        const glm::dvec3 d = p + s * to_eye - surface_->centre_mm();
        const double above_mm = glm::length(d) - surface_->radius_mm(chart_from_direction(d));
        if (above_mm < -grain_mm) return true;
        if (above_mm > clear_mm) return false;
    }
    return false;
}

bool Sight::triangle_before(const glm::dvec3& p_camera_mm) const {
    const glm::dvec2 p = camera_.project(p_camera_mm);
    if (p.x < low_.x || p.y < low_.y || p.x > high_.x || p.y > high_.y) return false;
    return std::any_of(triangles_.begin(), triangles_.end(), [&](const Triangle& t) {
        if (p.x < t.low.x || p.y < t.low.y || p.x > t.high.x || p.y > t.high.y) return false;
        const glm::dvec2 d = p - t.a;
        const double v = (d.x * t.ac.y - d.y * t.ac.x) / t.area, w = (t.ab.x * d.y - t.ab.y * d.x) / t.area;
        return v >= 0 && w >= 0 && v + w <= 1 && t.z_a + v * t.z_ab + w * t.z_ac < p_camera_mm.z - before_mm;
    });
}

bool Sight::sees(const SkinPoint& point) const {
    const glm::dvec3 to_eye = glm::normalize(eye_head_mm_ - point.p_head_mm), p_camera_mm = pose_ * point.p_head_mm;
    const double cos = glm::dot(point.normal, to_eye);
    if (cos < least_cos || p_camera_mm.z <= nearest_mm) return false;
    if (cos < hollow_cos && skull_before(point.p_head_mm, to_eye)) return false;
    return !triangle_before(p_camera_mm);
}

}  // namespace smp
