#include "head/shape_learner.hpp"

#include <algorithm>
#include <cmath>

#include "head/head_view.hpp"

namespace smp {
namespace {

// How well a view shows a head: the details it tells apart, per mm, less the more it is turned away. A shutter is open
// for about half a frame.
double worth_of(const HeadPose& pose, const Intrinsics& intrinsics, double motion_mm = 0) {
    const double detail_mm = std::hypot(pose.t_mm.z / intrinsics.fx_px, 0.5 * motion_mm);
    return std::max(0.2, 1 - off_axis_deg(pose) / 60) / detail_mm;
}

// Once the outline is expected within some millimetres of where it is.
EdgeChoice choice_for(double reach_mm) {
    return reach_mm <= 8 ? EdgeChoice::together : EdgeChoice::each;
}

}  // namespace

void ShapeLearner::align(const cv::Mat& bgr, const Landmarks68& landmarks_px, HeadPose& pose, const HeadShape& shape,
                         const Intrinsics& intrinsics) const {
    std::vector<FitView> views{{pose, {}, {}}};
    add_landmarks(*model_, landmarks_px, intrinsics, views[0]);
    FitOptions fit;
    fit.free_shape = false;
    HeadShape same = shape;
    Intrinsics held = intrinsics;
    const ScalpSurface surface(*model_, shape);
    const CraniumRim rim(surface);
    for (double reach_mm : {14.0, 10.0, 7.0}) {
        find_outline(*model_, bgr, rim, intrinsics, reach_mm, views[0], choice_for(reach_mm));
        if (!fit_head(*model_, fit, views, same, held).converged) return;
    }
    pose = views[0].camera_from_head;
}

bool ShapeLearner::takes(const HeadPose& pose, double time_s) const {
    if (views_.empty()) return true;
    if (time_s - first_s_ > options_.settle_s || static_cast<int>(views_.size()) >= options_.max_views) return false;
    if (off_axis_deg(pose) > 40) return false;
    return offered_ < settling_frames && offered_ % 3 == 0;
}

void ShapeLearner::watch(const HeadPose& pose, const Intrinsics& intrinsics, double motion_mm) {
    const double before = worth_;
    worth_ = worth_of(pose, intrinsics, motion_mm);
    peak_ = worth_ < 1.05 * before;
    if (!rated_) best_worth_ = worth_;
    rated_ = true;
}

void ShapeLearner::picture_changed(double factor) {
    settled_ = settled_ || best_worth_ > 0;
    best_worth_ *= factor;
    views_.clear();  // they are in the pixels of another picture
}

void ShapeLearner::seen(const HeadPose& pose, const Intrinsics& intrinsics) {
    if (settled_) best_worth_ = std::max(best_worth_, worth_of(pose, intrinsics));
}

bool ShapeLearner::offer(const cv::Mat& bgr, double time_s, const Landmarks68& landmarks_px, HeadPose& pose,
                         HeadShape& shape, Intrinsics& intrinsics, bool anew) {
    // What was learnt of a client who came in from afar, from the side or in a hurry is learnt anew: in the first
    // seconds as soon as a picture shows much more, later where the map of their skin begins anew; until then the map
    // refines it.
    const double worth = anew ? worth_of(pose, intrinsics) : worth_;
    if (anew ? worth > outdone * best_worth_ : !settled_ && outdoes()) {
        views_.clear();
        offered_ = 0;
        settled_ = false;
    }
    if (settled_) return false;
    if (views_.empty()) {
        first_s_ = time_s;
        best_worth_ = worth;
        rated_ = !anew;
    }
    const bool take = takes(pose, time_s);
    ++offered_;
    if (!take) {
        settled_ = time_s - first_s_ > options_.settle_s || static_cast<int>(views_.size()) >= options_.max_views;
        return false;
    }
    FitView view{pose, {}, {}};
    add_landmarks(*model_, landmarks_px, intrinsics, view);
    views_.push_back(view);
    FitOptions fit;
    fit.ipd_mm = options_.ipd_mm;
    fit.known_ipd_mm = options_.known_ipd_mm;
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
        const ScalpSurface surface(*model_, shape);
        find_outline(*model_, bgr, CraniumRim(surface), intrinsics, reach_mm, views_.back(), choice_for(reach_mm));
        if (!fit_head(*model_, fit, views_, shape, intrinsics).converged) break;
    }
    shape.brow_offset_mm = brow_offset_mm(views_, shape, intrinsics);
    pose = views_.back().camera_from_head;
    return true;
}

}  // namespace smp
