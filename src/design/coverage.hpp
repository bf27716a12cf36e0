// The treated region over the chart, with its ramps in millimetres on the client's own skin.
#pragma once

#include <vector>

#include "design/chart_skin.hpp"
#include "design/hairline.hpp"
#include "design/layers.hpp"
#include "design/patches.hpp"
#include "design/sides.hpp"

namespace smp {

// Coverage 0..1 at a signed distance behind the front edge: 10 to 90 % over `width_mm`, half at 0.
float front_ramp(float distance_mm, float width_mm);

class CoverageBuilder {
  public:
    // Once a head: where the texels lie, how far they are from ears, sideburns and nape. `warp` is HeadShape::skin.
    CoverageBuilder(const HeadModel& model, const ScalpSurface& surface, const SkinGrid& skin,
                    std::shared_ptr<const SkinWarp> warp = nullptr);

    CoverageBuilder(const CoverageBuilder&) = delete;

    void build(const HairlineCurve& curve, const TreatmentDesign& design);

    // Coverage at a tap with the front edge moved by `shift()` mm (positive: ahead), at most largest_shift_mm either
    // way; asked for only where that can matter.
    static constexpr float largest_shift_mm = 8;
    template <class Shift>
    float at(const chart_grid::Tap& tap, Shift shift) const {
        const float patch = patch_cover_.empty() ? 0.0f : chart_grid::sample(patch_cover_, tap);
        const float other = chart_grid::sample(other_, tap), front = chart_grid::sample(front_mm_, tap);
        if (other <= 0 || front + largest_shift_mm < -edge_width_mm_) return patch;
        float ramp = edge_ramp(front - largest_shift_mm);
        if (ramp < 1) {
            const float moved = front + shift();
            ramp = moved < -edge_width_mm_ ? 0.0f : edge_ramp(moved);
        }
        return std::max(ramp * other, patch);
    }
    // How much of the client's own hair is missing at a tap as far as the design tells, 0..1.
    float hairless(const chart_grid::Tap& tap) const;
    // What becomes of a mark's strength in scars at a tap (patches.hpp).
    double scar_strength(const chart_grid::Tap& tap, float deviate, double age_strength) const;
    const std::vector<std::uint8_t>& coverage() const { return coverage_; }
    const std::vector<float>& area_mm2() const { return skin_.area_mm2; }  // of each texel on the client's skin
    double treated_area_cm2() const { return treated_area_cm2_; }

  private:
    float edge_ramp(float front_mm) const;
    void measure_loss(const TreatmentDesign& design);
    void measure_patches(const std::vector<Patch>& patches);
    void measure_depth(const HairlineCurve& curve);
    void measure_front(const HairlineCurve& curve, double edge_width_mm, double reach_mm);

    ChartSkin skin_;
    const HeadModel* model_;
    SideRamps sides_;
    std::vector<float> front_mm_;  // signed distance behind the front edge, cut off at the band's reach
    std::vector<float> depth_mm_;  // straight back from the front edge, where the region asks for it
    std::vector<float> other_;     // coverage but for what front_mm decides
    std::vector<std::uint8_t> coverage_;

    // Kept while what they depend on stays.
    LossPattern loss_ = LossPattern::none;
    double loss_feather_mm_ = 0;
    std::vector<float> loss_map_;  // empty for none
    std::vector<Patch> patches_;
    PatchMaps patch_maps_;
    std::vector<float> hair_bearing_;  // 0..1 within the model's hair region; once patches ask for it
    std::vector<float> patch_cover_;   // of patches on this design, clear of face and ears

    Region region_ = Region::full;
    float edge_width_mm_ = 0;
    double treated_area_cm2_ = 0;
};

}  // namespace smp
