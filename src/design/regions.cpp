#include "design/regions.hpp"

#include <algorithm>
#include <cmath>

#include "base/smoothstep.hpp"

namespace smp {
namespace {

// 1 in the middle, 0 from `radius` on.
double blob(const ChartPoint& chart, const ChartPoint& middle, double radius_deg) {
    return 1 - smooth(glm::length(chart - middle) / radius_deg);
}

}  // namespace

double sides_weight(const ChartPoint& chart) {
    // The border lies 66 degrees from the vertex at the sides and 78 at the back.
    const double polar = std::max(1e-9, glm::length(chart)), back = std::max(0.0, -chart.y / polar);
    return smooth((polar - (66 + 12 * back * back) + 10) / 20);
}

double regional_density(const ChartPoint& chart, double sides_density) {
    constexpr double temple = 0.65, crown = 0.92;
    double density = 1 + (sides_density - 1) * sides_weight(chart);
    density *= 1 + (crown - 1) * blob(chart, whorl, 42);
    const double at_temple = blob({std::abs(chart.x), chart.y}, {58, 40}, 24);
    return density + (temple - density) * at_temple;
}

glm::dvec2 growth_direction(const ChartPoint& chart) {
    const glm::dvec2 away = chart - whorl;
    const double distance = glm::length(away);
    if (distance < 1e-6) return {0, 1};
    // The whorl turns: near it growth runs round it, farther out straight away from it.
    const double turn = 1.1 * std::exp(-distance / 14);
    const glm::dvec2 d = away / distance;
    return {d.x * std::cos(turn) - d.y * std::sin(turn), d.x * std::sin(turn) + d.y * std::cos(turn)};
}

}  // namespace smp
