// The stops from the first session to the fifth year as one line to press.
#include <algorithm>

#include "base/texts.hpp"
#include "desk/time_line.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {

namespace {

constexpr float gap_em = 0.2f;

// In one line, or where their words have no room there in two.
std::size_t stops_in_a_line(const State& s, float width) {
    std::vector<std::string> words;
    for (const TimeStop& stop : time_stops()) words.push_back(tr(stop.label));
    return std::max<std::size_t>(in_a_line(s, words, width / least_letters, 1), (words.size() + 1) / 2);
}

}  // namespace

float time_line_height(const State& s, float width) {
    const std::size_t n = time_stops().size(), line = stops_in_a_line(s, width);
    return static_cast<float>((n + line - 1) / line) * (s.row_px() + ImGui::GetStyle().ItemSpacing.y);
}

void draw_time_line(State& s, const DeskSnapshot& snapshot) {
    const auto stops = time_stops();
    const float gap = gap_em * s.em, width = ImGui::GetContentRegionAvail().x;
    const auto line = static_cast<int>(stops_in_a_line(s, width));
    const ImVec2 size((width - gap * static_cast<float>(line - 1)) / static_cast<float>(line), s.row_px());
    const int here = stop_of(snapshot.design);
    for (int i = 0; i < static_cast<int>(stops.size()); ++i) {
        const TimeStop& stop = stops[static_cast<std::size_t>(i)];
        if (i % line) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        if (line_button(s, "stop", tr(stop.label), i == here, size, colour::words)) s.say(Act::time_stop, i);
        if (ImGui::IsItemHovered())
            put_hint(s, ImVec2(ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + 0.2f * s.em), 0, tr(stop.name),
                     colour::words);
        ImGui::PopID();
    }
}

}  // namespace smp::desk
