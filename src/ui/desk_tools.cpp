// What the hand on the picture does: one button a tool, and the size of the brush.
#include <cstdio>

#include "desk/tool.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

std::string in_mm(double mm) {
    char text[24];
    std::snprintf(text, sizeof text, "%g mm", mm);
    return text;
}

// A size between its two buttons, which repeat while they are held.
void size_stepper(State& s, const char* id, const std::string& words, const char* hint, Act act, float width) {
    const ImVec2 cap(1.8f * s.em, s.row_px());
    ImGui::PushID(id);
    ImGui::PushButtonRepeat(true);
    ImGui::BeginGroup();
    if (line_button(s, "less", "\xe2\x88\x92", false, cap, colour::words)) s.say(act, -1);
    ImGui::SameLine(0, 0);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 end(at.x + width - 2 * cap.x, at.y + s.row_px());
    ImGui::GetWindowDrawList()->AddRectFilled(at, end, colour::field);
    put_text(at, end, words, colour::words, s.small, 0.5f);
    ImGui::Dummy(ImVec2(end.x - at.x, s.row_px()));
    ImGui::SameLine(0, 0);
    if (line_button(s, "more", "+", false, cap, colour::words)) s.say(act, 1);
    ImGui::EndGroup();
    ImGui::PopButtonRepeat();
    if (ImGui::IsItemHovered())
        put_hint(s, ImVec2(ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + 0.2f * s.em), 0, hint, colour::words);
    ImGui::PopID();
}

const char* help_of(ToolKind kind) {
    switch (kind) {
        case ToolKind::hand:
            return "Drag the rings on the picture: front edge, corners, temple points";
        case ToolKind::patch:
            return "Paint where hair is missing: it is filled with marks";
        case ToolKind::scar:
            return "Paint a scar: filled too, and it takes pigment badly";
        case ToolKind::bare:
            return "Paint what is never treated: a mole, a wound";
        case ToolKind::rubber:
            return "Rub out what was painted";
    }
    return "";
}

}  // namespace

float tools_height(const State& s) {
    return 2 * (s.row_px() + ImGui::GetStyle().ItemSpacing.y);
}

void draw_tools(State& s, const DeskSnapshot& snapshot) {
    const Tool& tool = snapshot.tool;
    const float gap = 0.2f * s.em, width = ImGui::GetContentRegionAvail().x;
    const float wide = 6.2f * s.em, soft = 7.6f * s.em;
    const float button = (width - wide - soft - (tool_count + 1) * gap) / tool_count;
    for (int i = 0; i < tool_count; ++i) {
        const auto kind = static_cast<ToolKind>(i);
        if (i) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        if (line_button(s, "tool", std::string(tool_name(kind)), tool.kind == kind, ImVec2(button, s.row_px()),
                        colour::words))
            s.say(Act::tool, i);
        if (ImGui::IsItemHovered())
            put_hint(s, ImVec2(ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + 0.2f * s.em), 0, help_of(kind),
                     colour::words);
        ImGui::PopID();
    }
    if (tool.kind == ToolKind::hand) return;
    ImGui::SameLine(0, gap);
    size_stepper(s, "width", in_mm(tool.width_mm), "Width on the skin", Act::tool_width, wide);
    if (!paints(tool.kind)) return;
    ImGui::SameLine(0, gap);
    size_stepper(s, "edge", "soft " + in_mm(tool.edge_mm), "How far it fades out beyond its width", Act::tool_edge,
                 soft);
}

}  // namespace smp::desk
