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

void LiveFade::begin(const Painter& painter, double now_s) {
    if (!painter.view()) return;  // nothing of it is seen
    if (until_s_ - now_s < fade_s / 2) old_ = painter.treatment();
    until_s_ = now_s + fade_s;
}

std::optional<Fade> LiveFade::draw(const Painter& painter, const Tracked& painted, double show, const Reveal& reveal,
                                   double now_s) {
    // The old marks lie on the head as it was known then.
    if (!going(now_s) || !painter.view() || old_.shape_revision != painter.treatment().shape_revision ||
        old_.revision == painter.treatment().revision) {
        if (!going(now_s)) old_ = {};
        return std::nullopt;
    }
    renderer_.set_head(painter.mesh());
    renderer_.set_treatment(old_);
    renderer_.draw(painted.frame.bgr, painter.view(), painted.overlay_alpha * old_.opacity * show, reveal);
    return Fade{renderer_.picture_texture(), std::clamp(1 - (until_s_ - now_s) / fade_s, 0.0, 1.0)};
}

}  // namespace smp
