// What a step changed, in words for the screen: "Hairline height 75 to 76 mm".
#pragma once

#include <string>

#include "design/treatment_design.hpp"

namespace smp {

// A value with its unit as people read it: "76 mm", "widows peak", "140 per cm²".
std::string value_in_words(const Parameter& parameter, double value);

// Names the first two values that differ and counts the others; empty when none does.
std::string change_in_words(const TreatmentDesign& before, const TreatmentDesign& after);

}  // namespace smp
