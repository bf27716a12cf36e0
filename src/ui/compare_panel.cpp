// The line between before and after, over the mirror's picture, with its two words.
#include <imgui.h>

#include "base/texts.hpp"
#include "present/letterbox.hpp"
#include "ui/panels.hpp"

namespace smp {

void draw_wipe(const OverlaySnapshot& snapshot, glm::vec2 window_px, glm::ivec2 picture_px) {
    const Letterbox box = letterbox(picture_px, glm::ivec2(window_px));
    if (box.size_px.x == 0) return;
    const float em = ImGui::GetFontSize(), alpha = static_cast<float>(snapshot.wipe_alpha);
    const ImVec2 a(static_cast<float>(box.corner_px.x), static_cast<float>(box.corner_px.y)),
        b(a.x + static_cast<float>(box.size_px.x), a.y + static_cast<float>(box.size_px.y));
    const float x = a.x + static_cast<float>(snapshot.wipe) * (b.x - a.x), half = 0.05f * em;
    ImDrawList* const list = ImGui::GetForegroundDrawList();
    const auto colour = [&](int grey, float opacity) {
        return IM_COL32(grey, grey, grey, static_cast<int>(255 * opacity * alpha));
    };
    list->PushClipRect(a, b);
    list->AddRectFilled(ImVec2(x - 2 * half, a.y), ImVec2(x + 2 * half, b.y), colour(0, 0.35f));
    list->AddRectFilled(ImVec2(x - half, a.y), ImVec2(x + half, b.y), colour(255, 0.9f));
    const auto word = [&](const std::string& words, float at) {
        const char* const text = words.c_str();
        const ImVec2 place(at, a.y + 0.5f * em);
        for (const auto& [dx, dy] : {ImVec2(-1, 0), ImVec2(1, 0), ImVec2(0, -1), ImVec2(0, 1)})
            list->AddText(ImVec2(place.x + dx * 0.07f * em, place.y + dy * 0.07f * em), colour(0, 0.7f), text);
        list->AddText(place, colour(255, 1), text);
    };
    const std::string before = tr("wipe|Before"), after = tr("wipe|After");
    word(before, x - 0.7f * em - ImGui::CalcTextSize(before.c_str()).x);
    word(after, x + 0.7f * em);
    list->PopClipRect();
}

}  // namespace smp
