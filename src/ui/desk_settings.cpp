// What the salon sets for its own mirror, row by row of the settings table.
#include <cmath>
#include <functional>

#include "base/texts.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

using Set = std::function<void(double)>;

void choice_buttons(State& s, const Setting& setting, double value, float room, const Set& set) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < setting.choices.size(); ++i)
        words.push_back(setting_in_words(setting, static_cast<double>(i)));
    const float gap = 0.2f * s.em;
    const std::size_t line = in_a_line(s, words, room);
    const ImVec2 size((room - gap * static_cast<float>(line - 1)) / static_cast<float>(line), s.row_px());
    ImGui::BeginGroup();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i % line) ImGui::SameLine(0, gap);
        if (i && i % line == 0) ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y + gap);
        ImGui::PushID(static_cast<int>(i));
        const bool on = static_cast<long>(i) == std::lround(value);
        if (line_button(s, "choice", words[i], on, size, colour::words)) set(static_cast<double>(i));
        ImGui::PopID();
    }
    ImGui::EndGroup();
}

void stepper(State& s, const Setting& setting, double value, float room, const Set& set) {
    const ImVec2 cap(1.8f * s.em, s.row_px());
    ImGui::PushButtonRepeat(true);
    if (line_button(s, "less", "\xe2\x88\x92", false, cap, colour::words)) set(value - setting.step);
    ImGui::SameLine(0, 0);
    const ImVec2 a = ImGui::GetCursorScreenPos(), b(a.x + room - 2 * cap.x, a.y + s.row_px());
    ImGui::GetWindowDrawList()->AddRectFilled(a, b, colour::field);
    put_text(a, b, setting_in_words(setting, value), colour::words, s.text, 0.5f);
    ImGui::Dummy(ImVec2(b.x - a.x, s.row_px()));
    ImGui::SameLine(0, 0);
    if (line_button(s, "more", "+", false, cap, colour::words)) set(value + setting.step);
    ImGui::PopButtonRepeat();
}

}  // namespace

void draw_settings(State& s, const DeskSnapshot& snapshot) {
    const float width = ImGui::GetContentRegionAvail().x, gap = 0.2f * s.em, label = 0.34f * width;
    for (const Setting& setting : settings_table()) {
        ImGui::PushID(setting.name.data(), setting.name.data() + setting.name.size());
        const double value = setting.get(snapshot.settings);
        const auto set = [&](double to) {
            if (to != value && to >= setting.min && to <= setting.max)
                s.commands.push_back({.act = Act::set_setting, .amount = to, .setting = &setting});
        };
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::InvisibleButton("label", ImVec2(label, s.row_px()));
        const bool asked = ImGui::IsItemHovered();
        put_text(ImVec2(at.x + 1.2f * s.em, at.y), ImVec2(at.x + label, at.y + s.row_px()), tr(setting.label),
                 colour::words, s.text);
        ImGui::SameLine(0, gap);
        const float room = width - label - gap;
        if (setting.choices.empty())
            stepper(s, setting, value, room, set);
        else
            choice_buttons(s, setting, value, room, set);
        if (asked)
            put_hint(
                s, ImVec2(ImGui::GetWindowPos().x - 0.4f * s.em, at.y), 1,
                tr_fill("{0}. Default: {1}.", tr(setting.help), setting_in_words(setting, setting.default_value())),
                colour::words);
        ImGui::PopID();
    }
}

}  // namespace smp::desk
