// What the hand on the picture does: one button a tool, and the size of the brush.
#include <algorithm>

#include "base/texts.hpp"
#include "desk/tool.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

std::string in_mm(double mm) {
    return number_text(mm) + " mm";
}

// A size between its two buttons, which repeat while they are held.
void size_stepper(State& s, const char* id, const std::string& words, const std::string& hint, Act act, float width) {
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

std::string help_of(ToolKind kind) {
    switch (kind) {
        case ToolKind::hand:
            return tr("Drag the rings on the picture: front edge, corners, temple points");
        case ToolKind::patch:
            return tr("Paint where hair is missing: it is filled with marks");
        case ToolKind::scar:
            return tr("Paint a scar: filled too, and it takes pigment badly");
        case ToolKind::bare:
            return tr("Paint what is never treated: a mole, a wound");
        case ToolKind::rubber:
            return tr("Rub out what was painted");
    }
    return "";
}

// The tools in one line with the sizes beside them; where that is too narrow the sizes come below, when there are any.
struct ToolLines {
    int tools_across;
    bool sizes_beside;
};
constexpr float wide_em = 6.2f, soft_em = 7.6f, tool_gap_em = 0.2f;

ToolLines tool_lines(const State& s, float width) {
    std::vector<std::string> names;
    for (int i = 0; i < tool_count; ++i) names.push_back(tr(tool_key(static_cast<ToolKind>(i))));
    const float sizes = (wide_em + soft_em + 2 * tool_gap_em) * s.em, room = width / least_letters;
    if (in_a_line(s, names, room - sizes, 1) == names.size()) return {tool_count, true};
    return {static_cast<int>(std::max<std::size_t>(in_a_line(s, names, room, 1), 3)), false};
}

}  // namespace

float tools_height(const State& s, const DeskSnapshot& snapshot, float width) {
    const ToolLines lines = tool_lines(s, width);
    const bool sizes_below = !lines.sizes_beside && snapshot.tool.kind != ToolKind::hand;
    const int count = (tool_count + lines.tools_across - 1) / lines.tools_across + (sizes_below ? 1 : 0);
    return static_cast<float>(count) * (s.row_px() + ImGui::GetStyle().ItemSpacing.y);
}

void draw_tools(State& s, const DeskSnapshot& snapshot) {
    const Tool& tool = snapshot.tool;
    const float gap = tool_gap_em * s.em, width = ImGui::GetContentRegionAvail().x;
    const ToolLines lines = tool_lines(s, width);
    const float half = (width - gap) / 2;
    const float wide = lines.sizes_beside ? wide_em * s.em : half, soft = lines.sizes_beside ? soft_em * s.em : half;
    const auto across = static_cast<float>(lines.tools_across);
    const float button = (width - (lines.sizes_beside ? wide + soft + 2 * gap : 0) - (across - 1) * gap) / across;
    for (int i = 0; i < tool_count; ++i) {
        const auto kind = static_cast<ToolKind>(i);
        if (i % lines.tools_across) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        if (line_button(s, "tool", tr(tool_key(kind)), tool.kind == kind, ImVec2(button, s.row_px()), colour::words))
            s.say(Act::tool, i);
        if (ImGui::IsItemHovered())
            put_hint(s, ImVec2(ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + 0.2f * s.em), 0, help_of(kind),
                     colour::words);
        ImGui::PopID();
    }
    if (tool.kind == ToolKind::hand) return;
    if (lines.sizes_beside) ImGui::SameLine(0, gap);
    size_stepper(s, "width", in_mm(tool.width_mm), tr("Width on the skin"), Act::tool_width, wide);
    if (!paints(tool.kind)) return;
    ImGui::SameLine(0, gap);
    size_stepper(s, "edge", tr_fill("soft {0}", in_mm(tool.edge_mm)), tr("How far it fades out beyond its width"),
                 Act::tool_edge, soft);
}

}  // namespace smp::desk
