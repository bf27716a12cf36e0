// Everything that the overlay shows at one moment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "design/numbers.hpp"
#include "present/letterbox.hpp"
#include "views/ghost.hpp"

namespace smp {

struct HelpLine {
    std::string keys, words;
    bool operator==(const HelpLine&) const = default;
};

// Small graphs of how the mirror is doing, oldest value first.
struct HudGraph {
    std::string_view name, unit;
    std::vector<float> values;
    float median = 0, p95 = 0;
    bool operator==(const HudGraph&) const = default;
};
struct Hud {
    std::vector<HudGraph> graphs;
    bool tracking = false;
    bool operator==(const Hud&) const = default;
};

struct OverlaySnapshot {
    std::string_view language;  // what is drawn goes by the one chosen; another is another picture
    bool help = false;
    std::vector<HelpLine> keys;  // stand in the help
    TreatmentDesign design;      // its values stand in the help
    bool show_numbers = false;
    std::optional<TreatmentNumbers> numbers;  // empty: no head was seen
    double text_scale = 1;                    // against the usual size of letters
    bool frozen = false, mirrored = true, bare = false;

    // The line between before and after: 0 the left border of the picture .. 1 the right one; 0 not seen .. 1.
    double wipe = 0.5, wipe_alpha = 0;

    // The ghost of a standard view, and how the picture lies under it.
    GhostLook ghost;
    PictureView view;

    bool filming = false;  // the client is told while a clip is taken

    // In place of the picture: 0 none .. 1.
    double message_alpha = 0;
    std::string message, message_detail;

    // A short word at the foot of the screen: 0 none .. 1.
    double note_alpha = 0;
    bool note_failed = false;
    std::string note;

    // At the foot of the screen while the treatment is seen: 0 none .. 1.
    double label_alpha = 0;
    std::string label;

    std::optional<Hud> hud;

    bool empty() const {
        return !hud && !help && !show_numbers && message_alpha <= 0 && note_alpha <= 0 && label_alpha <= 0 &&
               wipe_alpha <= 0 && ghost.alpha <= 0 && !filming;
    }
    bool operator==(const OverlaySnapshot&) const = default;
};

}  // namespace smp
