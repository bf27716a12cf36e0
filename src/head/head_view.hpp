// What one picture says of a head: its landmarks, each as far as it can be believed, and its outline.
#pragma once

#include <opencv2/core/mat.hpp>

#include "head/head_fit.hpp"
#include "head/pose_fit.hpp"
#include "head/rim.hpp"
#include "track/face_landmarks.hpp"
#include "track/outline.hpp"

namespace smp {

// How far each landmark can be believed: standard deviation in pixels for a head seen `off_axis_deg` from the front.
double landmark_sigma_px(int landmark, double interocular_px, double yaw_deg, double off_axis_deg);

// Angle between where the face points and the camera; and its part about the head's vertical axis (positive: turned to
// the client's left).
double off_axis_deg(const HeadPose& camera_from_head);
double yaw_deg(const HeadPose& camera_from_head);

// Angle between two poses.
double apart_deg(const HeadPose& a, const HeadPose& b);

// Adds the 68 points to a view whose pose is roughly right.
void add_landmarks(const HeadModel& model, const Landmarks68& landmarks_px, const Intrinsics& intrinsics,
                   FitView& view);

// The same for a head whose shape is fixed, without those beyond the picture; each counts for its `doubt` times its
// sigma.
void add_landmarks(const std::array<glm::dvec3, landmark_count>& head_mm, const Landmarks68& landmarks_px,
                   const HeadPose& camera_from_head, const Intrinsics& intrinsics,
                   const std::array<double, landmark_count>& doubt, std::vector<FixedSeen>& seen);

// HeadShape::brow_offset_mm from views with landmarks: the few modes of the model leave people's brows where the
// average has them; glabella is where this client's are.
double brow_offset_mm(const std::vector<FitView>& views, const HeadShape& shape, const Intrinsics& intrinsics);

// Looks for the outline of the bald cranium within reach_mm of where shape and pose expect it; replaces view.rim.
void find_outline(const HeadModel& model, const cv::Mat& bgr, const CraniumRim& cranium, const Intrinsics& intrinsics,
                  double reach_mm, FitView& view, EdgeChoice choice = EdgeChoice::each);

// Another shape or pose turns other points of the cranium to its rim: ties the edges that were found to those.
void follow_outline(const HeadModel& model, const CraniumRim& cranium, const Intrinsics& intrinsics, FitView& view);

}  // namespace smp
