#include "skin/fine_texture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace smp {
namespace {

constexpr int about = 5;         // cells
constexpr float dark_code = 40;  // of 255: in the dark noise and compression are strong

// Sums over the pixels of a cell; slopes are Sobel's, eight times as steep as a pixel's step.
struct Sums {
    enum { light, fine, across, down, across2, down2, both, count };
    std::vector<std::array<float, count>> of_cell;
    std::vector<float> pixels;
};

// What is wanted of a grey picture in one pass, row by row.
Sums sums_of(const cv::Mat& grey, double px, const cv::Size& cells) {
    const int width = grey.cols;
    const auto n = static_cast<std::size_t>(width);
    std::array<std::vector<std::int32_t>, Sums::count> columns;
    for (auto& c : columns) c.assign(n, 0);
    std::vector<std::int16_t> sum(n + 2), smooth(n + 2), step(n + 2), slope_x(n), slope_y(n);
    std::vector<int> edge(static_cast<std::size_t>(cells.width) + 1);
    for (int i = 0; i <= cells.width; ++i)
        edge[static_cast<std::size_t>(i)] = std::min(width, static_cast<int>(std::lround(i * px)));
    Sums out;
    out.of_cell.resize(static_cast<std::size_t>(cells.area()));
    out.pixels.resize(out.of_cell.size());
    int y = 0;
    for (int row = 0; row < cells.height; ++row) {
        const int end = std::min(grey.rows, static_cast<int>(std::lround((row + 1) * px))), first = y;
        for (auto& c : columns) std::fill(c.begin(), c.end(), 0);
        for (; y < end; ++y) {
            const std::uint8_t* above = grey.ptr<std::uint8_t>(std::max(0, y - 1));
            const std::uint8_t* here = grey.ptr<std::uint8_t>(y);
            const std::uint8_t* below = grey.ptr<std::uint8_t>(std::min(grey.rows - 1, y + 1));
            std::int16_t *sums = sum.data() + 1, *smooths = smooth.data() + 1, *steps = step.data() + 1;
            for (int x = 0; x < width; ++x) {
                const int ends = above[x] + below[x];
                sums[x] = static_cast<std::int16_t>(ends + here[x]);
                smooths[x] = static_cast<std::int16_t>(ends + 2 * here[x]);
                steps[x] = static_cast<std::int16_t>(below[x] - above[x]);
            }
            for (auto* line : {sums, smooths, steps}) line[-1] = line[0], line[width] = line[width - 1];
            std::int32_t *light = columns[Sums::light].data(), *fine = columns[Sums::fine].data();
            std::int32_t *across = columns[Sums::across].data(), *down = columns[Sums::down].data();
            std::int32_t *across2 = columns[Sums::across2].data(), *down2 = columns[Sums::down2].data(),
                         *both = columns[Sums::both].data();
            for (int x = 0; x < width; ++x) {
                light[x] += here[x];
                fine[x] += std::abs(9 * here[x] - sums[x - 1] - sums[x] - sums[x + 1]);
            }
            std::int16_t *gx = slope_x.data(), *gy = slope_y.data();
            for (int x = 0; x < width; ++x) {
                gx[x] = static_cast<std::int16_t>(smooths[x + 1] - smooths[x - 1]);
                gy[x] = static_cast<std::int16_t>(steps[x - 1] + 2 * steps[x] + steps[x + 1]);
            }
            for (int x = 0; x < width; ++x) {
                across[x] += gx[x];
                down[x] += gy[x];
            }
            for (int x = 0; x < width; ++x) across2[x] += gx[x] * gx[x];
            for (int x = 0; x < width; ++x) down2[x] += gy[x] * gy[x];
            for (int x = 0; x < width; ++x) both[x] += gx[x] * gy[x];
        }
        for (int column = 0; column < cells.width; ++column) {
            const int from = edge[static_cast<std::size_t>(column)], to = edge[static_cast<std::size_t>(column) + 1];
            const auto cell = static_cast<std::size_t>(row * cells.width + column);
            out.pixels[cell] = static_cast<float>((to - from) * (y - first));
            for (std::size_t k = 0; k < Sums::count; ++k) {
                std::int64_t total = 0;
                for (int x = from; x < to; ++x) total += columns[k][static_cast<std::size_t>(x)];
                out.of_cell[cell][k] = static_cast<float>(total);
            }
        }
    }
    return out;
}

}  // namespace

void spread(cv::Mat& values, const cv::Mat& where, int reach) {
    cv::Mat known, sum, weight;
    where.convertTo(known, CV_32F, 1 / 255.0);
    const cv::Size across(2 * reach + 1, 2 * reach + 1);
    cv::Mat masked(values.size(), values.type(), cv::Scalar::all(0));
    values.copyTo(masked, where);
    cv::blur(masked, sum, across, {-1, -1}, cv::BORDER_CONSTANT);
    cv::blur(known, weight, across, {-1, -1}, cv::BORDER_CONSTANT);
    cv::max(weight, 1e-6, weight);
    if (values.channels() > 1)
        cv::merge(std::vector<cv::Mat>(static_cast<std::size_t>(values.channels()), weight), weight);
    cv::divide(sum, weight, sum);
    sum.copyTo(values, where == 0);
}

