// What a step changed, in words for the screen: "Hairline height 75 to 76 mm".
#pragma once

#include <string>
#include <string_view>

#include "design/treatment_design.hpp"

namespace smp {

// All in the language chosen.

// Under what a choice's name stands in the catalogue of texts: "hairline.style|widows peak".
std::string choice_key(const Parameter& parameter, std::string_view choice);

// A value with its unit as people read it: "76 mm", "widows peak", "140 per cm²", "1:20", "12 months".
std::string value_in_words(const Parameter& parameter, double value);
// The unit that a number may have behind it there; empty where there is none.
std::string unit_in_words(const Parameter& parameter);

// Names the first two values that differ and counts the others; empty when none does.
std::string change_in_words(const TreatmentDesign& before, const TreatmentDesign& after);

}  // namespace smp
