// Lines of the design and of the head that the technician sees over the picture.
#pragma once

#include <glm/glm.hpp>
#include <string>
#include <vector>

namespace smp {

enum class GuideKind {
    front_edge,    // of the design, middle of its ramp
    midline,       // glabella to vertex
    tick,          // of the ruler on the midline, each 10 mm along the skin; longer and with its figure each 50
    temple_point,  // a ring on the skin
    mirrored_edge  // where the other side's edge would lie on this side, if that is elsewhere
};

// In the picture, not mirrored; also beyond the picture's border.
struct GuideLine {
    GuideKind kind;
    std::vector<glm::dvec2> px;
    std::string label;
    bool operator==(const GuideLine&) const = default;
};

}  // namespace smp
