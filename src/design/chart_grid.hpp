// The grid over the chart on which coverage is kept: texel centres as CoverageMap states them.
#pragma once

#include <algorithm>
#include <vector>

#include "base/smoothstep.hpp"
#include "design/treatment.hpp"

namespace smp::chart_grid {

inline constexpr int size = CoverageMap::size;
inline constexpr std::size_t texels = static_cast<std::size_t>(size) * size;
inline constexpr double pitch_deg = 2 * CoverageMap::reach_deg / size;

inline double to_chart(int i) {
    return (i + 0.5) * pitch_deg - CoverageMap::reach_deg;
}
inline double to_grid(double chart_deg) {
    return (chart_deg + CoverageMap::reach_deg) / pitch_deg - 0.5;
}

// A place between texels: the same for every map on the grid, so worked out once.
struct Tap {
    int index = 0;  // of the lower texel
    float a = 0, b = 0;
};
inline Tap tap(const ChartPoint& chart) {
    const double x = std::clamp(to_grid(chart.x), 0.0, size - 1.001),
                 y = std::clamp(to_grid(chart.y), 0.0, size - 1.001);
    const int i = static_cast<int>(x), j = static_cast<int>(y);
    return {j * size + i, static_cast<float>(x - i), static_cast<float>(y - j)};
}
template <class Value>
float sample(const std::vector<Value>& map, const Tap& t) {
    const Value* v = &map[static_cast<std::size_t>(t.index)];
    const float low = v[0] + t.a * (static_cast<float>(v[1]) - v[0]);
    const float high = v[size] + t.a * (static_cast<float>(v[size + 1]) - v[size]);
    return low + t.b * (high - low);
}

// 1 for texels whose centre lies inside the polygon (even-odd), else 0.
std::vector<std::uint8_t> inside(const std::vector<ChartPoint>& polygon);

}  // namespace smp::chart_grid
