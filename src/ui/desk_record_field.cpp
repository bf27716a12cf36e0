// What the record's page is written with: fields, choices, sections, words that wrap.
#include <imgui_internal.h>

#include <algorithm>
#include <cstring>

#include "base/texts.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {
namespace {

constexpr float label_share = 0.3f;

// What is written in several lines, as it is read: wrapped, and in a box that grows with it.
float wrapped_height(const State& s, const std::string& value, ImVec2 size) {
    const float height = s.text->CalcTextSizeA(s.em, 1e6f, size.x - 1.2f * s.em, value.c_str()).y;
    return std::max(size.y, height + s.row_px() - s.em);
}

// With it ImGui leaves the Tab key to the field, so that the desk's own way from control to control goes on.
int leave_tab(ImGuiInputTextCallbackData*) {
    return 0;
}

void note_place(State& s, const std::string& words, ImVec2 a, ImVec2 b) {
    if (s.places) s.places->emplace_back(words, ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2));
}

// The keyboard goes to the box that was chosen in the frame before.
void begin_box(RecordPage& page, ImGuiID me) {
    if (page.begins != me) return;
    page.begins = 0;
    page.writing_next = true;
    ImGui::SetKeyboardFocusHere();
}

// Around an ImGui field that was just drawn: the keyboard comes to it by Enter on its ring, a click, or Tab from the
// field before, and leaves it by Enter, Tab or Esc.
void keyboard_in_box(State& s, ImGuiID me, const std::string& label, bool lines) {
    RecordPage& page = *s.record;
    const bool active = ImGui::IsItemActive(), was_active = page.writing == me;
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    note_place(s, label, a, b);
    if (active) {
        page.writing = me;
        page.writing_next = true;
        ImGui::GetWindowDrawList()->AddRect(a, b, colour::accent, 0.22f * s.em, 0, 0.1f * s.em);
    } else if (was_active) {
        page.writing = 0;
    }
    const bool on = stop(s, a, b);
    if (on && !active && !was_active && (page.tabbed > 0 || (s.pressed(Key::enter) && !s.typing()))) {
        page.begins = me;
        page.tabbed = 0;
        page.writing_next = true;
    }
    if (!was_active) return;
    if (s.pressed(Key::tab)) {
        page.tabbed = 2;
        if (active) ImGui::ClearActiveID();
        page.writing = 0;
    }
    if (s.pressed(Key::tab) || s.pressed(Key::escape) || (s.pressed(Key::enter) && !lines)) {
        s.keyboard = true;
        // A key that was let go between two frames has not reached ImGui.
        if (ImGui::IsItemActive()) ImGui::ClearActiveID();
        page.writing = 0;
    }
}

}  // namespace

std::string box_name(const char* id) {
    return std::string("##") + id;
}

void say_words(ImFont* font, ImU32 colour, const std::string& words, float indent) {
    if (words.empty()) return;
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + indent);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

bool act_line(State& s, const char* id, const std::string& words, float width, bool on) {
    const float all = ImGui::GetContentRegionAvail().x;
    return line_button(s, id, words, on, ImVec2(width > 0 ? width : all, s.row_px()), colour::words);
}

bool sure_line(State& s, const char* id, const std::string& first, const std::string& second, float width) {
    const std::string me = std::to_string(ImGui::GetID(id));
    const bool sure = s.record->sure == me;
    const float all = ImGui::GetContentRegionAvail().x;
    if (!line_button(s, id, sure ? second : first, sure, ImVec2(width > 0 ? width : all, s.row_px()),
                     sure ? colour::alarm : colour::quiet))
        return false;
    s.record->sure = sure ? "" : me;
    return sure;
}

bool section(State& s, const std::string& name, const std::string& title, const std::string& known, bool unsaved) {
    RecordPage& page = *s.record;
    const bool was_open = page.open.contains(name);
    ImGui::SetNextItemOpen(was_open, ImGuiCond_Always);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6f * s.em, (s.row_px() - s.title->FontSize) / 2));
    ImGui::PushFont(s.title);
    bool open = ImGui::CollapsingHeader((title + "##" + name).c_str());
    ImGui::PopFont();
    ImGui::PopStyleVar();
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    note_place(s, title, a, b);
    const float begin = a.x + text_px(s.title, title) + s.title->FontSize + 2.6f * s.em;
    put_text(ImVec2(begin, a.y), ImVec2(b.x - 0.8f * s.em, b.y), unsaved ? tr("section|not saved yet") : known,
             unsaved ? colour::accent : colour::quiet, s.small, 1);
    if (stop(s, a, b) && s.pressed(Key::enter) && !s.typing()) open = !open;
    if (open)
        page.open.insert(name);
    else
        page.open.erase(name);
    return open;
}

