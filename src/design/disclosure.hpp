// What stands on every picture of a treatment, in the client's words (DOMAIN 4 and 8).
#pragma once

#include <string>

#include "design/treatment_design.hpp"

namespace smp {

// "fresh", "healed", "after 3 years", in the language chosen.
std::string age_in_words(double age_months);

// Two lines: that it is a preview, of which day and which age; and how far the real strength may lie off.
std::string disclosure(const TreatmentDesign& design, const std::string& date);

}  // namespace smp
