#include <imgui.h>

#include <algorithm>

#include "base/texts.hpp"
#include "ui/number_table.hpp"
#include "ui/panels.hpp"

namespace smp {

namespace {

// What the panel would take at full size: one line a row, warnings as they wrap.
float wanted_height(const TreatmentNumbers& numbers, float width, float em) {
    float height = 2.4f * em + 1.36f * em * static_cast<float>(number_rows(numbers).size());
    for (const DesignWarning& warning : numbers.warnings)
        height += ImGui::CalcTextSize(warning.text.c_str(), nullptr, false, width - 2 * em).y + 1.5f * em;
    return height;
}

}  // namespace

void draw_numbers(const OverlaySnapshot& snapshot, glm::vec2 window_px, float foot_px) {
    const float em = ImGui::GetFontSize();
    const float width = std::min(window_px.x * 0.92f, 25.f * em);
    // Many warnings are written smaller rather than cut off.
    const float wanted = snapshot.numbers ? wanted_height(*snapshot.numbers, width, em) : 0;
    const float scale = std::clamp((window_px.y - 0.8f * em) / std::max(wanted, 1.f), 0.6f, 1.f);
    // At the right edge: the help stands at the left one, the client's face in the middle. A screen on end has room
    // below the face instead.
    const bool on_end = window_px.y > window_px.x;
    ImGui::SetNextWindowPos(
        ImVec2(window_px.x - 0.8f * em, on_end ? window_px.y - foot_px - 0.8f * em : window_px.y / 2), ImGuiCond_Always,
        ImVec2(1, on_end ? 1.f : 0.5f));
    ImGui::SetNextWindowSize(ImVec2(width, 0));
    ImGui::SetNextWindowBgAlpha(0.82f);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(1.f * em, 0.8f * em));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.5f * em);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(0.3f * em, 0.18f * em * scale));
    ImGui::Begin("Numbers", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav);
    ImGui::SetWindowFontScale(scale);
    ImGui::PushTextWrapPos(0);
    if (!snapshot.numbers) {
        ImGui::TextUnformatted(tr("No head has been seen yet.").c_str());
    } else {
        draw_number_table(number_rows(*snapshot.numbers), 9.2f * em * scale);
        for (const DesignWarning& warning : snapshot.numbers->warnings) {
            ImGui::Dummy(ImVec2(0, 0.1f * em * scale));
            ImGui::Separator();
            ImGui::Dummy(ImVec2(0, 0.1f * em * scale));
            ImGui::TextUnformatted(warning.text.c_str());
        }
    }
    ImGui::PopTextWrapPos();
    ImGui::End();
    ImGui::PopStyleVar(4);
}

}  // namespace smp
