#include "track/flow.hpp"

#include <cmath>
#include <opencv2/video/tracking.hpp>

namespace smp {

FlowPyramid make_flow_pyramid(const cv::Mat& grey, const FlowOptions& options) {
    FlowPyramid out;
    out.size = grey.size();
    cv::buildOpticalFlowPyramid(grey, out.levels, {options.window_px, options.window_px}, options.levels, true);
    return out;
}

std::vector<unsigned char> track_flow(const FlowPyramid& previous, const FlowPyramid& next,
                                      const std::vector<cv::Point2f>& from, std::vector<cv::Point2f>& to,
                                      const FlowOptions& options) {
    std::vector<unsigned char> found(from.size(), 0);
    if (from.empty() || previous.empty() || previous.size != next.size) return found;
    const cv::Size window(options.window_px, options.window_px);
    const cv::TermCriteria stop(cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 20, 0.01);
    std::vector<unsigned char> back_found;
    std::vector<float> error;
    std::vector<cv::Point2f> back = from;
    cv::calcOpticalFlowPyrLK(previous.levels, next.levels, from, to, found, error, window, options.levels, stop,
                             cv::OPTFLOW_USE_INITIAL_FLOW, 1e-4);
    cv::calcOpticalFlowPyrLK(next.levels, previous.levels, to, back, back_found, error, window, options.levels, stop,
                             cv::OPTFLOW_USE_INITIAL_FLOW, 1e-4);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const cv::Point2f d = back[i] - from[i];
        const bool inside = to[i].x > 1 && to[i].y > 1 && to[i].x < static_cast<float>(next.size.width - 2) &&
                            to[i].y < static_cast<float>(next.size.height - 2);
        found[i] = found[i] && back_found[i] && inside && std::hypot(d.x, d.y) < options.max_backward_px;
    }
    return found;
}

}  // namespace smp
