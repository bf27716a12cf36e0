#include "skin/hair_map.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "base/smoothstep.hpp"
#include "skin/fine_texture.hpp"

namespace smp {
namespace {

constexpr int about = 5;  // cells

// Whether men who lose their hair keep it at a place: the horseshoe of Norwood's last stages.
float fringe(const cv::Vec2f& chart_deg) {
    const auto from_top = static_cast<float>(cv::norm(chart_deg));
    const float from_front = std::abs(std::atan2(chart_deg[0], chart_deg[1])) * 57.29578f;
    return smooth(36, 50, from_top) * smooth(40, 55, from_front);
}

// Whether a place bears hair on those who have all theirs: below that a forehead has wrinkles.
bool hair_grows(const cv::Vec2f& chart_deg) {
    const float from_front = std::abs(std::atan2(chart_deg[0], chart_deg[1])) * 57.29578f;
    return cv::norm(chart_deg) < (from_front < 60 ? 60 : 75);
}

}  // namespace

float strand_share(float contrast, float bare) {
    constexpr float least_bare = 0.006f;
    return smooth(1.7f, 3, contrast / std::max(least_bare, bare));
}

float flow_share(float coherence, float slope, float unlike) {
    const float less = 0.04f * unlike;
    return smooth(0.42f - less, 0.52f - less, coherence) * smooth(0.0105f, 0.0135f, slope);
}

cv::Mat hair_flow(const FineTexture& texture, const cv::Mat& unlike, const cv::Mat& chart_deg, const cv::Mat& on_head) {
    const auto within = [&](int cells) {
        cv::Mat out;
        cv::erode(on_head, out, cv::Mat::ones(2 * cells + 1, 2 * cells + 1, CV_8U), {-1, -1}, 1, cv::BORDER_CONSTANT,
                  cv::Scalar(0));
        return out;
    };
    const cv::Mat well_within = within(3);
    const cv::Size size = unlike.size();
    cv::Mat sure(size, CV_32F, cv::Scalar(0)), perhaps(size, CV_32F, cv::Scalar(0)), seeds(size, CV_8U, cv::Scalar(0));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            if (!on_head.at<std::uint8_t>(y, x)) continue;
            constexpr float as_well = 0.25f, seed = 0.4f;
            const float coherence = texture.coherence.at<float>(y, x), slope = texture.slope.at<float>(y, x),
                        off = unlike.at<float>(y, x);
            // Single strands over skin run one way too; but their contrast is more than that of strands over others.
            const float over_hair = 1 - smooth(0.03f, 0.045f, texture.contrast.at<float>(y, x));
            perhaps.at<float>(y, x) = over_hair * flow_share(coherence + as_well, slope, off);
            if (!well_within.at<std::uint8_t>(y, x) || !hair_grows(chart_deg.at<cv::Vec2f>(y, x))) continue;
            sure.at<float>(y, x) = over_hair * flow_share(coherence, slope, off);
            if (sure.at<float>(y, x) > seed) seeds.at<std::uint8_t>(y, x) = 255;
        }
    if (cv::countNonZero(seeds) == 0) return cv::Mat(size, CV_32F, cv::Scalar(0));
    cv::Mat label, stats, middles;
    cv::connectedComponentsWithStats(seeds, label, stats, middles, 4);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const int i = label.at<int>(y, x);
            const auto area = static_cast<float>(i > 0 ? stats.at<int>(i, cv::CC_STAT_AREA) : 0);
            sure.at<float>(y, x) *= smooth(15, 30, area);
        }
    constexpr int passes = 3, reach = 3;
    const cv::Mat about_it = cv::Mat::ones(2 * reach + 1, 2 * reach + 1, CV_8U);
    for (int i = 0; i < passes; ++i) {
        cv::Mat wider;
        cv::dilate(sure, wider, about_it);
        cv::min(wider, perhaps, wider);
        cv::max(sure, wider, sure);
    }
    spread(sure, within(1), 2);
    return sure;
}

float hair_rather_than_shade(float depth, float paler, float contrast) {
    // What no skin has so strongly in any shade.
    const float plainly = smooth(0.022f, 0.035f, contrast);
    const float coloured = smooth(0.1f, 0.35f, -paler) * (1 - plainly);
    return std::max(smooth(1.15f, 1.7f, depth) * (1 - coloured),
                    smooth(0.4f, 0.8f, depth) * smooth(0.1f, 0.25f, paler));
}

cv::Mat hair_map(const HairEvidence& all) {
    cv::Mat map(all.contrast.size(), CV_32FC4, cv::Scalar::all(0));
    const cv::Rect box = with_beyond(cv::boundingRect(all.on_head), map.size());
    if (box.empty()) return map;
    const HairEvidence e{all.contrast(box), all.flow(box),      all.tone_off(box), all.hue_off(box),
                         all.paler(box),    all.chart_deg(box), all.on_head(box),  all.bare_contrast};
    cv::Mat tone, hue, paler, out(e.contrast.size(), CV_32FC4);
    e.tone_off.copyTo(tone);
    e.hue_off.copyTo(hue);
    e.paler.copyTo(paler);
    spread(paler, e.on_head, about);
    cv::medianBlur(paler, paler, about);
    spread(tone, e.on_head, about);
    spread(hue, e.on_head, about);
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
            const float hidden = std::max({strands * no_skin, black, e.flow.at<float>(y, x)});
            const float dark = std::max(0.f, -off);
            const float stubble = dark * smooth(0.05f, 0.2f, dark) * kept;
            out.at<cv::Vec4f>(y, x) = {hidden, strands, stubble, off};
        }
    cv::blur(out, map(box), {3, 3});
    return map;
}

}  // namespace smp
