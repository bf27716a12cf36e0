#include <imgui.h>

#include <array>
#include <string>

#include "base/texts.hpp"
#include "desk/change_words.hpp"
#include "ui/panels.hpp"

namespace smp {
namespace {

// What the keys change, with its value: the technician reads the millimetres off here.
constexpr std::array<std::string_view, 3> shown{"hairline.height_mm", "hairline.style", "stipple.density_per_cm2"};

void row(std::string_view left, std::string_view right) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::TextColored(ImVec4(1.f, 0.86f, 0.6f, 1), "%.*s", static_cast<int>(left.size()), left.data());
    ImGui::TableNextColumn();
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(right.data(), right.data() + right.size());
    ImGui::PopTextWrapPos();
}

}  // namespace

void draw_help(const OverlaySnapshot& snapshot, glm::vec2 window_px) {
    const float em = ImGui::GetFontSize();
    const float width = std::min(window_px.x * 0.92f, 23.5f * em);
    // At the left edge, so that a client in the middle still sees the own face beside it.
    ImGui::SetNextWindowPos(ImVec2(0.8f * em, window_px.y / 2), ImGuiCond_Always, ImVec2(0, 0.5f));
    ImGui::SetNextWindowSize(ImVec2(width, 0));
    ImGui::SetNextWindowBgAlpha(0.82f);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(1.f * em, 0.8f * em));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.5f * em);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(0.3f * em, 0.18f * em));
    ImGui::Begin("Keys", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav);
    if (ImGui::BeginTable("keys", 2)) {
        ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthFixed, 5.6f * em);
        ImGui::TableSetupColumn("act");
        for (const HelpLine& key : snapshot.keys) row(key.keys, tr(key.words));
        ImGui::EndTable();
    }
    ImGui::Dummy(ImVec2(0, 0.2f * em));
    ImGui::Separator();
    ImGui::Dummy(ImVec2(0, 0.2f * em));
    if (ImGui::BeginTable("values", 2)) {
        ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthFixed, 8.4f * em);
        ImGui::TableSetupColumn("value");
        for (const auto name : shown)
            if (const Parameter* p = find_parameter(name))
                row(tr(p->label), value_in_words(*p, p->get(snapshot.design)));
        std::string view = snapshot.mirrored ? tr("state|mirrored") : tr("state|as others see you");
        if (snapshot.bare) view += ", " + tr("state|before");
        if (snapshot.frozen) view += ", " + tr("state|frozen");
        row(tr("View"), view);
        ImGui::EndTable();
    }
    ImGui::End();
    ImGui::PopStyleVar(4);
}

}  // namespace smp
