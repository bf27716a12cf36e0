// The stops from the first session to the fifth year as one line to press.
#include "desk/time_line.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {

void draw_time_line(State& s, const DeskSnapshot& snapshot) {
    const auto stops = time_stops();
    const float gap = 0.2f * s.em, width = ImGui::GetContentRegionAvail().x;
    const auto n = static_cast<float>(stops.size());
    const ImVec2 size((width - gap * (n - 1)) / n, s.row_px());
    const int here = stop_of(snapshot.design);
    for (int i = 0; i < static_cast<int>(stops.size()); ++i) {
        const TimeStop& stop = stops[static_cast<std::size_t>(i)];
        if (i) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        if (line_button(s, "stop", std::string(stop.label), i == here, size, colour::words)) s.say(Act::time_stop, i);
        if (ImGui::IsItemHovered())
            put_hint(s, ImVec2(ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + 0.2f * s.em), 0, stop.name,
                     colour::words);
        ImGui::PopID();
    }
}

}  // namespace smp::desk
