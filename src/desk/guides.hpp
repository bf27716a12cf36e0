// Lines of the design and of the head that are drawn over the picture for the technician. Pure geometry.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "design/treatment_design.hpp"
#include "desk/sight.hpp"
#include "head/skin_warp.hpp"

namespace smp {

enum class GuideKind {
    front_edge,     // of the design, middle of its ramp
    midline,        // glabella to vertex
    tick,           // of the ruler on the midline, each 10 mm along the skin; longer and with its figure each 50
    temple_point,   // a ring on the skin
    mirrored_edge,  // where the other side's edge would lie on this side, if that is elsewhere
    patch,          // around patches, scars and what is kept bare: where they are full
    scar,
    kept_bare,
    brush,      // around the place that brush or rubber would touch
    ruled_mark  // two ends and what lies between them
};

// A line on the head, Head frame: the same until head or design change.
struct HeadLine {
    GuideKind kind;
    std::vector<SkinPoint> points;
    std::string label;  // ticks: "50"; scars and what is kept bare: which it is
};
// `hairline` is Treatment::hairline or HairlineCurve::chart. A design whose region has no front edge gets midline and
// ruler alone, and its patches. `skin`: HeadShape::skin, or null.
std::vector<HeadLine> head_lines(const ScalpSurface& surface, std::span<const ChartPoint> hairline,
                                 const TreatmentDesign& design, const SkinWarp* skin = nullptr);
HeadLine brush_line(const ScalpSurface& surface, const ChartPoint& middle, double width_mm);

// A line in the picture, not mirrored; also beyond the picture's border. A line that goes behind the head is cut there,
// so one HeadLine may give none or several; the first has its label.
struct GuideLine {
    GuideKind kind;
    std::vector<glm::dvec2> px;
    std::string label;
    bool operator==(const GuideLine&) const = default;
};
std::vector<GuideLine> guides(const std::vector<HeadLine>& lines, const Sight& sight);

}  // namespace smp
