// Which skin a place of the scalp's chart means, while the head's shape is still being learnt. Marks are tied to skin:
// a chart point names the skin that lay there when the head was first fitted. Each better fit moves the surface under
// it, so a smooth field over the chart says where that skin lies now.
#pragma once

#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

class SkinWarp {
  public:
    SkinWarp();  // every place where it was

    // Where on the present surface the skin lies that a chart point names.
    ChartPoint operator()(const ChartPoint& skin) const;
    // The other way round: the name of the skin that lies at a place of the present surface.
    ChartPoint skin_at(const ChartPoint& now) const;

    // Square degrees of the present chart to one of the naming chart.
    double stretch(const ChartPoint& skin) const;

    struct View {  // of one picture, as it was fitted before and as it is now
        HeadPose before, now;
    };
    // The same skin after another fit of the same pictures, oldest first: each place keeps its pixel in the first that
    // showed it well, those that none shows go along smoothly.
    SkinWarp after(const ScalpSurface& before, const Intrinsics& intrinsics_before, const ScalpSurface& now,
                   const Intrinsics& intrinsics_now, const std::vector<View>& views) const;

  private:
    void measure_stretch();

    // Over the grid of nodes.
    std::vector<glm::dvec2> offset_deg_;
    std::vector<double> stretch_;
};

}  // namespace smp
