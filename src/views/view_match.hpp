// How far a head is from the pose that a view wants, as numbers and in words.
#pragma once

#include <optional>
#include <string>

#include "geometry/intrinsics.hpp"
#include "views/standard_views.hpp"

namespace smp {

// Room that a head takes about its middle, mm across the line of sight: x right, y down.
struct SeenRoom {
    glm::dvec2 low_mm{0}, high_mm{0};
};

struct ViewGoal {
    HeadAngles target, tolerance;
    // Where the head's middle is to be, Camera frame, for the same picture as last time; none: wherever all of it is in
    // the picture.
    std::optional<glm::dvec3> middle_mm;
};
ViewGoal goal_of(const StandardView& view);

// What of it there is still to do.
enum class Way {
    none,
    turn_left,
    turn_right,
    chin_up,
    chin_down,
    tilt_left,
    tilt_right,
    go_left,
    go_right,
    go_up,
    go_down,
    closer,
    farther
};

// What is left to do: goal less present. Sides of the picture are not mirrored.
struct ViewError {
    double yaw_deg = 0, pitch_deg = 0, roll_deg = 0;
    double right_mm = 0, down_mm = 0, farther_mm = 0;
    double off = 0;         // the largest of them as a share of what is tolerated: it fits up to 1
    Way worst = Way::none;  // which that is; lefts and rights are the client's own
    bool fits() const { return off <= 1; }
};

// `room`: of the head in the wanted pose; used where the goal names no place.
ViewError view_error(const ViewGoal& goal, const HeadPose& camera_from_head, const Intrinsics& intrinsics,
                     const SeenRoom& room);

// "turn 8° more to the left"; empty when it fits. For the technician.
std::string error_in_words(const ViewError& error);
// The same for the client: "A little more to your left".
std::string error_to_client(const ViewError& error);

// The farthest that a point of the head has moved from one frame to the next, px per frame. frames: between the two
// pictures, 1 or more.
double motion_px(const HeadPose& before, const HeadPose& now, const Intrinsics& intrinsics, double frames);

}  // namespace smp
