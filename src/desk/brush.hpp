// Painting patches and scars onto the picture, and rubbing them out. All lies on the head: the picture only says where.
#pragma once

#include <span>
#include <vector>

#include "base/expected.hpp"
#include "design/treatment_design.hpp"
#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/scalp_surface.hpp"
#include "head/skin_warp.hpp"

namespace smp {

// The brush was at a pixel while the head stood so: it may move under the brush.
struct StrokePoint {
    glm::dvec2 px;
    HeadPose camera_from_head;
};

// The head that is painted on.
struct Canvas {
    const ScalpSurface& surface;
    Intrinsics camera;
    const SkinWarp* skin = nullptr;  // HeadShape::skin
};

// The design with what one stroke of the brush adds: bands within 0.5 mm of the way that it took over the skin, a disc
// where it only touched. `like` gives kind and sizes, which are cut to what a design file takes; its path is not read.
// What passes the head is left out, and the stroke parted there. Fails, with the design as it was, when all of it
// does, or when there would be more patches than a design file takes.
Expected<TreatmentDesign> painted(const TreatmentDesign& design, const Patch& like, std::span<const StrokePoint> stroke,
                                  const Canvas& canvas);

// The design without what the stroke of a rubber wipes off. A band is rubbed where its middle line comes under the
// rubber, or the rubber over the inner half of its width; there it is cut so far that it has faded out where it was
// rubbed. A disc goes as a whole. Fails when all of the stroke passes the head.
Expected<TreatmentDesign> erased(const TreatmentDesign& design, double half_width_mm,
                                 std::span<const StrokePoint> stroke, const Canvas& canvas);

}  // namespace smp
