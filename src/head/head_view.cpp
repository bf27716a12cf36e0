#include "head/head_view.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "head/pose_agreement.hpp"
#include "head/rim.hpp"
#include "track/outline.hpp"

namespace smp {
namespace {

constexpr double degrees = 180 / std::numbers::pi;

}  // namespace

double yaw_deg(const HeadPose& pose) {
    const glm::dvec3 face = pose.R * glm::dvec3(0, 0, 1);
    return std::atan2(face.x, -face.z) * degrees;
}

double off_axis_deg(const HeadPose& pose) {
    const glm::dvec3 face = pose.R * glm::dvec3(0, 0, 1);
    return std::acos(std::clamp(glm::dot(face, -glm::normalize(pose.t_mm)), -1.0, 1.0)) * degrees;
}

double apart_deg(const HeadPose& a, const HeadPose& b) {
    const glm::dmat3 d = a.R * glm::transpose(b.R);
    return std::acos(std::clamp((d[0][0] + d[1][1] + d[2][2] - 1) / 2, -1.0, 1.0)) * degrees;
}

double landmark_sigma_px(int i, double interocular_px, double yaw, double off_axis) {
    // Shares of the interocular distance. Eye corners and the bridge of the nose are stiff and found to about 1 %.
    // Where annotators and the head model mean different points (wings of the nose 4 %, jaw up to 12 %) or expression
    // moves them (brows, lips, chin), they say less.
    double share = 0.045;  // brows, upper lip, wings of the nose
    if (i < 17)
        share = i == 8 ? 0.1 : 0.15;
    else if (i >= 27 && i <= 30)
        share = 0.018;
    else if (i == 33)
        share = 0.025;
    else if (i == 36 || i == 39 || i == 42 || i == 45)
        share = 0.012;
    else if (i >= 36 && i < 48)
        share = 0.022;
    else if ((i >= 55 && i <= 59) || i >= 65)
        share = 0.1;
    // The jaw points that the turn hides slide along the silhouette; the predictor itself knows frontal faces.
    if (i < 17 && i != 8) {
        const double hidden = (i < 8 ? 1 : -1) * yaw;  // the client's right side hides when they turn to their right
        if (hidden < 0) share *= 1 + 0.3 * -hidden;
    }
    const double t = std::clamp((off_axis - 30) / 30, 0.0, 1.0);
    return share * interocular_px * (1 + 9 * t * t);
}

void add_landmarks(const HeadModel& model, const Landmarks68& p, const Intrinsics& camera, FitView& view) {
    const double interocular_px = nominal_interocular_px(view.camera_from_head, camera);
    const double yaw = yaw_deg(view.camera_from_head), off_axis = off_axis_deg(view.camera_from_head);
    for (int i = 0; i < landmark_count; ++i) {
        // Beyond the picture's edge the predictor only continues a face it cannot see.
        const bool in = camera.contains(p[i]);
        const double sigma_px = landmark_sigma_px(i, interocular_px, yaw, off_axis);
        view.points.push_back({landmark_point(model, i), p[i], in ? sigma_px : 100 * sigma_px});
    }
}

void add_landmarks(const std::array<glm::dvec3, landmark_count>& head_mm, const Landmarks68& p, const HeadPose& pose,
                   const Intrinsics& camera, const std::array<double, landmark_count>& doubt,
                   std::vector<FixedSeen>& seen) {
    const double interocular_px = nominal_interocular_px(pose, camera);
    const double yaw = yaw_deg(pose), off_axis = off_axis_deg(pose);
    for (int i = 0; i < landmark_count; ++i)
        if (camera.contains(p[i]))
            seen.push_back({head_mm[i], p[i], doubt[i] * landmark_sigma_px(i, interocular_px, yaw, off_axis)});
}

double brow_offset_mm(const std::vector<FitView>& views, const HeadShape& shape, const Intrinsics& camera) {
    double mean = 0;
    for (const auto& view : views) {
        double sum = 0;
        for (int i : {21, 22}) {
            const glm::dvec3 p = view.points[i].point.at(shape);
            const glm::dvec2 at = camera.project(view.camera_from_head * p);
            const glm::dvec2 up = camera.project(view.camera_from_head * (p + glm::dvec3(0, 1, 0))) - at;
            sum += 0.5 * glm::dot(view.points[i].p_px - at, up) / std::max(1e-9, glm::dot(up, up));
        }
        mean += std::clamp(sum, -12.0, 12.0) / static_cast<double>(views.size());
    }
    return mean;
}

void find_outline(const HeadModel& model, const cv::Mat& bgr, const CraniumRim& cranium, const Intrinsics& camera,
                  double reach_mm, FitView& view, EdgeChoice choice) {
    view.rim.clear();
    const auto rim = cranium.seen(view.camera_from_head, camera);
    if (rim.empty()) return;
    const double px_per_mm = camera.fx_px / view.camera_from_head.t_mm.z, reach_px = reach_mm * px_per_mm;
    const double window_px = std::max(3.0, 4 * px_per_mm);
    cv::Rect box;
    {
        std::vector<cv::Point> corners;
        for (const auto& r : rim) corners.emplace_back(static_cast<int>(r.p_px.x), static_cast<int>(r.p_px.y));
        const int room = static_cast<int>(reach_px + window_px) + 6;
        box = cv::boundingRect(corners);
        box = cv::Rect(box.x - room, box.y - room, box.width + 2 * room, box.height + 2 * room) &
              cv::Rect(0, 0, bgr.cols, bgr.rows);
    }
    if (box.area() == 0) return;
    const cv::Mat light = outline_picture(bgr(box), std::max(0.6, 0.4 * px_per_mm));
    std::vector<ContourSample> contour;
    for (const auto& r : rim) contour.push_back({r.p_px - glm::dvec2(box.x, box.y), r.normal});
    const auto edges = find_edges(light, contour, reach_px, window_px, 0.015 / px_per_mm, choice);
    for (std::size_t i = 0; i < rim.size(); ++i) {
        if (edges[i].contrast < 4) continue;  // below this it is as likely shading as an outline
        const double sigma_px = std::hypot(1.0, 1.2 * px_per_mm) * (1 + 12 / edges[i].contrast);
        view.rim.push_back({cranium_point(model, direction_from_chart(rim[i].chart)),
                            rim[i].p_px + edges[i].offset_px * rim[i].normal, rim[i].normal, sigma_px});
    }
}

void follow_outline(const HeadModel& model, const CraniumRim& cranium, const Intrinsics& camera, FitView& view) {
    const auto rim = cranium.seen(view.camera_from_head, camera);
    const double near_px = 12 * camera.fx_px / view.camera_from_head.t_mm.z;
    for (auto& seen : view.rim) {
        const RimPoint* best = nullptr;
        double nearest = near_px;
        for (const auto& r : rim) {
            if (glm::dot(r.normal, seen.normal) < 0.9) continue;
            const glm::dvec2 d = seen.edge_px - r.p_px;
            const double sideways = std::abs(r.normal.x * d.y - r.normal.y * d.x);
            if (sideways < nearest) nearest = sideways, best = &r;
        }
        if (!best) continue;
        seen.point = cranium_point(model, direction_from_chart(best->chart));
        seen.normal = best->normal;
    }
}

}  // namespace smp
