// Designs to start from, as buttons, and the salon's own to save and remove.
#include <algorithm>
#include <cstring>

#include "base/texts.hpp"
#include "desk/presets.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

void naming_field(State& s, const DeskSnapshot& snapshot, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6f * s.em, (s.row_px() - s.em) / 2));
    if (std::exchange(s.naming_begins, false)) ImGui::SetKeyboardFocusHere();
    ImGui::InputText("##name", s.name_text.data(), s.name_text.size(), ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopStyleVar();
    const bool entered = s.pressed(Key::enter), left = ImGui::IsItemDeactivated();
    const auto name = preset_name(s.name_text.data());
    const bool there = name && find_preset(*snapshot.presets, *name);
    put_hint(s, ImVec2(at.x, at.y + s.row_px() + 0.2f * s.em), 0,
             s.refused ? tr_fill("Not saved: {0}", name ? std::string() : name.error().line())
             : there ? tr("Enter replaces the preset of that name; the old one is put away")
                       : tr("A name for it; Enter saves, Esc leaves"),
             s.refused ? colour::alarm : colour::quiet);
    if (s.pressed(Key::escape)) {
        s.naming = s.refused = false;
    } else if (entered) {
        s.refused = !name;
        if (name) {
            s.commands.push_back({.act = Act::save_preset, .text = *name});
            s.naming = false;
        } else {
            s.naming_begins = true;
        }
    } else if (left) {
        s.naming = s.refused = false;
    }
}

}  // namespace

void draw_presets(State& s, const DeskSnapshot& snapshot) {
    if (!snapshot.presets) return;
    const float width = ImGui::GetContentRegionAvail().x, gap = ImGui::GetStyle().ItemSpacing.y;
    const float half = (width - gap) / 2, small = 6.6f * s.em;
    const auto choose = [&](const Preset& p) {
        s.commands.push_back({.act = Act::preset, .text = p.design.name});
        s.removing.clear();
    };
    int at = 0;
    for (const Preset& p : *snapshot.presets) {
        ImGui::PushID(at);
        const bool on = p.design.name == snapshot.design.name;
        if (p.built_in) {
            if (at % 2) ImGui::SameLine(0, gap);
            if (line_button(s, "preset", preset_in_words(p.design.name), on, ImVec2(half, s.row_px()), colour::words))
                choose(p);
        } else {
            if (line_button(s, "preset", p.design.name, on, ImVec2(width - small - gap, s.row_px()), colour::words))
                choose(p);
            ImGui::SameLine(0, gap);
            // A second press, on the same place, so that a slip of the hand removes nothing.
            const bool sure = s.removing == p.design.name;
            if (line_button(s, "remove", sure ? tr("button|Sure?") : tr("button|Remove"), sure,
                            ImVec2(small, s.row_px()), sure ? colour::alarm : colour::quiet)) {
                if (sure) s.commands.push_back({.act = Act::remove_preset, .text = p.design.name});
                s.removing = sure ? "" : p.design.name;
            }
        }
        ImGui::PopID();
        ++at;
    }
    if (s.naming) return naming_field(s, snapshot, width);
    if (!line_button(s, "save", tr("Save this design as a preset \xe2\x80\xa6"), false, ImVec2(width, s.row_px()),
                     colour::words))
        return;
    s.naming = s.naming_begins = true;
    s.refused = false;
    s.typed = nullptr;
    s.removing.clear();
    // The name of one of the salon's own again; a new one for the rest.
    const Preset* const now = find_preset(*snapshot.presets, snapshot.design.name);
    const std::string name = now && !now->built_in ? now->design.name : "";
    s.name_text.fill(0);
    std::memcpy(s.name_text.data(), name.data(), std::min(name.size(), s.name_text.size() - 1));
}

}  // namespace smp::desk
