// The figures of a treatment as a table of names and values, in the ImGui window that is being drawn.
#pragma once

#include <span>

#include "design/numbers.hpp"

namespace smp {

// width_px 0: all that there is.
void draw_number_table(std::span<const NumberRow> rows, float name_width_px, float width_px = 0);

}  // namespace smp
