#include <imgui.h>

#include "ui/panels.hpp"

namespace smp {

float draw_label(const OverlaySnapshot& snapshot, glm::vec2 window_px) {
    const float em = ImGui::GetFontSize();
    const char* const text = snapshot.label.c_str();
    const float room = window_px.x - 1.2f * em;
    const ImVec2 words = ImGui::CalcTextSize(text, nullptr, false, room);
    const float height = words.y + 0.5f * em;
    ImGui::SetNextWindowPos(ImVec2(0, window_px.y), ImGuiCond_Always, ImVec2(0, 1));
    ImGui::SetNextWindowSize(ImVec2(words.x + 1.2f * em, height));
    ImGui::SetNextWindowBgAlpha(0.7f);
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, static_cast<float>(snapshot.label_alpha));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0.6f * em, 0.25f * em));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("Label", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + room);
    ImGui::TextUnformatted(text);
    ImGui::PopTextWrapPos();
    ImGui::End();
    ImGui::PopStyleVar(4);
    return height;
}

}  // namespace smp
