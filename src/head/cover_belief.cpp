#include "head/cover_belief.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace smp {

cv::Mat settle(const cv::Mat& odds, const cv::Mat& log_light) {
    constexpr float together = 1.6f, over_an_edge = 0.4f, edge = 0.14f;
    const cv::Size size = odds.size();
    cv::Mat right(size, CV_32F, cv::Scalar(0)), down(size, CV_32F, cv::Scalar(0)), belief(size, CV_32F);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const auto& here = log_light.at<cv::Vec3f>(y, x);
            const auto tie = [&](const cv::Vec3f& there) {
                const cv::Vec3f d = there - here;
                return over_an_edge + (together - over_an_edge) / (1 + d.dot(d) / (edge * edge));
            };
            if (x + 1 < size.width) right.at<float>(y, x) = tie(log_light.at<cv::Vec3f>(y, x + 1));
            if (y + 1 < size.height) down.at<float>(y, x) = tie(log_light.at<cv::Vec3f>(y + 1, x));
            const float o = odds.at<float>(y, x);
            belief.at<float>(y, x) = o / (2 + std::abs(o));
        }
    for (int pass = 0; pass < 6; ++pass)  // there and back
        for (int j = 0; j < size.height; ++j)
            for (int i = 0; i < size.width; ++i) {
                const int y = pass % 2 ? size.height - 1 - j : j, x = pass % 2 ? size.width - 1 - i : i;
                float sum = odds.at<float>(y, x);
                if (x > 0) sum += right.at<float>(y, x - 1) * belief.at<float>(y, x - 1);
                if (y > 0) sum += down.at<float>(y - 1, x) * belief.at<float>(y - 1, x);
                if (x + 1 < size.width) sum += right.at<float>(y, x) * belief.at<float>(y, x + 1);
                if (y + 1 < size.height) sum += down.at<float>(y, x) * belief.at<float>(y + 1, x);
                belief.at<float>(y, x) = sum / (1 + std::abs(sum));
            }
    return belief;
}

cv::Mat likeness(const cv::Mat& belief, const cv::Mat& log_light) {
    constexpr double near_px = 8;
    constexpr float enough = 0.04f;  // of its weight about a pixel
    constexpr float spread = 0.08f;  // sigma of one colour, in logarithms
    cv::Mat weight = cv::max(belief, 0), weights;
    cv::merge(std::vector<cv::Mat>{weight, weight, weight}, weights);
    cv::Mat sum = log_light.mul(weights), squares = sum.mul(log_light);
    for (cv::Mat* m : {&weight, &sum, &squares}) cv::GaussianBlur(*m, *m, {}, near_px);
    cv::Mat out(belief.size(), CV_32F, cv::Scalar(0));
    for (int y = 0; y < out.rows; ++y)
        for (int x = 0; x < out.cols; ++x) {
            const float w = weight.at<float>(y, x);
            if (w < 0.01f * enough) continue;
            float off2 = 0;
            for (int k = 0; k < 3; ++k) {
                const float usual = sum.at<cv::Vec3f>(y, x)[k] / w,
                            variance = squares.at<cv::Vec3f>(y, x)[k] / w - usual * usual + spread * spread,
                            off = log_light.at<cv::Vec3f>(y, x)[k] - usual;
                off2 = std::max(off2, off * off / variance);
            }
            out.at<float>(y, x) = std::min(1.f, w / enough) * std::exp(-0.5f * off2);
        }
    return out;
}

void drop_islands(const cv::Mat& head, const cv::Mat& well_inside, cv::Mat& belief) {
    constexpr int least_px = 30;
    const cv::Mat hidden = (belief > 0) & head, rim = head & ~well_inside;
    cv::Mat label, stats, centroids;
    const int labels = cv::connectedComponentsWithStats(hidden, label, stats, centroids, 4);
    std::vector<int> on_rim(labels, 0);
    for (int y = 0; y < head.rows; ++y)
        for (int x = 0; x < head.cols; ++x)
            if (rim.at<std::uint8_t>(y, x)) ++on_rim[label.at<int>(y, x)];
    for (int y = 0; y < head.rows; ++y)
        for (int x = 0; x < head.cols; ++x) {
            const int l = label.at<int>(y, x);
            if (l > 0 && (on_rim[l] < 3 || stats.at<int>(l, cv::CC_STAT_AREA) < least_px))
                belief.at<float>(y, x) = -0.7f;
        }
}

}  // namespace smp
