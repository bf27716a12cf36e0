// The treated region over the chart, with its ramps in millimetres on the client's own skin.
#pragma once

#include <vector>

#include "design/chart_grid.hpp"
#include "design/hairline.hpp"

namespace smp {

// Area and normal of the client's skin on a coarse grid over the chart: both change slowly.
class SkinGrid {
  public:
    explicit SkinGrid(const ScalpSurface& surface);
    struct Skin {
        glm::vec3 normal;  // not quite a unit vector between nodes
        float area;        // mm2 per square degree of the chart
    };
    Skin at(const ChartPoint& chart) const;

  private:
    std::vector<Skin> nodes_;
};

// Coverage 0..1 at a signed distance behind the front edge: 10 to 90 % over `width_mm`, half at 0.
float front_ramp(float distance_mm, float width_mm);

class CoverageBuilder {
  public:
    // Once a head: where the texels lie, how far they are from ears, sideburns and nape.
    CoverageBuilder(const HeadModel& model, const ScalpSurface& surface, const SkinGrid& skin);

    void build(const HairlineCurve& curve, const TreatmentDesign& design);

    // Coverage at a tap with the front edge moved by `shift_mm` (positive: ahead).
    float at(const chart_grid::Tap& tap, float shift_mm) const;
    const std::vector<std::uint8_t>& coverage() const { return coverage_; }
    double treated_area_cm2() const { return treated_area_cm2_; }

  private:
    float edge_ramp(float front_mm) const;
    void measure_depth(const HairlineCurve& curve);
    void measure_front(const HairlineCurve& curve, double edge_width_mm, double reach_mm);

    ScalpSurface const* surface_;
    std::vector<glm::vec3> place_;  // of each texel, Head frame
    std::vector<float> area_mm2_;   // of each texel
    std::vector<float> sides_;      // ramps at sideburns, ears and nape
    std::vector<float> front_mm_;   // signed distance behind the front edge, cut off at the band's reach
    std::vector<float> depth_mm_;   // straight back from the front edge, where the region asks for it
    std::vector<float> other_;      // coverage but for what front_mm decides
    std::vector<std::uint8_t> coverage_;
    Region region_ = Region::full;
    float edge_width_mm_ = 0;
    double treated_area_cm2_ = 0;
};

}  // namespace smp
