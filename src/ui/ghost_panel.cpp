// The ghost of a standard view: on the mirror with its words, on the desk without.
#include <algorithm>
#include <cmath>
#include <vector>

#include "present/letterbox.hpp"
#include "ui/ghost_lines.hpp"
#include "ui/panels.hpp"

namespace smp {
namespace {

using Points = std::vector<ImVec2>;

// The parts of a line that are drawn: dashes with a share of their period, all of it when that is 1.
std::vector<Points> dashes(const Points& line, float period, float share) {
    std::vector<Points> out;
    if (line.size() < 2) return out;
    if (share >= 1) return {line};
    float along = 0;
    bool drawn = false;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const ImVec2 from = line[i - 1], to = line[i];
        const float length = std::hypot(to.x - from.x, to.y - from.y);
        if (length <= 0) continue;
        const auto at = [&](float s) {
            return ImVec2(from.x + s / length * (to.x - from.x), from.y + s / length * (to.y - from.y));
        };
        for (float s = 0; s < length;) {
            const float phase = std::fmod(along + s, period), end = share * period;
            const bool on = phase < end;
            const float next = std::min(length, s + std::max(0.01f, on ? end - phase : period - phase));
            if (on) {
                if (!drawn) out.push_back({at(s)});
                out.back().push_back(at(next));
            }
            drawn = on;
            s = next;
        }
        along += length;
    }
    return out;
}

struct Pen {
    float width;
    int light, opacity;  // 0..255
};

void stroke(ImDrawList& list, const std::vector<Points>& parts, const Pen& pen, float edge) {
    // All edges before all lines, so that a dash's edge lies on no line.
    for (const Points& p : parts)
        list.AddPolyline(p.data(), static_cast<int>(p.size()), IM_COL32(0, 0, 0, pen.opacity * 5 / 9), 0,
                         pen.width + 2 * edge);
    for (const Points& p : parts)
        list.AddPolyline(p.data(), static_cast<int>(p.size()), IM_COL32(pen.light, pen.light, pen.light, pen.opacity),
                         0, pen.width);
}

// A shaft and a head; the head's edge too.
void draw_arrow(ImDrawList& list, const Points& line, float em, float alpha) {
    if (line.size() < 2) return;
    float length = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    const float head = std::clamp(0.45f * length, 0.5f * em, 1.1f * em), half = 0.55f * head;
    const ImVec2 tip = line.back();
    // Back along the line by the length of the head.
    Points shaft = line;
    float left = head;
    while (shaft.size() > 1) {
        const ImVec2 b = shaft.back(), a = shaft[shaft.size() - 2];
        const float part = std::hypot(b.x - a.x, b.y - a.y);
        if (part > left) {
            shaft.back() = ImVec2(b.x + left / part * (a.x - b.x), b.y + left / part * (a.y - b.y));
            break;
        }
        left -= part;
        shaft.pop_back();
    }
    const ImVec2 neck = shaft.back();
    ImVec2 along(tip.x - neck.x, tip.y - neck.y);
    const float n = std::max(1e-3f, std::hypot(along.x, along.y));
    along = ImVec2(along.x / n, along.y / n);
    const auto corner = [&](float ahead, float aside) {
        return ImVec2(neck.x + ahead * along.x - aside * along.y, neck.y + ahead * along.y + aside * along.x);
    };
    const float edge = 0.09f * em;
    const ImU32 dark = IM_COL32(0, 0, 0, static_cast<int>(140 * alpha)),
                light = IM_COL32(255, 236, 190, static_cast<int>(245 * alpha));
    if (shaft.size() > 1) list.AddPolyline(shaft.data(), static_cast<int>(shaft.size()), dark, 0, 0.2f * em + 2 * edge);
    list.AddTriangleFilled(corner(n + 1.8f * edge, 0), corner(-edge, -half - 1.6f * edge),
                           corner(-edge, half + 1.6f * edge), dark);
    if (shaft.size() > 1) list.AddPolyline(shaft.data(), static_cast<int>(shaft.size()), light, 0, 0.2f * em);
    list.AddTriangleFilled(corner(n, 0), corner(0, -half), corner(0, half), light);
}

}  // namespace

