// The figures of a treatment as a table of names and values, in the ImGui window that is being drawn.
#pragma once

#include <span>

#include "design/numbers.hpp"

namespace smp {

void draw_number_table(std::span<const NumberRow> rows, float name_width_px);

}  // namespace smp
