// The occluding contour of the cranium in a picture: where its surface turns away from the camera.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

struct RimPoint {
    ChartPoint chart;
    glm::dvec2 p_px;
    glm::dvec2 normal;  // unit, in the picture, pointing away from the head
};

// Finds the contour of one cranium in any number of pictures.
class CraniumRim {
  public:
    explicit CraniumRim(const ScalpSurface& surface);

    // One point for each of `count` directions around the cranium's middle in the picture, where the contour lies on
    // the part of the cranium that the model knows: above the ears and brows, not the neck.
    std::vector<RimPoint> seen(const HeadPose& camera_from_head, const Intrinsics& intrinsics, int count = 96) const;

  private:
    const ScalpSurface* surface_;        // outlives this
    std::vector<glm::dvec3> p_head_mm_;  // over a grid of the chart
};

}  // namespace smp