void draw_ghost_lines(ImDrawList& list, const GhostLook& ghost, float em,
                      const std::function<ImVec2(const glm::dvec2&)>& place) {
    if (ghost.alpha <= 0) return;
    const auto alpha = static_cast<float>(ghost.alpha), near = static_cast<float>(ghost.closeness),
               held = static_cast<float>(ghost.taken ? 1 : ghost.held);
    const float edge = 0.055f * em;
    // Its gaps close as the head comes nearer; while it holds, the line grows to its full width.
    const float share = near >= 1 ? 1 : 0.5f + 0.4f * near;
    for (const StrokeKind kind : {StrokeKind::midline, StrokeKind::feature, StrokeKind::outline})
        for (const GhostLine& line : ghost.lines) {
            if (line.kind != kind) continue;
            Points points;
            points.reserve(line.px.size());
            for (const glm::dvec2& p : line.px) points.push_back(place(p));
            const bool outline = kind == StrokeKind::outline;
            const float strength = outline                       ? 0.85f + 0.15f * near
                                   : kind == StrokeKind::feature ? 0.75f + 0.2f * near
                                                                 : 0.5f;
            const Pen pen{(outline ? 0.125f + 0.085f * held : 0.09f) * em, 255,
                          static_cast<int>(255 * alpha * strength)};
            stroke(list, outline ? dashes(points, 1.1f * em, share) : std::vector<Points>{points}, pen, edge);
        }
    Points arrow;
    for (const glm::dvec2& p : ghost.arrow) arrow.push_back(place(p));
    draw_arrow(list, arrow, em, alpha);
}

void draw_ghost(const OverlaySnapshot& snapshot, glm::vec2 window_px, glm::ivec2 picture_px) {
    const glm::ivec2 window(window_px);
    const Letterbox box = letterbox(picture_px, window);
    if (box.size_px.x == 0) return;
    const float em = ImGui::GetFontSize();
    const ImVec2 a(static_cast<float>(box.corner_px.x), static_cast<float>(box.corner_px.y)),
        b(a.x + static_cast<float>(box.size_px.x), a.y + static_cast<float>(box.size_px.y));
    // Under everything that is read.
    ImDrawList* const list = ImGui::GetBackgroundDrawList();
    list->PushClipRect(a, b);
    draw_ghost_lines(*list, snapshot.ghost, em, [&](const glm::dvec2& p) {
        const auto at = window_from_picture(p, picture_px, window, snapshot.view) + 0.5;
        return ImVec2(static_cast<float>(at.x), static_cast<float>(at.y));
    });
    list->PopClipRect();
    if (snapshot.ghost.words.empty()) return;
    const char* const words = snapshot.ghost.words.c_str();
    ImFont* const font = ImGui::GetFont();
    const float size = 1.5f * em, wrap = 0.9f * (b.x - a.x);
    const ImVec2 room = font->CalcTextSizeA(size, 1e6f, wrap, words);
    const ImVec2 at((a.x + b.x - room.x) / 2, a.y + 0.7f * em);
    const auto alpha = static_cast<float>(snapshot.ghost.alpha);
    list->AddRectFilled(ImVec2(at.x - 0.6f * em, at.y - 0.25f * em),
                        ImVec2(at.x + room.x + 0.6f * em, at.y + room.y + 0.3f * em),
                        IM_COL32(0, 0, 0, static_cast<int>(130 * alpha)), 0.4f * em);
    list->AddText(font, size, at, IM_COL32(255, 255, 255, static_cast<int>(255 * alpha)), words, nullptr, wrap);
}

}  // namespace smp
