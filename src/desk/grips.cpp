#include "desk/grips.hpp"

#include "design/hairline.hpp"

namespace smp {

std::vector<Grip> grips(const ScalpSurface& surface, std::span<const ChartPoint> hairline,
                        const TreatmentDesign& design, const Sight& sight) {
    using Curve = HairlineCurve;
    constexpr std::pair<GripKind, int> all[]{{GripKind::front_middle, Curve::middle},
                                             {GripKind::corner_right, Curve::right_corner},
                                             {GripKind::corner_left, Curve::left_corner},
                                             {GripKind::temple_right, 0},
                                             {GripKind::temple_left, Curve::count - 1}};
    std::vector<Grip> out;
    if (!draws_front_edge(design.region) || hairline.size() != Curve::count) return out;
    for (const auto& [kind, index] : all) {
        const SkinPoint point = skin_point(surface, hairline[static_cast<std::size_t>(index)]);
        if (sight.sees(point)) out.push_back({kind, sight.px(point.p_head_mm), point.p_head_mm});
    }
    return out;
}

const Grip* nearest(std::span<const Grip> grips, const glm::dvec2& px, double reach_px) {
    const Grip* best = nullptr;
    for (const Grip& grip : grips) {
        const double away_px = glm::length(grip.px - px);
        if (away_px > reach_px || (best && away_px >= glm::length(best->px - px))) continue;
        best = &grip;
    }
    return best;
}

}  // namespace smp
