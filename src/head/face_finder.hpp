// The client's face in a picture, found without a map of their skin, and the pose that its landmarks alone give.
#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_model.hpp"
#include "head/landmark_habit.hpp"
#include "track/face_landmarks.hpp"

namespace smp {

// Whose face is looked for, and through what.
struct KnownFace {
    const HeadModel& model;
    const HeadShape& shape;
    const Intrinsics& intrinsics;
    const LandmarkHabit& habit;
};

// From landmarks alone. Empty where too few of them lie in the picture, or where the stiff ones miss this head by more
// than a share of the interocular distance (root mean square).
std::optional<HeadPose> pose_of_face(const KnownFace& face, const Landmarks68& landmarks_px,
                                     double most_disagreement = 0.25);

class FaceFinder {
  public:
    explicit FaceFinder(FaceLandmarks faces) : faces_(std::move(faces)) {}

    // The predictor draws a face wherever it is told to: whether one is there it does not say.
    Landmarks68 predict(const cv::Mat& grey, const FaceBox& box) const { return faces_.predict(grey, box); }
    Landmarks68 predict(const cv::Mat& grey, const HeadPose& expected, const Intrinsics& intrinsics) const;
    // Its answer depends on the box: the mean over slightly different ones.
    Landmarks68 predict_mean(const cv::Mat& grey, const HeadPose& expected, const Intrinsics& intrinsics) const;

    // The largest face and nearest to the middle, as the client's is. Of a live picture only one scale or tilt is tried
    // at a time, so that looking for a face never stalls it.
    std::optional<FaceBox> look(const cv::Mat& grey, bool still);
    void start() { looked_ = 0; }

    // In the neighbourhood of where the head was.
    std::optional<HeadPose> look_near(const cv::Mat& grey, const KnownFace& face, const HeadPose& was) const;

  private:
    std::vector<FaceBox> detect(const cv::Mat& grey, bool still);

    FaceLandmarks faces_;
    int looked_ = 0;
};

}  // namespace smp
