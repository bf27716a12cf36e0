// What is done rather than set: one large button an act, with its key; and the figures below.
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/texts.hpp"
#include "ui/desk.hpp"
#include "ui/desk_parts.hpp"
#include "ui/number_table.hpp"

namespace smp::desk {
namespace {

struct Button {
    std::string words, key;
    Act act = Act::help;
    double amount = 0;
    bool on = false, enabled = true;
};

constexpr std::array<std::string_view, variant_count> variant_acts{"variant_a", "variant_b", "variant_c"};
constexpr std::array<std::string_view, 17> acts{"before_after",  "wipe",          "split",         "turns", "freeze",
                                                "screenshot",    "mirror",        "match_stubble", "loupe", "undo",
                                                variant_acts[0], variant_acts[1], variant_acts[2], "views", "view_take",
                                                "views_new",     "clip"};

std::vector<Button> buttons(const DeskSnapshot& s) {
    const auto key = [&](std::string_view act) {
        const auto at = s.keys.find(act);
        return at == s.keys.end() ? "" : at->second;
    };
    // A second line only where there is something to say in it.
    const auto with = [](const std::string& first, const std::string& second) {
        return first + (first.empty() || second.empty() ? "" : ", ") + second;
    };
    const auto shift = [&](std::string_view act) { return key(act).empty() ? "" : tr_fill("Shift {0}", key(act)); };
    std::vector<Button> out{
        {s.bare ? tr("Before shown") : tr("button|Before"), key("before_after"), Act::bare_press, 0, s.bare, true},
        {s.compare != Compare::wipe ? tr("button|Wipe")
         : s.wipe_sweeps            ? tr("Hold wipe")
                                    : tr("End wipe"),
         key("wipe"), Act::wipe, 0, s.compare == Compare::wipe, true},
        {s.compare == Compare::split ? tr("Other half") : tr("Half and half"), key("split"), Act::split, 1,
         s.compare == Compare::split, true},
        {s.frozen ? tr("button|Resume") : tr("button|Freeze"), key("freeze"), Act::freeze, 0, s.frozen, true},
        {tr("button|Screenshot"), key("screenshot"), Act::screenshot, 0, false, true},
        {s.view.mirrored ? tr("button|Mirrored") : tr("button|As others see"), key("mirror"), Act::mirror, 0,
         !s.view.mirrored, true},
        {tr("Match stubble"), key("match_stubble"), Act::match_stubble, 0, false, true},
        {tr("Match lighter"), shift("match_stubble"), Act::match_stubble, 1, false, true},
        {tr("button|Loupe"), key("loupe"), Act::loupe, 0, s.loupe, true},
        {tr("button|In turn"), with(key("turns"), tr("key line|variants")), Act::turns, 0, s.turns, true},
        {tr("button|Undo"), key("undo"), Act::undo, 1, false, s.can_undo},
        {tr("button|Redo"), shift("undo"), Act::undo, -1, false, s.can_redo},
    };
    for (int i = 0; i < variant_count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const bool shown = i == s.variant;
        out.push_back({tr_fill("Variant {0}", variant_name(i)),
                       with(key(variant_acts[at]), shown                    ? tr("variant|shown")
                                                   : s.variant_is_there[at] ? ""
                                                                            : tr("variant|none yet")),
                       Act::variant, static_cast<double>(i), shown, true});
    }
    return out;
}

int columns(const State& s, const std::vector<Button>& all, float width) {
    // Narrow ones where the window is, if no word is cut then.
    float widest = 0;
    for (const Button& b : all) widest = std::max(widest, least_letters * text_px(s.text, b.words) + 1.1f * s.em);
    const bool three = 3 * widest + ImGui::GetStyle().ScrollbarSize <= width;
    const int count = static_cast<int>(all.size()),
              room = std::max(static_cast<int>(width / (7.2f * s.em)), three ? 3 : 2);
    const int rows = (count + room - 1) / room;
    return (count + rows - 1) / rows;
}

float button_px(const State& s) {
    return 2.7f * s.em;
}

void draw_button(State& s, const Button& button, ImVec2 size) {
    ImGui::InvisibleButton("act", size);
    const bool pressed = ImGui::IsItemActivated(), let_go = ImGui::IsItemDeactivated(),
               hovered = ImGui::IsItemHovered();
    const bool clicked = let_go && hovered;
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    ImDrawList* const list = ImGui::GetWindowDrawList();
    const bool warm = hovered && button.enabled;
    const ImU32 on = warm ? colour::fill_hot : colour::fill, off = warm ? colour::field_hot : colour::field;
    if (button.enabled)
        list->AddRectFilled(a, b, ImGui::IsItemActive() ? colour::fill_hot : button.on ? on : off, 0.25f * s.em);
    else  // by its shape too: an outline
        list->AddRect(a, b, colour::line, 0.25f * s.em);
    if (button.on) list->AddRectFilled(ImVec2(a.x, b.y - 0.18f * s.em), b, colour::accent, 0.1f * s.em);
    const float middle = button.key.empty() ? b.y : a.y + 0.6f * size.y;
    const float inset = 0.3f * s.em;
    put_text(ImVec2(a.x + inset, a.y + 0.1f * s.em), ImVec2(b.x - inset, middle), button.words,
             button.enabled ? colour::words : colour::quiet, s.text, 0.5f);
    put_text(ImVec2(a.x + inset, middle - 0.1f * s.em), ImVec2(b.x - inset, b.y - 0.2f * s.em), button.key,
             colour::quiet, s.small, 0.5f);
    const bool entered = stop(s, a, b) && s.pressed(Key::enter);
    if (!button.enabled) return;
    if (button.act == Act::bare_press) {
        // As its key does: held shows the bare head, tapped switches.
        if (pressed || entered) s.say(Act::bare_press);
        if (let_go || entered) s.say(Act::bare_release);
    } else if (clicked || entered) {
        s.say(button.act, button.amount);
    }
}

}  // namespace

float buttons_height(const State& s, const DeskSnapshot& snapshot, float width) {
    const std::vector<Button> all = buttons(snapshot);
    const int across = columns(s, all, width), rows = (static_cast<int>(all.size()) + across - 1) / across;
    return static_cast<float>(rows) * (button_px(s) + ImGui::GetStyle().ItemSpacing.y);
}

void draw_buttons(State& s, const DeskSnapshot& snapshot) {
    const std::vector<Button> all = buttons(snapshot);
    const float width = ImGui::GetContentRegionAvail().x, gap = ImGui::GetStyle().ItemSpacing.y;
    const int across = columns(s, all, width);
    const ImVec2 size((width - gap * static_cast<float>(across - 1)) / static_cast<float>(across), button_px(s));
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        if (i % across) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        draw_button(s, all[static_cast<std::size_t>(i)], size);
        ImGui::PopID();
    }
}

