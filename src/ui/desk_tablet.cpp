// The page for tablets: switched on and off, how a tablet finds it and comes in, and those that have.
#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

void words(ImFont* font, ImU32 colour, const std::string& text) {
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

// Dark on white with the quiet border around it, in whole pixels, so that a tablet's camera reads it.
void draw_qr(const QrCode& qr, float room) {
    constexpr int border = 4;
    const float square = std::max(1.f, std::floor(room / static_cast<float>(qr.size + 2 * border)));
    const float side = square * static_cast<float>(qr.size + 2 * border);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + side, at.y + side), IM_COL32_WHITE);
    for (int y = 0; y < qr.size; ++y)
        for (int x = 0; x < qr.size;) {
            int end = x;
            while (end < qr.size && qr.at(end, y)) ++end;
            if (end > x) {
                const float left = at.x + square * static_cast<float>(border + x);
                const float top = at.y + square * static_cast<float>(border + y);
                list->AddRectFilled(ImVec2(left, top),
                                    ImVec2(left + square * static_cast<float>(end - x), top + square), IM_COL32_BLACK);
            }
            x = std::max(end, x + 1);
        }
    ImGui::Dummy(ImVec2(side, side));
}

// Four bytes a group, four groups a line: what two people can read to each other.
std::string in_groups(const std::string& fingerprint) {
    std::string out;
    int bytes = 0;
    for (const char c : fingerprint) {
        if (c != ':')
            out += c;
        else if (++bytes % 16 == 0)
            out += '\n';
        else if (bytes % 2 == 0)
            out += ' ';
    }
    return out;
}

void draw_way_in(State& s, const TabletView& t, float width) {
    const float side = std::min(0.4f * width, 13.f * s.em);
    if (t.qr.size > 0) {
        draw_qr(t.qr, side);
        ImGui::SameLine(0, s.em);
    }
    ImGui::BeginGroup();
    words(s.small, colour::quiet, tr("Scan this with the tablet, or open there"));
    words(s.text, colour::words, t.address);
    words(s.small, colour::quiet, tr("Code"));
    if (t.code.empty()) {
        words(s.text, colour::quiet, tr("code|none now"));
    } else {
        words(s.title, colour::accent, t.code.substr(0, 3) + " " + t.code.substr(3));
        words(s.small, colour::quiet,
              tr_count(std::max(1, t.code_minutes), "good for {0} minute more", "good for {0} minutes more"));
    }
    if (line_button(s, "code", tr("New code"), false, ImVec2(9.f * s.em, s.row_px()), colour::words))
        s.say(Act::tablet_code);
    ImGui::EndGroup();
    if (t.wrong_guesses > 0)
        words(s.small, colour::alarm,
              tr_count(t.wrong_guesses, "{0} wrong code was typed. If nobody here did, switch the tablet's page off.",
                       "{0} wrong codes were typed. If nobody here did, switch the tablet's page off."));
    words(s.small, colour::quiet, tr("Fingerprint (SHA-256) that the tablet's browser must show when it warns"));
    words(s.small, colour::words, in_groups(t.fingerprint));
}

void draw_paired(State& s, const TabletView& t, float width) {
    const float button = 7.f * s.em, gap = ImGui::GetStyle().ItemSpacing.y;
    if (t.tablets.empty()) return words(s.small, colour::quiet, tr("No tablet is paired."));
    for (const TabletView::Paired& p : t.tablets) {
        ImGui::PushID(p.id.c_str());
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float room = width - button - gap;
        ImGui::Dummy(ImVec2(room, s.row_px()));
        put_text(ImVec2(at.x + 0.3f * s.em, at.y), ImVec2(at.x + 0.6f * room, at.y + s.row_px()), p.name, colour::words,
                 s.text);
        put_text(ImVec2(at.x + 0.6f * room, at.y), ImVec2(at.x + room, at.y + s.row_px()),
                 p.connected ? tr("connected") : tr_fill("since {0}", p.paired_on),
                 p.connected ? colour::accent : colour::quiet, s.small);
        ImGui::SameLine(0, gap);
        const bool sure = s.removing == "tablet " + p.id;
        if (line_button(s, "revoke", sure ? tr("button|Sure?") : tr("button|Remove"), sure, ImVec2(button, s.row_px()),
                        sure ? colour::alarm : colour::quiet)) {
            if (sure) s.commands.push_back({.act = Act::tablet_revoke, .text = p.id});
            s.removing = sure ? "" : "tablet " + p.id;
        }
        ImGui::PopID();
    }
}

}  // namespace

void draw_tablet(State& s, const DeskSnapshot& snapshot) {
    const TabletView& t = snapshot.tablet;
    const float width = ImGui::GetContentRegionAvail().x;
    if (line_button(s, "tablet", t.wanted ? tr("Tablet is on: switch off") : tr("Switch the tablet's page on"),
                    t.wanted, ImVec2(width, s.row_px()), colour::words))
        s.say(Act::tablet);
    if (!t.trouble.empty()) words(s.text, colour::alarm, t.trouble);
    if (!t.on)
        return words(s.small, colour::quiet,
                     t.wanted ? tr("It begins ...")
                              : tr("On a tablet in the salon's network, the same rows and buttons as here."));
    draw_way_in(s, t, width);
    draw_paired(s, t, width);
}

}  // namespace smp::desk
