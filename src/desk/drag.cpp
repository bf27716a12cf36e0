#include "desk/drag.hpp"

#include <cmath>
#include <functional>

#include "base/texts.hpp"

namespace smp {
namespace {

struct Range {
    double low, high;
};
Range range_of(std::string_view name) {
    const Parameter& p = *find_parameter(name);
    return {p.min, p.max};
}
bool holds(const Range& range, double value) {
    return value >= range.low && value <= range.high;
}

// The part of the range about `from` for which something holds, as it does there.
Range within(Range range, double from, const std::function<bool(double)>& allowed) {
    const auto last = [&](double end) {
        if (allowed(end)) return end;
        double good = from;
        for (int i = 0; i < 20; ++i) {
            const double middle = 0.5 * (good + end);
            (allowed(middle) ? good : end) = middle;
        }
        return good;
    };
    return {last(range.low), last(range.high)};
}

// Where in the range a cost is least: looked for coarsely, as a path over the skin may bend, then by golden section.
double least(const std::function<double(double)>& cost, Range range) {
    constexpr int knots = 8;
    constexpr double shrink = 0.6180339887498949, close_enough = 0.01;
    const double step = (range.high - range.low) / knots;
    double best = range.low, best_cost = cost(best);
    for (int i = 1; i <= knots; ++i)
        if (const double c = cost(range.low + i * step); c < best_cost) best = range.low + i * step, best_cost = c;
    double low = std::max(range.low, best - step), high = std::min(range.high, best + step);
    double a = high - shrink * (high - low), b = low + shrink * (high - low), cost_a = cost(a), cost_b = cost(b);
    while (high - low > close_enough) {
        if (cost_a < cost_b) {
            high = b, b = a, cost_b = cost_a;
            cost_a = cost(a = high - shrink * (high - low));
        } else {
            low = a, a = b, cost_a = cost_b;
            cost_b = cost(b = low + shrink * (high - low));
        }
    }
    // The ends of the range are reached, not only neared.
    const double middle = 0.5 * (low + high);
    return cost(middle) < best_cost ? middle : best;
}

}  // namespace

Expected<glm::dvec3> skin_under(const glm::dvec2& px, const ScalpSurface& surface, const HeadPose& pose,
                                const Intrinsics& camera) {
    const auto head_from_camera = pose.inverse();
    glm::dvec3 hit;
    if (!surface.intersect(head_from_camera.t_mm, head_from_camera.R * camera.ray(px), hit))
        return Error{ExitCode::input, tr("that is not on the head"), "", tr("move back onto it; nothing has changed")};
    return hit;
}

Expected<TreatmentDesign> drag(const TreatmentDesign& at_start, GripKind kind, const glm::dvec3& finger, Sides sides,
                               const HairlineBuilder& builder, const ScalpSurface& surface) {
    if (!draws_front_edge(at_start.region))
        return Error{ExitCode::input, tr("this region has no front edge to move"), "",
                     tr("choose the region full or frontal")};
    // How a value changes the design, and where the grip then lies.
    std::function<TreatmentDesign(double)> with;
    std::function<ChartPoint(const TreatmentDesign&)> place;
    Range range{};
    const bool left = kind == GripKind::front_corner_left || kind == GripKind::temple_left;
    switch (kind) {
        case GripKind::front_middle:
        case GripKind::front_right:
        case GripKind::front_left:
            range = range_of("hairline.height_mm");
            with = [&](double mm) {
                auto d = at_start;
                d.hairline_height_mm = mm;
                return d;
            };
            place = [&](const TreatmentDesign& d) {
                return kind == GripKind::front_middle ? surface.midline_at_height(d.hairline_height_mm)
                                                      : builder.build(d).chart[place_on_hairline(kind)];
            };
            break;
        case GripKind::front_corner_right:
        case GripKind::front_corner_left: {
            range = range_of("hairline.temple_recession_mm");
            place = [&](const TreatmentDesign& d) { return builder.corner(left, d); };
            const auto recede = [&](double mm) {
                auto d = at_start;
                d.temple_recession_mm = mm;
                return d;
            };
            with = recede;
            if (sides == Sides::together) break;
            // The tilt takes back on the other side what the recession does there.
            const double other_mm = builder.corner_length_mm(!left, at_start);
            with = [&builder, &at_start, left, other_mm, recede](double mm) {
                auto d = recede(mm);
                d.tilt_mm = at_start.tilt_mm + (left ? 2 : -2) * (builder.corner_length_mm(!left, d) - other_mm);
                return d;
            };
            range = within(range, at_start.temple_recession_mm,
                           [&](double mm) { return holds(range_of("hairline.tilt_mm"), with(mm).tilt_mm); });
            break;
        }
        case GripKind::temple_right:
        case GripKind::temple_left:
            range = range_of("hairline.temple_height_mm");
            with = [&](double mm) {
                auto d = at_start;
                d.temple_height_mm = mm;
                // The mean of both and their difference: the other side's height is what it was.
                if (sides == Sides::apart)
                    d.temple_offset_mm = at_start.temple_offset_mm + (left ? 2 : -2) * (mm - at_start.temple_height_mm);
                return d;
            };
            if (sides == Sides::apart)
                range = within(range, at_start.temple_height_mm, [&](double mm) {
                    return holds(range_of("hairline.temple_offset_mm"), with(mm).temple_offset_mm);
                });
            place = [&](const TreatmentDesign& d) { return builder.temple(left, d); };
            break;
    }
    const auto away_mm = [&](const TreatmentDesign& d) { return glm::length(surface.position_mm(place(d)) - finger); };
    TreatmentDesign moved = with(least([&](double value) { return away_mm(with(value)); }, range));
    // Where a range or the head holds the grip, values change that move nothing: those stay.
    constexpr double nothing_mm = 0.01;
    return away_mm(at_start) > away_mm(moved) + nothing_mm ? moved : at_start;
}

}  // namespace smp