void draw_figures(State& s, const DeskSnapshot& snapshot) {
    // By keyboard what does not fit is scrolled to.
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const float inset = 0.2f * s.em;
    if (stop(s, ImVec2(corner.x + inset, corner.y + inset),
             ImVec2(corner.x + size.x - inset, corner.y + size.y - inset))) {
        bool held = false;
        const double lines = s.arrow_steps(&held);
        if (lines != 0) ImGui::SetScrollY(ImGui::GetScrollY() + static_cast<float>(lines) * 2 * s.em);
    }
    if (!snapshot.numbers) {
        ImGui::PushTextWrapPos(0);
        ImGui::TextUnformatted(tr("Area, marks and millimetres: no head has been seen yet.").c_str());
        ImGui::PopTextWrapPos();
        return;
    }
    ImGui::PushFont(s.small);
    const std::vector<NumberRow> rows = number_rows(*snapshot.numbers);
    const float width = ImGui::GetContentRegionAvail().x;
    // Two tables side by side where both have room; warnings first, so that they need no scrolling.
    for (const DesignWarning& warning : snapshot.numbers->warnings) {
        ImGui::PushTextWrapPos(0);
        ImGui::PushStyleColor(ImGuiCol_Text, colour::alarm);
        ImGui::TextUnformatted(("!  " + warning.text).c_str());
        ImGui::PopStyleColor();
        ImGui::PopTextWrapPos();
    }
    const bool two = width > 42 * s.em;
    const std::size_t half = two ? (rows.size() + 1) / 2 : rows.size();
    const float names = std::min(8.4f * s.em, 0.45f * width);
    for (std::size_t from = 0; from < rows.size(); from += half) {
        if (from > 0) ImGui::SameLine();
        ImGui::BeginGroup();
        ImGui::PushID(static_cast<int>(from));
        draw_number_table(std::span(rows).subspan(from, std::min(half, rows.size() - from)), names,
                          two ? width / 2 - s.em : 0);
        ImGui::PopID();
        ImGui::EndGroup();
    }
    ImGui::PopFont();
}

}  // namespace smp::desk

namespace smp {

std::span<const std::string_view> desk_acts() {
    return desk::acts;
}

}  // namespace smp
