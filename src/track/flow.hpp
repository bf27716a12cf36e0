// Sparse optical flow (pyramidal Lucas-Kanade, Bouguet 2001) with a forward-backward check (Kalal et al., ICPR 2010).
#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace smp {

struct FlowOptions {
    int window_px = 15;
    int levels = 3;
    double max_backward_px = 0.5;
};

// An 8-bit grey picture prepared for flow in either direction.
struct FlowPyramid {
    std::vector<cv::Mat> levels;
    cv::Size size;
    bool empty() const { return levels.empty(); }
};
FlowPyramid make_flow_pyramid(const cv::Mat& grey, const FlowOptions& options);

// Moves `from` points into the next picture; `guess` holds where they are expected and receives the result.
// found[i] is 0 where a point was lost, left the picture or did not come back within max_backward_px.
std::vector<unsigned char> track_flow(const FlowPyramid& previous, const FlowPyramid& next,
                                      const std::vector<cv::Point2f>& from, std::vector<cv::Point2f>& guess,
                                      const FlowOptions& options);

}  // namespace smp
