// The live mirror on the main thread: keys and hands in, the newest frame drawn, everything beside it served. Never
// waits for a camera, a disk or the tracker.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/frame_meter.hpp"
#include "app/live.hpp"
#include "app/live_check.hpp"
#include "app/live_clip.hpp"
#include "app/live_desk.hpp"
#include "app/live_fade.hpp"
#include "app/live_hands.hpp"
#include "app/live_loupe.hpp"
#include "app/live_record.hpp"
#include "app/live_scale.hpp"
#include "app/live_screen.hpp"
#include "app/live_swatches.hpp"
#include "app/live_tablet.hpp"
#include "app/live_tracking.hpp"
#include "app/live_views.hpp"
#include "app/preset_shelf.hpp"
#include "app/settings_keeper.hpp"
#include "app/shot_thread.hpp"
#include "app/stubble_thread.hpp"
#include "app/work_keeper.hpp"
#include "present/presenter.hpp"
#include "present/window.hpp"
#include "ui/keys.hpp"
#include "ui/overlay.hpp"

namespace smp {

// What the mirror works with; all of it outlives it.
struct MirrorNeeds {
    const Session& session;
    std::string input;  // as people are told of it
    KeyMap keys;
    SettingsKeeper& settings;
    WorkBegun begun;
    WorkKeeper& keeper;
    Window& window;
    Painter& painter;
    Presenter& presenter;
    LiveLoupe& loupe;
    LiveFade& fade;
    LiveSource& source;
    LiveTracking& tracking;
    bool hud = false;
    int tablet_port = 0;          // 0: off at the start
    std::filesystem::path store;  // of the consultation record
};

class Mirror {
  public:
    explicit Mirror(MirrorNeeds needs);
    void run(DeskWish desk);

  private:
    struct Drawn {
        OverlaySnapshot overlay;
        double show = -1, veil = -1;
        PictureView view;
        bool loupe = false;
        double loupe_zoom = 0;
        std::optional<glm::dvec2> pointer_px;
        Reveal reveal;
        bool fading = false;  // so it must be drawn once more, without
    };
    // Somebody wants to leave, and nothing that is typed into the record is lost by it, or they have said so twice.
    bool ends();
    double pause_s() const;
    void name_keys();

    // What is made once and kept is made anew; the rest is drawn in the new language with the next picture.
    void change_language();
    void handle_keys();
    ScreenInputs screen_inputs() const;

    // Of what a comparison leaves to be seen.
    Reveal reveal() const;

    // About which place of the picture it comes closer, 0 .. 1: where the mouse points, or by key first the hairline.
    glm::dvec2 aim(bool by_key) const;
    void take_turns();
    void follow_views();
    void follow_record();
    void take_record_wishes();  // of the desk, which is open
    LiveRecord::Worn worn();
    void obey(Command command);
    void keep();

    // The head in the picture stays where it is; the design moves on it to its millimetres.
    void rescale(const TrueScale& before, bool continues);
    void open_desk();
    void close_desk();

    // After the mirror's own drawing, which comes first.
    void follow_desk();
    void follow_tablet();
    void follow_hand();
    void follow_finger(const std::optional<LiveTablet::Finger>& finger);
    // Width of the brush where the head is, of what is shown of the picture.
    double brush_on_picture() const;
    void change_design(TreatmentDesign next, bool continues);
    void follow_pointer();
    void take_frame();
    void measure();
    void report_capture();
    bool needs_drawing();
    void draw();

    // Worked out when somebody looks at them, and when what they tell of has changed.
    void count();
    void match();

    // The offer becomes the design, and a note says what it is. What is not sure waits until it is asked for again.
    void take_match();
    void take_presets();
    void shoot(const std::optional<ShotView>& view = {});
    void tell(const LiveRecord::Saved& saved);
    // Begins a clip, or ends the one that is being taken.
    void film();
    void follow_clip();
    ClipShown clip_shown() const;

    const Session& session_;
    const std::string input_;
    const KeyMap keys_;
    WorkKeeper& keeper_;
    Window& window_;
    Painter& painter_;
    Presenter& presenter_;
    LiveLoupe& loupe_;
    LiveFade& fade_;
    LiveSource& source_;
    LiveTracking& tracking_;
    LiveHands hands_, finger_hands_;  // at the desk, and a tablet's
    LiveViews views_;
    LiveScale scale_;
    LiveSwatches swatches_;
    std::string hand_trouble_;    // where a finger asks for what cannot be; empty: nowhere
    std::string finger_trouble_;  // the same of a tablet's finger, for the tablets, and how long
    double finger_trouble_until_s_ = 0;
    std::optional<Work> finger_left_;  // as a finger's stroke has left it so far
    ShotThread shots_;
    LiveRecord record_;
    LiveClip clip_;
    double touched_s_ = -1;  // when the desk was, as of the last look
    StubbleThread stubble_;
    LiveCheck check_;
    PresetShelf shelf_;
    SettingsKeeper& settings_;
    LiveTablet tablet_;
    double doubted_until_s_ = 0;  // so long a match that is not sure can be asked for again
    Overlay overlay_;
    LiveControls controls_;
    LiveScreen screen_;
    LiveStatus status_;
    bool told_ = false;
    std::optional<Tracked> shown_;
    bool stale_ = false;                    // the picture is not that of `shown_` and the design any more
    std::optional<glm::dvec2> pointer_px_;  // where it has moved to since the loupe came
    std::optional<glm::dvec2> aim_px_;      // of the picture, where the mouse last pointed
    bool painted_ = false;                  // since the desk has seen it
    bool fresh_ = false;                    // `shown_` has not been on the screen yet
    bool drawn_for_tablet_ = false;         // the same of the tablets
    FrameMeter meter_;
    const bool hud_;
    Drawn drawn_;
    double last_draw_s_ = 0;
    std::optional<double> turn_at_s_;  // when the next variant is shown
    int counted_revision_ = -1;
    std::uint64_t frames_ = 0;
    std::map<std::string_view, std::string> desk_keys_;
    std::unique_ptr<LiveDesk> desk_;           // empty when it is closed
    std::shared_ptr<desk::RecordPage> typed_;  // there, while it is closed
    double leaves_until_s_ = -1;               // so long leaving once more leaves what is not saved
};

}  // namespace smp
