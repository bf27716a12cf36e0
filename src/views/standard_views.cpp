#include "views/standard_views.hpp"

#include <algorithm>

namespace smp {
namespace {

// A few degrees of the chin change how dense a scalp looks, so front and 45 degrees are held closest; a profile is
// harder to hit and shows little of it. How far a chin goes down is each client's own: the second time it is to be as
// the first.
constexpr std::array<StandardView, view_count> table{{
    {ViewId::front, "front", "Front", "Look straight into the camera", {0, 0, 0}, {4, 4, 4}},
    {ViewId::left_45, "left_45", "Left side, 45°", "Turn to your right", {-45, 0, 0}, {5, 5, 6}},
    {ViewId::left_90, "left_90", "Left side, 90°", "Turn to your right", {-90, 0, 0}, {8, 8, 10}},
    {ViewId::right_45, "right_45", "Right side, 45°", "Turn to your left", {45, 0, 0}, {5, 5, 6}},
    {ViewId::right_90, "right_90", "Right side, 90°", "Turn to your left", {90, 0, 0}, {8, 8, 10}},
    {ViewId::chin_down, "chin_down", "Chin down", "Lower your chin", {0, -42, 0}, {7, 7, 6}},
    {ViewId::crown, "crown", "Crown", "Chin to your chest", {0, -58, 0}, {12, 8, 12}},
    {ViewId::back, "back", "Back", "Turn your back to the mirror", {180, 0, 0}, {0, 0, 0}, false},
}};

}  // namespace

std::span<const StandardView> standard_views() {
    return table;
}

const StandardView& standard_view(ViewId id) {
    return *std::find_if(table.begin(), table.end(), [&](const StandardView& v) { return v.id == id; });
}

const StandardView* find_view(std::string_view name) {
    const auto at = std::find_if(table.begin(), table.end(), [&](const StandardView& v) { return v.name == name; });
    return at == table.end() ? nullptr : &*at;
}

ViewId view_after(ViewId id, int places) {
    const int i = (static_cast<int>(id) + places) % view_count;
    return table[static_cast<std::size_t>(i < 0 ? i + view_count : i)].id;
}

std::optional<ViewId> next_untaken(ViewId id, const ViewSet& taken) {
    for (int places = 1; places <= view_count; ++places)
        if (const ViewId next = view_after(id, places); !in(taken, next)) return next;
    return std::nullopt;
}

}  // namespace smp
