// Places of the design that can be taken hold of in the picture.
#pragma once

#include <span>
#include <vector>

#include "design/treatment_design.hpp"
#include "desk/sight.hpp"

namespace smp {

// The client's sides. front_right and front_left are on the front edge half-way to the corners: seen when the head is
// turned so far that its middle is not, and they move the edge as a whole.
enum class GripKind {
    front_middle,
    front_right,
    front_left,
    front_corner_right,
    front_corner_left,
    temple_right,
    temple_left
};
// Where a grip is on the front edge: index into HairlineCurve::chart and Treatment::hairline.
std::size_t place_on_hairline(GripKind kind);

struct Grip {
    GripKind kind;
    glm::dvec2 px;
    glm::dvec3 p_head_mm;
    bool operator==(const Grip&) const = default;
};

// Those that are seen now, in the picture or beyond its border. `hairline` as in head_lines(); none when the design has
// no front edge.
std::vector<Grip> grips(const ScalpSurface& surface, std::span<const ChartPoint> hairline,
                        const TreatmentDesign& design, const Sight& sight);

// For fingers in gloves, in pixels of an unscaled screen: the caller scales it by how large the picture is shown.
inline constexpr double touch_reach_px = 24;
// The one that lies nearest, or null when none is within reach.
const Grip* nearest(std::span<const Grip> grips, const glm::dvec2& px, double reach_px);

}  // namespace smp
