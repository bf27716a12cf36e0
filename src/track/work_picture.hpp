// The part of a frame that holds the head, at a scale where a millimetre of skin is about a pixel, as flow and patch
// matching want it: grey, and band-passed with local contrast taken out (which removes shading and most of the shine).
#pragma once

#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>

#include "track/flow.hpp"

namespace smp {

struct WorkPicture {
    cv::Mat grey;        // 8-bit
    cv::Mat normalised;  // 32-bit float, band-passed, unit local contrast
    cv::Mat highlights;  // 8-bit, nonzero where a highlight clips the skin
    FlowPyramid pyramid;
    cv::Rect box_px;   // of the frame
    double scale = 1;  // work pixels per frame pixel

    bool empty() const { return grey.empty(); }
    glm::dvec2 to_work(const glm::dvec2& frame_px) const {
        return {(frame_px.x - box_px.x + 0.5) * scale - 0.5, (frame_px.y - box_px.y + 0.5) * scale - 0.5};
    }
    glm::dvec2 to_frame(const glm::dvec2& work_px) const {
        return {(work_px.x + 0.5) / scale - 0.5 + box_px.x, (work_px.y + 0.5) / scale - 0.5 + box_px.y};
    }
    bool contains(const glm::dvec2& work_px, double margin) const {
        return work_px.x >= margin && work_px.y >= margin && work_px.x < grey.cols - 1 - margin &&
               work_px.y < grey.rows - 1 - margin;
    }
};

// `scale` is taken from steps of a factor 0.8, and kept from `previous_scale` (0: none) while it still fits, so that
// consecutive pictures are comparable.
double work_scale(double px_per_mm, double previous_scale);

// `box_px` is clipped to the frame; an empty picture results when nothing of it is left.
WorkPicture make_work_picture(const cv::Mat& grey, const cv::Rect& box_px, double scale, const FlowOptions& flow);

// The same part of another frame, for flow only.
FlowPyramid flow_pyramid_of(const cv::Mat& grey, const WorkPicture& like, const FlowOptions& flow);

}  // namespace smp
