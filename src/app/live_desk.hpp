// The technician's desk beside the live mirror: its window, and when it is drawn. The mirror's context is current
// before and after every call.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/pace.hpp"
#include "capture/source.hpp"
#include "present/window.hpp"
#include "ui/desk.hpp"
#include "ui/overlay_snapshot.hpp"

namespace smp {

// The monitor that the desk belongs on: another than the mirror's, else the same one.
constexpr int desk_monitor(int mirror_monitor, int monitors) {
    return monitors < 2 ? mirror_monitor : mirror_monitor == 0 ? 1 : 0;
}

// Everything but the picture itself and the keys. `head`: it is followed on the frame that is shown.
DeskSnapshot desk_snapshot(const LiveControls& controls, const OverlaySnapshot& screen, const LiveStatus& capture,
                           bool head, Ease ease);

class LiveDesk {
  public:
    // On another monitor than the mirror's where there is one, else beside it. Fails as Window::open() does.
    // `typed`: of the desk before it.
    static Expected<std::unique_ptr<LiveDesk>> open(Window& mirror, std::shared_ptr<desk::RecordPage> typed = {});
    ~LiveDesk();
    LiveDesk(const LiveDesk&) = delete;
    LiveDesk& operator=(const LiveDesk&) = delete;

    // Keys pressed in its window that are not for the desk itself.
    std::vector<KeyEvent> take_keys();
    // Draws it if something has changed and its time has come: at once for the technician's hand, else at most 30 times
    // a second and for a sixteenth of the thread's time, which is the mirror's. Returns what was asked for, without its
    // time.
    std::vector<Command> step(const DeskSnapshot& snapshot, bool new_picture, double now_s);
    // What is typed into the record and not saved yet.
    std::shared_ptr<desk::RecordPage> typed() const { return desk_->typed(); }
    std::optional<SignRequest> sign_wanted() const { return desk_->sign_wanted(); }
    // What its drawing has asked of the record since the last call.
    std::vector<RecordAsk> take_asks() { return desk_->take_asks(); }
    // Where the pointer has moved to on the picture, px; empty when it has not, or is elsewhere.
    std::optional<glm::dvec2> pointer() const { return desk_->pointer_px(); }
    std::optional<glm::dvec2> take_pointer();
    // The hand on its picture, if there is one; that it began is said once.
    std::optional<PictureTouch> take_touch();
    // How long it can wait for its next turn.
    double pause_s(double now_s) const;
    double last_touch_s() const { return last_touch_s_; }  // by a hand in its window; -1: never
    bool closing() const { return window_.closing(); }

  private:
    LiveDesk(Window& mirror, Window window, std::shared_ptr<desk::RecordPage> typed);
    std::vector<Command> draw(const DeskSnapshot& snapshot);
    double due_s() const;

    Window& mirror_;
    Window window_;
    std::unique_ptr<Desk> desk_;
    DeskSnapshot drawn_;
    bool shown_ = false, changed_ = true, touched_ = false;
    double last_draw_s_ = -1, cost_s_ = 0, last_touch_s_ = -1;
    std::optional<glm::dvec2> pointer_px_;
    bool touch_began_ = false;
};

}  // namespace smp
