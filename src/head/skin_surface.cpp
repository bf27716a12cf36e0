#include "head/skin_surface.hpp"

#include <algorithm>
#include <cmath>

#include "head/face_triangles.hpp"

namespace smp {
namespace {

struct FaceTriangle {
    std::array<int, 3> corner;
    double sigma_mm;
};

// Of the joined landmarks, what lies above the mouth and moves with neither lids nor brows.
const std::vector<FaceTriangle>& face_triangles() {
    static const auto triangles = [] {
        std::vector<FaceTriangle> out;
        for (const auto& t : left_face_triangles) {
            const auto of_eye_or_brow = [](int i) { return (i >= 17 && i < 27) || (i >= 36 && i < 48); };
            if (std::any_of(t.begin(), t.end(), [](int i) { return i >= 48 && i != 54; })) continue;
            if (std::all_of(t.begin(), t.end(), of_eye_or_brow)) continue;
            const bool cheek = std::any_of(t.begin(), t.end(), [](int i) { return i < 17 || i == 54; });
            const double sigma_mm = cheek ? 10 : 6;
            out.push_back({t, sigma_mm});
            out.push_back({{mirrored_landmark[t[0]], mirrored_landmark[t[2]], mirrored_landmark[t[1]]}, sigma_mm});
        }
        // The root of the nose, across the midline.
        out.push_back({{21, 27, 22}, 6});
        return out;
    }();
    return triangles;
}

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
    // Mouth and chin; the cheeks beside them go along much less.
    const double beside_mm = std::abs(p.x) - std::abs(landmarks_[p.x > 0 ? 54 : 48].x);
    if (p.y < landmarks_[33].y - 2 * scale_ && beside_mm < 8 * scale_) return true;
    if (p.y < landmarks_[48].y - 12 * scale_) return true;
    const auto near = [&](int first, int last, double reach_mm) {
        for (int i = first; i <= last; ++i) {
            const double dx = p.x - landmarks_[i].x, dy = p.y - landmarks_[i].y;
            if (dx * dx + dy * dy < reach_mm * reach_mm * scale_ * scale_) return true;
        }
        return false;
    };
    return near(36, 47, 6.5) || near(17, 26, 6.5);
}

ShapePoint SkinSurface::below(const glm::dvec3& p, int triangle, const HeadModel& model) const {
    if (triangle < 0) return cranium_point(model, glm::normalize(p - scalp_->centre_mm()));
    const auto& t = face_triangles()[triangle].corner;
    const auto &a = landmarks_[t[0]], &b = landmarks_[t[1]], &c = landmarks_[t[2]];
    const glm::dvec3 n = glm::cross(b - a, c - a);
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

glm::dvec3 SkinSurface::normal(const glm::dvec3& p, int triangle) const {
    if (triangle < 0) return scalp_->normal(scalp_->chart_at(p));
    const auto& t = face_triangles()[triangle].corner;
    return glm::normalize(glm::cross(landmarks_[t[1]] - landmarks_[t[0]], landmarks_[t[2]] - landmarks_[t[0]]));
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
    for (int i = 0; i < static_cast<int>(face_triangles().size()); ++i) {
        const auto& [t, sigma_mm] = face_triangles()[i];
        const auto &a = landmarks_[t[0]], &b = landmarks_[t[1]], &c = landmarks_[t[2]];
        const auto at = hit_triangle(origin_mm, d, a, b, c);
        if (at && *at > 0 && *at < nearest) {
            nearest = *at;
            best = SkinHit{origin_mm + *at * d, glm::normalize(glm::cross(b - a, c - a)), i, sigma_mm};
        }
    }
    if (!best) {
        glm::dvec3 p;
        if (!scalp_->intersect(origin_mm, d, p)) return {};
        // Forehead above the brows, temples, and everything behind that lies above the ears.
        const double lowest_mm = p.z > 40 * scale_ ? landmarks_[19].y + 7 * scale_ : 42 * scale_;
        if (p.y < lowest_mm) return {};
        best = SkinHit{p, scalp_->normal(scalp_->chart_at(p))};
    }
    if (moves_with_expression(best->p_head_mm)) return {};
    return best;
}

}  // namespace smp
