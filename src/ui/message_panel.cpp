#include <imgui.h>

#include <string>

#include "ui/panels.hpp"

namespace smp {
namespace {

// Lines centred one below the other; long ones are broken at spaces.
void centred(const std::string& text, float width, float scale, const ImVec4& colour) {
    ImGui::SetWindowFontScale(scale);
    const char* at = text.c_str();
    const char* const end = at + text.size();
    while (at < end) {
        const char* stop =
            ImGui::GetFont()->CalcWordWrapPositionA(ImGui::GetFontSize() / ImGui::GetFont()->FontSize, at, end, width);
        if (stop == at) stop = at + 1;
        const float line = ImGui::CalcTextSize(at, stop).x;
        ImGui::SetCursorPosX((ImGui::GetWindowSize().x - line) / 2);
        ImGui::PushStyleColor(ImGuiCol_Text, colour);
        ImGui::TextUnformatted(at, stop);
        ImGui::PopStyleColor();
        for (at = stop; at < end && *at == ' ';) ++at;
    }
    ImGui::SetWindowFontScale(1);
}

constexpr ImGuiWindowFlags plain_window =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav;

}  // namespace

void draw_message(const OverlaySnapshot& snapshot, glm::vec2 window_px) {
    const float em = ImGui::GetFontSize();
    const float width = window_px.x * 0.8f;
    ImGui::SetNextWindowPos(ImVec2(window_px.x / 2, window_px.y / 2), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
    ImGui::SetNextWindowSize(ImVec2(window_px.x * 0.9f, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, static_cast<float>(snapshot.message_alpha));
    ImGui::Begin("Message", nullptr, plain_window | ImGuiWindowFlags_NoBackground);
    centred(snapshot.message, width, 1.8f, ImVec4(0.92f, 0.93f, 0.95f, 1));
    ImGui::Dummy(ImVec2(0, 0.6f * em));
    centred(snapshot.message_detail, width, 1, ImVec4(0.66f, 0.69f, 0.73f, 1));
    ImGui::End();
    ImGui::PopStyleVar();
}

void draw_note(const OverlaySnapshot& snapshot, glm::vec2 window_px, float foot_px) {
    const float em = ImGui::GetFontSize();
    const float width = std::min(ImGui::CalcTextSize(snapshot.note.c_str()).x, window_px.x * 0.8f);
    ImGui::SetNextWindowPos(ImVec2(window_px.x / 2, window_px.y - foot_px - (foot_px > 0 ? 0.6f : 1.2f) * em),
                            ImGuiCond_Always, ImVec2(0.5f, 1));
    ImGui::SetNextWindowSize(ImVec2(width + 2.4f * em, 0));
    ImGui::SetNextWindowBgAlpha(0.78f);
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, static_cast<float>(snapshot.note_alpha));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(1.1f * em, 0.5f * em));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.5f * em);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("Note", nullptr, plain_window);
    centred(snapshot.note, width + 1, 1,
            snapshot.note_failed ? ImVec4(1.f, 0.78f, 0.55f, 1) : ImVec4(0.95f, 0.95f, 0.95f, 1));
    ImGui::End();
    ImGui::PopStyleVar(4);
}

}  // namespace smp
