// The standard photographs: which are taken, which one is wanted now, and what its shutter waits for.
#include "base/texts.hpp"
#include "ui/desk_parts.hpp"

namespace smp::desk {
namespace {

std::string with_key(const DeskSnapshot& snapshot, std::string words, std::string_view act, bool shift = false) {
    const auto at = snapshot.keys.find(act);
    if (at == snapshot.keys.end() || at->second.empty()) return words;
    return words + "  (" + (shift ? tr_fill("Shift {0}", at->second) : at->second) + ")";
}

}  // namespace

void draw_views(State& s, const DeskSnapshot& snapshot) {
    const ViewsStatus& views = snapshot.views;
    const float width = ImGui::GetContentRegionAvail().x, gap = 0.2f * s.em, half = (width - gap) / 2;
    const auto hint = [&](const std::string& words) {
        if (ImGui::IsItemHovered())
            put_hint(s, ImVec2(ImGui::GetWindowPos().x - 0.4f * s.em, ImGui::GetItemRectMin().y), 1, words,
                     colour::words);
    };
    if (line_button(s, "on", with_key(snapshot, views.on ? tr("End the views") : tr("Begin the views"), "views"),
                    views.on, ImVec2(half, s.row_px()), colour::words))
        s.say(Act::views);
    hint(
        tr("A ghost on the mirror shows the pose; the picture is taken by itself when pose, sharpness and stillness "
           "are right"));
    ImGui::SameLine(0, gap);
    if (line_button(s, "take", with_key(snapshot, tr("Take it now"), "view_take"), false, ImVec2(half, s.row_px()),
                    views.on ? colour::words : colour::line))
        s.say(Act::take_view);
    hint(tr("In whatever pose the head is. So is the back taken, where there is no face to follow"));

    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string now = !views.on ? tr("Not begun") : tr(standard_view(views.chosen).label) + ": " + views.words;
    put_text(ImVec2(at.x + 0.4f * s.em, at.y), ImVec2(at.x + width, at.y + s.row_px()), now,
             views.on ? colour::accent : colour::quiet, s.text);
    ImGui::Dummy(ImVec2(width, s.row_px()));

    int i = 0;
    for (const StandardView& view : standard_views()) {
        if (i % 2) ImGui::SameLine(0, gap);
        ImGui::PushID(i++);
        const bool taken = in(views.taken, view.id), saving = in(views.saving, view.id);
        // A full circle, an empty one: colour is never the only sign.
        const std::string mark = taken ? "\xe2\x97\x8f  " : saving ? "...  " : "\xe2\x97\x8b  ";
        if (line_button(
                s, "view",
                mark + (in(views.from_before, view.id) ? tr_fill("{0}, as before", tr(view.label)) : tr(view.label)),
                views.on && views.chosen == view.id, ImVec2(half, s.row_px()), taken ? colour::words : colour::quiet))
            s.say(Act::view, static_cast<double>(view.id));
        hint(taken           ? tr("Taken and saved. A press takes it again")
             : view.followed ? tr("Shows this view's ghost")
                             : tr("Taken by key: the head is turned away, so there is nothing to compare"));
        ImGui::PopID();
    }
    if (line_button(s, "again", with_key(snapshot, tr("Once more, same poses"), "views_new"), false,
                    ImVec2(half, s.row_px()), colour::words))
        s.say(Act::new_views, 1);
    hint(tr("A new set in the poses and cuts of the last one, for a true before and after"));
    ImGui::SameLine(0, gap);
    if (line_button(s, "other", with_key(snapshot, tr("Another client"), "views_new", true), false,
                    ImVec2(half, s.row_px()), colour::words))
        s.say(Act::new_views, 0);
    hint(tr("A new set; the poses of the last client are forgotten"));
    clip_line(s, snapshot, width);
}

}  // namespace smp::desk
