// The front edge laid flat, to be printed at its true size, cut out and laid on the client's head. Pure geometry.
//
// Skin cannot be flattened without stretching, but a tree of lines can: each line keeps its length and how it turns
// within the skin (its geodesic curvature), and lines that meet keep their angle. The tree is the front edge with three
// feet that run down to the level of the brows: the midline, to glabella, and one above each pupil. Docs:
// docs/sheet.md.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <span>
#include <vector>

#include "head/head_model.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

struct SurfacePoint {
    glm::dvec3 p_mm, normal;  // Head frame; outwards, of length 1
};

// A line on a surface laid flat: true in length, and in how it turns within the surface. It starts at `from` in the
// direction `first` (of length 1); the surface is seen from outside. As many points as were given.
std::vector<glm::dvec2> develop(std::span<const SurfacePoint> line, const glm::dvec2& from, const glm::dvec2& first);

// On paper, mm, as it lies before one who faces the client: glabella is (0, 0), the midline leaves it upwards (+y), and
// +x is to the client's left.
struct TemplateCurve {
    std::vector<glm::dvec2> edge;  // client's right temple point to the left one; middle of the front edge's ramp
    std::size_t middle = 0, right_corner = 0, left_corner = 0;  // indices in edge
    std::vector<glm::dvec2> rim;  // as many: how far the paper reaches towards the face beside each point of the edge
    std::vector<glm::dvec2> midline;  // glabella up to edge[middle]
    std::array<std::vector<glm::dvec2>, 2>
        pupil_foot;  // right, left: from the edge straight down to the level of the brows
};

inline constexpr double template_strip_mm = 12;  // the paper's width along the edge; less in an acute corner

// `hairline`: HairlineCurve::chart or Treatment::hairline, on the head that `surface` was made of.
TemplateCurve template_curve(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface,
                             std::span<const ChartPoint> hairline);

// Length of edge[first .. last], mm.
double edge_length_mm(const TemplateCurve& curve, std::size_t first, std::size_t last);
double line_length_mm(std::span<const glm::dvec2> line);

}  // namespace smp
