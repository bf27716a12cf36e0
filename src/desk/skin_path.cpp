#include "desk/skin_path.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace smp {
namespace {

constexpr double outline_step_mm = 2;
constexpr int half_turn = 10;  // points of a round end

// The place away_mm from another, straight through space, in a direction (across, back) of unit length.
ChartPoint at_distance(const ScalpSurface& surface, const ChartPoint& from, const glm::dvec2& direction,
                       double away_mm) {
    const glm::dvec3 start = surface.position_mm(from);
    double along_mm = away_mm;
    for (int i = 0; i < 6; ++i) {
        const double got = glm::length(surface.position_mm(beside(surface, from, along_mm * direction)) - start);
        along_mm *= std::clamp(away_mm / std::max(1e-6, got), 0.5, 2.0);
    }
    return beside(surface, from, along_mm * direction);
}

// A way through space as (across, back) of the skin at a place; unit length.
glm::dvec2 on_skin(const ScalpSurface& surface, const ChartPoint& at, const glm::dvec3& way) {
    constexpr double d_mm = 0.5;
    const glm::dvec3 p = surface.position_mm(at);
    const glm::dvec2 mm(glm::dot(way, surface.position_mm(beside(surface, at, {d_mm, 0})) - p),
                        glm::dot(way, surface.position_mm(beside(surface, at, {0, d_mm})) - p));
    return glm::normalize(mm);
}

glm::dvec2 turned(const glm::dvec2& v, double angle) {
    return {std::cos(angle) * v.x - std::sin(angle) * v.y, std::sin(angle) * v.x + std::cos(angle) * v.y};
}

double away2_mm2(const std::vector<PathSample>& way, const glm::dvec3& p) {
    double least2 = glm::dot(p - way[0].p_head_mm, p - way[0].p_head_mm);
    for (std::size_t i = 1; i < way.size(); ++i) {
        const glm::dvec3 a = way[i - 1].p_head_mm, ab = way[i].p_head_mm - a;
        const double t = std::clamp(glm::dot(p - a, ab) / std::max(1e-12, glm::dot(ab, ab)), 0.0, 1.0);
        const glm::dvec3 off = p - (a + t * ab);
        least2 = std::min(least2, glm::dot(off, off));
    }
    return least2;
}

}  // namespace

ChartPoint between(const ChartPoint& a, const ChartPoint& b, double t) {
    const glm::dvec3 from = direction_from_chart(a), to = direction_from_chart(b);
    return chart_from_direction(from + t * (to - from));
}

ChartPoint beside(const ScalpSurface& surface, const ChartPoint& chart, const glm::dvec2& mm) {
    constexpr double d = 0.5;
    const glm::dvec3 du = (surface.position_mm({chart.x + d, chart.y}) - surface.position_mm({chart.x - d, chart.y})),
                     dv = (surface.position_mm({chart.x, chart.y + d}) - surface.position_mm({chart.x, chart.y - d}));
    // The chart's directions are not square to each other on the skin, nor of one length.
    const double uu = glm::dot(du, du), vv = glm::dot(dv, dv), uv = glm::dot(du, dv);
    const double back = mm.y / std::sqrt(vv - uv * uv / uu), across = mm.x / std::sqrt(uu) - back * uv / uu;
    return chart + 2 * d * glm::dvec2(across, back);
}

std::vector<PathSample> samples(const ScalpSurface& surface, std::span<const ChartPoint> path, double step_mm) {
    std::vector<PathSample> out{{path[0], surface.position_mm(path[0]), 0, 0}};
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const double chord = glm::length(direction_from_chart(path[i + 1]) - direction_from_chart(path[i]));
        const int pieces = std::max(1, static_cast<int>(std::ceil(chord * 100 / step_mm)));
        for (int s = 1; s <= pieces; ++s) {
            const ChartPoint chart =
                s == pieces ? path[i + 1] : between(path[i], path[i + 1], static_cast<double>(s) / pieces);
            const glm::dvec3 p = surface.position_mm(chart);
            out.push_back(
                {chart, p, out.back().along_mm + glm::length(p - out.back().p_head_mm), s == pieces ? i + 1 : i});
        }
    }
    return out;
}

std::vector<std::vector<ChartPoint>> outline(const ScalpSurface& surface, std::span<const ChartPoint> path,
                                             double away_mm) {
    const auto way = samples(surface, path, outline_step_mm);
    std::vector<ChartPoint> around;
    const auto round_end = [&](const ChartPoint& at, const glm::dvec2& from, int points) {
        for (int k = 0; k <= points; ++k)
            around.push_back(at_distance(surface, at, turned(from, -std::numbers::pi * k / half_turn), away_mm));
    };
    if (way.size() == 1 || way.back().along_mm <= 0) {
        round_end(path[0], {1, 0}, 2 * half_turn);
        return {around};
    }
    // Along one side, about the end, back along the other, about the beginning.
    std::vector<glm::dvec2> forward;
    for (std::size_t i = 0; i < way.size(); ++i)
        forward.push_back(on_skin(surface, way[i].chart,
                                  way[std::min(i + 1, way.size() - 1)].p_head_mm - way[i > 0 ? i - 1 : 0].p_head_mm));
    constexpr double quarter = std::numbers::pi / 2;
    for (std::size_t i = 0; i + 1 < way.size(); ++i)
        around.push_back(at_distance(surface, way[i].chart, turned(forward[i], quarter), away_mm));
    round_end(way.back().chart, turned(forward.back(), quarter), half_turn);
    for (std::size_t i = way.size() - 1; i-- > 1;)
        around.push_back(at_distance(surface, way[i].chart, turned(forward[i], -quarter), away_mm));
    round_end(way.front().chart, turned(forward.front(), -quarter), half_turn);
    around.push_back(around.front());

    const double least_mm = 0.97 * away_mm - 0.1;
    std::vector<std::vector<ChartPoint>> out;
    bool on = false;
    for (const ChartPoint& c : around) {
        const bool border = away2_mm2(way, surface.position_mm(c)) >= least_mm * least_mm;
        if (border && !on) out.emplace_back();
        if (border) out.back().push_back(c);
        on = border;
    }
    std::erase_if(out, [](const auto& line) { return line.size() < 2; });
    return out;
}

}  // namespace smp
