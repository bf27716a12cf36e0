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

}  // namespace

std::vector<RimPoint> cranium_rim(const ScalpSurface& surface, const HeadPose& pose, const Intrinsics& camera,
                                  int count) {
    // On a convex surface the point that lies farthest out in a picture direction is on the contour.
    const glm::dvec2 middle = camera.project(pose * surface.centre_mm());
    struct Best {
        double out_px = -1;
        ChartPoint chart{0};
        glm::dvec2 p_px{0};
    };
    std::vector<Best> best(count);
    constexpr double step_deg = 2.0, reach_deg = 110.0;
    for (double u = -reach_deg; u <= reach_deg; u += step_deg)
        for (double v = -reach_deg; v <= reach_deg; v += step_deg) {
            if (u * u + v * v > reach_deg * reach_deg) continue;
            const glm::dvec3 p = pose * surface.position_mm({u, v});
            if (p.z < 50) continue;
            const glm::dvec2 px = camera.project(p), d = px - middle;
            const double turn = std::atan2(d.y, d.x) / (2 * std::numbers::pi) + 0.5;
            const int bin = std::min(count - 1, static_cast<int>(turn * count));
            const double out = glm::length(d);
            if (out > best[bin].out_px) best[bin] = {out, {u, v}, px};
        }
    std::vector<RimPoint> rim;
    for (const auto& b : best) {
        if (b.out_px < 0 || !known_cranium(surface, surface.position_mm(b.chart))) continue;
        // The picture direction of the surface normal is the contour's normal.
        const glm::dvec3 p = surface.position_mm(b.chart), n = surface.normal(b.chart);
        const glm::dvec2 along = camera.project(pose * (p + n)) - b.p_px;
        if (glm::length(along) < 1e-6) continue;
        rim.push_back({b.chart, b.p_px, glm::normalize(along)});
    }
    return rim;
}

}  // namespace smp
