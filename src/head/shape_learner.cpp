#include "head/shape_learner.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

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

void ShapeLearner::add_landmarks(FitView& view, const Landmarks68& p, const Intrinsics& camera) const {
    const double interocular_px = 89 * camera.fx_px / view.camera_from_head.t_mm.z;  // of the mean head, unturned
    const double yaw = yaw_deg(view.camera_from_head), off_axis = off_axis_deg(view.camera_from_head);
    for (int i = 0; i < landmark_count; ++i) {
        // Beyond the picture's edge the predictor only continues a face it cannot see.
        const bool in = p[i].x >= 0 && p[i].y >= 0 && p[i].x <= camera.width_px - 1 && p[i].y <= camera.height_px - 1;
        const double sigma_px = landmark_sigma_px(i, interocular_px, yaw, off_axis);
        view.points.push_back({landmark_point(*model_, i), p[i], in ? sigma_px : 100 * sigma_px});
    }
}

void ShapeLearner::add_outline(FitView& view, const cv::Mat& bgr, const HeadShape& shape, const Intrinsics& camera,
                               double reach_mm) const {
    view.rim.clear();
    const ScalpSurface surface(*model_, shape);
    const auto rim = cranium_rim(surface, view.camera_from_head, camera, 96);
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
    const auto edges = find_edges(light, contour, reach_px, window_px, 0.015 / px_per_mm);
    for (std::size_t i = 0; i < rim.size(); ++i) {
        if (edges[i].contrast < 4) continue;  // below this it is as likely shading as an outline
        const double sigma_px = std::max(0.6, 1.2 * px_per_mm) * (1 + 12 / edges[i].contrast);
        view.rim.push_back({cranium_point(*model_, direction_from_chart(rim[i].chart)),
                            rim[i].p_px + edges[i].offset_px * rim[i].normal, rim[i].normal, sigma_px});
    }
}

// The few modes of the model leave people's brows where the average has them; glabella is where this client's are.
double ShapeLearner::brow_offset_mm(const FitView& view, const HeadShape& shape, const Intrinsics& camera) const {
    double sum = 0;
    for (int i : {21, 22}) {
        const glm::dvec3 p = view.points[i].point.at(shape);
        const glm::dvec2 at = camera.project(view.camera_from_head * p);
        const glm::dvec2 up = camera.project(view.camera_from_head * (p + glm::dvec3(0, 1, 0))) - at;
        sum += 0.5 * glm::dot(view.points[i].p_px - at, up) / std::max(1e-9, glm::dot(up, up));
    }
    return std::clamp(sum, -12.0, 12.0);
}

void ShapeLearner::align(const cv::Mat& bgr, const Landmarks68& landmarks_px, HeadPose& pose, const HeadShape& shape,
                         const Intrinsics& intrinsics) const {
    std::vector<FitView> views{{pose, {}, {}}};
    add_landmarks(views[0], landmarks_px, intrinsics);
    FitOptions fit;
    fit.free_shape = false;
    HeadShape same = shape;
    Intrinsics held = intrinsics;
    for (double reach_mm : {14.0, 10.0, 7.0}) {
        add_outline(views[0], bgr, shape, intrinsics, reach_mm);
        if (!fit_head(*model_, fit, views, same, held).converged) return;
    }
    pose = views[0].camera_from_head;
}

bool ShapeLearner::wants(const HeadPose& pose, double time_s) const {
    if (views_.empty()) return true;
    if (time_s - first_s_ > options_.settle_s || static_cast<int>(views_.size()) >= options_.max_views) return false;
    if (off_axis_deg(pose) > 40) return false;
    if (offered_ < 10) return offered_ % 3 == 0;  // the first third of a second: average the landmarks' noise
    return false;
}

bool ShapeLearner::offer(const cv::Mat& bgr, double time_s, const Landmarks68& landmarks_px, HeadPose& pose,
                         HeadShape& shape, Intrinsics& intrinsics) {
    // What was learnt of a client who came in from afar or from the side is learnt anew once they are seen better.
    const double worth = intrinsics.fx_px / pose.t_mm.z * std::max(0.2, 1 - off_axis_deg(pose) / 60);
    if (!views_.empty() && worth > 1.5 * best_worth_) {
        views_.clear();
        offered_ = 0;
        settled_ = false;
    }
    if (settled_) return false;
    if (views_.empty()) {
        first_s_ = time_s;
        best_worth_ = worth;
    }
    const bool take = wants(pose, time_s);
    ++offered_;
    if (!take) {
        settled_ = time_s - first_s_ > options_.settle_s || static_cast<int>(views_.size()) >= options_.max_views;
        return false;
    }
    FitView view{pose, {}, {}};
    add_landmarks(view, landmarks_px, intrinsics);
    views_.push_back(view);
    FitOptions fit;
    fit.ipd_mm = options_.ipd_mm;
    fit.start_focal_px = options_.prior_focal_px;
    fit.free_focal = options_.free_focal;
    fit.focal_sigma = options_.focal_sigma;
    fit.depth_mm = options_.usual_depth_mm;
    fit.depth_sigma = options_.depth_sigma;
    const bool first = views_.size() == 1;
    if (first && !fit_head(*model_, fit, views_, shape, intrinsics).converged) {
        views_.clear();
        return false;
    }
    // Contour and edge depend on the shape they were looked for with: look again as it improves, ever closer.
    const int passes = first ? options_.outline_passes : 1;
    for (int pass = 0; pass < passes; ++pass) {
        const double reach_mm = first ? std::max(7.0, 20.0 - 4.0 * pass) : 7.0;
        add_outline(views_.back(), bgr, shape, intrinsics, reach_mm);
        if (!fit_head(*model_, fit, views_, shape, intrinsics).converged) break;
    }
    shape.brow_offset_mm = 0;
    for (const auto& v : views_)
        shape.brow_offset_mm += brow_offset_mm(v, shape, intrinsics) / static_cast<double>(views_.size());
    pose = views_.back().camera_from_head;
    return true;
}

}  // namespace smp
