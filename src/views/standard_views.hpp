// The standard photographs of a consultation, declared once: what each is called, the pose it wants, and how exactly.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "views/head_angles.hpp"

namespace smp {

enum class ViewId { front, left_45, left_90, right_45, right_90, chin_down, crown, back };
inline constexpr int view_count = 8;

// Sides are the client's own and name what the photograph shows: for the left side the client turns to their right.
struct StandardView {
    ViewId id;
    std::string_view name;   // in files: "left_45"
    std::string_view label;  // for the technician: "Left side, 45°"; tr() where it is shown
    std::string_view ask;    // said to the client, by tr()
    HeadAngles target;
    HeadAngles tolerance;  // either way
    bool followed = true;  // false: no face is seen, so there is nothing to compare and it is taken by key
};

// In the order in which they are taken: one turn to each side.
std::span<const StandardView> standard_views();
const StandardView& standard_view(ViewId id);
const StandardView* find_view(std::string_view name);

// Of which views something is true.
using ViewSet = std::array<bool, view_count>;
inline bool& in(ViewSet& set, ViewId id) {
    return set[static_cast<std::size_t>(id)];
}
inline bool in(const ViewSet& set, ViewId id) {
    return set[static_cast<std::size_t>(id)];
}

// `places` on in the order, around its ends.
ViewId view_after(ViewId id, int places);
// The next one that is not in `taken`; none when all are.
std::optional<ViewId> next_untaken(ViewId id, const ViewSet& taken);

}  // namespace smp
