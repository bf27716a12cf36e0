// Its loop, and what comes in: frames, keys, the pointer.
#include "app/live_mirror.hpp"

#include <algorithm>
#include <iostream>

#include "app/places.hpp"
#include "base/steady_clock.hpp"
#include "present/letterbox.hpp"

namespace smp {

Mirror::Mirror(MirrorNeeds needs)
    : session_(needs.session),
      input_(std::move(needs.input)),
      keys_(std::move(needs.keys)),
      keeper_(needs.keeper),
      window_(needs.window),
      painter_(needs.painter),
      presenter_(needs.presenter),
      loupe_(needs.loupe),
      fade_(needs.fade),
      source_(needs.source),
      tracking_(needs.tracking),
      hands_(session_.model),
      finger_hands_(session_.model),
      views_(session_.model),
      scale_(session_.model, session_.tracker.ipd_mm, Window::wake),
      shots_(session_.pictures, Window::wake),
      record_(std::move(needs.store), session_.pictures, Window::wake),
      stubble_(session_.model, Window::wake),
      check_(session_.model, source_, Window::wake),
      shelf_(config_folder() / "presets", Window::wake),
      settings_(needs.settings),
      tablet_(config_folder(), needs.tablet_port ? needs.tablet_port : default_tablet_port, needs.tablet_port != 0,
              Window::wake),
      hud_(needs.hud) {
    controls_.tablet = needs.tablet_port != 0;
    controls_.settings = settings_.found();
    controls_.view.mirrored = !controls_.settings.as_others_see;
    controls_.work = std::move(needs.begun.work);
    // What was asked for wins over what was kept.
    controls_.client.now = session_.scale.assumed() ? needs.begun.scale : session_.scale;
    tracking_.know_ipd(controls_.client.now.ipd_mm);
    if (!needs.begun.note.empty()) screen_.note(std::move(needs.begun.note), needs.begun.failed, steady_s());
    controls_.full_screen = window_.full_screen();
    name_keys();
}

void Mirror::run(DeskWish desk) {
    const double begin_s = steady_s();
    draw();
    window_.show();
    if (desk == DeskWish::at_start || (desk == DeskWish::on_second_monitor && Window::monitors() > 1))
        obey({.act = Act::desk});
    while (!ends()) {
        Window::wait(pause_s());
        handle_keys();
        follow_pointer();
        take_frame();
        report_capture();
        for (const auto& saved : record_.take_saved(shots_)) tell(saved);
        follow_clip();
        follow_record();
        take_match();
        check_.follow(controls_, status_, steady_s());
        take_presets();
        if (auto said = scale_.follow(controls_, shown_ ? &*shown_ : nullptr, painter_.mesh(), steady_s()))
            obey(std::move(*said));
        for (const auto& trouble : keeper_.take_troubles()) screen_.note(trouble, true, steady_s());
        for (const auto& trouble : settings_.take_troubles()) screen_.note(trouble, true, steady_s());
        take_turns();
        follow_views();
        screen_.advance(screen_inputs(), controls_);
        if (needs_drawing()) draw();
        if (desk_ || tablet_.on()) swatches_.follow(shown_ ? &*shown_ : nullptr, controls_.design(), steady_s());
        follow_desk();
        follow_tablet();
    }
    const double passed_s = steady_s() - begin_s;
    std::cout << frames_ << " frames shown in " << passed_s << " s (" << static_cast<double>(frames_) / passed_s
              << " a second); dropped: " << source_.status().dropped << " before tracking, "
              << tracking_.results().dropped() << " after; age at the swap: median " << meter_.median_age_ms()
              << " ms, p95 " << meter_.p95_age_ms() << " ms" << std::endl;
}

double Mirror::pause_s() const {
    // New frames, keys and finished screenshots wake it; the time is for signals and the camera's state.
    const double now_s = steady_s();
    double pause = desk_ ? std::min(0.02, desk_->pause_s(now_s)) : 0.02;
    if (screen_.moving() || fade_.going(now_s)) pause = std::min(pause, last_draw_s_ + window_.refresh_s() - now_s);
    return stale_ && shown_ ? 0 : std::max(0.0, pause);
}

void Mirror::handle_keys() {
    std::vector<KeyEvent> keys = window_.take_keys();
    if (desk_)
        for (const KeyEvent& key : desk_->take_keys()) keys.push_back(key);
    if (!keys.empty()) record_.used();
    for (const KeyEvent& key : keys)
        if (auto command = keys_.command_for(key)) obey(std::move(*command));
}

void Mirror::take_turns() {
    if (!controls_.turns) {
        turn_at_s_.reset();
        return;
    }
    const double now_s = steady_s();
    if (!turn_at_s_) turn_at_s_ = now_s + 0.3;
    if (now_s < *turn_at_s_) return;
    turn_at_s_ = now_s + controls_.settings.turn_s;
    const int before = controls_.work.chosen();
    obey({.act = Act::next_variant});
    if (controls_.work.chosen() == before) controls_.turns = false;  // there is but one
}

void Mirror::follow_pointer() {
    auto moved = window_.take_pointer();
    if (desk_ && shown_)
        if (const auto at_px = desk_->take_pointer())
            moved =
                window_from_picture(*at_px, painter_.renderer().picture_size_px(), window_.size_px(), screen_.view());
    if (moved && shown_)
        aim_px_ = picture_from_window(*moved, painter_.renderer().picture_size_px(), window_.size_px(), screen_.view());
    if (moved && !controls_.loupe && controls_.compare == Compare::wipe && shown_ && !desk_)
        obey({.act = Act::wipe_to, .amount = across(*moved, painter_.renderer().picture_size_px(), window_.size_px())});
    // Nobody sees where the pointer rests when the loupe comes: it begins on the hairline.
    if (!controls_.loupe)
        pointer_px_.reset();
    else if (moved)
        pointer_px_ = moved;
}

void Mirror::take_frame() {
    // While it is frozen the newest result waits in its mailbox, so going on takes no longer than one drawing.
    if (controls_.frozen && shown_) return;
    auto next = tracking_.results().try_take();
    if (!next) return;
    shown_ = std::move(next);
    scale_.take(*shown_, controls_);
    check_.see(*shown_, steady_s());
    stale_ = fresh_ = true;
    ++frames_;
}

void Mirror::report_capture() {
    LiveStatus now = source_.status();
    if (now.state != status_.state || !told_)
        std::cout << input_ << ": " << in_words(now.state) << (now.detail.empty() ? "" : ", ") << now.detail
                  << std::endl;
    told_ = true;
    status_ = std::move(now);
}

}  // namespace smp
