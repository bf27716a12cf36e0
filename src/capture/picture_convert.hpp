// A decoded libav picture as 8-bit BGR, by its own colour tags and turned upright.
#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>

#include "base/expected.hpp"

struct AVFrame;
struct SwsContext;

namespace smp {

class PictureConvert {
  public:
    PictureConvert();
    ~PictureConvert();
    // quarter_turns: clockwise, 0..3. Fails when the pixel format cannot be converted.
    Expected<cv::Mat> to_bgr(const AVFrame& frame, int quarter_turns);

  private:
    Status prepare(const AVFrame& frame);

    SwsContext* scaler_ = nullptr;
    cv::Mat planes_;  // green, blue, red, one above the other; used again for each picture
    int width_ = 0, height_ = 0, format_ = -1, space_ = -1, range_ = -1;
};

}  // namespace smp
