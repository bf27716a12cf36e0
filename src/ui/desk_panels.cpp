// The parameter table as groups of rows: label, value to drag, wheel, step and type, and the default to go back to.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/texts.hpp"
#include "desk/change_words.hpp"
#include "ui/desk_parts.hpp"
#include "ui/desk_rows.hpp"

namespace smp::desk {
namespace {

constexpr const char* back_arrow = "\xe2\x86\xba";
constexpr const char* full_circle = "\xe2\x97\x8f";
constexpr std::size_t most_buttons = 4;  // choices; more of them drop down
constexpr double rest_s = 0.6;           // after which a wheel or a pointer has come to rest

// Columns of every row, px.
struct Columns {
    float label = 0, value = 0, reset = 0;
    float all(const State& s) const { return label + value + reset + s.em; }
};

Columns columns(const State& s, float width) {
    Columns out;
    for (const Parameter& p : parameters()) {
        out.label = std::max(out.label, text_px(s.text, tr(p.label)));
        out.reset = std::max(out.reset, text_px(s.small, value_in_words(p, p.default_value())));
    }
    out.label = std::min(out.label + 1.5f * s.em, 0.4f * width);  // with the mark of a change before it
    out.reset = std::min(out.reset + 2.1f * s.em, 0.26f * width);
    out.value = width - out.label - out.reset - 1.f * s.em;
    return out;
}

bool is_shade(const Parameter& p) {
    return p.name == "pigment.shade";
}

void begin_typing(State& s, const Parameter& p, double value) {
    s.typed = &p;
    s.naming = false;
    s.typing_begins = true;
    s.refused = false;
    const std::string text = number_text(value);
    s.typed_text.fill(0);
    std::memcpy(s.typed_text.data(), text.data(), std::min(text.size(), s.typed_text.size() - 1));
}

void typing_field(State& s, const Parameter& p, double value, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6f * s.em, (s.row_px() - s.em) / 2));
    if (std::exchange(s.typing_begins, false)) ImGui::SetKeyboardFocusHere();
    ImGui::InputText("##typed", s.typed_text.data(), s.typed_text.size(), ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopStyleVar();
    const bool entered = s.pressed(Key::enter) || s.pressed(Key::tab), left = ImGui::IsItemDeactivated();
    const std::string from = number_text(p.min), to = value_in_words(p, p.max);
    put_hint(s, ImVec2(at.x, at.y + s.row_px() + 0.2f * s.em), 0,
             s.refused ? tr_fill("Give a number: {0} to {1}", from, to) : tr_fill("{0} to {1}", from, to),
             s.refused ? colour::alarm : colour::quiet);
    if (s.pressed(Key::escape)) {
        s.typed = nullptr;
    } else if (entered || left) {
        const auto wanted = typed_value(p, s.typed_text.data());
        s.refused = !wanted;
        // The client's pupil distance, typed, is known even where it is the mean.
        if (wanted && (*wanted != value || (entered && &p == &pupil_row()))) s.set(p, *wanted);
        if (wanted || left)
            s.typed = nullptr;
        else
            s.typing_begins = true;
    }
}

// Notches of the wheel over the last item. A wheel that was scrolling the panel goes on doing so when a row comes under
// the pointer.
double wheel_steps(State& s) {
    if (!ImGui::IsItemHovered() || ImGui::GetTime() < s.scrolling_until_s) return 0;
    s.wheel_taken = true;
    ImGui::SetItemUsingMouseWheel();
    s.wheel += ImGui::GetIO().MouseWheel;
    const float whole = std::trunc(s.wheel);
    s.wheel -= whole;
    return whole;
}

void change(State& s, const Parameter& p, double value, double wanted, bool continues) {
    if (wanted != value) s.set(p, wanted, continues);
}

void wheel_value(State& s, const Parameter& p, double value) {
    const double steps = wheel_steps(s);
    if (steps == 0) return;
    const bool goes_on = s.wheeled == &p && ImGui::GetTime() - s.wheeled_s < rest_s;
    s.wheeled = &p;
    s.wheeled_s = ImGui::GetTime();
    change(s, p, value, stepped(p, value, steps), goes_on);
}

// A button at an end of the bar: one step, and more while it is held.
void step_button(State& s, const Parameter& p, double value, int direction, ImVec2 size) {
    ImGui::PushButtonRepeat(true);
    const bool pressed = ImGui::InvisibleButton(direction < 0 ? "less" : "more", size);
    ImGui::PopButtonRepeat();
    const bool first = ImGui::IsItemActivated();
    if (pressed || first) change(s, p, value, stepped(p, value, direction), !first);
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    if (ImGui::IsItemHovered())
        ImGui::GetWindowDrawList()->AddRectFilled(
            a, b, ImGui::IsItemActive() ? colour::fill_hot : colour::field_hot, 0.22f * s.em,
            direction < 0 ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_RoundCornersRight);
    const bool at_end = stepped(p, value, direction) == value;
    put_text(a, b, direction < 0 ? "\xe2\x88\x92" : "+", at_end ? colour::line : colour::words, s.text, 0.5f);
}

// The value as a filled bar. A touch alone changes nothing: it is dragged from where it is, as gloves are not exact.
void number_field(State& s, const Parameter& p, double value, float width) {
    if (s.typed == &p) return typing_field(s, p, value, width);
    const ImVec2 at = ImGui::GetCursorScreenPos(), cap(1.8f * s.em, s.row_px());
    const float bar = width - 2 * cap.x;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + width, at.y + cap.y), colour::field, 0.22f * s.em);
    step_button(s, p, value, -1, cap);
    ImGui::SameLine(0, 0);
    ImGui::InvisibleButton("bar", ImVec2(bar, cap.y));
    const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    double shown = value;
    if (ImGui::IsItemActivated()) {
        s.drag_from = value;
        s.drag_said = false;
    }
    if (active && ImGui::IsMouseDragging(0, 0.2f * s.em)) {
        const double fine = ImGui::GetIO().KeyShift ? 0.2 : 1;
        shown = on_grid(
            p, s.drag_from + fine * static_cast<double>(ImGui::GetMouseDragDelta(0, 0).x / bar) * (p.max - p.min));
        // A value between the places of the grid stays where it is until the drag is well under way.
        if (std::abs(shown - s.drag_from) < p.step / 2 && !s.drag_said) shown = value;
        if (shown != value) {
            s.set(p, shown, s.drag_said);
            s.drag_said = true;
        }
    } else if (hovered && s.pressed(Key::double_click)) {
        begin_typing(s, p, value);
    }
    wheel_value(s, p, value);
    if (hovered || active) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    const auto x_of = [&](double v) {
        return a.x + bar * static_cast<float>(std::clamp((v - p.min) / (p.max - p.min), 0.0, 1.0));
    };
    list->AddRectFilled(a, b, hovered ? colour::field_hot : colour::field);
    list->AddRectFilled(a, ImVec2(x_of(shown), b.y), hovered || active ? colour::fill_hot : colour::fill);
    // Marks at the border, so that the words stay clear: below where it stands, above where the default lies.
    const float line = std::max(1.f, 0.08f * s.em), x = x_of(shown), home = x_of(p.default_value());
    list->AddRectFilled(ImVec2(x - line, b.y - 0.45f * s.em), ImVec2(x + line, b.y), colour::words);
    list->AddRectFilled(ImVec2(home - line, a.y), ImVec2(home + line, a.y + 0.3f * s.em), colour::accent);
    put_text(a, b, value_in_words(p, shown), colour::words, s.text, 0.5f);
    ImGui::SameLine(0, 0);
    step_button(s, p, value, 1, cap);
}

