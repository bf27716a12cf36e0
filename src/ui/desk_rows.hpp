// The desk's rows as the parameter table gives them, and their words. Pure: no window, no drawing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "design/treatment_design.hpp"

namespace smp {

struct DeskGroup {
    std::string_view title;
    std::vector<const Parameter*> rows;
};
// Every parameter once, groups and rows in the order of the table.
std::vector<DeskGroup> desk_groups();

// What the row is for, its range and its default, in one or two sentences.
std::string help_words(const Parameter& parameter);

bool at_default(const Parameter& parameter, const TreatmentDesign& design);

// `value` moved by whole steps, on the grid of the step; stops at the range. Choices stop at their ends too.
double stepped(const Parameter& parameter, double value, double steps);
// The nearest value on the grid of the step, in range.
double on_grid(const Parameter& parameter, double value);

// What was typed as a value: a number with a point or a comma, with or without its unit. Empty when it is none;
// outside the range it is brought into it.
std::optional<double> typed_value(const Parameter& parameter, std::string_view text);

}  // namespace smp
