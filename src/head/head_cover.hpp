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

    // Places of the frame and of `hidden`, whole numbers at the middle of a pixel.
    glm::dvec2 to_frame(const glm::dvec2& p) const { return (p + 0.5) * px + glm::dvec2(box_px.x, box_px.y) - 0.5; }
    glm::dvec2 from_frame(const glm::dvec2& frame_px) const {
        return (frame_px - glm::dvec2(box_px.x, box_px.y) + 0.5) / px - 0.5;
    }

    // 0..1 at a place of the frame, 0 outside.
    double at(const glm::dvec2& frame_px) const {
        const glm::dvec2 p = from_frame(frame_px) + 0.5;
        const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
        if (x < 0 || y < 0 || x >= hidden.cols || y >= hidden.rows) return 0;
        return hidden.at<std::uint8_t>(y, x) / 255.0;
    }
};

}  // namespace smp
