// A coarse grid over a part of a frame.
#pragma once

#include <cmath>
#include <glm/glm.hpp>
#include <opencv2/core/types.hpp>

namespace smp {

struct CoarseGrid {
    cv::Rect box_px;  // of the frame
    double px = 1;    // a pixel of the grid is so wide, in the frame's

    cv::Size size() const {
        return {static_cast<int>(std::ceil(box_px.width / px)), static_cast<int>(std::ceil(box_px.height / px))};
    }
    // Places of the frame and of the grid, whole numbers at the middle of a pixel.
    glm::dvec2 to_frame(const glm::dvec2& p) const { return (p + 0.5) * px + glm::dvec2(box_px.x, box_px.y) - 0.5; }
    glm::dvec2 from_frame(const glm::dvec2& frame_px) const {
        return (frame_px - glm::dvec2(box_px.x, box_px.y) + 0.5) / px - 0.5;
    }
};

}  // namespace smp
