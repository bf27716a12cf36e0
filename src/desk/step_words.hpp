// What was done to the work, for the screen: "Undone: Hairline height 76 to 75 mm", "Variant B, a copy of A".
#pragma once

#include <string>

#include "desk/work.hpp"

namespace smp {

// After undo (`back`) or redo; also where there was no step.
std::string step_in_words(const Work& before, const Work& now, bool back);
// After a variant was chosen; `next`: the next one was asked for.
std::string variant_in_words(const Work& before, const Work& now, bool next);

// Where on the time line a design stands.
std::string time_in_words(const TreatmentDesign& design);

}  // namespace smp
