#include "render/loupe.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "render/skin_relief.hpp"

namespace smp {
namespace {

// What lies beyond the frame: the dark of the mirror's veil, linear.
constexpr float beyond = 0.009f;

struct LightTables {
    std::array<float, 256> linear{};
    std::array<std::uint8_t, 65536> srgb{};
    LightTables() {
        for (std::size_t i = 0; i < linear.size(); ++i) {
            const double v = static_cast<double>(i) / 255;
            linear[i] = static_cast<float>(v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
        }
        for (std::size_t i = 0; i < srgb.size(); ++i) {
            const double v = static_cast<double>(i) / 65535;
            const double s = v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
            srgb[i] = static_cast<std::uint8_t>(std::lround(255 * s));
        }
    }
};

const LightTables& light() {
    static const LightTables tables;
    return tables;
}

// Four weights of a cubic at each pixel of the view along one axis. Between interpolation (at scale 1 a pixel stays
// what it is) and the cubic B-spline, which is nowhere negative: close up an overshoot shows as a halo, and a frame's
// noise as blocks.
struct Taps {
    std::vector<int> first;
    std::vector<std::array<float, 4>> weight;

    Taps(int count, double scale, double centre_px) {
        const double b = 1 - 1 / (scale * scale), c = (1 - b) / 2;
        const auto kernel = [&](double x) {
            x = std::abs(x);
            if (x < 1) return ((12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + 6 - 2 * b) / 6;
            if (x < 2)
                return ((-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x + 8 * b + 24 * c) /
                       6;
            return 0.0;
        };
        for (int i = 0; i < count; ++i) {
            const double at = (i - 0.5 * (count - 1)) / scale + centre_px;
            const double cell = std::floor(at), f = at - cell;
            first.push_back(static_cast<int>(cell) - 1);
            weight.push_back({});
            for (int k = 0; k < 4; ++k)
                weight.back()[static_cast<std::size_t>(k)] = static_cast<float>(kernel(f + 1 - k));
        }
    }
};

// One row of the frame in linear light, stretched to the view's width.
void stretch(const cv::Mat& bgr, int row, const Taps& taps, float* out) {
    const auto count = static_cast<int>(taps.first.size());
    if (row < 0 || row >= bgr.rows) {
        std::fill(out, out + 3 * count, beyond);
        return;
    }
    const int first = taps.first.front(), last = taps.first.back() + 3;
    std::vector<float> linear(3 * static_cast<std::size_t>(last - first + 1), beyond);
    const auto* from = bgr.ptr<std::uint8_t>(row);
    for (int x = std::max(first, 0); x <= std::min(last, bgr.cols - 1); ++x)
        for (int c = 0; c < 3; ++c)
            linear[static_cast<std::size_t>(3 * (x - first) + c)] = light().linear[from[3 * x + c]];
    for (int i = 0; i < count; ++i) {
        const float* p = linear.data() + 3 * (taps.first[static_cast<std::size_t>(i)] - first);
        const auto& w = taps.weight[static_cast<std::size_t>(i)];
        for (int c = 0; c < 3; ++c) out[3 * i + c] = w[0] * p[c] + w[1] * p[3 + c] + w[2] * p[6 + c] + w[3] * p[9 + c];
    }
}

cv::Mat linear_view(const cv::Mat& bgr, const Loupe& loupe) {
    const cv::Size size = loupe.size_px;
    const Taps across(size.width, loupe.scale, loupe.centre_px.x), down(size.height, loupe.scale, loupe.centre_px.y);
    const int first = down.first.front(), rows = down.first.back() + 4 - first;
    cv::Mat stretched(rows, size.width, CV_32FC3), out(size, CV_32FC3);
    for (int r = 0; r < rows; ++r) stretch(bgr, first + r, across, stretched.ptr<float>(r));
    for (int y = 0; y < size.height; ++y) {
        const auto at = static_cast<std::size_t>(y);
        const auto& w = down.weight[at];
        const float* rows_in[4];
        for (int k = 0; k < 4; ++k) rows_in[k] = stretched.ptr<float>(down.first[at] - first + k);
        auto* to = out.ptr<float>(y);
        for (int i = 0; i < 3 * size.width; ++i)
            to[i] = w[0] * rows_in[0][i] + w[1] * rows_in[1][i] + w[2] * rows_in[2][i] + w[3] * rows_in[3][i];
    }
    return out;
}

// A coarse picture over a part of the frame: cut to what lies about the view, one
// texel more on every side that interpolation may reach, and placed in the view.
void magnify_grid(cv::Mat& texels, CoarseGrid& grid, const Loupe& loupe) {
    auto& [box_px, px] = grid;
    const glm::dvec2 corner(box_px.x, box_px.y), view_px(loupe.size_px.width, loupe.size_px.height);
    // Pixel edges lie at -0.5.
    const auto texel = [&](const glm::dvec2& edge_px) {
        return (frame_from_loupe(loupe, edge_px - 0.5) + 0.5 - corner) / px;
    };
    const glm::ivec2 size(texels.cols, texels.rows);
    const glm::ivec2 low = glm::clamp(glm::ivec2(glm::floor(texel(glm::dvec2(0)))) - 1, glm::ivec2(0), size - 1);
    const glm::ivec2 high = glm::clamp(glm::ivec2(glm::ceil(texel(view_px))) + 1, low + 1, size);
    const glm::dvec2 edge = loupe_from_frame(loupe, corner + glm::dvec2(low) * px - 0.5) + 0.5;
    texels = texels(cv::Rect(low.x, low.y, high.x - low.x, high.y - low.y)).clone();
    px *= loupe.scale;
    box_px = cv::Rect(static_cast<int>(std::lround(edge.x)), static_cast<int>(std::lround(edge.y)),
                      static_cast<int>(std::lround(texels.cols * px)), static_cast<int>(std::lround(texels.rows * px)));
}

}  // namespace

glm::dvec2 loupe_from_frame(const Loupe& loupe, const glm::dvec2& frame_px) {
    return (frame_px - loupe.centre_px) * loupe.scale +
           0.5 * (glm::dvec2(loupe.size_px.width, loupe.size_px.height) - 1.0);
}

glm::dvec2 frame_from_loupe(const Loupe& loupe, const glm::dvec2& loupe_px) {
    return (loupe_px - 0.5 * (glm::dvec2(loupe.size_px.width, loupe.size_px.height) - 1.0)) / loupe.scale +
           loupe.centre_px;
}

HeadView magnified(const HeadView& head, const Loupe& loupe) {
    HeadView out = head;
    // The lens bends directions, not pixels: its coefficients stay.
    const glm::dvec2 principal = loupe_from_frame(loupe, {head.intrinsics.cx_px, head.intrinsics.cy_px});
    out.intrinsics.fx_px *= loupe.scale;
    out.intrinsics.fy_px *= loupe.scale;
    out.intrinsics.cx_px = principal.x;
    out.intrinsics.cy_px = principal.y;
    out.intrinsics.width_px = loupe.size_px.width;
    out.intrinsics.height_px = loupe.size_px.height;
    if (!head.cover.empty()) magnify_grid(out.cover.hidden, out.cover, loupe);
    CoarseGrid of_hair = head.skin;  // the same as the skin's
    if (!head.skin.hair.empty()) magnify_grid(out.skin.hair, of_hair, loupe);
    if (!head.skin.empty()) magnify_grid(out.skin.matt, out.skin, loupe);
    out.look = CameraLook::none();  // close up, not as the camera took it
    return out;
}

cv::Mat magnified_picture(const cv::Mat& bgr, const Loupe& loupe, const std::optional<HeadView>& view,
                          const HeadRasteriser* skin) {
    const cv::Mat linear = linear_view(bgr, loupe);
    cv::Mat relief;
    if (view && skin) relief = skin_relief(*skin, *view, loupe.scale);
    cv::Mat out(loupe.size_px, CV_8UC3);
    for (int y = 0; y < out.rows; ++y) {
        const auto* from = linear.ptr<float>(y);
        const auto* gain = relief.empty() ? nullptr : relief.ptr<float>(y);
        auto* to = out.ptr<std::uint8_t>(y);
        for (int i = 0; i < 3 * out.cols; ++i) {
            const float v = from[i] * (gain ? 1 + gain[i / 3] : 1);
            to[i] = light().srgb[static_cast<std::size_t>(65535 * std::clamp(v, 0.f, 1.f) + 0.5f)];
        }
    }
    return out;
}

}  // namespace smp
