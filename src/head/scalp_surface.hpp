// The fitted cranium as a surface that can be walked on: place, normal, area and length in millimetres, Head frame.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "head/head_model.hpp"

namespace smp {

class ScalpSurface {
  public:
    // Samples the radius on a chart grid of 1.5 degrees, exact to 0.01 mm between the nodes. About 3 ms.
    ScalpSurface(const HeadModel& model, const HeadShape& shape);

    int revision() const { return revision_; }
    glm::dvec3 centre_mm() const { return centre_mm_; }

    // Valid for chart points within 150 degrees of the vertex; farther ones are clamped.
    double radius_mm(const ChartPoint& chart) const;
    glm::dvec3 position_mm(const ChartPoint& chart) const;
    glm::dvec3 normal(const ChartPoint& chart) const;

    // Surface area of one square degree of the chart at a point, mm2.
    double area_mm2_per_deg2(const ChartPoint& chart) const;

    // The chart point below a point near the surface.
    ChartPoint chart_at(const glm::dvec3& p_head_mm) const { return chart_from_direction(p_head_mm - centre_mm_); }

    // Glabella: the midline point level with the inner ends of the brows (iBUG 21 and 22).
    ChartPoint glabella() const { return glabella_; }

    // The midline point that lies `height_mm` above glabella, measured along the skin (negative: below).
    ChartPoint midline_at_height(double height_mm) const;

    // Length along the skin from glabella up the midline to the midline point at chart v (degrees).
    double midline_height_mm(double v_deg) const;

    // Walks `length_mm` along the skin from a point, starting in a chart direction and keeping to the straight chart
    // line.
    ChartPoint walk(const ChartPoint& from, const glm::dvec2& chart_direction, double length_mm) const;

    // Length along the skin of the straight chart segment between two points.
    double length_mm(const ChartPoint& a, const ChartPoint& b) const;

    // First hit of a ray in the Head frame with the cranium, nearest to the origin; nullopt-like flag in `hit`.
    bool intersect(const glm::dvec3& origin_mm, const glm::dvec3& direction, glm::dvec3& hit_mm) const;

  private:
    std::vector<float> radius_;  // grid of grid_n x grid_n
    glm::dvec3 centre_mm_;
    ChartPoint glabella_;
    int revision_ = 0;
};

}  // namespace smp
