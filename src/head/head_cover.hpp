// Where something stands before the head in a picture: a hand, a comb, a towel, a cap.
#pragma once

#include <cmath>
#include <cstdint>
#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>

namespace smp {

// 0 the head itself, 255 something before it; over the part of the frame about the head. Empty: nothing is known to be.
struct HeadCover {
    cv::Mat hidden;   // CV_8U
    cv::Rect box_px;  // of the frame
    double px = 1;    // a pixel of `hidden` is so wide, in the frame's

    bool empty() const { return hidden.empty(); }

    // 0..1 at a place of the frame, 0 outside.
    double at(const glm::dvec2& frame_px) const {
        const int x = static_cast<int>(std::floor((frame_px.x - box_px.x + 0.5) / px)),
                  y = static_cast<int>(std::floor((frame_px.y - box_px.y + 0.5) / px));
        if (x < 0 || y < 0 || x >= hidden.cols || y >= hidden.rows) return 0;
        return hidden.at<std::uint8_t>(y, x) / 255.0;
    }
};

}  // namespace smp