std::size_t in_a_line(const State& s, const Parameter& p, float width) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < p.choices.size(); ++i) words.push_back(value_in_words(p, static_cast<double>(i)));
    return in_a_line(s, words, width);
}

void choice_buttons(State& s, const Parameter& p, double value, float width) {
    const std::size_t line = in_a_line(s, p, width);
    const float gap = 0.15f * s.em;
    const float button = (width - gap * static_cast<float>(line - 1)) / static_cast<float>(line);
    ImGui::BeginGroup();
    for (std::size_t i = 0; i < p.choices.size(); ++i) {
        if (i % line) ImGui::SameLine(0, gap);
        if (i && i % line == 0) ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y + gap);
        ImGui::PushID(static_cast<int>(i));
        const bool pressed = ImGui::InvisibleButton("choice", ImVec2(button, s.row_px()));
        ImGui::PopID();
        const bool on = static_cast<long>(i) == std::lround(value), hovered = ImGui::IsItemHovered();
        if (pressed && !on) s.set(p, static_cast<double>(i));
        const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
        ImDrawList* const list = ImGui::GetWindowDrawList();
        list->AddRectFilled(a, b, on ? colour::fill : hovered ? colour::field_hot : colour::field, 0.22f * s.em);
        // The chosen one has its circle filled.
        const ImVec2 dot(a.x + 0.75f * s.em, (a.y + b.y) / 2);
        if (on)
            list->AddCircleFilled(dot, 0.24f * s.em, colour::words);
        else
            list->AddCircle(dot, 0.24f * s.em, colour::quiet, 0, 0.08f * s.em);
        put_text(ImVec2(a.x + 1.3f * s.em, a.y), ImVec2(b.x - 0.2f * s.em, b.y),
                 value_in_words(p, static_cast<double>(i)), on ? colour::words : colour::quiet, s.text, 0);
    }
    ImGui::EndGroup();
}

