#include "design/loss.hpp"

#include <cmath>

#include "design/regions.hpp"

namespace smp {
namespace {

// The front border of the hair that is kept, client's left half: from the midline over the corner to the temple point.
// The coronal line through the ears is v = 0; a degree is 1.5 to 1.6 mm.
using Front = std::vector<ChartPoint>;
const Front front_2{{0, 50}, {12, 49}, {22, 44}, {33, 27}, {44, 34}, {52, 39}, {58, 42}};
const Front front_3{{0, 47}, {10, 45}, {18, 38}, {31, 9}, {44, 23}, {53, 35}, {60, 41}};
const Front front_4{{0, 41}, {9, 39}, {15, 29}, {29, 0}, {45, 10}, {55, 28}, {62, 40}};
const Front front_5{{0, 35}, {8, 32}, {14, 19}, {30, -7}, {47, 2}, {57, 22}, {63, 38}};
const Front front_3a{{0, 34}, {12, 33}, {24, 26}, {37, 15}, {48, 25}, {56, 37}, {60, 41}};
const Front front_4a{{0, 12}, {12, 11}, {26, 5}, {41, 1}, {52, 17}, {59, 34}, {62, 40}};
const Front front_5a{{0, -20}, {14, -21}, {31, -20}, {47, -10}, {56, 10}, {61, 30}, {63, 38}};
// Of one bald top: the horseshoe's upper border, low at VII.
const Front top_6{{0, -74}, {24, -70}, {42, -57}, {52, -37}, {55, -15}, {57, 5}, {60, 23}, {64, 38}};
const Front top_7{{0, -94}, {28, -89}, {52, -72}, {66, -44}, {70, -20}, {71, 2}, {71, 20}, {73, 38}};

// Cuts the corners of a closed polygon (Chaikin), so that no edge of a loss is ruled.
std::vector<ChartPoint> rounded(const std::vector<ChartPoint>& polygon) {
    std::vector<ChartPoint> out;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const ChartPoint a = polygon[i], b = polygon[(i + 1) % polygon.size()];
        out.push_back(0.75 * a + 0.25 * b);
        out.push_back(0.25 * a + 0.75 * b);
    }
    return out;
}

// All that lies in front of the border, face included, as far as the temple points.
LossArea ahead_of(const Front& left) {
    std::vector<ChartPoint> outline{left.begin(), left.end()};
    for (const ChartPoint& c : {ChartPoint{75, 60}, {75, 105}, {-75, 105}, {-75, 60}}) outline.push_back(c);
    for (std::size_t i = left.size() - 1; i > 0; --i) outline.push_back({-left[i].x, left[i].y});
    return {rounded(rounded(outline)), 1};
}

LossArea oval(const ChartPoint& middle, double half_width_deg, double half_length_deg, float bare) {
    std::vector<ChartPoint> outline;
    constexpr int steps = 48;
    for (int i = 0; i < steps; ++i) {
        const double a = 2 * std::numbers::pi * i / steps;
        outline.push_back(middle + ChartPoint{half_width_deg * std::sin(a), half_length_deg * std::cos(a)});
    }
    return {outline, bare};
}
LossArea crown(double radius_deg) {
    return oval(whorl, radius_deg, radius_deg, 1);
}

}  // namespace

std::vector<LossArea> loss_areas(LossPattern pattern) {
    switch (pattern) {
        case LossPattern::none:
            break;
        case LossPattern::norwood_2:
            return {ahead_of(front_2)};
        case LossPattern::norwood_3:
            return {ahead_of(front_3)};
        case LossPattern::norwood_3_vertex:
            return {ahead_of(front_3), crown(14)};
        case LossPattern::norwood_4:
            return {ahead_of(front_4), crown(22)};
        case LossPattern::norwood_5:  // the bridge between the two is narrow and sparse
            return {ahead_of(front_5), crown(28), oval({0, -6}, 44, 28, 0.5f)};
        case LossPattern::norwood_6:
            return {ahead_of(top_6)};
        case LossPattern::norwood_7:
            return {ahead_of(top_7), {{}, 0.25f}};
        case LossPattern::norwood_3a:
            return {ahead_of(front_3a)};
        case LossPattern::norwood_4a:
            return {ahead_of(front_4a)};
        case LossPattern::norwood_5a:
            return {ahead_of(front_5a)};
        case LossPattern::ludwig_1:  // 25, 20 and 14 mm behind a front line that is kept
            return {oval({0, 4}, 17, 34, 0.4f)};
        case LossPattern::ludwig_2:
            return {oval({0, 3}, 22, 38, 0.65f)};
        case LossPattern::ludwig_3:
            return {oval({0, 2}, 27, 43, 1)};
        case LossPattern::christmas_tree: {
            const std::vector<ChartPoint> tree{{0, 51},   {15, 49}, {11, 28},  {6, 4},   {2, -28},
                                               {-2, -28}, {-6, 4},  {-11, 28}, {-15, 49}};
            return {{rounded(rounded(tree)), 0.6f}};
        }
    }
    return {};
}

std::vector<float> loss_map(const ChartSkin& skin, LossPattern pattern, double feather_mm) {
    std::vector<float> out(chart_grid::texels, 0.0f), away2;
    const auto feather = static_cast<float>(feather_mm);
    for (const auto& [named, bare] : loss_areas(pattern)) {
        if (named.empty()) {
            for (float& lost : out) lost = std::max(lost, bare);
            continue;
        }
        const auto outline = skin.now(named);
        const auto in = chart_grid::inside(outline);
        away2.assign(chart_grid::texels, feather * feather);
        for (std::size_t i = 0; i < outline.size(); ++i) {
            const ChartPoint &a = outline[i], &b = outline[(i + 1) % outline.size()];
            if (a.y > 65 && b.y > 65) continue;  // far down the face
            skin.near_segment(a, b, feather_mm, [&](std::size_t k, float d2) { away2[k] = std::min(away2[k], d2); });
        }
        for (std::size_t k = 0; k < out.size(); ++k) {
            const float w = in[k] ? 1.0f : 1 - smooth(std::sqrt(away2[k]) / feather);
            out[k] = std::max(out[k], bare * w);
        }
    }
    return out;
}

}  // namespace smp
