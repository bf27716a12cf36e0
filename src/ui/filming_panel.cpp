#include <imgui.h>

#include <string>

#include "base/texts.hpp"
#include "ui/panels.hpp"

namespace smp {

void draw_filming(glm::vec2 window_px, bool right) {
    const float em = ImGui::GetFontSize(), radius = 0.32f * em, pad = 0.5f * em;
    const std::string words = tr("mirror|Filming");
    const ImVec2 text = ImGui::CalcTextSize(words.c_str());
    const float width = text.x + 3 * radius + 2 * pad;
    const ImVec2 a(right ? window_px.x - width - pad : pad, pad), b(a.x + width, pad + text.y + 0.7f * pad);
    // Red, and a round mark with a word: colour is never the only sign.
    ImDrawList* const list = ImGui::GetForegroundDrawList();
    list->AddRectFilled(a, b, IM_COL32(0, 0, 0, 150), 0.5f * (b.y - a.y));
    list->AddCircleFilled(ImVec2(a.x + pad + radius, (a.y + b.y) / 2), radius, IM_COL32(226, 54, 48, 255), 24);
    list->AddText(ImVec2(a.x + pad + 3 * radius, (a.y + b.y - text.y) / 2), IM_COL32(242, 242, 242, 255),
                  words.c_str());
}

}  // namespace smp
