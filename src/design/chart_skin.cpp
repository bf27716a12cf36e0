#include "design/chart_skin.hpp"

namespace smp {

using chart_grid::size;

namespace {

constexpr double skin_step_deg = 2.5;
constexpr int skin_n = static_cast<int>(2 * CoverageMap::reach_deg / skin_step_deg) + 1;

}  // namespace

std::vector<std::uint8_t> chart_grid::inside(const std::vector<ChartPoint>& polygon) {
    std::vector<std::uint8_t> out(texels, 0);
    std::vector<double> crossings;
    for (int j = 0; j < size; ++j) {
        const double v = to_chart(j);
        crossings.clear();
        for (std::size_t i = 0, k = polygon.size() - 1; i < polygon.size(); k = i++) {
            const ChartPoint &a = polygon[k], &b = polygon[i];
            if ((a.y > v) != (b.y > v)) crossings.push_back(a.x + (v - a.y) / (b.y - a.y) * (b.x - a.x));
        }
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t c = 0; c + 1 < crossings.size(); c += 2) {
            const int from = std::max(0, static_cast<int>(std::ceil(to_grid(crossings[c]))));
            const int to = std::min(size - 1, static_cast<int>(std::floor(to_grid(crossings[c + 1]))));
            for (int i = from; i <= to; ++i) out[static_cast<std::size_t>(j * size + i)] = 1;
        }
    }
    return out;
}

SkinGrid::SkinGrid(const ScalpSurface& surface) : nodes_(static_cast<std::size_t>(skin_n) * skin_n) {
    for (int j = 0; j < skin_n; ++j)
        for (int i = 0; i < skin_n; ++i) {
            const ChartPoint c{i * skin_step_deg - CoverageMap::reach_deg, j * skin_step_deg - CoverageMap::reach_deg};
            if (glm::length(c) > CoverageMap::reach_deg + 3) continue;
            nodes_[static_cast<std::size_t>(j * skin_n + i)] = {glm::vec3(surface.normal(c)),
                                                                static_cast<float>(surface.area_mm2_per_deg2(c))};
        }
}

SkinGrid::Skin SkinGrid::at(const ChartPoint& chart) const {
    const double x = std::clamp((chart.x + CoverageMap::reach_deg) / skin_step_deg, 0.0, skin_n - 1.001);
    const double y = std::clamp((chart.y + CoverageMap::reach_deg) / skin_step_deg, 0.0, skin_n - 1.001);
    const int i = static_cast<int>(x), j = static_cast<int>(y);
    const auto a = static_cast<float>(x - i), b = static_cast<float>(y - j);
    const Skin* s = &nodes_[static_cast<std::size_t>(j * skin_n + i)];
    const float w00 = (1 - a) * (1 - b), w10 = a * (1 - b), w01 = (1 - a) * b, w11 = a * b;
    return {w00 * s[0].normal + w10 * s[1].normal + w01 * s[skin_n].normal + w11 * s[skin_n + 1].normal,
            w00 * s[0].area + w10 * s[1].area + w01 * s[skin_n].area + w11 * s[skin_n + 1].area};
}

ChartSkin::ChartSkin(const ScalpSurface& surface, const SkinGrid& skin, std::shared_ptr<const SkinWarp> warp)
    : place_mm(chart_grid::texels), area_mm2(chart_grid::texels), surface_(&surface), warp_(std::move(warp)) {
    static const std::vector<glm::vec3> directions = [] {
        std::vector<glm::vec3> d(chart_grid::texels);
        for (int j = 0; j < size; ++j)
            for (int i = 0; i < size; ++i)
                d[static_cast<std::size_t>(j * size + i)] =
                    glm::vec3(direction_from_chart({chart_grid::to_chart(i), chart_grid::to_chart(j)}));
        return d;
    }();
    const glm::vec3 centre(surface.centre_mm());
    for (int j = 0; j < size; ++j)
        for (int i = 0; i < size; ++i) {
            const ChartPoint c{chart_grid::to_chart(i), chart_grid::to_chart(j)};
            if (glm::dot(c, c) > CoverageMap::reach_deg * CoverageMap::reach_deg) continue;
            const auto k = static_cast<std::size_t>(j * size + i);
            place_mm[k] = centre + static_cast<float>(surface.radius_mm(c)) * directions[k];
            least_radius_mm_ = std::min(least_radius_mm_, surface.radius_mm(c));
            area_mm2[k] = skin.at(c).area * static_cast<float>(chart_grid::pitch_deg * chart_grid::pitch_deg);
        }
}

std::vector<ChartPoint> ChartSkin::now(std::vector<ChartPoint> skin) const {
    for (ChartPoint& c : skin) c = now(c);
    return skin;
}

ChartSkin::Box ChartSkin::box_of(const ChartPoint& a, const ChartPoint& b, double reach_mm) const {
    const double degrees = 180 / std::numbers::pi;
    const double reach_deg = reach_mm / least_radius_mm_ * degrees;
    // Off the vertex the chart draws circles too long, so a millimetre takes up more of it.
    const double polar = std::min(2.6, std::max(glm::length(a), glm::length(b)) / degrees);
    const double box = reach_deg * (polar > 0.1 ? polar / std::sin(polar) : 1.0);
    const auto low = [&](double c) { return std::clamp(static_cast<int>(chart_grid::to_grid(c - box)), 0, size - 1); };
    const auto high = [&](double c) {
        return std::clamp(static_cast<int>(chart_grid::to_grid(c + box)) + 1, 0, size - 1);
    };
    return {low(std::min(a.x, b.x)), high(std::max(a.x, b.x)), low(std::min(a.y, b.y)), high(std::max(a.y, b.y))};
}

}  // namespace smp
