// How the room behind the client looked, place by place of the picture: what comes from the side shows there first.
#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "head/head_cover.hpp"

namespace smp {

class BackgroundMemory {
  public:
    void forget() { cells_.clear(); }

    // `light`: CV_32FC3, logarithms of linear light, of a part of a frame of this size, laid out as `where` says;
    // `room`: CV_8U, where it shows nothing of the client. CV_32F: logarithm of the odds that something has come there;
    // 0 where nothing is known, and everywhere where the camera has moved.
    cv::Mat odds(const cv::Mat& light, const cv::Mat& room, const HeadCover& where, const cv::Size& frame) const;

    // Takes over the same picture.
    void learn(const cv::Mat& light, const cv::Mat& room, const HeadCover& where, const cv::Size& frame);

  private:
    struct Cell {  // a square of the frame
        cv::Vec3f colour;
        float times = 0;  // seen
    };
    // Index of the cell in which a pixel of `light` lies.
    int cell_of(int x, int y, const HeadCover& where) const;

    std::vector<Cell> cells_;  // row by row
    cv::Size frame_, grid_;
};

}  // namespace smp
