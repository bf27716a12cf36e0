// The live picture on the desk, in the mirror's handedness or the other one, with the guides and the client's sides.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/texts.hpp"
#include "present/letterbox.hpp"
#include "ui/desk_parts.hpp"
#include "ui/ghost_lines.hpp"

namespace smp::desk {
namespace {

struct GuideLook {
    ImU32 colour;
    float width_em, dash_em;  // dash 0: unbroken
};

GuideLook look_of(GuideKind kind) {
    switch (kind) {
        case GuideKind::front_edge:
            return {IM_COL32(255, 219, 153, 230), 0.11f, 0};
        case GuideKind::midline:
            return {IM_COL32(255, 255, 255, 190), 0.08f, 0.5f};
        case GuideKind::tick:
            return {IM_COL32(255, 255, 255, 220), 0.08f, 0};
        case GuideKind::temple_point:
            return {IM_COL32(150, 214, 255, 230), 0.11f, 0};
        case GuideKind::mirrored_edge:
            return {IM_COL32(150, 214, 255, 200), 0.09f, 0.35f};
        case GuideKind::patch:
            return {IM_COL32(190, 240, 180, 220), 0.09f, 0.25f};
        case GuideKind::scar:
            return {IM_COL32(235, 190, 255, 220), 0.09f, 0.25f};
        case GuideKind::kept_bare:
            return {IM_COL32(255, 150, 130, 230), 0.09f, 0.25f};
        case GuideKind::brush:
            return {IM_COL32(255, 255, 255, 230), 0.09f, 0};
        case GuideKind::ruled_mark:
            return {IM_COL32(140, 255, 160, 240), 0.1f, 0};
    }
    return {colour::words, 0.08f, 0};
}

// A broken line whose dashes go on around its corners.
void dashed(ImDrawList* list, const std::vector<ImVec2>& points, const GuideLook& look, float em) {
    const float period = 2 * look.dash_em * em;
    float along = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const ImVec2 from = points[i - 1], to = points[i];
        const float length = std::hypot(to.x - from.x, to.y - from.y);
        const auto at = [&](float s) {
            const float t = length > 0 ? s / length : 0;
            return ImVec2(from.x + t * (to.x - from.x), from.y + t * (to.y - from.y));
        };
        for (float s = -std::fmod(along, period); s < length; s += period) {
            const float begin = std::max(s, 0.f), end = std::min(s + period / 2, length);
            if (end > begin) list->AddLine(at(begin), at(end), look.colour, look.width_em * em);
        }
        along += length;
    }
}

// Words that can be read on any picture.
void outlined(ImDrawList* list, ImFont* font, ImVec2 at, std::string_view text, ImU32 colour) {
    const char* const begin = text.data();
    const float off = std::max(1.f, font->FontSize / 14);
    for (const auto& [x, y] : {std::pair{-off, 0.f}, {off, 0.f}, {0.f, -off}, {0.f, off}})
        list->AddText(font, font->FontSize, ImVec2(at.x + x, at.y + y), IM_COL32(0, 0, 0, 200), begin,
                      begin + text.size());
    list->AddText(font, font->FontSize, at, colour, begin, begin + text.size());
}

std::string label_of(const GuideLine& line) {
    if (line.label.empty() || line.kind == GuideKind::tick) return line.label;
    return line.kind == GuideKind::scar ? tr("guide|scar") : tr("guide|bare");
}

void draw_guides(const State& s, const DeskSnapshot& snapshot, ImVec2 corner, glm::ivec2 box_px,
                 const PictureView& view) {
    ImDrawList* const list = ImGui::GetWindowDrawList();
    std::vector<ImVec2> figures;  // where the skull turns away the ruler's would lie on one another
    for (const GuideLine& line : snapshot.guides) {
        std::vector<ImVec2> points;
        for (const glm::dvec2& p : line.px) {
            const auto at = window_from_picture(p, snapshot.picture_px, box_px, view) + 0.5;
            points.emplace_back(corner.x + static_cast<float>(at.x), corner.y + static_cast<float>(at.y));
        }
        if (points.size() < 2) continue;
        const GuideLook look = look_of(line.kind);
        if (look.dash_em > 0)
            dashed(list, points, look, s.em);
        else
            list->AddPolyline(points.data(), static_cast<int>(points.size()), look.colour, 0, look.width_em * s.em);
        const ImVec2 end = points.back();
        const bool crowded = std::any_of(figures.begin(), figures.end(), [&](const ImVec2& f) {
            return std::hypot(f.x - end.x, f.y - end.y) < 1.1f * s.small->FontSize;
        });
        if (line.label.empty() || crowded) continue;
        figures.push_back(end);
        outlined(list, s.small, ImVec2(end.x + 0.3f * s.em, end.y - s.small->FontSize / 2), label_of(line),
                 colour::words);
    }
}

// Rings to take hold of; the one that a finger here would take is filled.
void draw_grips(const State& s, const DeskSnapshot& snapshot, ImVec2 corner, glm::ivec2 box_px, const PictureView& view,
                const Grip* taken) {
    ImDrawList* const list = ImGui::GetWindowDrawList();
    for (const Grip& grip : snapshot.grips) {
        const auto place = window_from_picture(grip.px, snapshot.picture_px, box_px, view) + 0.5;
        const ImVec2 at(corner.x + static_cast<float>(place.x), corner.y + static_cast<float>(place.y));
        const bool helps_out = grip.kind == GripKind::front_left || grip.kind == GripKind::front_right;
        const float radius = (helps_out ? 0.26f : 0.5f) * s.em;
        if (&grip == taken) list->AddCircleFilled(at, radius, IM_COL32(255, 219, 153, 150));
        list->AddCircle(at, radius, IM_COL32(0, 0, 0, 160), 0, 0.24f * s.em);
        list->AddCircle(at, radius, IM_COL32(255, 219, 153, 255), 0, 0.12f * s.em);
    }
}

// The line between before and after, with a handle to hold it by; it goes where the hand goes.
void draw_wipe(State& s, const DeskSnapshot& snapshot, ImVec2 a, ImVec2 b, bool turned, bool began) {
    if (snapshot.compare != Compare::wipe) {
        s.wiping = false;
        return;
    }
    ImDrawList* const list = ImGui::GetWindowDrawList();
    const auto share = static_cast<float>(turned ? 1 - snapshot.wipe : snapshot.wipe);
    const float x = a.x + share * (b.x - a.x), radius = 0.8f * s.em;
    const ImVec2 handle(x, b.y - 2.2f * s.em), mouse = ImGui::GetIO().MousePos;
    if (began && std::hypot(mouse.x - handle.x, mouse.y - handle.y) < 1.6f * radius) s.wiping = true;
    if (!ImGui::IsMouseDown(0)) s.wiping = false;
    list->AddLine(ImVec2(x, a.y), ImVec2(x, b.y), IM_COL32(0, 0, 0, 120), 0.2f * s.em);
    list->AddLine(ImVec2(x, a.y), ImVec2(x, b.y), colour::ring, 0.09f * s.em);
    list->AddCircleFilled(handle, radius, s.wiping ? colour::fill_hot : colour::fill);
    list->AddCircle(handle, radius, colour::ring, 0, 0.1f * s.em);
    for (const float way : {-1.f, 1.f})  // an arrow each way
        list->AddTriangleFilled(ImVec2(x + way * 0.6f * radius, handle.y),
                                ImVec2(x + way * 0.2f * radius, handle.y - 0.35f * radius),
                                ImVec2(x + way * 0.2f * radius, handle.y + 0.35f * radius), colour::ring);
    if (!s.wiping) return;
    s.touch.reset();
    const double to = std::clamp((mouse.x - a.x) / (b.x - a.x), 0.f, 1.f);
    s.commands.push_back({.act = Act::wipe_to, .amount = turned ? 1 - to : to});
}

// Left and Right move the wipe's line where there is one, else a picture that is closer; with Shift up and down.
void move_by_keyboard(State& s, const DeskSnapshot& snapshot, ImVec2 a, ImVec2 b, bool turned) {
    if (!stop(s, a, b)) return;
    const double way = turned ? -1 : 1;
    for (const KeyEvent& key : s.keys) {
        if (key.key != Key::left && key.key != Key::right) continue;
        const double step = key.key == Key::left ? -0.05 : 0.05;
        if (snapshot.compare == Compare::wipe)
            s.commands.push_back(
                {.act = Act::wipe_to, .amount = std::clamp(snapshot.wipe + (turned ? -step : step), 0.0, 1.0)});
        else if (snapshot.view.zoom > 1)
            s.commands.push_back(
                {.act = Act::pan, .at = key.shift ? glm::dvec2(0, -step) : glm::dvec2(-way * step, 0)});
    }
}

// Camera and head in words on the left; on the right a button that turns the picture round.
void draw_status(State& s, const DeskSnapshot& snapshot, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string turn = tr("Turn round here");
    const float button = s.text->CalcTextSizeA(s.em, 1e6f, 0, turn.c_str()).x + 1.4f * s.em;
    const float words_end = at.x + width - button - 0.5f * s.em;
    const std::string words = (snapshot.trouble ? "!  " : "") + snapshot.status;
    const ImU32 colour = snapshot.trouble ? colour::alarm : colour::words;
    const ImVec2 corner(at.x + 0.4f * s.em, at.y), far_corner(words_end, at.y + s.row_px());
    if (text_px(s.text, words) <= far_corner.x - corner.x) {
        put_text(corner, far_corner, words, colour, s.text);
    } else {  // in two lines of small letters
        const ImVec4 clip(corner.x, corner.y, far_corner.x, far_corner.y);
        ImGui::GetWindowDrawList()->AddText(s.small, s.small->FontSize, corner, colour, words.c_str(), nullptr,
                                            far_corner.x - corner.x, &clip);
    }
    ImGui::SetCursorScreenPos(ImVec2(at.x + width - button, at.y));
    const bool pressed = ImGui::Button(turn.c_str(), ImVec2(button, s.row_px()));
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    if (ImGui::IsItemHovered())
        put_hint(s, ImVec2(b.x, b.y + 0.3f * s.em), 1,
                 tr("Turns the picture on the desk alone; M turns it on the mirror. L and R are the client's sides."),
                 colour::words);
    if ((stop(s, a, b) && s.pressed(Key::enter)) || pressed) s.other_hand = !s.other_hand;
}

}  // namespace

