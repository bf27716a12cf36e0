// What the mirror's screen shows.
#include <algorithm>

#include "app/live_mirror.hpp"
#include "base/local_time.hpp"
#include "base/steady_clock.hpp"
#include "present/letterbox.hpp"

namespace smp {

ScreenInputs Mirror::screen_inputs() const {
    ScreenInputs in{steady_s(), local_date(std::chrono::system_clock::now()), status_, shown_.has_value()};
    if (controls_.compare != Compare::wipe || !shown_) return in;
    if (const auto px = painter_.head_across_px()) {
        const int width_px = shown_->frame.bgr.cols;
        const double a = across_from_column(px->x, width_px, screen_.view()),
                     b = across_from_column(px->y, width_px, screen_.view());
        in.head_left = std::clamp(std::min(a, b), 0.0, 1.0);
        in.head_right = std::clamp(std::max(a, b), 0.0, 1.0);
    }
    return in;
}

Reveal Mirror::reveal() const {
    Reveal out;
    out.rest = screen_.compare_rest();
    if (screen_.compare() == Compare::split) out.side = controls_.split_side;
    if (screen_.compare() == Compare::wipe && shown_) {
        out.line_px = column_from_across(screen_.wipe(), shown_->frame.bgr.cols, screen_.view());
        out.right_of_line = !screen_.view().mirrored;
    }
    return out;
}

glm::dvec2 Mirror::aim(bool by_key) const {
    if (!shown_) return glm::dvec2(0.5);
    if (by_key && controls_.view.zoom > 1) return controls_.view.centre;
    const glm::dvec2 px = by_key || !aim_px_ ? LiveLoupe::resting_place_px(painter_, *shown_) : *aim_px_;
    return glm::clamp((px + 0.5) / glm::dvec2(painter_.renderer().picture_size_px()), 0.0, 1.0);
}

void Mirror::measure() {
    const Frame& frame = shown_->frame;
    meter_.add({last_draw_s_, frame.captured_s - frame.capture_ms / 1000, shown_->times_ms,
                shown_->head.state == TrackState::tracking, shown_->head.confidence});
    if (hud_) screen_.set_hud(meter_.hud());
}

bool Mirror::needs_drawing() {
    const bool damaged = window_.take_damage();
    return damaged || stale_ || drawn_.fading || fade_.going(steady_s()) || !(drawn_.reveal == reveal()) ||
           drawn_.show != screen_.show() || drawn_.veil != screen_.veil() || !(drawn_.view == screen_.view()) ||
           drawn_.loupe != controls_.loupe || drawn_.loupe_zoom != controls_.loupe_zoom ||
           drawn_.pointer_px != pointer_px_ || !(drawn_.overlay == screen_.overlay());
}

void Mirror::draw() {
    const Reveal now = reveal();
    if (shown_ && (stale_ || drawn_.show != screen_.show() || !(drawn_.reveal == now))) {
        painter_.paint(*shown_, controls_.design(), screen_.show(), now);
        stale_ = false;
        painted_ = true;
        clip_.see(*shown_, painter_.renderer().picture_texture(), painter_.renderer().picture_size_px(),
                  controls_.design().opacity > 0 ? screen_.overlay().label : "");
        count();
    }
    Renderer& renderer = painter_.renderer();
    const auto fade = shown_ ? fade_.draw(painter_, *shown_, screen_.show(), now, steady_s()) : std::nullopt;
    presenter_.draw(shown_ ? renderer.picture_texture() : 0, renderer.picture_size_px(), window_.size_px(),
                    screen_.view(), screen_.veil(), fade);
    if (controls_.loupe && shown_ && screen_.veil() <= 0)
        loupe_.draw(painter_, *shown_, pointer_px_, window_.size_px(), screen_.view(), controls_.loupe_zoom,
                    screen_.show());
    overlay_.draw(screen_.overlay(), window_.size_px(), renderer.picture_size_px());
    window_.swap();
    last_draw_s_ = steady_s();
    if (std::exchange(fresh_, false)) measure();
    drawn_for_tablet_ = true;
    drawn_ = {screen_.overlay(), screen_.show(),       screen_.veil(), screen_.view(),
              controls_.loupe,   controls_.loupe_zoom, pointer_px_,    now,
              fade.has_value()};
}

void Mirror::count() {
    const bool head = shown_->head.state == TrackState::tracking;
    if (!(controls_.numbers || controls_.desk || controls_.tablet) || !head ||
        counted_revision_ == painter_.treatment().revision)
        return;
    counted_revision_ = painter_.treatment().revision;
    screen_.set_numbers(painter_.numbers(*shown_, controls_.design(), {controls_.client.now, false}));
}

}  // namespace smp
