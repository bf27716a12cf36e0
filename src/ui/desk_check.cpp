// What the check of light and camera has found, each with its sign, its word and what to do, and the camera's lock.
#include <cmath>
#include <utility>

#include "base/texts.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

// A tick, a triangle with its mark, a cross: told by their shape, beside the word.
void draw_sign(const State& s, ImVec2 middle, Verdict verdict) {
    ImDrawList* const list = ImGui::GetWindowDrawList();
    const float r = 0.36f * s.em, line = 0.13f * s.em;
    const auto at = [&](float x, float y) { return ImVec2(middle.x + x * r, middle.y + y * r); };
    if (verdict == Verdict::good) {
        const ImVec2 tick[] = {at(-1, 0.1f), at(-0.3f, 0.8f), at(1, -0.8f)};
        list->AddPolyline(tick, 3, colour::words, 0, line);
    } else if (verdict == Verdict::doubtful) {
        list->AddTriangle(at(0, -1), at(1.1f, 0.9f), at(-1.1f, 0.9f), colour::accent, line);
        list->AddLine(at(0, -0.3f), at(0, 0.35f), colour::accent, line);
    } else {
        list->AddLine(at(-0.8f, -0.8f), at(0.8f, 0.8f), colour::alarm, 1.4f * line);
        list->AddLine(at(-0.8f, 0.8f), at(0.8f, -0.8f), colour::alarm, 1.4f * line);
    }
}

// Words over as many lines as they need, from `inset` on.
void paragraph(const State& s, float inset, const std::string& text, ImU32 colour) {
    ImGui::PushFont(s.small);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + inset);
    ImGui::PushTextWrapPos(0);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
}

void draw_finding(const State& s, const Finding& f, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = 1.35f * s.em, inset = 1.9f * s.em, verdict = 4.6f * s.em;
    ImGui::Dummy(ImVec2(width, height));
    draw_sign(s, ImVec2(at.x + 0.9f * s.em, at.y + height / 2), f.verdict);
    const float names = 0.34f * width;
    put_text(ImVec2(at.x + inset, at.y), ImVec2(at.x + names, at.y + height), tr(f.name), colour::words, s.text);
    put_text(ImVec2(at.x + names, at.y), ImVec2(at.x + width - verdict, at.y + height), f.value, colour::words,
             s.small);
    put_text(ImVec2(at.x + width - verdict, at.y), ImVec2(at.x + width - 0.3f * s.em, at.y + height),
             in_words(f.verdict),
             f.verdict == Verdict::good       ? colour::quiet
             : f.verdict == Verdict::doubtful ? colour::accent
                                              : colour::alarm,
             s.small, 1);
    if (!f.advice.empty()) paragraph(s, inset, f.advice, f.verdict == Verdict::bad ? colour::alarm : colour::accent);
}

}  // namespace

bool check_asked(State& s, const DeskSnapshot& snapshot) {
    // It can be scrolled to only when its height is known: in the frame after the one that makes it so high.
    constexpr int frames = 2;
    if (snapshot.light.asked != std::exchange(s.light_asked, snapshot.light.asked)) {
        s.light_wanted = true;
        s.light_scrolls = frames;
        s.open[light_group] = s.groups_chosen = true;
    }
    // A hand that is at something else by now is not to lose it.
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel != 0 || io.MouseClicked[0] || s.focus_moved || s.typing()) s.light_wanted = false;
    if (snapshot.light.found != std::exchange(s.light_found, snapshot.light.found) &&
        std::exchange(s.light_wanted, false))
        s.light_scrolls = frames;
    return s.light_scrolls > 0 && s.light_scrolls-- > 0;
}

void draw_check(State& s, const DeskSnapshot& snapshot) {
    const LightShown& light = snapshot.light;
    const float width = ImGui::GetContentRegionAvail().x, gap = ImGui::GetStyle().ItemSpacing.y;
    paragraph(s, 0.4f * s.em, light.state, colour::words);
    for (const Finding& f : light.findings) draw_finding(s, f, width);
    if (!light.lock.empty()) paragraph(s, 0.4f * s.em, light.lock, colour::words);
    const ImVec2 half((width - gap) / 2, s.row_px());
    if (line_button(s, "check", tr("Check again"), false, half, colour::words)) s.say(Act::check_light, 0);
    ImGui::SameLine(0, gap);
    const bool able = light.can_lock || light.locked;
    if (line_button(s, "lock", light.locked ? tr("Unlock camera") : tr("Lock camera"), light.locked, half,
                    able ? colour::words : colour::line) &&
        able)
        s.say(Act::check_light, 1);
}

}  // namespace smp::desk
