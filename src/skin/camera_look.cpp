#include "skin/camera_look.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace smp {
namespace {

constexpr std::size_t enough_edges = 40, enough_skin = 200;
constexpr int step_reach_px = 5;

float at_share(std::vector<float>& v, double share) {
    const auto nth = v.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(v.size() - 1));
    std::nth_element(v.begin(), nth, v.end());
    return *nth;
}

struct Slope {
    cv::Mat x, y;
};
Slope slope(const cv::Mat& picture, double sigma_px) {
    cv::Mat soft;
    Slope out;
    cv::GaussianBlur(picture, soft, {}, sigma_px);
    const cv::Matx13f half(-0.5f, 0, 0.5f);
    cv::filter2D(soft, out.x, CV_32F, half);
    cv::filter2D(soft, out.y, CV_32F, half.t());
    return out;
}

// Whether the light goes one way only across an edge: a hair's two flanks would pass for an edge sharper than any lens
// makes. `d`: unit vector along the gradient, whose size is `m`.
bool is_step(const Slope& slope, int x, int y, const glm::dvec2& d, float m) {
    constexpr double back = 0.15;  // of the slope; noise alone comes to less
    for (int t = 2; t <= step_reach_px; ++t)
        for (const int s : {-t, t}) {
            const int i = x + static_cast<int>(std::lround(s * d.x)), j = y + static_cast<int>(std::lround(s * d.y));
            if (slope.x.at<float>(j, i) * d.x + slope.y.at<float>(j, i) * d.y < -back * static_cast<double>(m))
                return false;
        }
    return true;
}

std::optional<double> sigma_of(std::vector<float>& off, double gain) {
    if (off.size() < enough_skin) return {};
    constexpr double median_of_normal = 0.6745;
    return at_share(off, 0.5) / (median_of_normal * gain * 255);
}

}  // namespace

std::optional<double> edge_blur_px(const cv::Mat& grey, const std::optional<glm::dvec2>& along) {
    constexpr double fine_px = 0.8, coarse_px = 1.6;
    constexpr float least_slope = 5;  // of 255 a pixel: above noise
    if (grey.rows < 16 || grey.cols < 16) return {};
    cv::Mat picture;
    grey.convertTo(picture, CV_32F);
    const Slope fine = slope(picture, fine_px), coarse = slope(picture, coarse_px);
    cv::Mat steep;
    cv::magnitude(fine.x, fine.y, steep);
    std::vector<float> blur2;
    for (int y = step_reach_px; y < grey.rows - step_reach_px; ++y)
        for (int x = step_reach_px; x < grey.cols - step_reach_px; ++x) {
            const float m = steep.at<float>(y, x);
            if (m < least_slope) continue;
            const glm::dvec2 d = glm::dvec2(fine.x.at<float>(y, x), fine.y.at<float>(y, x)) / static_cast<double>(m);
            if (along && std::abs(glm::dot(d, *along)) < 0.9) continue;
            // On the crest of an edge: flanks say less of its width.
            const int dx = static_cast<int>(std::lround(d.x)), dy = static_cast<int>(std::lround(d.y));
            if (steep.at<float>(y + dy, x + dx) > m || steep.at<float>(y - dy, x - dx) > m) continue;
            if (!is_step(fine, x, y, d, m)) continue;
            const float c = std::hypot(coarse.x.at<float>(y, x), coarse.y.at<float>(y, x));
            // A step blurred by s has a slope of 1 / sqrt(s^2 + sigma^2) under a blur of sigma. Central differences
            // blur as well, boxes over two pixels of row and column: for a slanting edge they are narrower.
            const double r2 = std::max(1.001, static_cast<double>(m * m / std::max(1e-6f, c * c)));
            const double difference2 = (std::pow(d.x, 4) + std::pow(d.y, 4)) / 3;
            blur2.push_back(
                static_cast<float>((coarse_px * coarse_px - r2 * fine_px * fine_px) / (r2 - 1) - difference2));
        }
    if (blur2.size() < enough_edges) return {};
    // The client's own edges are soft too: the sharpest tell of the camera, but for a few that noise or a line made.
    return std::sqrt(std::clamp(static_cast<double>(at_share(blur2, 0.25)), 0.09, 25.0));
}

std::optional<double> grain_within(const cv::Mat& grey, const cv::Mat& where) {
    const cv::Matx33f unexplained(1, -2, 1, -2, 4, -2, 1, -2, 1);
    cv::Mat off;
    cv::filter2D(grey, off, CV_32F, unexplained);
    std::vector<float> values;
    for (int y = 1; y < grey.rows - 1; ++y)
        for (int x = 1; x < grey.cols - 1; ++x)
            if (where.at<std::uint8_t>(y, x)) values.push_back(std::abs(off.at<float>(y, x)));
    return sigma_of(values, 6);
}

std::optional<double> grain_between(const cv::Mat& grey, const cv::Mat& before, const cv::Mat& where) {
    if (grey.size() != before.size()) return {};
    std::vector<float> values;
    double sum = 0;
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x)
            if (where.at<std::uint8_t>(y, x)) {
                const int step = grey.at<std::uint8_t>(y, x) - before.at<std::uint8_t>(y, x);
                values.push_back(static_cast<float>(step));
                sum += step;
            }
    if (values.size() < enough_skin) return {};
    // Whole steps make a median too coarse; the mean of absolute values of a normal deviate is 0.7979 sigma.
    const auto mean = static_cast<float>(sum / static_cast<double>(values.size()));
    double spread = 0;
    for (const float v : values) spread += std::min(std::abs(v - mean), 12.f);
    return spread / static_cast<double>(values.size()) / (0.7979 * std::sqrt(2.0) * 255);
}

}  // namespace smp
