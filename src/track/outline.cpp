#include "track/outline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "track/log_light.hpp"

namespace smp {

namespace {

constexpr double even_spread = 3;  // spread of colours that is as good as none

// Along one sample's normal, at whole steps from `lowest` on. Empty where the picture ends.
struct EdgeProfile {
    int lowest = 0;
    std::vector<double> score, step;
};

int highest_of(const std::vector<double>& values) {
    return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

// Places in each profile; -1 where it is empty. `own_steps`: how far one may lie beside the smooth run.
std::vector<int> choose_each(const std::vector<EdgeProfile>& profiles) {
    std::vector<int> chosen;
    for (const auto& p : profiles) chosen.push_back(p.score.empty() ? -1 : highest_of(p.score));
    return chosen;
}

std::vector<int> choose_together(const std::vector<EdgeProfile>& profiles, const std::vector<ContourSample>& contour,
                                 int steps_per_px, int own_steps) {
    // However crisp, an edge is worth less than one, so that a few strong false ones do not outvote the run. A bend
    // costs as much as one edge where the outline leaves the expected one at a slope of `steep`, and never much more.
    constexpr double half_worth = 2, steep = 0.45, most_cost = 1.5;
    std::vector<int> chosen(profiles.size(), -1);
    std::vector<std::vector<int>> came_from(profiles.size());
    std::vector<double> sum, sum_before;
    int before = -1;
    for (int c = 0; c < static_cast<int>(profiles.size()); ++c) {
        const EdgeProfile& p = profiles[c];
        if (p.score.empty()) continue;
        const int n = static_cast<int>(p.score.size());
        sum.assign(n, 0);
        came_from[c].assign(n, -1);
        for (int i = 0; i < n; ++i) {
            if (before >= 0) {
                const double steep_steps =
                    steep * steps_per_px * std::max(1.0, glm::length(contour[c].p_px - contour[before].p_px));
                sum[i] = -std::numeric_limits<double>::infinity();
                for (int j = 0; j < static_cast<int>(sum_before.size()); ++j) {
                    const double slope = (p.lowest + i - profiles[before].lowest - j) / steep_steps;
                    const double value = sum_before[j] - std::min(most_cost, slope * slope);
                    if (value > sum[i]) sum[i] = value, came_from[c][i] = j;
                }
            }
            sum[i] += p.score[i] / (p.score[i] + half_worth);
        }
        std::swap(sum, sum_before);
        before = c;
    }
    if (before < 0) return chosen;
    for (int c = before, i = highest_of(sum_before); c >= 0; --c) {
        const auto& score = profiles[c].score;
        if (score.empty()) continue;
        // Smoothness has said which edge; where exactly it lies, the edge says.
        const int from = std::max(0, i - own_steps), to = std::min(static_cast<int>(score.size()), i + own_steps + 1);
        chosen[c] = from + highest_of({score.begin() + from, score.begin() + to});
        i = came_from[c][i];
    }
    return chosen;
}

}  // namespace

cv::Mat outline_picture(const cv::Mat& bgr, double blur_sigma_px) {
    static const cv::Mat table = log_light_table(0.005, 15);
    cv::Mat out;
    cv::LUT(bgr, table, out);
    if (blur_sigma_px > 0) cv::GaussianBlur(out, out, {}, blur_sigma_px);
    return out;
}

std::vector<EdgeFound> find_edges(const cv::Mat& log_light, const std::vector<ContourSample>& contour, double reach_px,
                                  double window_px, double outward_per_px, EdgeChoice choice) {
    std::vector<EdgeFound> out(contour.size());
    const int steps_per_px = reach_px < 12 ? 2 : 1;
    const int reach = static_cast<int>(std::ceil(reach_px * steps_per_px));
    const int window = std::max(2, static_cast<int>(std::lround(window_px * steps_per_px)));
    const int half = reach + window;
    std::vector<cv::Vec3d> sum(2 * half + 2);
    std::vector<double> squares(2 * half + 2);
    std::vector<EdgeProfile> profiles(contour.size());
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
        EdgeProfile& profile = profiles[c];
        profile.lowest = lowest;
        for (int i = lowest; i <= highest; ++i) {
            const double away = static_cast<double>(i) / reach;
            profile.score.push_back(crispness(i) * (1 - 0.5 * away * away) * (1 + outward_per_px * i / steps_per_px));
            profile.step.push_back(step(i));
        }
    }
    const std::vector<int> chosen = choice == EdgeChoice::together
                                        ? choose_together(profiles, contour, steps_per_px, std::max(1, window / 4))
                                        : choose_each(profiles);
    for (std::size_t c = 0; c < contour.size(); ++c) {
        const int best = chosen[c], last = static_cast<int>(profiles[c].score.size()) - 1;
        if (best <= 0 || best >= last) continue;  // still rising at the end of the search: not an edge of this contour
        const auto& step = profiles[c].step;
        const double l = step[best - 1], m = step[best], r = step[best + 1], bend = l - 2 * m + r;
        const double fine = bend < -1e-9 ? std::clamp(0.5 * (l - r) / bend, -0.5, 0.5) : 0.0;
        out[c] = {(profiles[c].lowest + best + fine) / steps_per_px, m};
    }
    return out;
}

}  // namespace smp
