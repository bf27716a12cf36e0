#include "desk/grips.hpp"

#include "design/hairline.hpp"

namespace smp {

std::size_t place_on_hairline(GripKind kind) {
    using Curve = HairlineCurve;
    switch (kind) {
        case GripKind::front_middle:
            break;
        case GripKind::front_right:
            return Curve::middle - Curve::front_steps / 2;
        case GripKind::front_left:
            return Curve::middle + Curve::front_steps / 2;
        case GripKind::front_corner_right:
            return Curve::right_corner;
        case GripKind::front_corner_left:
            return Curve::left_corner;
        case GripKind::temple_right:
            return 0;
        case GripKind::temple_left:
            return Curve::count - 1;
    }
    return Curve::middle;
}

std::vector<Grip> grips(const ScalpSurface& surface, std::span<const ChartPoint> hairline,
                        const TreatmentDesign& design, const Sight& sight) {
    std::vector<Grip> out;
    if (!draws_front_edge(design.region) || hairline.size() != HairlineCurve::count) return out;
    for (const auto kind :
         {GripKind::front_middle, GripKind::front_right, GripKind::front_left, GripKind::front_corner_right,
          GripKind::front_corner_left, GripKind::temple_right, GripKind::temple_left}) {
        const SkinPoint point = skin_point(surface, hairline[place_on_hairline(kind)]);
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
