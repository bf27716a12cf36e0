#include "design/coverage.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

#include "design/regions.hpp"

namespace smp {

using chart_grid::size;

namespace {

constexpr std::size_t texels = static_cast<std::size_t>(size) * size;
constexpr double skin_step_deg = 2.5;
constexpr int skin_n = static_cast<int>(2 * CoverageMap::reach_deg / skin_step_deg) + 1;
constexpr double least_radius_mm = 60;  // of any head, for the size of search boxes

float smooth(float t) {
    t = std::clamp(t, 0.0f, 1.0f);
    return t * t * (3 - 2 * t);
}

float distance2(const glm::vec3& p, const glm::vec3& a, const glm::vec3& ab, float inverse_ab2) {
    const glm::vec3 d = p - a;
    const float t = std::clamp(glm::dot(d, ab) * inverse_ab2, 0.0f, 1.0f);
    const glm::vec3 off = d - t * ab;
    return glm::dot(off, off);
}

// Calls visit(texel, squared distance) for every texel within about `reach_mm` of the segment from a to b.
template <class Visit>
void near_segment(const ScalpSurface& surface, const std::vector<glm::vec3>& place, const ChartPoint& a,
                  const ChartPoint& b, double reach_mm, Visit visit) {
    const double degrees = 180 / std::numbers::pi;
    const double reach_deg = reach_mm / least_radius_mm * degrees;
    // Off the vertex the chart draws circles too long, so a millimetre takes up more of it.
    const double polar = std::min(2.6, std::max(glm::length(a), glm::length(b)) / degrees);
    const double box = reach_deg * (polar > 0.1 ? polar / std::sin(polar) : 1.0);
    const auto low = [&](double c) { return std::clamp(static_cast<int>(chart_grid::to_grid(c - box)), 0, size - 1); };
    const auto high = [&](double c) {
        return std::clamp(static_cast<int>(chart_grid::to_grid(c + box)) + 1, 0, size - 1);
    };
    const int i0 = low(std::min(a.x, b.x)), i1 = high(std::max(a.x, b.x));
    const int j0 = low(std::min(a.y, b.y)), j1 = high(std::max(a.y, b.y));
    const glm::vec3 p(surface.position_mm(a)), ab = glm::vec3(surface.position_mm(b)) - p;
    const float inverse = 1.0f / std::max(1e-9f, glm::dot(ab, ab));
    for (int j = j0; j <= j1; ++j)
        for (int i = i0; i <= i1; ++i) {
            const auto k = static_cast<std::size_t>(j * size + i);
            visit(k, distance2(place[k], p, ab, inverse));
        }
}

// How the edges of the hair region below the temples keep clear of what they meet, mm: nothing within `clear`, full
// from clear + ramp on.
struct Border {
    double clear_mm, ramp_mm;
};
Border border(std::size_t edge) {  // edge i runs from vertex i to i + 1; the left half, 12 the foot of the sideburn
    if (edge == 12) return {0, 15};
    if (edge <= 18) return {3, 5};  // the sideburn's rear edge and over the ear
    if (edge <= 21) return {3, 8};  // behind the ear
    return {2, 20};                 // nape
}

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

double CoverageMap::at(const ChartPoint& chart) const {
    return chart_grid::sample(value, chart_grid::tap(chart)) / 255.0;
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

float front_ramp(float distance_mm, float width_mm) {
    constexpr float share = 0.6084f;  // of a smoothstep's width lies between 10 and 90 %
    return smooth(0.5f + share * distance_mm / width_mm);
}

CoverageBuilder::CoverageBuilder(const HeadModel& model, const ScalpSurface& surface, const SkinGrid& skin)
    : surface_(&surface),
      place_(texels),
      area_mm2_(texels),
      sides_(texels, 1.0f),
      front_mm_(texels),
      other_(texels),
      coverage_(texels) {
    static const std::vector<glm::vec3> directions = [] {
        std::vector<glm::vec3> d(texels);
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
            place_[k] = centre + static_cast<float>(surface.radius_mm(c)) * directions[k];
            area_mm2_[k] = skin.at(c).area * static_cast<float>(chart_grid::pitch_deg * chart_grid::pitch_deg);
        }
    const auto& polygon = model.hair_region();
    const std::size_t n = polygon.size(), foot = 12;
    for (std::size_t e = foot; e < n - foot; ++e) {
        const auto [clear, ramp] = border(std::min(e, n - 1 - e));
        near_segment(surface, place_, polygon[e], polygon[e + 1], clear + ramp,
                     [&, c = clear, r = ramp](std::size_t k, float d2) {
                         const auto full = static_cast<float>(c + r);
                         if (d2 >= full * full) return;
                         sides_[k] = std::min(sides_[k],
                                              smooth((std::sqrt(d2) - static_cast<float>(c)) / static_cast<float>(r)));
                     });
    }
}

void CoverageBuilder::measure_front(const HairlineCurve& curve, double edge_width_mm, double reach_mm) {
    // The front edge, and the front of the sideburns below the temple points: from the left foot up and over to the
    // right one. The closed region starts with the curve, so the right sideburn stands at its end.
    struct Vertex {
        ChartPoint chart;
        double width_mm;  // of the ramp here
    };
    std::vector<Vertex> edge;
    constexpr double sideburn_width_mm = 4, blend_vertices = 2;
    const auto& region = curve.region;
    for (std::size_t i = curve.right_sideburn; i < region.size(); ++i) {
        const double above = static_cast<double>(region.size() - i);
        const double t = std::min(1.0, above / blend_vertices);
        edge.push_back({region[i], edge_width_mm + t * (std::min(sideburn_width_mm, edge_width_mm) - edge_width_mm)});
    }
    for (const ChartPoint& c : curve.chart) edge.push_back({c, edge_width_mm});
    for (std::size_t i = HairlineCurve::count; i <= curve.left_sideburn; ++i) {
        const double t = std::min(1.0, static_cast<double>(i - HairlineCurve::count + 1) / blend_vertices);
        edge.push_back({region[i], edge_width_mm + t * (std::min(sideburn_width_mm, edge_width_mm) - edge_width_mm)});
    }

    const auto far = static_cast<float>(reach_mm);
    std::fill(front_mm_.begin(), front_mm_.end(), far * far);
    for (std::size_t i = 0; i + 1 < edge.size(); ++i) {
        // Where the ramp is narrower, distances count for more.
        const auto scale = static_cast<float>(edge_width_mm / (0.5 * (edge[i].width_mm + edge[i + 1].width_mm)));
        near_segment(*surface_, place_, edge[i].chart, edge[i + 1].chart, reach_mm / scale,
                     [&](std::size_t k, float d2) { front_mm_[k] = std::min(front_mm_[k], d2 * scale * scale); });
    }
    const auto in = chart_grid::inside(region);
    for (std::size_t k = 0; k < texels; ++k) {
        const float d = front_mm_[k] < far * far ? std::sqrt(front_mm_[k]) : far;
        front_mm_[k] = in[k] ? d : -d;
    }
}

float CoverageBuilder::edge_ramp(float front_mm) const {
    // A fill starts behind the line; its own slow rise makes sure that no new edge is seen.
    if (region_ == Region::density_fill) return smooth((front_mm - 2) / 10);
    return front_ramp(front_mm, edge_width_mm_);
}

// How far a texel lies behind the front edge straight back, mm: lines of equal depth are the front edge moved back, so
// they are as smooth as it is, which lines of equal distance are not. Beside the corners, depth counts from their
// level.
void CoverageBuilder::measure_depth(const HairlineCurve& curve) {
    std::vector<float> front_v(size);
    const auto& chart = curve.chart;
    constexpr auto first = static_cast<std::size_t>(HairlineCurve::right_corner);
    constexpr auto last = static_cast<std::size_t>(HairlineCurve::left_corner);
    for (int i = 0; i < size; ++i) {
        const double u = chart_grid::to_chart(i);
        std::size_t k = first;
        while (k < last && chart[k + 1].x < u) ++k;
        const ChartPoint &a = chart[k], &b = chart[std::min(k + 1, last)];
        const double t = b.x > a.x ? std::clamp((u - a.x) / (b.x - a.x), 0.0, 1.0) : 0.0;
        front_v[static_cast<std::size_t>(i)] = static_cast<float>(a.y + t * (b.y - a.y));
    }
    // Corners that are wanted in front are not wanted where the region fades out behind.
    for (int pass = 0; pass < 2; ++pass) {
        constexpr int reach = static_cast<int>(12 / chart_grid::pitch_deg);
        const auto sharp = front_v;
        for (int i = reach; i < size - reach; ++i) {
            const auto from = sharp.begin() + (i - reach);
            front_v[static_cast<std::size_t>(i)] =
                std::accumulate(from, from + (2 * reach + 1), 0.0f) / (2 * reach + 1);
        }
    }
    depth_mm_.resize(texels);
    const auto mm_per_deg = static_cast<float>(surface_->radius_mm({0, 20}) * std::numbers::pi / 180);
    for (int j = 0; j < size; ++j)
        for (int i = 0; i < size; ++i)
            depth_mm_[static_cast<std::size_t>(j * size + i)] =
                mm_per_deg * (front_v[static_cast<std::size_t>(i)] - static_cast<float>(chart_grid::to_chart(j)));
}

void CoverageBuilder::build(const HairlineCurve& curve, const TreatmentDesign& design) {
    region_ = design.region;
    edge_width_mm_ = static_cast<float>(design.edge_width_mm);
    measure_front(curve, design.edge_width_mm, std::max(12.0, 0.9 * design.edge_width_mm + 9));

    if (region_ == Region::crown) {
        const glm::vec3 middle(surface_->position_mm(whorl));
        const auto radius = static_cast<float>(design.crown_radius_mm);
        for (std::size_t k = 0; k < texels; ++k)  // fades over its outer third
            other_[k] = sides_[k] * (1 - smooth((glm::length(place_[k] - middle) - 0.8f * radius) / (0.4f * radius)));
    } else if (region_ == Region::density_fill) {
        measure_depth(curve);
        for (int j = 0; j < size; ++j)
            for (int i = 0; i < size; ++i) {
                const auto k = static_cast<std::size_t>(j * size + i);
                const auto side = sides_weight({chart_grid::to_chart(i), chart_grid::to_chart(j)});
                other_[k] = sides_[k] * (1 - static_cast<float>(side)) * smooth((depth_mm_[k] - 4) / 32);
            }
    } else if (region_ == Region::frontal) {  // transition and defined zone, then fading out (DOMAIN 6)
        measure_depth(curve);
        for (std::size_t k = 0; k < texels; ++k) other_[k] = sides_[k] * (1 - smooth((depth_mm_[k] - 25) / 25));
    } else {
        other_ = sides_;
    }

    double area = 0;
    for (std::size_t k = 0; k < texels; ++k) {
        if (front_mm_[k] < -edge_width_mm_) {
            coverage_[k] = 0;
            continue;
        }
        const float c = edge_ramp(front_mm_[k]) * other_[k];
        coverage_[k] = static_cast<std::uint8_t>(255 * c + 0.5f);
        area += static_cast<double>(c) * area_mm2_[k];
    }
    treated_area_cm2_ = area / 100;
}

float CoverageBuilder::at(const chart_grid::Tap& tap, float shift_mm) const {
    const float front = chart_grid::sample(front_mm_, tap);
    if (front + shift_mm < -edge_width_mm_) return 0;
    return edge_ramp(front + shift_mm) * chart_grid::sample(other_, tap);
}

}  // namespace smp
