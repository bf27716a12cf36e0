// dlib's HOG face detector and 68-point predictor (Kazemi and Sullivan, CVPR 2014; iBUG order). dlib stays in the .cpp.
#pragma once

#include <array>
#include <filesystem>
#include <glm/glm.hpp>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "base/expected.hpp"

namespace smp {

using Landmarks68 = std::array<glm::dvec2, 68>;

// A face as the detector frames it: square, roughly brows to chin. `roll_deg` is the in-plane rotation of the picture
// under which it was found (positive: the top of the head goes to the picture's left).
struct FaceBox {
    glm::dvec2 centre_px{0};
    double size_px = 0;
    double roll_deg = 0;
    double score = 0;  // distance from the detector's decision boundary; above 0 is a face
};

class FaceLandmarks {
  public:
    // Fails with ExitCode::input when the model file is missing or is not a 68-point predictor.
    static Expected<FaceLandmarks> load(const std::filesystem::path& shape_predictor);
    FaceLandmarks(FaceLandmarks&&) noexcept;
    FaceLandmarks& operator=(FaceLandmarks&&) noexcept;
    ~FaceLandmarks();

    // Faces in an 8-bit grey picture, which is first scaled by `scale` (the detector sees faces of 80 px and more) and
    // turned by `roll_deg`. `threshold` below 0 also returns doubtful ones.
    std::vector<FaceBox> detect(const cv::Mat& grey, double scale, double roll_deg = 0, double threshold = 0) const;

    // The 68 points of the face in a box, at sub-pixel precision: the predictor rounds to whole pixels of what it is
    // shown, so it is shown the face enlarged and upright.
    Landmarks68 predict(const cv::Mat& grey, const FaceBox& box) const;

  private:
    struct Impl;
    explicit FaceLandmarks(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
