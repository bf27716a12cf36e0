#include "track/work_picture.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace smp {

double work_scale(double px_per_mm, double previous_scale) {
    constexpr double wanted_px_per_mm = 1.15, step = 0.8;
    if (previous_scale > 0) {
        const double now = px_per_mm * previous_scale;
        const bool too_small = now < wanted_px_per_mm * step * 0.9 && previous_scale < 1;
        if (!too_small && now < wanted_px_per_mm / step * 1.1) return previous_scale;
    }
    double scale = 1;
    while (px_per_mm * scale > wanted_px_per_mm / std::sqrt(step)) scale *= step;
    return scale;
}

namespace {

// An affine warp instead of resize(): the mapping is then exactly to_work(), whatever the rounding of the size.
cv::Mat crop(const cv::Mat& grey, const cv::Rect& box_px, double scale) {
    const cv::Size size(static_cast<int>(box_px.width * scale), static_cast<int>(box_px.height * scale));
    if (size.width < 32 || size.height < 32) return {};
    if (scale == 1) return grey(box_px);
    cv::Mat soft, out;
    cv::GaussianBlur(grey(box_px), soft, {}, 0.35 / scale);
    const cv::Matx23d frame_from_work(1 / scale, 0, 0.5 / scale - 0.5, 0, 1 / scale, 0.5 / scale - 0.5);
    cv::warpAffine(soft, out, frame_from_work, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return out;
}

}  // namespace

FlowPyramid flow_pyramid_of(const cv::Mat& grey, const WorkPicture& like, const FlowOptions& flow) {
    return make_flow_pyramid(crop(grey, like.box_px, like.scale), flow);
}

WorkPicture make_work_picture(const cv::Mat& grey, const cv::Rect& box_px, double scale, const FlowOptions& flow) {
    WorkPicture out;
    out.scale = scale;
    out.box_px = box_px & cv::Rect(0, 0, grey.cols, grey.rows);
    out.grey = crop(grey, out.box_px, scale);
    if (out.grey.empty()) return out;
    out.pyramid = make_flow_pyramid(out.grey, flow);

    // Band of 0.7 to 4 px at about 100 px between the eyes: skin texture, without shading and without sensor noise.
    cv::Mat picture, fine, coarse, energy;
    out.grey.convertTo(picture, CV_32F);
    cv::GaussianBlur(picture, fine, {}, 0.7);
    cv::GaussianBlur(picture, coarse, {17, 17}, 4.0);
    fine -= coarse;
    cv::multiply(fine, fine, energy);
    cv::blur(energy, energy, {17, 17});
    cv::sqrt(energy, energy);
    energy += 1.0;  // grey levels: below this it is noise, not texture
    cv::divide(fine, energy, out.normalised);
    cv::threshold(out.grey, out.highlights, 246, 255, cv::THRESH_BINARY);
    return out;
}

}  // namespace smp
