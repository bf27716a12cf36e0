// What is known of the client's true scale, and the ways to know it better: typed, by a card, by a ruled mark.
#include "base/texts.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

void put_words(const State& s, const std::string& words, ImU32 colour, ImFont* font) {
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 1.2f * s.em);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

}  // namespace

void draw_client(State& s, const DeskSnapshot& snapshot) {
    const DeskSnapshot::Client& client = snapshot.client;
    const float width = ImGui::GetContentRegionAvail().x, gap = ImGui::GetStyle().ItemSpacing.y;
    const float half = (width - gap) / 2;
    draw_value_row(s, pupil_row(), client.scale.now.ipd_mm, !client.scale.now.assumed());
    put_words(s, in_words(client.scale.now), client.scale.now.assumed() ? colour::alarm : colour::words, s.text);
    if (client.scale.before) {
        const std::string back = tr_fill("Back to {0}", value_in_words(*client.scale.before));
        if (line_button(s, "back", back, false, ImVec2(width, s.row_px()), colour::words)) s.say(Act::client_back);
    }
    if (line_button(s, "card", client.card_measured ? tr("Stop measuring") : tr("Measure with a card"),
                    client.card_measured, ImVec2(half, s.row_px()), colour::words))
        s.say(Act::measure_card);
    ImGui::SameLine(0, gap);
    if (line_button(s, "mark", client.mark_ruled ? tr("End ruled mark") : tr("Ruled mark"), client.mark_ruled,
                    ImVec2(half, s.row_px()), colour::words))
        s.say(Act::ruled_mark);
    if (!client.card_words.empty()) put_words(s, client.card_words, colour::words, s.text);
    if (!client.mark_ruled) return;
    draw_value_row(s, mark_row(), client.mark_mm, client.mark_mm != mark_row().default_value());
    put_words(s, client.mark_words, client.mark_ready ? colour::words : colour::accent, s.text);
    if (client.mark_ready &&
        line_button(s, "use", tr("Go by this mark"), false, ImVec2(width, s.row_px()), colour::words))
        s.say(Act::use_mark);
}

}  // namespace smp::desk
