#include "head/rim.hpp"

#include <cmath>
#include <numbers>

namespace smp {
namespace {

// The fitted part of the cranium less its lower edge: forehead above the brows, temples and back above the ears.
bool known_cranium(const ScalpSurface& surface, const glm::dvec3& p_head_mm) {
    const double above_mm = p_head_mm.y - surface.centre_mm().y;  // over the level of the brows
    const double front = p_head_mm.z / 90.0;
    return above_mm > (front > 0 ? 12.0 : 2.0);
}

const std::vector<ChartPoint>& chart_grid() {
    static const auto grid = [] {
        constexpr double step_deg = 2.0, reach_deg = 110.0;
        std::vector<ChartPoint> out;
        for (double u = -reach_deg; u <= reach_deg; u += step_deg)
            for (double v = -reach_deg; v <= reach_deg; v += step_deg)
                if (u * u + v * v <= reach_deg * reach_deg) out.push_back({u, v});
        return out;
    }();
    return grid;
}

}  // namespace

CraniumRim::CraniumRim(const ScalpSurface& surface) : surface_(&surface) {
    for (const auto& chart : chart_grid()) p_head_mm_.push_back(surface.position_mm(chart));
}

std::vector<RimPoint> CraniumRim::seen(const HeadPose& pose, const Intrinsics& camera, int count) const {
    // On a convex surface the point that lies farthest out in a picture direction is on the contour.
    const glm::dvec2 middle = camera.project(pose * surface_->centre_mm());
    struct Best {
        double out_px = -1;
        std::size_t node = 0;
        glm::dvec2 p_px{0};
    };
    std::vector<Best> best(count);
    for (std::size_t i = 0; i < p_head_mm_.size(); ++i) {
        const glm::dvec3 p = pose * p_head_mm_[i];
        if (p.z < 50) continue;
        const glm::dvec2 px = camera.project(p), d = px - middle;
        const double turn = std::atan2(d.y, d.x) / (2 * std::numbers::pi) + 0.5;
        auto& of = best[std::min(count - 1, static_cast<int>(turn * count))];
        const double out = glm::length(d);
        if (out > of.out_px) of = {out, i, px};
    }
    std::vector<RimPoint> rim;
    for (const auto& b : best) {
        if (b.out_px < 0 || !known_cranium(*surface_, p_head_mm_[b.node])) continue;
        // The picture direction of the surface normal is the contour's normal.
        const ChartPoint chart = chart_grid()[b.node];
        const glm::dvec2 along = camera.project(pose * (p_head_mm_[b.node] + surface_->normal(chart))) - b.p_px;
        if (glm::length(along) < 1e-6) continue;
        rim.push_back({chart, b.p_px, glm::normalize(along)});
    }
    return rim;
}

}  // namespace smp