void choice_list(State& s, const Parameter& p, double value, float width) {
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6f * s.em, (s.row_px() - s.em) / 2));
    const bool open = ImGui::BeginCombo("##list", value_in_words(p, value).c_str(), ImGuiComboFlags_HeightLarge);
    ImGui::PopStyleVar();
    if (!open) return wheel_value(s, p, value);
    for (std::size_t i = 0; i < p.choices.size(); ++i) {
        const bool on = static_cast<long>(i) == std::lround(value);
        const std::string text = value_in_words(p, static_cast<double>(i));
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float full = ImGui::GetContentRegionAvail().x;
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::Selectable("##choice", on, 0, ImVec2(0, s.row_px())) && !on) s.set(p, static_cast<double>(i));
        ImGui::PopID();
        put_text(at, ImVec2(at.x + 1.2f * s.em, at.y + s.row_px()), on ? full_circle : "", colour::words, s.text, 0.5f);
        put_text(ImVec2(at.x + 1.4f * s.em, at.y), ImVec2(at.x + full, at.y + s.row_px()), text, colour::words, s.text);
        if (on && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY();
    }
    if (s.pressed(Key::escape)) ImGui::CloseCurrentPopup();
    ImGui::EndCombo();
}

// The default, always to be read; a button with an arrow where the value is another.
void reset_button(State& s, const Parameter& p, bool changed, ImVec2 size) {
    const bool pressed = ImGui::InvisibleButton("reset", size) && changed;
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    const std::string home = value_in_words(p, p.default_value());
    if (pressed) s.reset(p);
    if (changed) {
        const bool hovered = ImGui::IsItemHovered();
        ImGui::GetWindowDrawList()->AddRectFilled(a, b, hovered ? colour::field_hot : colour::field, 0.22f * s.em);
        put_text(ImVec2(a.x + 0.3f * s.em, a.y), ImVec2(a.x + 1.5f * s.em, b.y), back_arrow, colour::accent, s.text);
        if (hovered)
            put_hint(s, ImVec2(a.x - 0.3f * s.em, a.y), 1, tr_fill("Back to the default, {0}", home), colour::words);
    }
    put_text(ImVec2(a.x + 1.5f * s.em, a.y), ImVec2(b.x, b.y), home, changed ? colour::accent : colour::quiet, s.small);
}

void keyboard_on_row(State& s, const Parameter& p, double value, bool changed) {
    bool held = false;
    const double steps = s.arrow_steps(&held);
    if (steps != 0) change(s, p, value, stepped(p, value, p.choices.empty() ? steps : std::copysign(1, steps)), held);
    if ((s.pressed(Key::backspace) || s.pressed(Key::del)) && changed) s.reset(p);
    if (s.pressed(Key::enter) && p.choices.empty()) begin_typing(s, p, value);
}

void draw_row(State& s, const Parameter& p, double value, bool changed, const Columns& wide) {
    const bool was_typed = s.typed == &p;
    ImGui::PushID(p.name.data(), p.name.data() + p.name.size());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::InvisibleButton("label", ImVec2(wide.label, s.row_px()));
    const auto rested = [&] {
        return ImGui::IsItemHovered() && ImGui::GetCurrentContext()->HoveredIdTimer > static_cast<float>(rest_s);
    };
    bool explain = rested();
    if (changed)
        put_text(at, ImVec2(at.x + 1.1f * s.em, at.y + s.row_px()), full_circle, colour::accent, s.small, 0.5f);
    put_text(ImVec2(at.x + 1.2f * s.em, at.y), ImVec2(at.x + wide.label, at.y + s.row_px()), tr(p.label), colour::words,
             s.text);
    ImGui::SameLine(0, 0.5f * s.em);
    const ImVec2 field = ImGui::GetCursorScreenPos();
    ImGui::BeginGroup();
    if (p.choices.empty())
        number_field(s, p, value, wide.value);
    else if (is_shade(p))
        ImGui::Dummy(ImVec2(wide.value, s.row_px()));
    else if (p.choices.size() <= most_buttons)
        choice_buttons(s, p, value, wide.value);
    else
        choice_list(s, p, value, wide.value);
    ImGui::EndGroup();
    ImVec2 from = field, end(field.x + wide.value, ImGui::GetItemRectMax().y);
    ImGui::SameLine(0, 0.5f * s.em);
    reset_button(s, p, changed, ImVec2(wide.reset, s.row_px()));
    if (is_shade(p)) {  // as large as there is room for
        from = ImGui::GetCursorScreenPos();
        swatch_buttons(s, p, value, wide.all(s));
        end = ImGui::GetItemRectMax();
    }
    if (stop(s, from, end) && !s.typed && !was_typed) {
        keyboard_on_row(s, p, value, changed);
        explain = true;
    }
    if (explain) put_hint(s, ImVec2(ImGui::GetWindowPos().x - 0.4f * s.em, at.y), 1, help_words(p), colour::words);
    ImGui::PopID();
}

