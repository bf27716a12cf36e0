// How well poses and landmarks of one head agree.
#pragma once

#include <array>
#include <glm/glm.hpp>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_model.hpp"
#include "track/face_landmarks.hpp"

namespace smp {

Landmarks68 project_landmarks(const std::array<glm::dvec3, landmark_count>& head_mm, const HeadPose& pose,
                              const Intrinsics& camera);

// Outer eye corner to outer eye corner of a head that faces the camera at this depth (89 mm on the mean head).
double nominal_interocular_px(const HeadPose& pose, const Intrinsics& camera);

// Root mean square distance of the stiff landmarks (nose, eye corners), in shares of the interocular distance.
double landmark_disagreement(const Landmarks68& a, const Landmarks68& b, double nominal_interocular_px);

// The detector's box for a head in this pose: 185 mm wide about the tip of the nose's root, by its habit on upright
// faces.
FaceBox box_from_pose(const HeadPose& pose, const Intrinsics& camera);

// How far apart two poses put points at the head's rim, px.
double apart_px(const HeadPose& a, const HeadPose& b, const std::array<glm::dvec3, landmark_count>& head,
                const Intrinsics& camera);

}  // namespace smp
