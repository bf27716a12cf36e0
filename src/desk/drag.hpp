// Dragging a grip over the picture: where on the skin the finger is, and which design has the grip there.
#pragma once

#include "base/expected.hpp"
#include "design/hairline.hpp"
#include "desk/grips.hpp"

namespace smp {

// The place of the cranium under a pixel, Head frame. Fails with a sentence when the ray passes the head.
Expected<glm::dvec3> skin_under(const glm::dvec2& px, const ScalpSurface& surface, const HeadPose& camera_from_head,
                                const Intrinsics& intrinsics);

// A corner or a temple point alone: the other one stays.
enum class Sides { together, apart };

// The design that brings a grip as near to the finger as its parameters' ranges let it, with nothing rounded to a step:
// the front edge moves hairline.height_mm; corners hairline.temple_recession_mm, and apart hairline.tilt_mm as well,
// which takes the temple points along; temple points hairline.temple_height_mm, and apart hairline.temple_offset_mm as
// well. Each grip has one line on the skin to move along (midline, sagittal plane of the outer canthus, front boundary
// of the temple); beside it the nearest place on it is taken; the caller keeps finger and grip as far apart as they
// were when it was taken hold of. `at_start` is the design as it was when the drag began: a drag depends on nothing
// between. Fails when the design has no front edge.
Expected<TreatmentDesign> drag(const TreatmentDesign& at_start, GripKind kind, const glm::dvec3& finger_head_mm,
                               Sides sides, const HairlineBuilder& builder, const ScalpSurface& surface);

}  // namespace smp
