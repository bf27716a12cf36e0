// Learns the client's head from the views they show in the first seconds, then holds it.
#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "head/head_fit.hpp"
#include "track/face_landmarks.hpp"

namespace smp {

struct ShapeLearnerOptions {
    double ipd_mm = 63, known_ipd_mm = 0;  // as in FitOptions
    bool free_focal = true;
    double prior_focal_px = 0, focal_sigma = 0.03;
    double usual_depth_mm = 700, depth_sigma = 0.5;  // of a head before a camera
    double settle_s = 5;
    int max_views = 10;
    int outline_passes = 5;
};

class ShapeLearner {
  public:
    ShapeLearner(const HeadModel& model, const ShapeLearnerOptions& options) : model_(&model), options_(options) {}

    // Every frame that was followed, before it is offered; motion_mm: how far the head's points moved since the last
    // one, as much as half of which they are smeared by.
    void watch(const HeadPose& camera_from_head, const Intrinsics& intrinsics, double motion_mm);
    // Whether the frame watched last would teach anything.
    bool wants() const { return !settled_ && (offered_ < settling_frames || outdoes()); }

    // Offers a tracked frame; `anew`: the first of a map. True when shape, intrinsics and pose were refined and must be
    // taken over.
    bool offer(const cv::Mat& bgr, double time_s, const Landmarks68& landmarks_px, HeadPose& camera_from_head,
               HeadShape& shape, Intrinsics& intrinsics, bool anew);

    // The pose of a head already learnt, from its landmarks and its outline.
    void align(const cv::Mat& bgr, const Landmarks68& landmarks_px, HeadPose& camera_from_head, const HeadShape& shape,
               const Intrinsics& intrinsics) const;

    // The pictures that were learnt from, posed on the present shape. What refines the shape further moves them along,
    // and tells how well the head was seen since.
    const std::vector<FitView>& views() const { return views_; }
    void move_views(std::vector<FitView> views) { views_ = std::move(views); }
    // Another size of picture, `factor` times as many pixels to a millimetre: what was learnt holds.
    void picture_changed(double factor);
    void seen(const HeadPose& camera_from_head, const Intrinsics& intrinsics);
    void know_ipd(double mm) { options_.known_ipd_mm = mm; }

    bool settled() const { return settled_; }
    const ShapeLearnerOptions& options() const { return options_; }

  private:
    static constexpr int settling_frames = 10;  // the first third of a second: average the landmarks' noise
    static constexpr double outdone = 2.0;

    bool takes(const HeadPose& pose, double time_s) const;
    bool outdoes() const { return peak_ && worth_ > outdone * best_worth_; }

    const HeadModel* model_;
    ShapeLearnerOptions options_;
    std::vector<FitView> views_;
    int offered_ = 0;
    double first_s_ = 0;
    double best_worth_ = 0;  // resolution x frontality of the views that are learnt from
    double worth_ = 0;       // of the frame watched last
    bool peak_ = false;      // no longer better than the frame before: the head has come to rest, or goes again
    bool rated_ = false;     // best_worth_ knows how fast the head moved
    bool settled_ = false;
};

}  // namespace smp
