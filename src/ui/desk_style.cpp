// What the desk's parts are drawn with: colours and sizes, words in boxes, the keyboard's ring.
#include <imgui_internal.h>

#include <algorithm>

#include "ui/desk_parts.hpp"

namespace smp::desk {

bool State::pressed(Key key) const {
    return std::any_of(keys.begin(), keys.end(), [&](const KeyEvent& k) { return k.key == key; });
}

double State::arrow_steps(bool* held) const {
    double steps = 0;
    *held = false;
    for (const KeyEvent& k : keys) {
        if (k.key != Key::left && k.key != Key::right) continue;
        steps += (k.key == Key::left ? -1 : 1) * (k.shift ? 5 : 1);
        *held = k.edge == KeyEdge::repeat;
    }
    return steps;
}

bool stop(State& s, ImVec2 corner, ImVec2 far_corner) {
    const int me = s.stops++;
    if (ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
        ImGui::IsMouseHoveringRect(corner, far_corner))
        s.focus = me;
    if (!s.keyboard || s.focus != me) return false;
    // On the control itself: beside it a neighbour or the border of a panel would hide a part.
    const float inset = 0.05f * s.em;
    ImGui::GetWindowDrawList()->AddRect(ImVec2(corner.x + inset, corner.y + inset),
                                        ImVec2(far_corner.x - inset, far_corner.y - inset), colour::ring, 0.3f * s.em,
                                        0, 0.12f * s.em);
    if (s.focus_moved) {
        const ImRect seen = ImGui::GetCurrentWindow()->InnerClipRect;
        if (corner.y < seen.Min.y || far_corner.y > seen.Max.y)
            ImGui::SetScrollFromPosY((corner.y + far_corner.y) / 2 - ImGui::GetWindowPos().y, 0.5f);
        s.focus_moved = false;
    }
    return true;
}

void put_text(ImVec2 corner, ImVec2 far_corner, std::string_view text, ImU32 colour, ImFont* font, float align) {
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const float room = far_corner.x - corner.x;
    ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6f, 0, begin, end);
    // Languages differ in length: what is a little too long for its place is written a little smaller.
    const float height = font->FontSize * (size.x > room ? std::max(least_letters, room / size.x) : 1.f);
    if (size.x > room) size = font->CalcTextSizeA(height, 1e6f, 0, begin, end);
    const ImVec2 at(corner.x + std::max(0.f, room - size.x) * align, (corner.y + far_corner.y - size.y) / 2);
    const ImVec4 clip(corner.x, corner.y, far_corner.x, far_corner.y);
    // On whole pixels, so that letters stay sharp.
    ImGui::GetWindowDrawList()->AddText(font, height, ImVec2(ImFloor(at.x), ImFloor(at.y)), colour, begin, end, 0,
                                        &clip);
}

float text_px(ImFont* font, std::string_view text) {
    return font->CalcTextSizeA(font->FontSize, 1e6f, 0, text.data(), text.data() + text.size()).x;
}

std::size_t in_a_line(const State& s, const std::vector<std::string>& words, float width, float beside) {
    float widest = 0;
    for (const std::string& text : words) widest = std::max(widest, text_px(s.text, text) + beside * s.em);
    for (const std::size_t columns : {words.size(), (words.size() + 1) / 2})
        if (widest * static_cast<float>(columns) <= width) return columns;
    return 1;
}

void put_hint(const State& s, ImVec2 at, float align, std::string_view text, ImU32 colour) {
    const float wrap = 19 * s.em;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const ImVec2 size = s.text->CalcTextSizeA(s.em, 1e6f, wrap, begin, end);
    const ImVec2 pad(0.6f * s.em, 0.4f * s.em), screen = ImGui::GetIO().DisplaySize;
    ImVec2 a(at.x - align * (size.x + 2 * pad.x), at.y);
    a.x = ImFloor(std::clamp(a.x, 0.f, std::max(0.f, screen.x - size.x - 2 * pad.x)));
    a.y = ImFloor(std::clamp(a.y, 0.f, std::max(0.f, screen.y - size.y - 2 * pad.y)));
    const ImVec2 b(a.x + size.x + 2 * pad.x, a.y + size.y + 2 * pad.y);
    ImDrawList* const on_top = ImGui::GetForegroundDrawList();
    on_top->AddRectFilled(a, b, colour::field_hot, 0.25f * s.em);
    on_top->AddRect(a, b, colour::line, 0.25f * s.em);
    on_top->AddText(s.text, s.em, ImVec2(a.x + pad.x, a.y + pad.y), colour, begin, end, wrap);
}

bool line_button(State& s, const char* id, const std::string& words, bool on, ImVec2 size, ImU32 colour) {
    const bool clicked = ImGui::InvisibleButton(id, size);
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    if (s.places) s.places->emplace_back(words, ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2));
    const bool hot = ImGui::IsItemHovered();
    ImDrawList* const list = ImGui::GetWindowDrawList();
    const ImU32 ground = on ? (hot ? colour::fill_hot : colour::fill) : (hot ? colour::field_hot : colour::field);
    list->AddRectFilled(a, b, ground, 0.22f * s.em);
    if (on) list->AddRectFilled(ImVec2(a.x, b.y - 0.16f * s.em), b, colour::accent, 0.1f * s.em);
    put_text(ImVec2(a.x + 0.6f * s.em, a.y), ImVec2(b.x - 0.3f * s.em, b.y), words, colour, s.text);
    return (stop(s, a, b) && !s.typing() && s.pressed(Key::enter)) || clicked;
}

void use_style(float em) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = style.FramePadding = ImVec2(0.5f * em, 0.5f * em);
    style.ItemSpacing = ImVec2(0.4f * em, 0.36f * em);
    style.CellPadding = ImVec2(0.3f * em, 0.12f * em);
    style.ScrollbarSize = 1.3f * em;
    style.GrabMinSize = 2 * em;
    style.FrameRounding = style.PopupRounding = 0.22f * em;
    style.ScrollbarRounding = style.ChildRounding = 0.3f * em;
    style.WindowRounding = style.WindowBorderSize = style.ChildBorderSize = 0;
    const auto set = [&](ImGuiCol which, ImU32 value) { style.Colors[which] = ImGui::ColorConvertU32ToFloat4(value); };
    set(ImGuiCol_Text, colour::words);
    set(ImGuiCol_TextSelectedBg, colour::fill_hot);
    set(ImGuiCol_ChildBg, 0);
    set(ImGuiCol_PopupBg, colour::field);
    set(ImGuiCol_Border, colour::line);
    set(ImGuiCol_Separator, colour::line);
    for (const ImGuiCol c : {ImGuiCol_FrameBg, ImGuiCol_Button, ImGuiCol_Header}) set(c, colour::field);
    for (const ImGuiCol c : {ImGuiCol_FrameBgHovered, ImGuiCol_ButtonHovered, ImGuiCol_HeaderHovered})
        set(c, colour::field_hot);
    for (const ImGuiCol c : {ImGuiCol_FrameBgActive, ImGuiCol_ButtonActive, ImGuiCol_HeaderActive})
        set(c, colour::fill_hot);
    set(ImGuiCol_ScrollbarBg, colour::ground);
    set(ImGuiCol_ScrollbarGrab, colour::line);
    set(ImGuiCol_ScrollbarGrabHovered, colour::quiet);
    set(ImGuiCol_ScrollbarGrabActive, colour::quiet);
}

}  // namespace smp::desk
