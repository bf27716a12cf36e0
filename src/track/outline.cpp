#include "track/outline.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace smp {

cv::Mat outline_picture(const cv::Mat& bgr, double blur_sigma_px) {
    cv::Mat scaled, lab;
    bgr.convertTo(scaled, CV_32FC3, 1.0 / 255);
    cv::cvtColor(scaled, lab, cv::COLOR_BGR2Lab);
    if (blur_sigma_px > 0) cv::GaussianBlur(lab, lab, {}, blur_sigma_px);
    return lab;
}

std::vector<EdgeFound> find_edges(const cv::Mat& lab, const std::vector<ContourSample>& contour, double reach_px,
                                  double window_px) {
    std::vector<EdgeFound> out(contour.size());
    const int steps_per_px = reach_px < 12 ? 2 : 1;
    const int reach = static_cast<int>(std::ceil(reach_px * steps_per_px));
    const int window = std::max(2, static_cast<int>(std::lround(window_px * steps_per_px)));
    const int half = reach + window;
    std::vector<cv::Vec3d> sum(2 * half + 2);
    for (std::size_t c = 0; c < contour.size(); ++c) {
        const auto& s = contour[c];
        // Running sums of the profile, so that the mean over any stretch costs two look-ups.
        bool inside_picture = true;
        sum[0] = {};
        for (int i = -half; i <= half; ++i) {
            const glm::dvec2 p = s.p_px + (static_cast<double>(i) / steps_per_px) * s.normal;
            const int x = static_cast<int>(std::lround(p.x)), y = static_cast<int>(std::lround(p.y));
            if (x < 0 || y < 0 || x >= lab.cols || y >= lab.rows) {
                inside_picture = false;
                break;
            }
            sum[i + half + 1] = sum[i + half] + cv::Vec3d(lab.at<cv::Vec3f>(y, x));
        }
        if (!inside_picture) continue;
        const auto step = [&](int i) {  // difference of the means just outside and just inside of i
            const cv::Vec3d outer = sum[i + half + window + 1] - sum[i + half + 1];
            const cv::Vec3d inner = sum[i + half] - sum[i + half - window];
            return cv::norm(outer - inner) / window;
        };
        int best = 0;
        double best_score = -1;
        for (int i = -reach; i <= reach; ++i) {
            const double away = static_cast<double>(i) / reach;
            const double score = step(i) * (1 - 0.5 * away * away);
            if (score > best_score) best_score = score, best = i;
        }
        if (std::abs(best) == reach) continue;  // still rising at the end of the search: not an edge of this contour
        const double l = step(best - 1), m = step(best), r = step(best + 1), bend = l - 2 * m + r;
        const double fine = bend < -1e-9 ? std::clamp(0.5 * (l - r) / bend, -0.5, 0.5) : 0.0;
        out[c] = {(best + fine) / steps_per_px, m};
    }
    return out;
}

}  // namespace smp
