// Follows one client's head: a picture in, pose and shape out. Causal and deterministic, without a clock; the
// head is refined on a thread of its own, whose results come after a fixed number of frames.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>

#include "base/expected.hpp"
#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_cover.hpp"
#include "head/head_model.hpp"

namespace smp {

enum class TrackState { lost, tracking };

struct HeadState {
    TrackState state = TrackState::lost;
    Intrinsics intrinsics;      // used for this frame, in its pixels
    HeadPose camera_from_head;  // valid when tracking
    // The head's axes as they were when it was first seen: those of the model move on it as its shape is refined.
    glm::dmat3 head_from_first_axes{1.0};
    HeadShape shape;                                        // valid once tracking has begun; held while lost
    std::array<glm::dvec2, landmark_count> landmarks_px{};  // valid when tracking
    HeadCover cover;                                        // of this frame
    double confidence = 0;  // that the scalp is within 3 mm of where pose and shape put it, 0..1
};

struct TrackerOptions {
    double ipd_mm = 63;                    // sets the true scale: the unit of every length that is returned
    std::optional<double> fov_deg;         // horizontal; else estimated from 60
    std::optional<Intrinsics> camera;      // calibrated; wins over fov_deg
    std::filesystem::path landmark_model;  // dlib 68-point shape predictor
    bool still = false;                    // one picture only: refine on it as far as it goes

    bool lens_given() const { return camera || fov_deg; }
};

class HeadTracker {
  public:
    // Fails with ExitCode::input when a model cannot be read.
    static Expected<HeadTracker> create(const HeadModel& model, const TrackerOptions& options);
    HeadTracker(HeadTracker&&) noexcept;
    ~HeadTracker();

    // 8-bit BGR; `time_s` is the presentation time. A change of picture size starts over, with the shape kept.
    HeadState step(const cv::Mat& bgr, double time_s);

    // The client's pupil distance is known better now, mm: later fits go by it. The unit stays TrackerOptions::ipd_mm,
    // so nothing moves; in_true_scale() says what is returned in true millimetres.
    void know_ipd(double mm);

    // Forget the client: the next head seen is a new one.
    void reset();

  private:
    struct Impl;
    explicit HeadTracker(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
