// Everything that the overlay shows at one moment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "design/numbers.hpp"

namespace smp {

struct HelpLine {
    std::string keys, words;
    bool operator==(const HelpLine&) const = default;
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

    bool empty() const {
        return !help && !show_numbers && message_alpha <= 0 && note_alpha <= 0 && label_alpha <= 0 && wipe_alpha <= 0;
    }
    bool operator==(const OverlaySnapshot&) const = default;
};

}  // namespace smp
