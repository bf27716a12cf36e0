// Where something stands before the head in a picture: a hand, a comb, a towel, a cap.
#pragma once

#include <cmath>
#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "head/coarse_grid.hpp"

namespace smp {

// 0 the head itself, 255 something before it; over the part of the frame about the head. Empty: nothing is known to be.
struct HeadCover : CoarseGrid {
    cv::Mat hidden;  // CV_8U

    bool empty() const { return hidden.empty(); }

    // 0..1 at a place of the frame, 0 outside.
    double at(const glm::dvec2& frame_px) const {
        const glm::dvec2 p = from_frame(frame_px) + 0.5;
        const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
        if (x < 0 || y < 0 || x >= hidden.cols || y >= hidden.rows) return 0;
        return hidden.at<std::uint8_t>(y, x) / 255.0;
    }
};

}  // namespace smp
