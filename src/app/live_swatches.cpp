#include "app/live_swatches.hpp"

#include "skin/well_lit_skin.hpp"

namespace smp {

void LiveSwatches::follow(const Tracked* shown, const TreatmentDesign& design, double now_s) {
    const bool head = shown && shown->head.state == TrackState::tracking;
    // A frozen picture shows the same skin for as long as it stands.
    skin_.see(head ? well_lit_skin_rgb(shown->skin.skin) : std::nullopt, now_s);
    const auto& skin_rgb = skin_.shown_rgb();
    if (!skin_rgb) {
        now_.reset();
        return;
    }
    TreatmentDesign wanted = swatch_design(design);
    if (now_ && now_->skin_rgb == *skin_rgb && wanted == design_) return;
    design_ = std::move(wanted);
    now_ = std::make_shared<const PigmentSwatches>(pigment_swatches(design_, *skin_rgb));
}

}  // namespace smp
