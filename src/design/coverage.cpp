#include "design/coverage.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

#include "design/loss.hpp"
#include "design/regions.hpp"

namespace smp {

using chart_grid::size;
using chart_grid::texels;

namespace {

// Temple points that are set thinner (DOMAIN 3: 60 to 110 marks per cm2 at the temples, fading forward).
constexpr double thin_temple_mm = 25;
constexpr float thin_temple_loss = 0.55f;

}  // namespace

double CoverageMap::at(const ChartPoint& chart) const {
    return chart_grid::sample(value, chart_grid::tap(chart)) / 255.0;
}

float front_ramp(float distance_mm, float width_mm) {
    constexpr float share = 0.6084f;  // of a smoothstep's width lies between 10 and 90 %
    return smooth(0.5f + share * distance_mm / width_mm);
}

CoverageBuilder::CoverageBuilder(const HeadModel& model, const ScalpSurface& surface, const SkinGrid& skin,
                                 std::shared_ptr<const SkinWarp> warp)
    : skin_(surface, skin, std::move(warp)),
      model_(&model),
      sides_(model, skin_),
      front_mm_(texels),
      other_(texels),
      coverage_(texels) {}

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
        skin_.near_segment(edge[i].chart, edge[i + 1].chart, reach_mm / scale,
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
    const auto mm_per_deg = static_cast<float>(skin_.surface().radius_mm({0, 20}) * std::numbers::pi / 180);
    for (int j = 0; j < size; ++j)
        for (int i = 0; i < size; ++i)
            depth_mm_[static_cast<std::size_t>(j * size + i)] =
                mm_per_deg * (front_v[static_cast<std::size_t>(i)] - static_cast<float>(chart_grid::to_chart(j)));
}

void CoverageBuilder::measure_loss(const TreatmentDesign& d) {
    if (loss_ == d.loss && loss_feather_mm_ == d.loss_feather_mm) return;
    loss_ = d.loss;
    loss_feather_mm_ = d.loss_feather_mm;
    loss_map_.clear();
    if (loss_ != LossPattern::none) loss_map_ = loss_map(skin_, loss_, loss_feather_mm_);
}

void CoverageBuilder::measure_patches(const std::vector<Patch>& patches) {
    if (patches_ == patches) return;
    patches_ = patches;
    patch_maps_ = patch_maps(skin_, patches);
    if (patches.empty() || !hair_bearing_.empty()) return;
    constexpr float clear_mm = 3;  // of the face
    const auto& polygon = model_->hair_region();
    const auto in = chart_grid::inside(polygon);
    hair_bearing_.assign(in.begin(), in.end());
    for (std::size_t i = 0; i < polygon.size(); ++i)
        skin_.near_segment(polygon[i], polygon[(i + 1) % polygon.size()], clear_mm, [&](std::size_t k, float d2) {
            if (in[k]) hair_bearing_[k] = std::min(hair_bearing_[k], smooth(std::sqrt(d2) / clear_mm));
        });
}

void CoverageBuilder::build(const HairlineCurve& curve, const TreatmentDesign& design) {
    region_ = design.region;
    const double width_mm = edge_look(design).width_mm;
    edge_width_mm_ = static_cast<float>(width_mm);
    measure_front(curve, width_mm, std::max(12.0, 0.9 * width_mm + 9));
    measure_loss(design);
    measure_patches(design.patches);
    const auto& sides = sides_.weight(design);

    if (region_ == Region::crown) {
        const glm::vec3 middle(skin_.surface().position_mm(whorl));
        const auto radius = static_cast<float>(design.crown_radius_mm);
        for (std::size_t k = 0; k < texels; ++k)  // fades over its outer third
            other_[k] =
                sides[k] * (1 - smooth((glm::length(skin_.place_mm[k] - middle) - 0.8f * radius) / (0.4f * radius)));
    } else if (region_ == Region::density_fill) {
        measure_depth(curve);
        for (int j = 0; j < size; ++j)
            for (int i = 0; i < size; ++i) {
                const auto k = static_cast<std::size_t>(j * size + i);
                const auto side = sides_weight({chart_grid::to_chart(i), chart_grid::to_chart(j)});
                other_[k] = sides[k] * (1 - static_cast<float>(side)) * smooth((depth_mm_[k] - 4) / 32);
            }
    } else if (region_ == Region::frontal) {  // transition and defined zone, then fading out (DOMAIN 6)
        measure_depth(curve);
        for (std::size_t k = 0; k < texels; ++k) other_[k] = sides[k] * (1 - smooth((depth_mm_[k] - 25) / 25));
    } else {
        other_ = sides;
    }
    if (!loss_map_.empty())
        for (std::size_t k = 0; k < texels; ++k) other_[k] *= loss_map_[k];
    if (design.temple_peak == TemplePeak::thinned)
        for (const ChartPoint& temple : {curve.chart.front(), curve.chart.back()})
            skin_.near_segment(temple, temple, thin_temple_mm, [&](std::size_t k, float d2) {
                other_[k] *= 1 - thin_temple_loss * (1 - smooth(std::sqrt(d2) / static_cast<float>(thin_temple_mm)));
            });

    patch_cover_.clear();
    if (!patches_.empty()) {
        patch_cover_.resize(texels);
        for (std::size_t k = 0; k < texels; ++k) {
            const float fill = patch_maps_.fill[k] * (1 - patch_maps_.kept_out[k]);
            patch_cover_[k] = fill > 0 ? fill * sides[k] * std::max(hair_bearing_[k], edge_ramp(front_mm_[k])) : 0.0f;
            other_[k] *= 1 - patch_maps_.kept_out[k];
        }
    }

    double area = 0;
    for (std::size_t k = 0; k < texels; ++k) {
        float c = front_mm_[k] < -edge_width_mm_ ? 0.0f : edge_ramp(front_mm_[k]) * other_[k];
        if (!patch_cover_.empty()) c = std::max(c, patch_cover_[k]);
        coverage_[k] = static_cast<std::uint8_t>(255 * c + 0.5f);
        area += static_cast<double>(c) * skin_.area_mm2[k];
    }
    treated_area_cm2_ = area / 100;
}

float CoverageBuilder::hairless(const chart_grid::Tap& tap) const {
    const float lost = loss_map_.empty() ? 0.0f : chart_grid::sample(loss_map_, tap);
    return patches_.empty() ? lost : std::max(lost, chart_grid::sample(patch_maps_.hairless, tap));
}

double CoverageBuilder::scar_strength(const chart_grid::Tap& tap, float deviate, double age_strength) const {
    if (patches_.empty()) return 1;
    return smp::scar_strength(chart_grid::sample(patch_maps_.scar, tap),
                              chart_grid::sample(patch_maps_.uptake_lost, tap), deviate, age_strength);
}

}  // namespace smp
