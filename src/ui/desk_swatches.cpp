// The shades of pigment as they would look on this client's skin: close looks at a patch of it to choose from.
#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "desk/change_words.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

// em
constexpr float patch_high = 2.4f, swatch_label_high = 1.5f, caption_high = 1.4f, swatch_gap = 0.25f;

std::string swatch_label(const Parameter& p, std::size_t i) {
    return number_text(static_cast<double>(i + 1)) + "  " + value_in_words(p, static_cast<double>(i));
}

// So many beside each other that no name is cut.
std::size_t swatches_in_a_line(const State& s, const Parameter& p, float width) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < p.choices.size(); ++i) words.push_back(swatch_label(p, i));
    return in_a_line(s, words, width, 1.6f);
}

void draw_skin_patch(const State& s, std::size_t which, ImVec2 a, ImVec2 b) {
    ImDrawList* const list = ImGui::GetWindowDrawList();
    if (!s.swatches || !s.swatch_texture) {
        list->AddRect(a, b, colour::line, 0, 0, std::max(1.f, 0.06f * s.em));
        list->AddLine(ImVec2(a.x, b.y), ImVec2(b.x, a.y), colour::line, std::max(1.f, 0.06f * s.em));
        return;
    }
    // At 96 dpi pixel for pixel; as much of the patch as there is room for, bare and treated in their proportion.
    constexpr float whole = PigmentSwatches::width_px, high = PigmentSwatches::height_px;
    const float scale = std::max(s.em / 18, (b.x - a.x) / whole), share = (b.x - a.x) / (scale * whole);
    const float up = std::min(1.f, (b.y - a.y) / (scale * high)), first = static_cast<float>(which);
    const float left = static_cast<float>(PigmentSwatches::bare_share) * (1 - share);
    const auto v = [&](float share_of_patch) {
        return (first * high + 0.5f + share_of_patch * (high - 1)) / (shade_count * high);
    };
    list->AddImage(s.swatch_texture, a, b, ImVec2(left, v(0)), ImVec2(left + share, v(up)));
}

}  // namespace

float swatches_height(const State& s, const Parameter& p, float width) {
    const std::size_t line = swatches_in_a_line(s, p, width), lines = (p.choices.size() + line - 1) / line;
    return s.em * (static_cast<float>(lines) * (patch_high + swatch_label_high + swatch_gap) + caption_high);
}

void swatch_buttons(State& s, const Parameter& p, double value, float width) {
    const std::size_t line = swatches_in_a_line(s, p, width);
    const float gap = swatch_gap * s.em,
                button = (width - gap * static_cast<float>(line - 1)) / static_cast<float>(line);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImDrawList* const list = ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < p.choices.size(); ++i) {
        const ImVec2 a(corner.x + static_cast<float>(i % line) * (button + gap),
                       corner.y + static_cast<float>(i / line) * ((patch_high + swatch_label_high) * s.em + gap));
        const ImVec2 b(a.x + button, a.y + (patch_high + swatch_label_high) * s.em);
        ImGui::SetCursorScreenPos(a);
        ImGui::PushID(static_cast<int>(i));
        const bool pressed = ImGui::InvisibleButton("swatch", ImVec2(button, b.y - a.y));
        ImGui::PopID();
        const bool on = static_cast<long>(i) == std::lround(value), hovered = ImGui::IsItemHovered();
        if (pressed && !on) s.set(p, static_cast<double>(i));
        list->AddRectFilled(a, b, on ? colour::fill : hovered ? colour::field_hot : colour::field, 0.22f * s.em);
        const float frame = 0.15f * s.em;
        draw_skin_patch(s, i, ImVec2(a.x + frame, a.y + frame), ImVec2(b.x - frame, a.y + patch_high * s.em));
        // The chosen one has its circle filled, and a frame.
        const ImVec2 dot(a.x + 0.65f * s.em, a.y + (patch_high + swatch_label_high / 2) * s.em);
        if (on) {
            list->AddCircleFilled(dot, 0.22f * s.em, colour::words);
            list->AddRect(a, b, colour::words, 0.22f * s.em, 0, std::max(1.f, 0.1f * s.em));
        } else {
            list->AddCircle(dot, 0.22f * s.em, colour::quiet, 0, 0.08f * s.em);
        }
        put_text(ImVec2(a.x + 1.1f * s.em, a.y + patch_high * s.em), ImVec2(b.x - 0.2f * s.em, b.y), swatch_label(p, i),
                 on ? colour::words : colour::quiet, s.text);
    }
    const float caption = corner.y + swatches_height(s, p, width) - caption_high * s.em;
    put_text(ImVec2(corner.x, caption), ImVec2(corner.x + width, caption + caption_high * s.em),
             s.swatches ? tr("On this client's skin now, close up") : tr("No head is seen: no skin to show them on"),
             s.swatches ? colour::quiet : colour::accent, s.small);
    // One item for the row: what is laid out next stands below the caption.
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy(ImVec2(width, swatches_height(s, p, width)));
}

}  // namespace smp::desk
