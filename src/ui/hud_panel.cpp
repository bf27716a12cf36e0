#include <imgui.h>

#include <algorithm>

#include "base/texts.hpp"
#include "ui/panels.hpp"

namespace smp {

// In the upper left corner, one line a graph: name, median and 95th percentile, and the last frames as a curve.
void draw_hud(const Hud& hud) {
    const float em = ImGui::GetFontSize();
    ImGui::SetNextWindowPos(ImVec2(0.5f * em, 0.5f * em), ImGuiCond_Always);
    ImGui::SetNextWindowBgAlpha(0.75f);
    ImGui::Begin("Hud", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::SetWindowFontScale(0.7f);
    ImGui::TextUnformatted((hud.tracking ? tr("Following the head") : tr("No head is seen")).c_str());
    for (const HudGraph& g : hud.graphs) {
        const std::string figures =
            number_text(g.median, 1) + " " + std::string(g.unit) + ", p95 " + number_text(g.p95, 1);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::TextUnformatted(tr(g.name).c_str());
        ImGui::SameLine(4.2f * em);
        ImGui::TextUnformatted(figures.c_str());
        const ImVec2 low(at.x + 13 * em, at.y), size(9 * em, ImGui::GetTextLineHeight());
        ImDrawList* const list = ImGui::GetWindowDrawList();
        list->AddRectFilled(low, ImVec2(low.x + size.x, low.y + size.y), IM_COL32(60, 64, 72, 255));
        const float top = g.values.empty() ? 1 : std::max(1e-3f, *std::max_element(g.values.begin(), g.values.end()));
        std::vector<ImVec2> line;
        for (std::size_t i = 0; i < g.values.size(); ++i)
            line.emplace_back(low.x + size.x * (static_cast<float>(i) + 0.5f) / static_cast<float>(g.values.size()),
                              low.y + size.y * (1 - 0.9f * g.values[i] / top));
        list->AddPolyline(line.data(), static_cast<int>(line.size()), IM_COL32(255, 219, 153, 255), 0, 0.08f * em);
        ImGui::SameLine(22.5f * em);
        ImGui::Dummy(ImVec2(0, size.y));
    }
    ImGui::End();
}

}  // namespace smp