void draw_picture(State& s, const DeskSnapshot& snapshot, ImVec2 size) {
    const ImVec2 start = ImGui::GetCursorScreenPos();
    draw_status(s, snapshot, size.x);
    const ImVec2 corner(start.x, start.y + s.row_px() + 0.3f * s.em);
    const glm::ivec2 box_px(static_cast<int>(size.x), static_cast<int>(start.y + size.y - corner.y));
    ImGui::SetCursorScreenPos(corner);
    ImGui::InvisibleButton(
        "picture", ImVec2(static_cast<float>(std::max(1, box_px.x)), static_cast<float>(std::max(1, box_px.y))));
    const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive(), began = ImGui::IsItemActivated();
    const Letterbox place = letterbox(snapshot.picture_px, box_px);
    s.pointer_px.reset();
    s.touch.reset();
    ImDrawList* const list = ImGui::GetWindowDrawList();
    const ImVec2 far_corner(corner.x + static_cast<float>(box_px.x), corner.y + static_cast<float>(box_px.y));
    list->AddRectFilled(corner, far_corner, IM_COL32(0, 0, 0, 255));
    if (snapshot.texture == 0 || place.size_px.x == 0) {
        put_text(corner, far_corner, tr("There is no picture yet"), colour::quiet, s.text, 0.5f);
        return;
    }
    PictureView view = snapshot.view;
    view.mirrored = view.mirrored != s.other_hand;
    const bool mirrored = view.mirrored;
    const ImVec2 a(corner.x + static_cast<float>(place.corner_px.x), corner.y + static_cast<float>(place.corner_px.y));
    const ImVec2 b(a.x + static_cast<float>(place.size_px.x), a.y + static_cast<float>(place.size_px.y));
    const glm::vec2 seen(view.corner()), far_seen(view.corner() + 1 / view.zoom);
    const ImVec2 low(seen.x, seen.y), high(far_seen.x, far_seen.y);
    list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(snapshot.texture)), a, b,
                   ImVec2(mirrored ? high.x : low.x, low.y), ImVec2(mirrored ? low.x : high.x, high.y));
    list->PushClipRect(a, b, true);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const glm::dvec2 mouse_px = picture_from_window(
        glm::dvec2(static_cast<double>(mouse.x - corner.x), static_cast<double>(mouse.y - corner.y)) - 0.5,
        snapshot.picture_px, box_px, view);
    const double reach_px = touch_reach_px * s.em / 18 * snapshot.picture_px.x / (view.zoom * place.size_px.x);
    // With the other button, or beside what the hand could take hold of, a picture that is closer is moved.
    if (began)
        s.panning =
            view.zoom > 1 && snapshot.tool.kind == ToolKind::hand && !nearest(snapshot.grips, mouse_px, reach_px);
    const bool other_button = hovered && ImGui::IsMouseDragging(1, 0);
    s.panning = s.panning && active;
    if ((s.panning || other_button) && view.zoom > 1) {
        const ImVec2 moved = ImGui::GetIO().MouseDelta;
        if (moved.x != 0 || moved.y != 0)
            s.commands.push_back(
                {.act = Act::pan,
                 .at = {(s.other_hand ? -1 : 1) * moved.x / place.size_px.x, moved.y / place.size_px.y}});
    }
    if (active && !s.panning) s.touch = PictureTouch{mouse_px, reach_px, began, ImGui::GetIO().KeyShift};
    draw_guides(s, snapshot, corner, box_px, view);
    draw_grips(s, snapshot, corner, box_px, view,
               hovered || active ? nearest(snapshot.grips, mouse_px, reach_px) : nullptr);
    draw_wipe(s, snapshot, a, b, s.other_hand, began);
    draw_ghost_lines(*list, snapshot.ghost, s.em, [&](const glm::dvec2& p) {
        const auto at = window_from_picture(p, snapshot.picture_px, box_px, view) + 0.5;
        return ImVec2(corner.x + static_cast<float>(at.x), corner.y + static_cast<float>(at.y));
    });
    // The client's sides: in a mirror the left one is on the left.
    const std::string left_side = tr("letter|L"), right_side = tr("letter|R");
    const float inset = 0.5f * s.em, right = b.x - inset - s.title->CalcTextSizeA(s.title->FontSize, 1e6f, 0, "R").x;
    outlined(list, s.title, ImVec2(a.x + inset, a.y + inset), mirrored ? left_side : right_side, colour::words);
    outlined(list, s.title, ImVec2(right, a.y + inset), mirrored ? right_side : left_side, colour::words);
    std::string state;
    const auto add = [&](const std::string& words) { state += (state.empty() ? "" : ", ") + words; };
    if (snapshot.bare) add(tr("state|before"));
    if (view.zoom > 1) add(tr_fill("{0} times", number_text(view.zoom, 1)));
    if (snapshot.frozen) add(tr("state|frozen"));
    if (!mirrored) add(tr("state|as others see"));
    if (snapshot.clip.on) {
        // Red, and a round mark with words: colour is never the only sign.
        const std::string words = tr_fill("Filming: {0} of {1} s", snapshot.clip.passed_s, snapshot.clip.longest_s);
        const float radius = 0.42f * s.em, left = a.x + inset, top = a.y + inset + 1.5f * s.title->FontSize;
        list->AddRectFilled(ImVec2(left, top), ImVec2(left + 4.8f * radius + text_px(s.text, words), top + 1.6f * s.em),
                            IM_COL32(0, 0, 0, 170), 0.8f * s.em);
        list->AddCircleFilled(ImVec2(left + 1.8f * radius, top + 0.8f * s.em), radius, IM_COL32(226, 54, 48, 255));
        list->AddText(s.text, s.em, ImVec2(left + 3.5f * radius, top + 0.3f * s.em), colour::words, words.c_str());
    }
    if (!state.empty())
        outlined(
            list, s.title,
            ImVec2((a.x + b.x - s.title->CalcTextSizeA(s.title->FontSize, 1e6f, 0, state.c_str()).x) / 2, a.y + inset),
            state, colour::accent);
    list->PopClipRect();
    move_by_keyboard(s, snapshot, a, b, s.other_hand);
    if (!snapshot.note.empty()) {
        const std::string note = (snapshot.note_failed ? "!  " : "") + snapshot.note;
        const float wrap = b.x - a.x - 2 * s.em;
        const ImVec2 words = s.text->CalcTextSizeA(s.em, 1e6f, wrap, note.c_str());
        const ImVec2 top(a.x, b.y - words.y - 0.8f * s.em);
        list->AddRectFilled(top, b, IM_COL32(0, 0, 0, 190));
        list->AddText(s.text, s.em, ImVec2(top.x + s.em, top.y + 0.4f * s.em),
                      snapshot.note_failed ? colour::alarm : colour::words, note.c_str(), nullptr, wrap);
    }
    if (hovered && mouse.x >= a.x && mouse.x < b.x && mouse.y >= a.y && mouse.y < b.y) s.pointer_px = mouse_px;
}

}  // namespace smp::desk
