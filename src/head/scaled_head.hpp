// The head in true millimetres. The tracker keeps to the unit that it began with, as what it sees does not depend on
// that; so a better scale moves no mark, no map and no pose in the picture, and acts on the very frame that is shown.
#pragma once

#include "head/head_tracker.hpp"

namespace smp {

// `factor`: true millimetres to one of the tracker's. `changes`: how often the factor has changed since the tracker
// began, so that what is kept by a shape's revision is made anew.
inline HeadState in_true_scale(HeadState head, double factor, int changes) {
    head.shape.scale *= factor;
    head.shape.brow_offset_mm *= factor;
    head.shape.revision += changes;
    head.camera_from_head.t_mm *= factor;
    return head;
}

}  // namespace smp
