// The words that are burnt into every picture which leaves the program: that it is a preview, and how sure it is.
#pragma once

#include <opencv2/core/mat.hpp>
#include <string>

#include "app/tracked.hpp"
#include "design/treatment_design.hpp"

namespace smp {

// How strongly the words stand on a picture of `tracked`: as its overlay does, so not at all where nothing is
// simulated.
double label_alpha(const Tracked& tracked, const TreatmentDesign& design);

// Lines of words in the lower left corner, white on a darkened box; broken at spaces where the picture is narrow.
// Where they would take more than a seventh of its height only the first sentence stands.
class PictureLabel {
  public:
    explicit PictureLabel(std::string text) : text_(std::move(text)) {}

    // 8-bit BGR; alpha 0..1.
    void burn(cv::Mat& bgr, double alpha);

  private:
    void set_for(const cv::Size& picture);

    std::string text_;
    cv::Size picture_;
    cv::Mat box_;  // 8-bit grey, 255 where a letter is; as large as the box
};

}  // namespace smp
