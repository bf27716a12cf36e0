#include "head/skin_surface.hpp"

#include <cmath>

namespace smp {
namespace {

// Delaunay triangles of the mean head's landmarks around the nose and between the eyes: the stiff part of the face.
// Counter-clockwise seen from outside.
constexpr int stiff_triangles[][3] = {
    {39, 30, 29}, {30, 39, 31}, {35, 30, 34}, {30, 35, 42}, {28, 39, 29}, {39, 28, 27}, {42, 22, 27}, {42, 27, 28},
    {21, 23, 20}, {23, 21, 22}, {42, 28, 29}, {30, 42, 29}, {22, 21, 27}, {27, 21, 39}, {30, 31, 32}, {30, 32, 33},
    {30, 33, 34}, {31, 39, 40}, {31, 40, 41}, {42, 35, 47}, {35, 46, 47}, {41, 48, 31}, {54, 46, 35}};

std::optional<double> hit_triangle(const glm::dvec3& o, const glm::dvec3& d, const glm::dvec3& a, const glm::dvec3& b,
                                   const glm::dvec3& c) {  // Moller and Trumbore 1997, front faces only
    const glm::dvec3 e1 = b - a, e2 = c - a, p = glm::cross(d, e2);
    const double det = glm::dot(e1, p);
    if (det < 1e-12) return {};
    const glm::dvec3 s = o - a;
    const double u = glm::dot(s, p) / det;
    if (u < 0 || u > 1) return {};
    const glm::dvec3 q = glm::cross(s, e1);
    const double v = glm::dot(d, q) / det;
    if (v < 0 || u + v > 1) return {};
    return glm::dot(e2, q) / det;
}

}  // namespace

SkinSurface::SkinSurface(const HeadModel& model, const HeadShape& shape, const ScalpSurface& scalp)
    : landmarks_(model.landmarks(shape)), scalp_(&scalp), scale_(shape.scale) {}

bool SkinSurface::moves_with_expression(const glm::dvec3& p) const {
    if (p.y < landmarks_[33].y - 2 * scale_) return true;  // mouth and jaw
    const auto near = [&](int first, int last, double reach_mm) {
        for (int i = first; i <= last; ++i) {
            const double dx = p.x - landmarks_[i].x, dy = p.y - landmarks_[i].y;
            if (dx * dx + dy * dy < reach_mm * reach_mm * scale_ * scale_) return true;
        }
        return false;
    };
    return near(36, 47, 6.5) || near(17, 26, 6.5);
}

ShapePoint SkinSurface::below(const glm::dvec3& p, int triangle, const HeadModel& model, double& sigma_mm,
                              glm::dvec3& normal) const {
    if (triangle < 0) {
        sigma_mm = 1.5;  // what the model and the client's own field leave of a cranium
        normal = scalp_->normal(scalp_->chart_at(p));
        return cranium_point(model, glm::normalize(p - scalp_->centre_mm()));
    }
    sigma_mm = 6;  // flat triangles for a nose and its root
    const auto& t = stiff_triangles[triangle];
    const auto &a = landmarks_[t[0]], &b = landmarks_[t[1]], &c = landmarks_[t[2]];
    const glm::dvec3 n = glm::cross(b - a, c - a);
    normal = glm::normalize(n);
    const double v = glm::dot(glm::cross(p - a, c - a), n) / glm::dot(n, n),
                 w = glm::dot(glm::cross(b - a, p - a), n) / glm::dot(n, n);
    const double share[3] = {1 - v - w, v, w};
    ShapePoint out;
    for (int corner = 0; corner < 3; ++corner) {
        const ShapePoint q = landmark_point(model, t[corner]);
        out.mean += share[corner] * q.mean;
        for (int k = 0; k < shape_modes; ++k) out.modes[k] += share[corner] * q.modes[k];
    }
    return out;
}

std::vector<glm::dvec3> SkinSurface::hull_points() const {
    std::vector<glm::dvec3> out(landmarks_.begin(), landmarks_.end());
    for (double polar = 0; polar <= 90; polar += 15)
        for (double az = 0; az < 360; az += 20)
            out.push_back(scalp_->position_mm({polar * std::sin(az * M_PI / 180), polar * std::cos(az * M_PI / 180)}));
    return out;
}

std::optional<SkinHit> SkinSurface::cast(const glm::dvec3& origin_mm, const glm::dvec3& direction) const {
    const glm::dvec3 d = glm::normalize(direction);
    std::optional<SkinHit> best;
    double nearest = 1e12;
    for (int i = 0; i < static_cast<int>(std::size(stiff_triangles)); ++i) {
        const auto& t = stiff_triangles[i];
        const auto &a = landmarks_[t[0]], &b = landmarks_[t[1]], &c = landmarks_[t[2]];
        const auto at = hit_triangle(origin_mm, d, a, b, c);
        if (at && *at > 0 && *at < nearest) {
            nearest = *at;
            best = SkinHit{origin_mm + *at * d, glm::normalize(glm::cross(b - a, c - a)), i};
        }
    }
    if (!best) {
        glm::dvec3 p;
        if (!scalp_->intersect(origin_mm, d, p)) return {};
        // Forehead above the brows, temples, and everything behind that lies above the ears.
        const double lowest_mm = p.z > 40 * scale_ ? landmarks_[19].y + 7 * scale_ : 42 * scale_;
        if (p.y < lowest_mm) return {};
        best = SkinHit{p, scalp_->normal(scalp_->chart_at(p)), -1};
    }
    if (moves_with_expression(best->p_head_mm)) return {};
    return best;
}

}  // namespace smp