bool text_box(State& s, const char* id, const std::string& label, std::string& value, ImVec2 size, bool lines,
              const std::string& inside) {
    RecordPage& page = *s.record;
    std::array<char, 4096> buffer{};
    std::memcpy(buffer.data(), value.data(), std::min(value.size(), buffer.size() - 1));
    const std::string hidden = box_name(id);
    const ImGuiID me = ImGui::GetID(hidden.c_str());
    begin_box(page, me);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (lines && page.lines_box != me) {
        const ImVec2 box(size.x, wrapped_height(s, value, size));
        const bool clicked = ImGui::InvisibleButton(hidden.c_str(), box);
        const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
        note_place(s, label, a, b);
        ImGui::GetWindowDrawList()->AddRectFilled(a, b, ImGui::IsItemHovered() ? colour::field_hot : colour::field,
                                                  0.22f * s.em);
        ImGui::GetWindowDrawList()->AddText(s.text, s.em, ImVec2(a.x + 0.6f * s.em, a.y + (s.row_px() - s.em) / 2),
                                            colour::words, value.c_str(), nullptr, size.x - 1.2f * s.em);
        const bool on = stop(s, a, b);
        if (clicked || (on && (page.tabbed > 0 || (s.pressed(Key::enter) && !s.typing())))) {
            page.lines_box = me;
            page.begins = me;
            page.tabbed = 0;
            page.writing_next = true;
        }
        return false;
    }
    ImGui::SetNextItemWidth(size.x);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6f * s.em, (s.row_px() - s.em) / 2));
    const bool changed = lines ? ImGui::InputTextMultiline(hidden.c_str(), buffer.data(), buffer.size(), size,
                                                           ImGuiInputTextFlags_CallbackCompletion, leave_tab)
                               : ImGui::InputText(hidden.c_str(), buffer.data(), buffer.size(),
                                                  ImGuiInputTextFlags_CallbackCompletion, leave_tab);
    ImGui::PopStyleVar();
    // Esc leaves the field; what was typed stays.
    const bool kept = changed && !s.pressed(Key::escape);
    if (kept) value = buffer.data();
    const bool active = ImGui::IsItemActive();
    const bool was_active = page.writing == me;
    keyboard_in_box(s, me, label, lines);
    if (lines) {
        if (was_active && page.writing != me) page.lines_box = 0;
        // The field itself does not wrap.
        if (active && s.text->CalcTextSizeA(s.em, 1e6f, 0, value.c_str()).x > size.x - 2.5f * s.em)
            say_words(s.small, colour::quiet, value, at.x - ImGui::GetCursorScreenPos().x);
        return kept;
    }
    const ImVec2 a(at.x + 0.6f * s.em, at.y), b(at.x + size.x - 0.6f * s.em, at.y + s.row_px());
    if (value.empty() && !active)
        put_text(a, b, inside, colour::quiet, s.text);
    else if (!inside.empty() && text_px(s.text, value) + text_px(s.small, inside) + s.em < b.x - a.x)
        put_text(a, b, inside, colour::quiet, s.small, 1);
    return kept;
}

void secret_box(State& s, const char* id, const std::string& label, std::span<char> value, ImVec2 size) {
    RecordPage& page = *s.record;
    const std::string hidden = box_name(id);
    const ImGuiID me = ImGui::GetID(hidden.c_str());
    begin_box(page, me);
    ImGui::SetNextItemWidth(size.x);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6f * s.em, (s.row_px() - s.em) / 2));
    page.secret_boxes.insert(me);
    ImGui::InputText(hidden.c_str(), value.data(), value.size(),
                     ImGuiInputTextFlags_Password | ImGuiInputTextFlags_CallbackCompletion, leave_tab);
    ImGui::PopStyleVar();
    keyboard_in_box(s, me, label, false);
}

int choice_buttons_row(State& s, const char* id, const std::string& label, const std::vector<std::string>& words,
                       int chosen, float width) {
    const std::size_t line = in_a_line(s, words, width);
    const float gap = 0.15f * s.em;
    const float button = (width - gap * static_cast<float>(line - 1)) / static_cast<float>(line);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const int count = static_cast<int>(words.size());
    int now = chosen;
    ImGui::PushID(id);
    ImGui::BeginGroup();
    ImDrawList* const list = ImGui::GetWindowDrawList();
    for (int i = 0; i < count; ++i) {
        if (static_cast<std::size_t>(i) % line) ImGui::SameLine(0, gap);
        ImGui::PushID(i);
        if (ImGui::InvisibleButton("choice", ImVec2(button, s.row_px()))) now = i;
        ImGui::PopID();
        const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
        note_place(s, label + ": " + words[static_cast<std::size_t>(i)], a, b);
        const bool on = i == chosen, hot = ImGui::IsItemHovered();
        list->AddRectFilled(a, b,
                            on    ? (hot ? colour::fill_hot : colour::fill)
                            : hot ? colour::field_hot
                                  : colour::field,
                            0.22f * s.em);
        const ImVec2 dot(a.x + 0.7f * s.em, (a.y + b.y) / 2);  // colour is never the only sign
        if (on)
            list->AddCircleFilled(dot, 0.24f * s.em, colour::words);
        else
            list->AddCircle(dot, 0.24f * s.em, colour::quiet, 0, 0.08f * s.em);
        put_text(ImVec2(a.x + 1.3f * s.em, a.y), ImVec2(b.x - 0.2f * s.em, b.y), words[static_cast<std::size_t>(i)],
                 on ? colour::words : colour::quiet, s.text);
    }
    ImGui::EndGroup();
    if (stop(s, from, ImGui::GetItemRectMax()) && !s.typing()) {
        bool held = false;
        const double steps = s.arrow_steps(&held);
        if (steps != 0)
            now = chosen < 0 ? (steps > 0 ? 0 : count - 1) : std::clamp(chosen + (steps > 0 ? 1 : -1), 0, count - 1);
    }
    ImGui::PopID();
    return now;
}

