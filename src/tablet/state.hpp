// What a tablet shows: the tables, once, and the state, whenever it changes.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/texts.hpp"
#include "design/numbers.hpp"
#include "ui/controls.hpp"
#include "ui/sign_request.hpp"

namespace smp {

struct TabletState {
    std::string language{chosen_language()};  // the page is loaded anew when it is another one
    TreatmentDesign design;
    std::vector<std::string> presets;   // names
    std::vector<bool> own_presets;      // of each, whether the salon can remove it
    std::vector<std::string> swatches;  // "#c49a83": the client's skin bare, then with each shade; empty: none is known
    std::vector<NumberRow> numbers;     // of the design on this head; empty: no head was seen
    std::vector<std::string> warnings;
    Compare compare = Compare::none;
    bool wipe_sweeps = false;
    double wipe = 0.5;  // 0 the left border of the picture .. 1; while it does not sweep
    int split_side = 1;
    bool bare = false, frozen = false, mirrored = true, turns = false, filming = false;
    bool can_undo = false, can_redo = false;
    std::array<bool, variant_count> variant_is_there{};
    int variant = 0;
    Tool tool;           // of a finger on the picture
    double brush = 0;    // its width, of that of the picture as it is shown; 0: not known
    double zoom = 1;     // of the picture
    std::string status;  // of camera and head
    bool trouble = false;
    std::string note;  // of the last act; empty when it has been read
    bool note_failed = false;
    bool picture = false;  // there is one to be seen

    std::optional<SignRequest> sign;             // for that tablet alone; nobody else is told of it
    std::map<std::string, std::uint64_t> heard;  // of each page, the number of its last request that was obeyed

    bool operator==(const TabletState&) const = default;
};

std::string to_json(const TabletState& state);  // without `heard` and `sign`

// Parameters as `params --json` has them, with their words; groups, stops of the time line, variants.
std::string tablet_tables_json();

}  // namespace smp
