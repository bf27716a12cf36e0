#include "track/outline.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "track/log_light.hpp"

namespace smp {

namespace {

constexpr double even_spread = 3;  // spread of colours that is as good as none

}  // namespace

cv::Mat outline_picture(const cv::Mat& bgr, double blur_sigma_px) {
    static const cv::Mat table = log_light_table(0.005, 15);
    cv::Mat out;
    cv::LUT(bgr, table, out);
    if (blur_sigma_px > 0) cv::GaussianBlur(out, out, {}, blur_sigma_px);
    return out;
}

std::vector<EdgeFound> find_edges(const cv::Mat& log_light, const std::vector<ContourSample>& contour, double reach_px,
                                  double window_px, double outward_per_px) {
    std::vector<EdgeFound> out(contour.size());
    const int steps_per_px = reach_px < 12 ? 2 : 1;
    const int reach = static_cast<int>(std::ceil(reach_px * steps_per_px));
    const int window = std::max(2, static_cast<int>(std::lround(window_px * steps_per_px)));
    const int half = reach + window;
    std::vector<cv::Vec3d> sum(2 * half + 2);
    std::vector<double> squares(2 * half + 2);
    for (std::size_t c = 0; c < contour.size(); ++c) {
        const auto& s = contour[c];
        // Running sums of the profile, so that the mean over any stretch costs two look-ups. Where the picture ends the
        // profile ends, and only steps with a full window on both sides count.
        int first = half, last = -half;
        sum[0] = {};
        for (int i = -half; i <= half; ++i) {
            const glm::dvec2 p = s.p_px + (static_cast<double>(i) / steps_per_px) * s.normal;
            const int x = static_cast<int>(std::lround(p.x)), y = static_cast<int>(std::lround(p.y));
            const bool in = x >= 0 && y >= 0 && x < log_light.cols && y < log_light.rows;
            const cv::Vec3d colour = in ? cv::Vec3d(log_light.at<cv::Vec3f>(y, x)) : cv::Vec3d();
            sum[i + half + 1] = sum[i + half] + colour;
            squares[i + half + 1] = squares[i + half] + colour.dot(colour);
            if (in) first = std::min(first, i), last = std::max(last, i);
        }
        const auto step = [&](int i) {  // difference of the means just outside and just inside of i
            const cv::Vec3d outer = sum[i + half + window + 1] - sum[i + half + 1];
            const cv::Vec3d inner = sum[i + half] - sum[i + half - window];
            return cv::norm(outer - inner) / window;
        };
        // A silhouette is crisp: both its sides are even. Where a shaved fringe begins, the skin darkens by and by. So
        // a step counts against the spread of the colours on its two sides.
        const auto crispness = [&](int i) {
            const auto spread = [&](int from, int to) {
                const cv::Vec3d mean = (sum[to + half] - sum[from + half]) / window;
                return std::max(0.0, (squares[to + half] - squares[from + half]) / window - mean.dot(mean));
            };
            return step(i) /
                   std::sqrt(even_spread * even_spread + spread(i + 1, i + 1 + window) + spread(i - window, i));
        };
        const int lowest = std::max(-reach, first + window), highest = std::min(reach, last - window);
        if (highest - lowest < 2) continue;
        int best = 0;
        double best_score = -1;
        for (int i = lowest; i <= highest; ++i) {
            const double away = static_cast<double>(i) / reach;
            const double score = crispness(i) * (1 - 0.5 * away * away) * (1 + outward_per_px * i / steps_per_px);
            if (score > best_score) best_score = score, best = i;
        }
        if (best == lowest || best == highest)
            continue;  // still rising at the end of the search: not an edge of this contour
        const double l = step(best - 1), m = step(best), r = step(best + 1), bend = l - 2 * m + r;
        const double fine = bend < -1e-9 ? std::clamp(0.5 * (l - r) / bend, -0.5, 0.5) : 0.0;
        out[c] = {(best + fine) / steps_per_px, m};
    }
    return out;
}

}  // namespace smp
