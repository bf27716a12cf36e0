// The client's skin on the grid of the chart: where each texel lies and how far it is from lines, mm.
#pragma once

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "design/chart_grid.hpp"
#include "head/scalp_surface.hpp"
#include "head/skin_warp.hpp"

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

class ChartSkin {
  public:
    // `warp`: where skin that was named on an earlier fit lies on this head (HeadShape::skin), or null.
    ChartSkin(const ScalpSurface& surface, const SkinGrid& skin, std::shared_ptr<const SkinWarp> warp);

    const ScalpSurface& surface() const { return *surface_; }
    std::vector<glm::vec3> place_mm;  // of each texel, Head frame
    std::vector<float> area_mm2;      // of each texel

    // Where skin that a chart point names lies on this head.
    ChartPoint now(const ChartPoint& skin) const { return warp_ ? (*warp_)(skin) : skin; }
    std::vector<ChartPoint> now(std::vector<ChartPoint> skin) const;

    // Calls visit(texel, squared distance in mm2) for every texel within about `reach_mm` of the segment from a to b.
    template <class Visit>
    void near_segment(const ChartPoint& a, const ChartPoint& b, double reach_mm, Visit visit) const {
        const glm::vec3 p(surface_->position_mm(a)), ab = glm::vec3(surface_->position_mm(b)) - p;
        const float inverse = 1.0f / std::max(1e-9f, glm::dot(ab, ab));
        const Box box = box_of(a, b, reach_mm);
        for (int j = box.j0; j <= box.j1; ++j)
            for (int i = box.i0; i <= box.i1; ++i) {
                const auto k = static_cast<std::size_t>(j * chart_grid::size + i);
                const glm::vec3 d = place_mm[k] - p;
                const glm::vec3 off = d - std::clamp(glm::dot(d, ab) * inverse, 0.0f, 1.0f) * ab;
                visit(k, glm::dot(off, off));
            }
    }

  private:
    struct Box {
        int i0, i1, j0, j1;
    };
    Box box_of(const ChartPoint& a, const ChartPoint& b, double reach_mm) const;

    ScalpSurface const* surface_;
    double least_radius_mm_ = 1e9;  // for the size of search boxes
    std::shared_ptr<const SkinWarp> warp_;
};

}  // namespace smp
