#include "app/live_desk.hpp"

#include <GL/glew.h>

#include <algorithm>

#include "app/live_screen.hpp"
#include "base/steady_clock.hpp"
#include "base/texts.hpp"

namespace smp {
namespace {

constexpr double hand_s = 1.0 / 60, picture_s = 1.0 / 30;
constexpr double hand_share = 0.4;  // of the thread's time, while the technician's hand is at work
constexpr double share = 1.0 / 16;  // of the thread's time, for pictures that nobody waits for
constexpr double settle_s = 1;      // after a touch: words that come up under a pointer at rest

// What the one context has drawn is there before the other goes on.
class Handover {
  public:
    Handover() : fence_(glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0)) { glFlush(); }
    void take() {
        glWaitSync(fence_, 0, GL_TIMEOUT_IGNORED);
        glDeleteSync(fence_);
    }

  private:
    GLsync fence_;
};

}  // namespace

DeskSnapshot desk_snapshot(const LiveControls& controls, const OverlaySnapshot& screen, const LiveStatus& capture,
                           bool head, Ease ease) {
    DeskSnapshot out;
    out.design = controls.design();
    out.presets = controls.presets;
    out.view = controls.view;
    out.settings = controls.settings;
    out.tool = controls.tool;
    out.record_page = controls.record;
    out.numbers = screen.numbers;
    out.compare = controls.compare;
    out.wipe_sweeps = controls.wipe_sweeps;
    out.wipe = screen.wipe;
    out.turns = controls.turns;
    out.frozen = controls.frozen;
    out.bare = controls.shows_bare();
    out.loupe = controls.loupe;
    const bool camera = capture.state == LiveState::live;
    out.trouble = !camera || !head;
    if (!camera)
        out.status = state_message(capture) + ". " + state_detail(capture);
    else
        out.status = head ? tr("Following the head") : tr("No head is seen");
    if (camera && ease != Ease::nothing)
        out.status += ". " + tr_fill("This PC is slow: skin is read in one picture of {0}", pictures_a_reading(ease));
    out.can_undo = controls.work.can_undo();
    out.can_redo = controls.work.can_redo();
    for (std::size_t i = 0; i < out.variant_is_there.size(); ++i)
        out.variant_is_there[i] = controls.work.variants()[i].has_value();
    out.variant = controls.work.chosen();
    if (screen.note_alpha > 0) out.note = screen.note;
    out.note_failed = screen.note_failed;
    return out;
}

Expected<std::unique_ptr<LiveDesk>> LiveDesk::open(Window& mirror, std::shared_ptr<desk::RecordPage> typed) {
    const int here = mirror.monitor(), there = desk_monitor(here, Window::monitors());
    auto window = Window::open({.title = tr("smp-mirror: technician's desk"),
                                .monitor = there,
                                .windowed = true,
                                .size_px = {1280, 800},
                                .least_px = {900, 600},
                                .for_96_dpi = true,
                                .maximised = there != here,
                                .place = {1, 0.5},
                                .cursor = true,
                                .swap_interval = 0,
                                .share = &mirror});
    if (!window) {
        mirror.make_current();
        return window.error();
    }
    auto desk = std::unique_ptr<LiveDesk>(new LiveDesk(mirror, std::move(*window), std::move(typed)));
    mirror.make_current();
    return desk;
}

LiveDesk::LiveDesk(Window& mirror, Window window, std::shared_ptr<desk::RecordPage> typed)
    : mirror_(mirror), window_(std::move(window)), desk_(std::make_unique<Desk>(window_.native(), std::move(typed))) {}

LiveDesk::~LiveDesk() {
    window_.make_current();
    desk_.reset();
    mirror_.make_current();
}

std::vector<KeyEvent> LiveDesk::take_keys() {
    std::vector<KeyEvent> keys = window_.take_keys();
    std::erase_if(keys, [&](const KeyEvent& key) { return desk_->takes(key); });
    return keys;
}

double LiveDesk::due_s() const {
    const bool hand = touched_ || desk_->busy();
    return last_draw_s_ +
           (hand ? std::max(hand_s, cost_s_ * (1 / hand_share)) : std::max(picture_s, cost_s_ * (1 / share - 1)));
}

std::vector<Command> LiveDesk::step(const DeskSnapshot& snapshot, bool new_picture, double now_s) {
    if (window_.take_input()) {
        touched_ = true;
        last_touch_s_ = now_s;
    }
    const bool damaged = window_.take_damage();
    changed_ =
        changed_ || damaged || new_picture || touched_ || now_s < last_touch_s_ + settle_s || !(snapshot == drawn_);
    if (!changed_ || now_s < due_s()) return {};
    changed_ = touched_ = false;
    drawn_ = snapshot;
    const double begin_s = steady_s();
    auto commands = draw(snapshot);
    last_draw_s_ = steady_s();
    const double took_s = last_draw_s_ - begin_s;
    cost_s_ = cost_s_ > 0 ? 0.8 * cost_s_ + 0.2 * took_s : took_s;
    return commands;
}

std::vector<Command> LiveDesk::draw(const DeskSnapshot& snapshot) {
    const std::optional<glm::dvec2> before = desk_->pointer_px();
    Handover from_mirror;
    window_.make_current();
    from_mirror.take();
    auto commands = desk_->draw(snapshot, window_.size_px(), window_.content_scale() * snapshot.settings.text_scale());
    Handover from_desk;
    window_.swap();
    if (!shown_) window_.show();
    shown_ = true;
    mirror_.make_current();
    from_desk.take();
    if (desk_->pointer_px() != before) pointer_px_ = desk_->pointer_px();
    touch_began_ = desk_->touch() && (touch_began_ || desk_->touch()->began);
    return commands;
}

std::optional<glm::dvec2> LiveDesk::take_pointer() {
    return std::exchange(pointer_px_, {});
}

std::optional<PictureTouch> LiveDesk::take_touch() {
    std::optional<PictureTouch> touch = desk_->touch();
    if (touch) touch->began = std::exchange(touch_began_, false);
    return touch;
}

double LiveDesk::pause_s(double now_s) const {
    const bool waits = changed_ || touched_ || now_s < last_touch_s_ + settle_s;
    return waits ? std::max(0.0, due_s() - now_s) : 1;
}

}  // namespace smp