cv::Rect with_beyond(const cv::Rect& head, const cv::Size& cells) {
    constexpr int beyond = about + about / 2 + 1;
    if (head.empty()) return {};
    return cv::Rect(head.x - beyond, head.y - beyond, head.width + 2 * beyond, head.height + 2 * beyond) &
           cv::Rect({}, cells);
}

FineTexture fine_texture(const cv::Mat& bgr, const CoarseGrid& grid, const cv::Mat& on_head) {
    // Six pixels a cell at most: finer than hair lies there is only noise, and time.
    constexpr double most_px = 6;
    const double shrink = std::max(1.0, grid.px / most_px), px = grid.px / shrink;
    const cv::Size cells = grid.size();
    // The outline, a few mm into the head by blur and fit, is no hair.
    cv::Mat within;
    cv::erode(on_head, within, cv::Mat::ones(5, 5, CV_8U), {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
    const cv::Rect head = cv::boundingRect(within);
    const auto pixel = [&](int cell) { return static_cast<int>(std::lround(cell * grid.px)); };
    const cv::Rect head_px =
        cv::Rect(cv::Point(pixel(head.x), pixel(head.y)), cv::Point(pixel(head.br().x) + 2, pixel(head.br().y) + 2)) &
        cv::Rect({}, grid.box_px.size());
    cv::Mat grey;
    Sums sums;
    if (!head_px.empty()) {
        cv::cvtColor(bgr(grid.box_px)(head_px), grey, cv::COLOR_BGR2GRAY);
        if (shrink > 1) cv::resize(grey, grey, {}, 1 / shrink, 1 / shrink, cv::INTER_AREA);
        sums = sums_of(grey, px, head.size());
    }
    cv::Mat texture(cells, CV_32FC2, cv::Scalar(0)), lines(cells, CV_32FC3, cv::Scalar(0));
    for (int y = 0; y < cells.height; ++y)
        for (int x = 0; x < cells.width; ++x) {
            if (!within.at<std::uint8_t>(y, x)) continue;
            const auto cell = static_cast<std::size_t>((y - head.y) * head.width + x - head.x);
            const float n = sums.pixels[cell];
            if (n < 1) {
                within.at<std::uint8_t>(y, x) = 0;
                continue;
            }
            const auto& of = sums.of_cell[cell];
            const float light = of[Sums::light] / n + dark_code;
            // About their mean: shade and round shapes slope evenly.
            const auto varies = [&](int a, int b, int product) {
                const auto k = static_cast<std::size_t>(product);
                return (of[k] - of[static_cast<std::size_t>(a)] * of[static_cast<std::size_t>(b)] / n) /
                       (64 * n * light * light);
            };
            const float xx = varies(Sums::across, Sums::across, Sums::across2),
                        yy = varies(Sums::down, Sums::down, Sums::down2),
                        xy = varies(Sums::across, Sums::down, Sums::both);
            texture.at<cv::Vec2f>(y, x) = {of[Sums::fine] / (9 * n * light), std::sqrt(std::max(0.f, xx + yy))};
            // A strong line counts no more than a faint one, or wrinkles would.
            constexpr float faint2 = 0.003f * 0.003f;
            const float all = xx + yy + faint2;
            lines.at<cv::Vec3f>(y, x) = {(xx - yy) / all, 2 * xy / all, (xx + yy) / all + 0.01f};
        }
    spread(texture, within, about);
    FineTexture out{cv::Mat(cells, CV_32F, cv::Scalar(0)), cv::Mat(cells, CV_32F, cv::Scalar(0)),
                    cv::Mat(cells, CV_32F, cv::Scalar(0))};
    if (const cv::Rect box = with_beyond(head, cells); !box.empty()) {
        std::array<cv::Mat, 2> split, typical;
        cv::split(texture(box), split.data());
        for (std::size_t k = 0; k < 2; ++k) cv::medianBlur(split[k], typical[k], about);
        typical[0].copyTo(out.contrast(box));
        typical[1].copyTo(out.slope(box));
    }

    cv::blur(lines, lines, {about, about}, {-1, -1}, cv::BORDER_CONSTANT);
    for (int y = 0; y < cells.height; ++y)
        for (int x = 0; x < cells.width; ++x)
            if (within.at<std::uint8_t>(y, x)) {
                const auto& v = lines.at<cv::Vec3f>(y, x);
                out.coherence.at<float>(y, x) = std::hypot(v[0], v[1]) / v[2];
            }
    spread(out.coherence, within, about / 2);
    return out;
}

}  // namespace smp
