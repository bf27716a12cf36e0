#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/texts.hpp"
#include "desk/change_words.hpp"
#include "ui/panels.hpp"

namespace smp {
namespace {

// What the keys change, with its value: the technician reads the millimetres off here.
constexpr std::array<std::string_view, 3> shown{"hairline.height_mm", "hairline.style", "stipple.density_per_cm2"};

struct Row {
    std::string left, right;
};

std::vector<Row> key_rows_of(const OverlaySnapshot& snapshot) {
    std::vector<Row> rows;
    for (const HelpLine& key : snapshot.keys) rows.push_back({key.keys, tr(key.words)});
    return rows;
}

std::vector<Row> value_rows_of(const OverlaySnapshot& snapshot) {
    std::vector<Row> rows;
    for (const auto name : shown)
        if (const Parameter* p = find_parameter(name))
            rows.push_back({tr(p->label), value_in_words(*p, p->get(snapshot.design))});
    std::string view = snapshot.mirrored ? tr("state|mirrored") : tr("state|as others see you");
    if (snapshot.bare) view += ", " + tr("state|before");
    if (snapshot.frozen) view += ", " + tr("state|frozen");
    rows.push_back({tr("View"), view});
    return rows;
}

// Of both tables, in letters of `em` px.
struct Layout {
    float em, width, keys_px, names_px, pad_px;

    float height(const std::vector<Row>& rows, float left_px) const {
        float sum = 0;
        const auto of = [&](const std::string& text, float wrap) {
            return ImGui::GetFont()->CalcTextSizeA(em, 1e6f, wrap, text.c_str()).y;
        };
        for (const Row& row : rows)
            sum += std::max(of(row.left, left_px), of(row.right, width - 2 * em - left_px - 1.2f * em)) + 2 * pad_px;
        return sum;
    }
};

void table(const char* id, const std::vector<Row>& rows, float left_px) {
    if (!ImGui::BeginTable(id, 2)) return;
    ImGui::TableSetupColumn("left", ImGuiTableColumnFlags_WidthFixed, left_px);
    ImGui::TableSetupColumn("right");
    for (const Row& row : rows) {
        ImGui::TableNextRow();
        for (const auto* text : {&row.left, &row.right}) {
            ImGui::TableNextColumn();
            ImGui::PushTextWrapPos(0);
            if (text == &row.left) ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(1.f, 0.86f, 0.6f, 1));
            ImGui::TextUnformatted(text->c_str());
            if (text == &row.left) ImGui::PopStyleColor();
            ImGui::PopTextWrapPos();
        }
    }
    ImGui::EndTable();
}

}  // namespace

void draw_help(const OverlaySnapshot& snapshot, glm::vec2 window_px) {
    const std::vector<Row> keys = key_rows_of(snapshot), values = value_rows_of(snapshot);
    const float whole = ImGui::GetFontSize();
    // The more there is to say, and in some languages it is more, the smaller it is written; nothing is cut off.
    Layout layout{};
    float scale = 1;
    for (; scale >= 0.5f; scale -= 0.05f) {
        const float em = scale * whole, width = std::min(window_px.x * 0.92f, 25 * whole);
        layout = {em, width, 0.32f * width, 0.4f * width, 0.18f * em};
        if (layout.height(keys, layout.keys_px) + layout.height(values, layout.names_px) + 4 * em < window_px.y) break;
    }
    const float em = layout.em;
    // At the left edge, so that a client in the middle still sees the own face beside it.
    ImGui::SetNextWindowPos(ImVec2(0.8f * whole, window_px.y / 2), ImGuiCond_Always, ImVec2(0, 0.5f));
    ImGui::SetNextWindowSize(ImVec2(layout.width, 0));
    ImGui::SetNextWindowBgAlpha(0.82f);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(1.f * em, 0.8f * em));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.5f * whole);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(0.3f * em, layout.pad_px));
    ImGui::Begin("Keys", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav);
    ImGui::SetWindowFontScale(std::max(scale, 0.5f));
    table("keys", keys, layout.keys_px);
    ImGui::Dummy(ImVec2(0, 0.2f * em));
    ImGui::Separator();
    ImGui::Dummy(ImVec2(0, 0.2f * em));
    table("values", values, layout.names_px);
    ImGui::End();
    ImGui::PopStyleVar(4);
}

}  // namespace smp
