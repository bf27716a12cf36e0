// What the technician has set on the running mirror, and the one function that changes it. Pure: time comes in with the
// command.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "desk/client_scale.hpp"
#include "desk/presets.hpp"
#include "desk/settings.hpp"
#include "desk/tool.hpp"
#include "desk/work.hpp"
#include "present/letterbox.hpp"
#include "views/standard_views.hpp"

namespace smp {

enum class Act {
    hairline,  // amount in mm, up is positive
    style,     // amount in places of the list, which wraps around
    density,   // amount in steps of the parameter
    undo,      // amount in steps, back is positive
    variant,   // amount: which
    next_variant,
    bare_press,    // the bare head while it is held ...
    bare_release,  // ... or switched, when it was only tapped
    freeze,
    mirror,
    loupe,
    loupe_zoom,  // amount in quarters of a doubling; without a loupe: zoom
    zoom,        // the same of the picture, about `at`
    whole_picture,
    screenshot,
    clip,  // begins, or ends before its time
    numbers,
    match_stubble,  // amount: how many steps lighter
    full_screen,
    help,
    desk,
    record,  // the desk's other page, the consultation record; opens the desk where it is closed
    quit,
    set_parameter,    // at the desk, of design or client; amount: the value, brought into the parameter's range
    next_preset,      // amount in places of the list, which goes around
    preset,           // text: its name
    save_preset,      // the design that is shown; text: the name it gets
    remove_preset,    // of the salon's own; text: its name
    tool,             // of the hand on the desk's picture; amount: which ToolKind
    next_tool,        // amount in places of the list, which goes around
    tool_width,       // amount in steps
    tool_edge,        // amount in steps
    wipe,             // off, sweeping, held, and off again; amount: where the line is just now
    wipe_to,          // amount: 0 the left border of the picture on the screen .. 1 the right one
    split,            // one half of the head shows the treatment, then the other, then both; amount: which comes first
    turns,            // shows the variants one after the other
    time_stop,        // amount: which of time_stops()
    time_step,        // amount in stops, later is positive
    set_setting,      // amount: the value, brought into its range
    check_light,      // looks at light and camera anew; amount 1: locks the camera, or unlocks it
    views,            // the standard views, on and off
    next_view,        // amount in places of the list, which goes around
    view,             // amount: which ViewId; also the same one again
    take_view,        // now, whatever pose the head is in
    new_views,        // none is taken; amount: 1 with the poses of before, 0 without: another client
    tablet,           // the page for tablets, on or off
    tablet_code,      // a new pairing code
    tablet_revoke,    // text: id of the tablet that is paired no more
    pan,              // the picture goes along by `at`, 0 .. 1 of the place it has on the screen
    client_assumed,   // true scale as it is assumed of anybody
    client_measured,  // true scale; scale: what it is
    client_back,      // true scale as it was before
    measure_card,     // begins, or ends before its time
    ruled_mark,       // two places are marked on the frozen picture, or no more
    use_mark,         // their distance sets true scale
};

struct Command {
    Act act = Act::help;
    double amount = 0;
    double time_s = 0;                     // steady clock
    bool continues = false;                // one step with the command before it: a drag, a key that is held
    const Parameter* parameter = nullptr;  // set_parameter only
    const Setting* setting = nullptr;      // set_setting only
    glm::dvec2 at{0.5};                    // zoom and pan: 0 .. 1 of the picture
    std::string text{};                    // presets and tablets only
    TrueScale scale{};                     // client_measured only
    bool aimed = false;                    // zoom: `at` was given, and is not where the mouse points
};

inline constexpr double loupe_zoom_least = 2, loupe_zoom_most = 24;
inline constexpr double tap_s = 0.25;  // held for less: a tap

// Before and after at once.
enum class Compare { none, wipe, split };

struct LiveControls {
    Work work;
    std::shared_ptr<const Presets> presets = std::make_shared<const Presets>(built_in_presets());
    bool bare = false;  // switched to the bare head
    Compare compare = Compare::none;
    bool wipe_sweeps = false;
    double wipe_at = 0.5;  // the line when it does not sweep: 0 the left border of the picture on the screen .. 1
    int split_side = 1;    // which shows the treatment: +1 the client's left
    bool turns = false;    // the variants are shown one after the other
    bool walks = false;    // the last change was a stop of the time line: the next one is the same step of undo
    std::optional<double> bare_key_s;  // since when the bare-head key is down
    Settings settings;
    PictureView view;  // of the mirror, which the desk shows too
    bool frozen = false, full_screen = true, help = false, numbers = false, quit = false;
    bool desk = false;    // the technician's window is open
    bool record = false;  // and shows the consultation record
    bool tablet = false;  // the page for tablets is served
    Tool tool;            // in the hand there
    bool loupe = false;
    double loupe_zoom = 8;
    bool views = false;  // the ghost of a standard view is shown
    ViewId wanted_view = ViewId::front;
    unsigned views_chosen = 0, views_taken_by_key = 0;  // how often
    unsigned views_begun = 0;                           // how often the set has begun anew ...
    bool views_keep_poses = true;                       // ... and how the last time
    unsigned light_checks = 0;                          // how many have been asked for
    unsigned camera_locks = 0;                          // the same of locking and unlocking
    unsigned screenshots = 0;                           // the same of screenshots
    unsigned clips = 0;                                 // the same of clips, begun or ended
    unsigned matches = 0;                               // the same of matches to the client's stubble ...
    bool match_lighter = false;                         // ... and how the last one is wanted
    ClientScale client;
    bool card_measured = false;                   // a card is being looked for
    bool mark_ruled = false, mark_froze = false;  // a mark is put down; the picture is frozen for that
    double mark_mm = mark_row().default_value();
    unsigned marks_used = 0;  // how many times one was asked to set the scale

    const TreatmentDesign& design() const { return work.design(); }
    bool shows_bare() const { return bare || bare_key_s.has_value(); }
};

LiveControls apply(LiveControls controls, const Command& command);

}  // namespace smp
