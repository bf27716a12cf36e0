// The same pose and the same cut as last time, so that before and after can be laid on one another.
#pragma once

#include "geometry/intrinsics.hpp"
#include "views/view_match.hpp"

namespace smp {

// A piece of a picture; places as everywhere, (0, 0) is the centre of the top-left pixel, so the whole picture begins
// at
// (-0.5, -0.5).
struct ViewCrop {
    glm::dvec2 corner_px{-0.5}, size_px{0};
    bool whole = true;  // all of it lies within the picture
    bool operator==(const ViewCrop&) const = default;
};

// How a view was taken.
struct ViewReference {
    HeadPose camera_from_head;
    glm::dmat3 head_from_first_axes{1.0};  // HeadState's, at that moment
    Intrinsics intrinsics;
    ViewCrop crop;
};

// For the first time: upright, 4 to 5, with the whole head; moved, and if it must be made smaller, into the picture.
ViewCrop first_crop(const HeadPose& camera_from_head, const Intrinsics& intrinsics);
// The piece in which the head is at the same place and as large as in the reference's. It may reach beyond the picture.
ViewCrop same_crop(const ViewReference& reference, const HeadPose& camera_from_head, const Intrinsics& intrinsics);

// The pose of last time as a goal, held more closely than the first time. `head_from_first_axes`: of the head now. The
// axes of the model move on a head while it is being learnt; the first ones stay, so the pose is compared in those.
ViewGoal goal_of(const StandardView& view, const ViewReference& reference, const glm::dmat3& head_from_first_axes);

}  // namespace smp