void draw_field(State& s, const FormField& field, std::string& value, const FieldSaid& said, bool tried) {
    ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
    ImGui::PushID(field.label.data(), field.label.data() + field.label.size());
    const float width = ImGui::GetContentRegionAvail().x, label_px = label_share * width;
    const float gap = 0.4f * s.em, box = width - label_px - gap;
    const std::string label = tr(field.label);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    put_text(ImVec2(at.x + 0.4f * s.em, at.y), ImVec2(at.x + label_px, at.y + s.row_px()), label, colour::words,
             s.text);
    ImGui::SetCursorScreenPos(ImVec2(at.x + label_px + gap, at.y));
    const int before = s.stops;
    if (field.kind == FieldKind::choice) {
        std::vector<std::string> words;
        for (const std::string_view choice : field.choices) words.push_back(tr(choice));
        const int chosen = value.empty() ? -1 : std::atoi(value.c_str());
        const int now = choice_buttons_row(s, "choices", label, words, chosen, box);
        if (now != chosen) value = std::to_string(now);
    } else {
        // What was understood stands beside what was typed, so that a slip is seen.
        std::string inside;
        if (field.kind == FieldKind::day)
            if (const auto day = parse_day(value, nullptr)) inside = day_in_words(*day);
        const bool lines = field.kind == FieldKind::text;
        text_box(s, "box", label, value, ImVec2(box, lines ? 4.6f * s.em : s.row_px()), lines, inside);
    }
    const bool writes = ImGui::IsItemActive();
    const bool here = s.keyboard && s.focus == before;
    if (!field.help.empty() && (here || ImGui::IsMouseHoveringRect(at, ImVec2(at.x + label_px, at.y + s.row_px()))))
        put_hint(s, ImVec2(ImGui::GetWindowPos().x - 0.4f * s.em, at.y), 1, tr(field.help), colour::words);
    // While it is being written nobody is corrected.
    const bool missing = value.empty();
    if (!said.words.empty() && !writes && (tried || !missing))
        say_words(s.small, colour::alarm, "!  " + said.words, label_px + gap + 0.4f * s.em);
    ImGui::PopID();
    ImGui::PopID();
}

void wipe_drawn() {
    const auto wipe_rest = [](auto& vector) {
        if (vector.Data)
            explicit_bzero(vector.Data + vector.Size,
                           static_cast<std::size_t>(vector.Capacity - vector.Size) * sizeof *vector.Data);
    };
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) wipe_rest(window->DrawList->VtxBuffer);
}

void wipe_secrets(RecordPage& page) {
    explicit_bzero(page.passphrase.data(), page.passphrase.size());
    explicit_bzero(page.again.data(), page.again.size());
    ImGuiContext& context = *ImGui::GetCurrentContext();
    // ImGui edits a copy, keeps the text from before and every letter for its undo.
    ImGuiInputTextState& edit = context.InputTextState;
    if (page.secret_boxes.contains(edit.ID)) {
        if (context.ActiveId == edit.ID) ImGui::ClearActiveID();
        const auto wipe = [](auto& vector) {
            if (vector.Data)
                explicit_bzero(vector.Data, static_cast<std::size_t>(vector.Capacity) * sizeof *vector.Data);
        };
        wipe(edit.TextW);
        wipe(edit.TextA);
        wipe(edit.InitialTextA);
        explicit_bzero(&edit.Stb.undostate, sizeof edit.Stb.undostate);
        edit.CurLenW = edit.CurLenA = 0;
    }
    ImVector<ImWchar>& typed = context.IO.InputQueueCharacters;
    if (typed.Data) explicit_bzero(typed.Data, static_cast<std::size_t>(typed.Capacity) * sizeof *typed.Data);
}

}  // namespace smp::desk
