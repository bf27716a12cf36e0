#include "ui/number_table.hpp"

#include <imgui.h>

namespace smp {

void draw_number_table(std::span<const NumberRow> rows, float name_width_px, float width_px) {
    const ImVec4 name_colour(1.f, 0.86f, 0.6f, 1);
    if (!ImGui::BeginTable("numbers", 2, 0, ImVec2(width_px, 0))) return;
    ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthFixed, name_width_px);
    ImGui::TableSetupColumn("value");
    for (const NumberRow& row : rows) {
        ImGui::TableNextRow();
        for (const auto* text : {&row.name, &row.value}) {
            ImGui::TableNextColumn();
            ImGui::PushTextWrapPos(0);
            if (text == &row.name) ImGui::PushStyleColor(ImGuiCol_Text, name_colour);
            ImGui::TextUnformatted(text->c_str());
            if (text == &row.name) ImGui::PopStyleColor();
            ImGui::PopTextWrapPos();
        }
    }
    ImGui::EndTable();
}

}  // namespace smp
