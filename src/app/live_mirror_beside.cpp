// Beside the mirror: the desk, the tablets, the standard views.
#include <algorithm>
#include <iostream>

#include "app/end_signals.hpp"
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

void Mirror::follow_record() {
    const bool design_made = controls_.work.can_undo() || !(controls_.design() == session_.design);
    if (const auto last = record_.follow(controls_.client.now, design_made, steady_s())) views_.sit_down(*last);
}

bool Mirror::ends() {
    if (told_to_end()) return true;
    if (!controls_.quit && !window_.closing()) return false;
    const auto typed = desk_ ? desk_->typed() : typed_;
    const std::string unsaved = unsaved_words(typed.get(), *record_.view());
    const double now_s = steady_s();
    if (unsaved.empty() || now_s < leaves_until_s_) return true;
    controls_.quit = false;
    window_.stay_open();
    if (!controls_.desk || !controls_.record) obey({.act = Act::record});
    record_.note(tr_fill("Not saved: {0}. Leave once more to throw it away, or save it first", unsaved), true, now_s);
    leaves_until_s_ = record_.note_until_s();
    return false;
}

void Mirror::take_record_wishes() {
    if (desk_->last_touch_s() > touched_s_) record_.used();
    touched_s_ = desk_->last_touch_s();
    for (RecordAsk& ask : desk_->take_asks()) {
        if (auto design = record_.obey(
                std::move(ask), [this] { return worn(); }, steady_s())) {
            fade_.begin(painter_, steady_s());
            change_design(std::move(*design), false);
        }
    }
}

LiveRecord::Worn Mirror::worn() {
    LiveRecord::Worn out{controls_.design(), "", tr_fill("Variant {0}", variant_name(controls_.work.chosen()))};
    if (!shown_ || shown_->head.state != TrackState::tracking) return out;
    // Worked out anew: what is on the screen may be fading, or bare.
    painter_.paint(*shown_, out.design);
    stale_ = true;
    out.numbers_json =
        numbers_to_json(painter_.numbers(*shown_, out.design, {controls_.client.now, session_.tracker.still}));
    return out;
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
    DeskSnapshot now =
        desk_snapshot(controls_, screen_.overlay(), status_, head, shown_ ? shown_->ease : Ease::nothing);
    now.keys = desk_keys_;
    now.swatches = swatches_.now();
    views_.tell(now);
    now.tablet = tablet_.view();
    now.clip = clip_shown();
    now.sign_answer = tablet_.sign_answer();
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
    record_.show(now, steady_s());
    const auto commands = desk_->step(now, std::exchange(painted_, false), steady_s());
    take_record_wishes();
    for (Command command : commands) {
        command.time_s = steady_s();
        obey(command);
    }
    if (desk_ && shown_) follow_hand();
}

void Mirror::follow_tablet() {
    tablet_.switch_on(controls_.tablet);
    if (tablet_.gave_up()) controls_.tablet = false;
    for (const auto& [words, failed] : tablet_.take_notes()) screen_.note(words, failed, steady_s());
    tablet_.sign(desk_ ? desk_->sign_wanted() : std::nullopt);
    if (!tablet_.on()) return;
    tablet_.follow(
        controls_.work,
        [&](Command command) -> const Work& {
            record_.used();
            if (command.act == Act::zoom && command.aimed) command.at = picture_from_seen(command.at, controls_.view);
            obey(std::move(command));
            return controls_.work;
        },
        [&](const std::optional<LiveTablet::Finger>& finger) -> const Work& {
            record_.used();
            follow_finger(finger);
            return controls_.work;
        });
    const bool head = shown_ && shown_->head.state == TrackState::tracking;
    TabletPicture picture{0, {}, screen_.view(), screen_.veil(), std::exchange(drawn_for_tablet_, false)};
    if (shown_) picture.texture = painter_.renderer().picture_texture();
    if (shown_) picture.size_px = painter_.renderer().picture_size_px();
    DeskSnapshot now =
        desk_snapshot(controls_, screen_.overlay(), status_, head, shown_ ? shown_->ease : Ease::nothing);
    now.swatches = swatches_.now();
    now.clip = clip_shown();
    if (!head) now.numbers.reset();
    if (!finger_trouble_.empty() && steady_s() < finger_trouble_until_s_) {
        now.note = finger_trouble_;
        now.note_failed = true;
    }
    tablet_.show(now, picture, brush_on_picture());
}

double Mirror::brush_on_picture() const {
    if (!shown_ || shown_->head.state != TrackState::tracking) return 0;
    const glm::dvec3 scalp_mm(0, 80, 60);
    const double depth_mm = (shown_->head.camera_from_head * scalp_mm).z;
    const double px = controls_.tool.width_mm * shown_->head.intrinsics.fx_px / std::max(1.0, depth_mm);
    return controls_.view.zoom * px / shown_->frame.bgr.cols;
}

void Mirror::follow_finger(const std::optional<LiveTablet::Finger>& finger) {
    const Tool& tool = controls_.tool;
    const bool paints_now = finger && shown_ && !controls_.shows_bare() && tool.kind != ToolKind::hand;
    if (!paints_now) {
        if (shown_) finger_hands_.follow(nullptr, *shown_, controls_.design(), tool);
        return;
    }
    finger_hands_.know(painter_, *shown_);
    const glm::dvec2 picture_px(painter_.renderer().picture_size_px());
    const PictureTouch touch{picture_from_seen(finger->at, controls_.view) * picture_px - 0.5, 0, finger->began, false};
    const auto wanted = finger_hands_.follow(&touch, *shown_, controls_.design(), tool);
    if (!wanted) return;
    finger_trouble_.clear();
    if (*wanted) {
        // Of the design only what a stroke is about: other hands go on meanwhile, and then the rest is a step of its
        // own.
        TreatmentDesign next = controls_.design();
        next.patches = (*wanted)->patches;
        change_design(std::move(next), finger_hands_.continues() && finger_left_ == controls_.work);
        finger_left_ = controls_.work;
        return;
    }
    constexpr double read_s = 4;
    finger_trouble_ = finger_hands_.refusal(wanted->error());
    finger_trouble_until_s_ = steady_s() + read_s;
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
