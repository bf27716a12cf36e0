// How a value is checked and set, shared by --set and the design file. Not for other stages.
#pragma once

#include "design/treatment_design.hpp"

namespace smp {

Error unknown_parameter(std::string_view name);
Error refused_value(const Parameter& parameter, std::string_view given);  // names the allowed range
Status set_number(TreatmentDesign& design, const Parameter& parameter, double value, std::string_view given);
Status set_choice(TreatmentDesign& design, const Parameter& parameter, std::string_view text);

}  // namespace smp
