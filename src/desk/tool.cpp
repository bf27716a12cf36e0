#include "desk/tool.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "design/patch_limits.hpp"

namespace smp {
namespace {

constexpr std::array widths_mm{2., 3., 4., 6., 8., 10., 12., 16., 20., 25., 30., 40., 50., 60.};
constexpr std::array edges_mm{1., 2., 3., 4., 6., 8., 10., 15., 20.};
static_assert(widths_mm.front() >= 2 * patch_limits::least_half_width_mm &&
              widths_mm.back() <= 2 * patch_limits::most_half_width_mm);
static_assert(edges_mm.front() >= patch_limits::least_edge_mm && edges_mm.back() <= patch_limits::most_edge_mm);

template <class Sizes>
double moved(const Sizes& sizes, double size, double steps) {
    const auto next = std::lower_bound(sizes.begin(), sizes.end(), size) - sizes.begin();
    const double last = static_cast<double>(sizes.size()) - 1;
    return sizes[static_cast<std::size_t>(std::clamp(static_cast<double>(next) + std::round(steps), 0.0, last))];
}

}  // namespace

bool paints(ToolKind kind) {
    return kind == ToolKind::patch || kind == ToolKind::scar || kind == ToolKind::bare;
}

std::string_view tool_name(ToolKind kind) {
    static constexpr std::array<std::string_view, tool_count> names{"Hand", "Patch", "Scar", "Bare", "Rubber"};
    return names[static_cast<std::size_t>(kind)];
}

std::string tool_key(ToolKind kind) {
    return "tool|" + std::string(tool_name(kind));
}

Patch patch_of(const Tool& tool) {
    Patch patch;
    patch.kind = tool.kind == ToolKind::scar   ? PatchKind::scar
                 : tool.kind == ToolKind::bare ? PatchKind::bare
                                               : PatchKind::alopecia;
    patch.half_width_mm = tool.width_mm / 2;
    patch.edge_mm = tool.edge_mm;
    return patch;
}

Tool wider(Tool tool, double steps) {
    tool.width_mm = moved(widths_mm, tool.width_mm, steps);
    return tool;
}

Tool softer(Tool tool, double steps) {
    tool.edge_mm = moved(edges_mm, tool.edge_mm, steps);
    return tool;
}

ToolKind next_tool(ToolKind kind, int places) {
    return static_cast<ToolKind>(((static_cast<int>(kind) + places) % tool_count + tool_count) % tool_count);
}

}  // namespace smp
