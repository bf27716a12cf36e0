// Beside the mirror: the desk, the tablets, the standard views.
#include <iostream>

#include "app/live_mirror.hpp"
#include "base/steady_clock.hpp"
#include "base/texts.hpp"

namespace smp {

void Mirror::follow_views() {
    const bool camera = status_.state == LiveState::live && screen_.veil() < 1;
    const auto turn = views_.follow({controls_, shown_ ? &*shown_ : nullptr, camera, steady_s()}, painter_);
    if (turn.take) shoot(turn.take);
    if (turn.next) obey({.act = Act::view, .amount = static_cast<double>(*turn.next)});
    screen_.set_ghost(views_.ghost());
}

void Mirror::open_desk() {
    auto desk = LiveDesk::open(window_, typed_);
    if (desk) {
        desk_ = std::move(*desk);
        stale_ = true;  // its figures are to be counted
        return;
    }
    controls_.desk = false;
    screen_.note(tr_fill("The desk did not open: {0}", desk.error().line()), true, steady_s());
    std::cerr << "smp-mirror: " << desk.error().line() << std::endl;
}

void Mirror::close_desk() {
    typed_ = desk_->typed();
    desk_.reset();
    window_.focus();
    // A key or button that was held there is not let go any more.
    obey({.act = Act::bare_release, .time_s = steady_s()});
}

void Mirror::follow_desk() {
    if (!desk_) return;
    if (desk_->closing()) return obey({.act = Act::desk});
    const bool head = shown_ && shown_->head.state == TrackState::tracking;
    DeskSnapshot now = desk_snapshot(controls_, screen_.overlay(), status_, head);
    now.keys = desk_keys_;
    views_.tell(now);
    now.tablet = tablet_.view();
    check_.show(now);
    if (shown_) {
        now.texture = painter_.renderer().picture_texture();
        now.picture_px = painter_.renderer().picture_size_px();
        hands_.look(painter_, *shown_, controls_.design(), controls_.tool, desk_->pointer(), painted_);
        if (!controls_.shows_bare()) {
            now.guides = hands_.guide_lines();
            now.grips = hands_.grips();
        }
    }
    if (!hand_trouble_.empty()) {  // the client need not know
        now.note = hand_trouble_;
        now.note_failed = true;
    }
    scale_.show(now, controls_, shown_ ? &*shown_ : nullptr, painter_.mesh());
    for (Command command : desk_->step(now, std::exchange(painted_, false), steady_s())) {
        command.time_s = steady_s();
        obey(command);
    }
    if (desk_ && shown_) follow_hand();
}

void Mirror::follow_tablet() {
    tablet_.switch_on(controls_.tablet);
    if (tablet_.gave_up()) controls_.tablet = false;
    for (const auto& [words, failed] : tablet_.take_notes()) screen_.note(words, failed, steady_s());
    if (!tablet_.on()) return;
    tablet_.follow(controls_.work, [&](Command command) -> const Work& {
        obey(std::move(command));
        return controls_.work;
    });
    const bool head = shown_ && shown_->head.state == TrackState::tracking;
    TabletPicture picture{0, {}, screen_.view(), screen_.veil(), std::exchange(drawn_for_tablet_, false)};
    if (shown_) picture.texture = painter_.renderer().picture_texture();
    if (shown_) picture.size_px = painter_.renderer().picture_size_px();
    tablet_.show(desk_snapshot(controls_, screen_.overlay(), status_, head), picture);
}

void Mirror::follow_hand() {
    if (controls_.mark_ruled) return scale_.touch(desk_->take_touch());
    const auto touch = controls_.shows_bare() ? std::nullopt : desk_->take_touch();
    const auto wanted = hands_.follow(touch ? &*touch : nullptr, *shown_, controls_.design(), controls_.tool);
    if (!touch || wanted) hand_trouble_.clear();
    if (!wanted) return;
    if (*wanted)
        change_design(**wanted, hands_.continues());
    else
        hand_trouble_ = hands_.refusal(wanted->error());
}

}  // namespace smp
