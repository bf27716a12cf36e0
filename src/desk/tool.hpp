// What a hand on the picture does: takes hold of grips, paints, or rubs out. Pure.
#pragma once

#include <string>
#include <string_view>

#include "design/treatment_design.hpp"

namespace smp {

enum class ToolKind { hand, patch, scar, bare, rubber };
inline constexpr int tool_count = 5;

struct Tool {
    ToolKind kind = ToolKind::hand;
    double width_mm = 16;  // of brush and rubber: of a band where it is full, of what is wiped
    double edge_mm = 4;    // over which a brush fades out beyond that
    bool operator==(const Tool&) const = default;
};

bool paints(ToolKind kind);
std::string_view tool_name(ToolKind kind);
std::string tool_key(ToolKind kind);  // of its name in the catalogue of texts
// What one stroke leaves, without its path. Only for tools that paint.
Patch patch_of(const Tool& tool);

// Moved along the list of sizes, which stops at its ends; within what patch_limits.hpp lets a design file hold.
Tool wider(Tool tool, double steps);
Tool softer(Tool tool, double steps);
ToolKind next_tool(ToolKind kind, int places);  // the list goes around

}  // namespace smp
