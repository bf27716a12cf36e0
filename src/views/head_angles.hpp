// How a head is turned against the one who looks at it. Against the line of sight to its middle, not the camera's axis:
// a head at the picture's side that looks into the camera is seen from the front.
#pragma once

#include <glm/glm.hpp>

#include "geometry/rigid.hpp"

namespace smp {

// What a client would call turning, nodding and tilting, in that order from the body up. All 0: it looks straight into
// the camera, upright.
struct HeadAngles {
    double yaw_deg = 0;    // positive: turned to the client's left; -180..180
    double pitch_deg = 0;  // positive: chin up; -90..90
    double roll_deg = 0;   // positive: tilted to the client's right, so the top goes to the picture's left
    bool operator==(const HeadAngles&) const = default;
};

// Between the ears, level with the eyes; Head frame.
inline constexpr glm::dvec3 head_middle_mm{0, 30, 0};

inline glm::dvec3 middle_of(const HeadPose& camera_from_head) {
    return camera_from_head * head_middle_mm;
}

// Axes at a place that is looked at: x right and y down as the camera has them, z away from it along the line of sight.
// Columns are those axes in the Camera frame. The place must not lie straight above or below the camera.
glm::dmat3 camera_from_sight(const glm::dvec3& place_camera_mm);

HeadAngles head_angles(const HeadPose& camera_from_head);

// A head's rotation against the line of sight, and back.
glm::dmat3 sight_from_head(const HeadAngles& angles);
HeadAngles angles_of(const glm::dmat3& sight_from_head);

// The pose with these angles whose head_middle_mm is there.
HeadPose pose_at(const HeadAngles& angles, const glm::dvec3& middle_camera_mm);

// The shorter way round, -180..180.
double turned_deg(double from_deg, double to_deg);

}  // namespace smp
