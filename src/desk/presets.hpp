// Designs to start from: those that come with the program, and the salon's own. A preset says how a hairline and its
// marks are made; what belongs to one client is never in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "design/treatment_design.hpp"

namespace smp {

struct Preset {
    TreatmentDesign design;  // its name is the preset's
    bool built_in = false;
};
using Presets = std::vector<Preset>;

inline constexpr std::size_t longest_preset_name = 40;  // bytes

// In the order in which they are shown. Sources: DOMAIN 6 and 7 (docs/design.md).
const Presets& built_in_presets();

// The preset on this client: their patches, tilt, uneven temple points, sessions, age and the strength of the view
// stay.
TreatmentDesign with_preset(const TreatmentDesign& client, const TreatmentDesign& preset);
// The same the other way round: what of a client's design makes a preset.
TreatmentDesign to_preset(const TreatmentDesign& client, std::string name);

// By name; null when there is none.
const Preset* find_preset(const Presets& presets, std::string_view name);
// As it is shown: a name that the program has given is in the language chosen, one of the salon's own as it is.
std::string preset_in_words(std::string_view name);
std::string preset_key(std::string_view name);  // of the former, in the catalogue of texts
// `steps` further than the one that the design was begun with, around the list; the first, or the last, from none.
const Preset* next_preset(const Presets& presets, const TreatmentDesign& design, int steps);

// The salon's name as it is kept, without blanks around it. Fails with a sentence: nothing typed, too long, or the name
// of one that comes with the program.
Expected<std::string> preset_name(std::string_view typed);

}  // namespace smp
