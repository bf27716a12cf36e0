// What the mirror's screen does over time, without a window: the cross-fade between before and after, the veil over a
// picture that has stopped, the words for the camera's state, and short notes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "capture/source.hpp"
#include "ui/controls.hpp"
#include "ui/overlay_snapshot.hpp"

namespace smp {

struct ScreenInputs {
    double now_s = 0;  // steady clock
    std::string date;  // for the label
    LiveStatus capture;
    bool has_picture = false;
    double head_left = 0.2, head_right = 0.8;  // of the picture on the screen, 0 .. 1: where a wipe sweeps
};

class LiveScreen {
  public:
    // Moves everything on to `now_s`.
    void advance(const ScreenInputs& inputs, const LiveControls& controls);
    // Shows a note for as long as it takes to read; what failed stays longer.
    void note(std::string text, bool failed, double now_s);
    double note_until_s() const { return note_until_s_.value_or(0); }

    // Of the head and the design that are on the screen.
    void set_numbers(TreatmentNumbers numbers) { overlay_.numbers = std::move(numbers); }

    void set_hud(Hud hud) { overlay_.hud = std::move(hud); }
    void set_ghost(const GhostLook& ghost) { overlay_.ghost = ghost; }

    void set_filming(bool on) { overlay_.filming = on; }

    void set_keys(std::vector<HelpLine> keys) { overlay_.keys = std::move(keys); }

    double show() const { return show_; }  // 0 bare head .. 1 treated
    // Where the line of the wipe is: 0 the left border of the picture on the screen .. 1 the right one.
    double wipe() const { return overlay_.wipe; }
    // What is left of the treatment where a comparison shows the bare head: fades in and out.
    double compare_rest() const { return compare_rest_; }
    Compare compare() const { return compare_; }       // the one that is seen, also while it fades out
    const PictureView& view() const { return view_; }  // on its way to the one that is asked for
    double veil() const { return veil_; }              // 0 picture .. 1 calm dark screen
    const OverlaySnapshot& overlay() const { return overlay_; }
    bool moving() const { return moving_; }  // something changes by itself: draw again soon

  private:
    double show_ = 1, veil_ = 1, compare_rest_ = 1;
    Compare compare_ = Compare::none;
    PictureView view_;
    double sweep_ = 0;  // 0 .. 2: there and back
    std::optional<double> last_s_, trouble_since_s_, note_until_s_;
    OverlaySnapshot overlay_;
    bool moving_ = false;
};

// "The camera is gone", for people; the second line says what happens next.
std::string state_message(const LiveStatus& status);
std::string state_detail(const LiveStatus& status);

}  // namespace smp
