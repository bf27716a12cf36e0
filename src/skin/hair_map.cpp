#include "skin/hair_map.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "track/log_light.hpp"

namespace smp {
namespace {

constexpr int about = 5;  // cells

float smooth(float low, float high, float v) {
    const float t = std::clamp((v - low) / (high - low), 0.f, 1.f);
    return t * t * (3 - 2 * t);
}

// Whether men who lose their hair keep it at a place: the horseshoe of Norwood's last stages.
float fringe(const cv::Vec2f& chart_deg) {
    const auto from_top = static_cast<float>(cv::norm(chart_deg));
    const float from_front = std::abs(std::atan2(chart_deg[0], chart_deg[1])) * 57.29578f;
    return smooth(36, 50, from_top) * smooth(40, 55, from_front);
}

// Beyond the head as just within it.
void spread(cv::Mat& values, const cv::Mat& where) {
    cv::Mat known, sum, weight;
    where.convertTo(known, CV_32F, 1 / 255.0);
    const cv::Size reach(2 * about + 1, 2 * about + 1);
    cv::Mat masked(values.size(), values.type(), cv::Scalar::all(0));
    values.copyTo(masked, where);
    cv::blur(masked, sum, reach, {-1, -1}, cv::BORDER_CONSTANT);
    cv::blur(known, weight, reach, {-1, -1}, cv::BORDER_CONSTANT);
    cv::max(weight, 1e-6, weight);
    cv::divide(sum, weight, sum);
    sum.copyTo(values, where == 0);
}

}  // namespace

cv::Mat fine_contrast(const cv::Mat& bgr, const CoarseGrid& grid, const cv::Mat& on_head) {
    // Six pixels a cell at most: finer than hair lies there is only noise, and time.
    constexpr double most_px = 6;
    cv::Mat grey, deep, soft, fine;
    cv::cvtColor(bgr(grid.box_px), grey, cv::COLOR_BGR2GRAY);
    const double shrink = std::max(1.0, grid.px / most_px);
    if (shrink > 1) cv::resize(grey, grey, {}, 1 / shrink, 1 / shrink, cv::INTER_AREA);
    grey.convertTo(deep, CV_16U, 64);
    cv::blur(deep, soft, {3, 3});
    cv::absdiff(deep, soft, fine);
    const CoarseGrid work{cv::Rect(0, 0, grey.cols, grey.rows), grid.px / shrink};
    const auto coarse = [&](const cv::Mat& picture) {
        cv::Mat out, as_float;
        const int across = 2 * static_cast<int>(std::lround(0.5 * work.px)) + 1;
        cv::blur(picture, out, {across, across});
        const cv::Matx23d box_from_grid(work.px, 0, 0.5 * work.px - 0.5, 0, work.px, 0.5 * work.px - 0.5);
        cv::warpAffine(out, out, box_from_grid, grid.size(), cv::INTER_NEAREST | cv::WARP_INVERSE_MAP,
                       cv::BORDER_REPLICATE);
        out.convertTo(as_float, CV_32F, 1 / 64.0);
        return as_float;
    };
    constexpr double dark_code = 40;  // of 255: in the dark noise and compression are strong
    cv::Mat out = coarse(fine) / (coarse(soft) + dark_code);
    // The outline, a few mm into the head by blur and fit, is no hair.
    cv::Mat within;
    cv::erode(on_head, within, cv::Mat::ones(5, 5, CV_8U), {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
    spread(out, within);
    cv::medianBlur(out, out, about);
    return out;
}

float strand_share(float contrast, float bare) {
    constexpr float least_bare = 0.006f;
    return smooth(1.7f, 3, contrast / std::max(least_bare, bare));
}

float hair_rather_than_shade(float depth, float paler, float contrast) {
    // What no skin has so strongly in any shade.
    const float plainly = smooth(0.022f, 0.035f, contrast);
    const float coloured = smooth(0.1f, 0.35f, -paler) * (1 - plainly);
    return std::max(smooth(1.15f, 1.7f, depth) * (1 - coloured),
                    smooth(0.4f, 0.8f, depth) * smooth(0.1f, 0.25f, paler));
}

cv::Mat hair_map(const HairEvidence& e) {
    cv::Mat tone, hue, paler, out(e.contrast.size(), CV_32FC4);
    e.tone_off.copyTo(tone);
    e.hue_off.copyTo(hue);
    e.paler.copyTo(paler);
    spread(paler, e.on_head);
    cv::medianBlur(paler, paler, about);
    spread(tone, e.on_head);
    spread(hue, e.on_head);
    cv::medianBlur(tone, tone, about);
    cv::medianBlur(hue, hue, about);
    for (int y = 0; y < out.rows; ++y)
        for (int x = 0; x < out.cols; ++x) {
            const float contrast = e.contrast.at<float>(y, x), off = tone.at<float>(y, x);
            const float strands = strand_share(contrast, e.bare_contrast);
            // Light of the lightest tenth there, by the spread of a normal distribution.
            constexpr float lightest = 3.5f;
            const float darkest_skin = -off - lightest * contrast;
            const float kept = fringe(e.chart_deg.at<cv::Vec2f>(y, x));
            // There hair cut short is grey as well, and the skin under it may be treated.
            const float pale = std::min(paler.at<float>(y, x), 0.25f * (1 - kept));
            const float no_skin =
                std::max(hair_rather_than_shade(darkest_skin, pale, contrast), smooth(0.4f, 1, hue.at<float>(y, x)));
            // Beyond any shade that a room has: hair even where its strands are not seen.
            const float black = smooth(1.6f, 2.2f, -off) * (1 - smooth(0.1f, 0.35f, -pale));
            const float hidden = std::max(strands * no_skin, black);
            const float dark = std::max(0.f, -off);
            const float stubble = dark * smooth(0.05f, 0.2f, dark) * kept;
            out.at<cv::Vec4f>(y, x) = {hidden, strands, stubble, off};
        }
    cv::blur(out, out, {3, 3});
    return out;
}

}  // namespace smp
