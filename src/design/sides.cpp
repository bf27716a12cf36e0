#include "design/sides.hpp"

#include <cmath>

namespace smp {

using chart_grid::texels;

namespace {

// Vertices of HeadModel::hair_region(), left half; edge i runs from vertex i to i + 1.
constexpr std::size_t foot = 12, ear_top = 17, last_of_ear = 18, last_behind_ear = 21;

// How the edges of the hair region below the temples keep clear of what they meet, mm: nothing within `clear`, full
// from clear + ramp on.
struct Border {
    float clear_mm, ramp_mm;
    float at(float mm) const { return smooth((mm - clear_mm) / ramp_mm); }
    float full_mm() const { return clear_mm + ramp_mm; }
};
constexpr Border tapered_nape{2, 20}, squared_nape{2, 4};
Border border(std::size_t edge) {
    if (edge == foot) return {0, 15};
    if (edge <= last_of_ear) return {3, 5};  // the sideburn's rear edge and over the ear
    return {3, 8};                           // behind the ear
}

constexpr double sideburn_fade_mm = 15;  // DOMAIN 6: 10 to 20
constexpr double fade_mm = 25;           // from a fade's line, where nothing is, up to full

double fade_line_mm(SidesFade fade) {  // above the top of the ear (DOMAIN 6)
    return fade == SidesFade::low ? 10 : fade == SidesFade::mid ? 30 : 60;
}

}  // namespace

SideRamps::SideRamps(const HeadModel& model, const ChartSkin& skin)
    : skin_(&skin), ears_(texels, 1.0f), nape_mm_(texels, tapered_nape.full_mm()), weight_(texels) {
    const auto& polygon = model.hair_region();
    const std::size_t n = polygon.size();
    ear_top_ = {polygon[n - ear_top], polygon[ear_top]};
    nape_y_mm_ = skin.surface().position_mm(polygon[last_behind_ear + 1]).y;
    for (std::size_t e = foot; e < n - foot; ++e) {
        const std::size_t edge = std::min(e, n - 1 - e);
        const bool nape = edge > last_behind_ear;
        const Border b = nape ? tapered_nape : border(edge);
        skin.near_segment(polygon[e], polygon[e + 1], b.full_mm(), [&](std::size_t k, float d2) {
            if (d2 >= b.full_mm() * b.full_mm()) return;
            const float d = std::sqrt(d2);
            float& slot = nape ? nape_mm_[k] : ears_[k];
            slot = std::min(slot, nape ? d : b.at(d));
        });
    }
}

double SideRamps::above_ear_y_mm(int side, double above_mm) const {
    const ChartPoint from = ear_top_[static_cast<std::size_t>(side)];
    return skin_->surface().position_mm(skin_->surface().walk(from, -glm::normalize(from), above_mm)).y;
}

const std::vector<float>& SideRamps::weight(const TreatmentDesign& d) {
    if (of_ && of_->sideburn_mm == d.sideburn_mm && of_->sides_fade == d.sides_fade && of_->nape == d.nape)
        return weight_;
    const Border nape = d.nape == Nape::squared ? squared_nape : tapered_nape;
    struct Side {
        float foot_y, fade_from_y, fade_y;
    };
    std::array<Side, 2> sides{};
    for (int s : {0, 1}) {
        const double line = fade_line_mm(d.sides_fade), from = above_ear_y_mm(s, line);
        sides[static_cast<std::size_t>(s)] = {
            static_cast<float>(above_ear_y_mm(s, 0) - d.sideburn_mm), static_cast<float>(from),
            static_cast<float>(std::max(1.0, above_ear_y_mm(s, line + fade_mm) - from))};
    }
    for (std::size_t k = 0; k < texels; ++k) {
        const glm::vec3& p = skin_->place_mm[k];
        const Side& side = sides[p.x > 0 ? 1 : 0];
        float w = std::min(ears_[k], nape.at(nape_mm_[k]));
        // In front of the ears the sideburn ends where it was set.
        const float ahead = smooth((p.z - 5) / 10);
        if (ahead > 0) {
            const float shown = smooth((p.y - side.foot_y) / static_cast<float>(sideburn_fade_mm));
            w = std::min(w, 1 - ahead * (1 - shown));
        } else if (d.nape == Nape::squared) {  // ruled level across the neck
            const float behind = smooth((-20 - p.z) / 10);
            const float above = smooth((p.y - static_cast<float>(nape_y_mm_)) / squared_nape.ramp_mm);
            w = std::min(w, 1 - behind * (1 - above));
        }
        if (d.sides_fade != SidesFade::none) w = std::min(w, smooth((p.y - side.fade_from_y) / side.fade_y));
        weight_[k] = w;
    }
    of_ = d;
    return weight_;
}

}  // namespace smp
