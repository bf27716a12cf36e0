// Ways over the skin of one head, between places of its chart. Pure geometry.
#pragma once

#include <span>
#include <vector>

#include "head/scalp_surface.hpp"

namespace smp {

// Between two places straight over the head, as patches are drawn.
ChartPoint between(const ChartPoint& a, const ChartPoint& b, double t);

// The chart point that lies (across, back) millimetres of skin from another; short ways only.
ChartPoint beside(const ScalpSurface& surface, const ChartPoint& chart, const glm::dvec2& mm);

// A path in even steps of about step_mm: where each lies, how far along, and after which point of the path.
struct PathSample {
    ChartPoint chart;
    glm::dvec3 p_head_mm;
    double along_mm;
    std::size_t point;
};
std::vector<PathSample> samples(const ScalpSurface& surface, std::span<const ChartPoint> path, double step_mm);

// The places `away_mm` from a path, straight through space as patches measure it: closed lines around it, broken where
// a bend of the path covers its own border. A path of one point has a ring.
std::vector<std::vector<ChartPoint>> outline(const ScalpSurface& surface, std::span<const ChartPoint> path,
                                             double away_mm);

}  // namespace smp