// Returns whether the group is open.
bool group_head(State& s, const DeskSnapshot& snapshot, const DeskGroup& group, const Columns& wide) {
    bool& open = s.open[group.title];
    const std::string title = tr(group.title) + "##" + std::string(group.title);
    ImGui::SetNextItemOpen(open, ImGuiCond_Always);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6f * s.em, (s.row_px() - s.title->FontSize) / 2));
    ImGui::PushFont(s.title);
    const bool was_open = open;
    open = ImGui::CollapsingHeader(title.c_str());
    ImGui::PopFont();
    ImGui::PopStyleVar();
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    const auto changed = std::count_if(group.rows.begin(), group.rows.end(),
                                       [&](const Parameter* p) { return !at_default(*p, snapshot.design); });
    const float reset = b.x - wide.reset;
    if (open && !group.rows.empty())
        put_text(ImVec2(reset + 1.5f * s.em, a.y), b, tr("column|default"), colour::quiet, s.small);
    if (changed)
        put_text(a, ImVec2(open ? reset : b.x - 0.8f * s.em, b.y), tr_fill("{0} changed", changed), colour::accent,
                 s.small, 1);
    if (stop(s, a, b) && s.pressed(Key::enter)) open = !open;
    s.groups_chosen = s.groups_chosen || open != was_open;
    return open;
}

// Until somebody opens or closes one: as many groups, from the top, as the panel has room for; the first in any case.
void open_what_fits(State& s, const std::vector<DeskGroup>& groups, const Columns& wide, float height) {
    const float spacing = ImGui::GetStyle().ItemSpacing.y, row = s.row_px() + spacing;
    float used =
        row * static_cast<float>(groups.size() + 6);  // with client, presets, views, light, settings and tablet
    bool room = true;
    for (const DeskGroup& group : groups) {
        for (const Parameter* p : group.rows) {
            const std::size_t n = p->choices.size();
            const std::size_t lines =
                n == 0 || n > most_buttons ? 1 : (n + in_a_line(s, *p, wide.value) - 1) / in_a_line(s, *p, wide.value);
            used +=
                is_shade(*p) ? row + swatches_height(s, *p, wide.all(s)) + spacing : row * static_cast<float>(lines);
        }
        room = room && used <= height;
        s.open[group.title] = room || &group == &groups.front();
    }
}

}  // namespace

void draw_value_row(State& s, const Parameter& p, double value, bool changed) {
    draw_row(s, p, value, changed, columns(s, ImGui::GetContentRegionAvail().x));
}

void draw_panels(State& s, const DeskSnapshot& snapshot) {
    static const std::vector<DeskGroup> groups = desk_groups();
    const Columns wide = columns(s, ImGui::GetContentRegionAvail().x);
    if (!s.groups_chosen) open_what_fits(s, groups, wide, ImGui::GetContentRegionAvail().y);
    if (ImGui::GetIO().MouseWheel != 0 && !s.wheel_taken) s.scrolling_until_s = ImGui::GetTime() + rest_s;
    s.wheel_taken = false;
    for (const DeskGroup& group : groups) {
        if (!group_head(s, snapshot, group, wide)) continue;
        for (const Parameter* p : group.rows)
            draw_row(s, *p, p->get(snapshot.design), !at_default(*p, snapshot.design), wide);
    }
    if (group_head(s, snapshot, {tr_later("Client"), {}}, wide)) draw_client(s, snapshot);
    if (group_head(s, snapshot, {tr_later("Presets"), {}}, wide)) draw_presets(s, snapshot);
    const bool views_begin = snapshot.views.on && !s.views_shown;
    if (views_begin) s.open["Standard views"] = s.groups_chosen = true;
    s.views_shown = snapshot.views.on;
    if (views_begin) ImGui::SetScrollHereY(0);
    if (group_head(s, snapshot, {tr_later("Standard views"), {}}, wide)) draw_views(s, snapshot);
    const bool asked = check_asked(s, snapshot);
    const bool check = group_head(s, snapshot, {light_group, {}}, wide);
    if (asked) ImGui::SetScrollHereY(0);
    if (check) draw_check(s, snapshot);
    if (group_head(s, snapshot, {tr_later("Settings"), {}}, wide)) draw_settings(s, snapshot);
    if (group_head(s, snapshot, {tr_later("Tablet"), {}}, wide)) draw_tablet(s, snapshot);
}

}  // namespace smp::desk
