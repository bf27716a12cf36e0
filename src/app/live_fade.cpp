#include "app/live_fade.hpp"

#include <algorithm>

namespace smp {
namespace {

constexpr double fade_s = 0.15;

}  // namespace

Expected<LiveFade> LiveFade::create() {
    auto renderer = Renderer::create();
    if (!renderer) return renderer.error();
    return LiveFade(std::move(*renderer));
}

void LiveFade::begin(const Painter& painter, double now_s, double grows) {
    if (!painter.view()) return;  // nothing of it is seen
    if (until_s_ - now_s < fade_s / 2 || grows != 1) {
        old_ = painter.treatment();
        old_mesh_ = grows != 1 ? painter.mesh() : HeadMesh{};
        grows_ = grows;
    }
    until_s_ = now_s + fade_s;
}

std::optional<Fade> LiveFade::draw(const Painter& painter, const Tracked& painted, double show, const Reveal& reveal,
                                   double now_s) {
    // The old marks lie on the head as it was known then.
    const int same_head = old_.shape_revision + (grows_ != 1 ? 1 : 0);
    if (!going(now_s) || !painter.view() || same_head != painter.treatment().shape_revision ||
        old_.revision == painter.treatment().revision) {
        if (!going(now_s)) old_ = {};
        return std::nullopt;
    }
    HeadView view = *painter.view();
    view.camera_from_head.t_mm /= grows_;
    renderer_.set_head(grows_ != 1 ? old_mesh_ : painter.mesh());
    renderer_.set_treatment(old_);
    renderer_.draw(painted.frame.bgr, view, painted.overlay_alpha * old_.opacity * show, reveal);
    return Fade{renderer_.picture_texture(), std::clamp(1 - (until_s_ - now_s) / fade_s, 0.0, 1.0)};
}

}  // namespace smp
