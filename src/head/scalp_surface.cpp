#include "head/scalp_surface.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>

namespace smp {
namespace {

constexpr double grid_reach_deg = 150.0, grid_step_deg = 1.5;
constexpr int grid_n = static_cast<int>(2 * grid_reach_deg / grid_step_deg) + 1;

// Harmonics at every grid node: the same for all heads, so computed once. Nodes beyond the reach stay empty.
struct GridBasis {
    std::vector<std::array<float, cranium_terms>> node{static_cast<std::size_t>(grid_n) * grid_n};
    GridBasis() {
        for (int j = 0; j < grid_n; ++j)
            for (int i = 0; i < grid_n; ++i) {
                const auto y = harmonics(
                    direction_from_chart({i * grid_step_deg - grid_reach_deg, j * grid_step_deg - grid_reach_deg}));
                std::copy(y.begin(), y.end(), node[j * grid_n + i].begin());
            }
    }
};

const GridBasis& grid_basis() {
    static const GridBasis basis;
    return basis;
}

}  // namespace

ScalpSurface::ScalpSurface(const HeadModel& model, const HeadShape& shape)
    : radius_(static_cast<std::size_t>(grid_n) * grid_n),
      centre_mm_(model.centre_mm() * shape.scale),
      revision_(shape.revision) {
    const auto exact = model.cranium_coefficients(shape);
    std::array<float, cranium_terms> c{};
    for (int t = 0; t < cranium_terms; ++t) c[t] = static_cast<float>(exact[t] * shape.scale);
    const auto& basis = grid_basis().node;
    for (std::size_t n = 0; n < radius_.size(); ++n) {
        float sum = 0;
        for (int t = 0; t < cranium_terms; ++t) sum += c[t] * basis[n][t];
        radius_[n] = sum;
    }
    const auto landmarks = model.landmarks(shape);
    const double brow_y_mm = 0.5 * (landmarks[21].y + landmarks[22].y) + shape.brow_offset_mm;
    double below = 140, above = 40;  // chart v of the chin-side and the crown-side bracket
    for (int i = 0; i < 50; ++i) {
        const double v = 0.5 * (below + above);
        (position_mm({0, v}).y < brow_y_mm ? below : above) = v;
    }
    glabella_ = {0, 0.5 * (below + above)};
}

double ScalpSurface::radius_mm(const ChartPoint& chart) const {
    const double x = std::clamp((chart.x + grid_reach_deg) / grid_step_deg, 0.0, grid_n - 1.001);
    const double y = std::clamp((chart.y + grid_reach_deg) / grid_step_deg, 0.0, grid_n - 1.001);
    const int i = static_cast<int>(x), j = static_cast<int>(y);
    const double a = x - i, b = y - j;
    const float* r = &radius_[static_cast<std::size_t>(j) * grid_n + i];
    return (1 - b) * ((1 - a) * r[0] + a * r[1]) + b * ((1 - a) * r[grid_n] + a * r[grid_n + 1]);
}

glm::dvec3 ScalpSurface::position_mm(const ChartPoint& chart) const {
    return centre_mm_ + radius_mm(chart) * direction_from_chart(chart);
}

glm::dvec3 ScalpSurface::normal(const ChartPoint& chart) const {
    // Two perpendicular chart directions; their cross product points outwards because u is left and v is front.
    constexpr double d = 0.75;
    const auto du = position_mm({chart.x + d, chart.y}) - position_mm({chart.x - d, chart.y});
    const auto dv = position_mm({chart.x, chart.y + d}) - position_mm({chart.x, chart.y - d});
    return glm::normalize(glm::cross(dv, du));
}

double ScalpSurface::area_mm2_per_deg2(const ChartPoint& chart) const {
    constexpr double d = 0.75;
    const auto du = position_mm({chart.x + d, chart.y}) - position_mm({chart.x - d, chart.y});
    const auto dv = position_mm({chart.x, chart.y + d}) - position_mm({chart.x, chart.y - d});
    return glm::length(glm::cross(du, dv)) / (4 * d * d);
}

double ScalpSurface::length_mm(const ChartPoint& a, const ChartPoint& b) const {
    const int n = std::max(1, static_cast<int>(std::ceil(glm::length(b - a) / 0.5)));
    double sum = 0;
    glm::dvec3 last = position_mm(a);
    for (int i = 1; i <= n; ++i) {
        const glm::dvec3 p = position_mm(a + (b - a) * (static_cast<double>(i) / n));
        sum += glm::length(p - last);
        last = p;
    }
    return sum;
}

ChartPoint ScalpSurface::walk(const ChartPoint& from, const glm::dvec2& chart_direction, double length) const {
    const glm::dvec2 unit = glm::normalize(chart_direction) * (length < 0 ? -1.0 : 1.0);
    double left = std::abs(length);
    ChartPoint at = from;
    glm::dvec3 p = position_mm(at);
    constexpr double stride_deg = 0.25;
    while (left > 0 && glm::length(at) < 178) {
        const ChartPoint next = at + stride_deg * unit;
        const glm::dvec3 q = position_mm(next);
        const double d = glm::length(q - p);
        if (d >= left) return at + (left / d) * stride_deg * unit;
        left -= d;
        at = next;
        p = q;
    }
    return at;
}

ChartPoint ScalpSurface::midline_at_height(double height_mm) const {
    return walk(glabella_, {0, -1}, height_mm);
}

double ScalpSurface::midline_height_mm(double v_deg) const {
    const double length = length_mm(glabella_, {0, v_deg});
    return v_deg <= glabella_.y ? length : -length;
}

bool ScalpSurface::intersect(const glm::dvec3& origin_mm, const glm::dvec3& direction, glm::dvec3& hit_mm) const {
    // The surface is star-shaped: step from a bounding sphere's entry to the first sign change, then bisect.
    const glm::dvec3 d = glm::normalize(direction), o = origin_mm - centre_mm_;
    constexpr double bound_mm = 160;
    const double b = glm::dot(o, d), disc = b * b - glm::dot(o, o) + bound_mm * bound_mm;
    if (disc <= 0) return false;
    const double near = std::max(0.0, -b - std::sqrt(disc)), far = -b + std::sqrt(disc);
    const auto outside = [&](double t) {
        const glm::dvec3 p = o + t * d;
        return glm::length(p) - radius_mm(chart_from_direction(p));
    };
    double t0 = near;
    if (outside(t0) < 0) return false;
    for (double t1 = near + 3; t1 <= far; t1 += 3) {
        if (outside(t1) < 0) {
            for (int i = 0; i < 30; ++i) {
                const double t = 0.5 * (t0 + t1);
                (outside(t) < 0 ? t1 : t0) = t;
            }
            hit_mm = origin_mm + 0.5 * (t0 + t1) * d;
            return true;
        }
        t0 = t1;
    }
    return false;
}

}  // namespace smp
