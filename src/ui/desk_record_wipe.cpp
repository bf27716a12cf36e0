// Two dates over one another: the same view, cut alike where the cuts are known, with a line to drag between them.
#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {
namespace {

struct Side {
    const records::Shot* shot = nullptr;
    const records::Picture* picture = nullptr;
    ImTextureID texture = nullptr;
    PictureCut cut;
    std::string day;
};

Side side_of(State& s, const RecordView& view, const records::Item& item) {
    Side side;
    side.shot = std::get_if<records::Shot>(&item.content);
    if (!side.shot) return side;
    side.picture = picture_of(item.content, records::PictureRole::raw);
    if (!side.picture) return side;
    side.texture = s.record->looks.get(s, view, side.picture->id);
    side.cut = cut_of(side.shot->crop_json, {side.picture->width_px, side.picture->height_px});
    side.day = day_in_words(records::date_of(side.shot->taken));
    return side;
}

double shape_of(const Side& side) {
    return width_per_height(side.cut, {side.picture->width_px, side.picture->height_px});
}

void draw_side(const Side& side, ImVec2 a, ImVec2 b, float from, float to) {
    const auto u = [&](float share) { return static_cast<float>(side.cut.corner.x + share * side.cut.size.x); };
    const float wide = b.x - a.x;
    ImGui::GetWindowDrawList()->AddImage(side.texture, ImVec2(a.x + from * wide, a.y), ImVec2(a.x + to * wide, b.y),
                                         ImVec2(u(from), static_cast<float>(side.cut.corner.y)),
                                         ImVec2(u(to), static_cast<float>(side.cut.corner.y + side.cut.size.y)));
}

void put_day(const State& s, ImVec2 a, ImVec2 b, const std::string& words, float align) {
    const float size = text_px(s.text, words) + 0.8f * s.em;
    const float x = align > 0 ? b.x - size : a.x;
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(x, b.y - 1.7f * s.em), ImVec2(x + size, b.y),
                                              IM_COL32(0, 0, 0, 170));
    put_text(ImVec2(x + 0.4f * s.em, b.y - 1.7f * s.em), ImVec2(x + size, b.y), words, colour::words, s.text);
}

}  // namespace

void draw_record_wipe(State& s, const RecordView& view) {
    RecordPage& page = *s.record;
    std::vector<const records::Item*> items;
    for (const records::Item& item : view.time_line)  // oldest first, whatever was chosen first
        if (std::find(page.compared.begin(), page.compared.end(), item.id) != page.compared.end())
            items.push_back(&item);
    if (items.empty()) return;
    if (items.size() == 1)
        return say_words(s.small, colour::accent, tr("Choose a second picture of the same view to compare with."));
    const Side before = side_of(s, view, *items[0]), after = side_of(s, view, *items[1]);
    if (!before.picture || !after.picture) return;
    if (before.shot->view != after.shot->view)
        say_words(s.small, colour::alarm,
                  "!  " + tr_fill("{0} and {1} are not the same view.", view_in_words(before.shot->view),
                                  view_in_words(after.shot->view)));
    if (!before.texture || !after.texture)
        return say_words(s.small, colour::quiet, tr("The pictures are being opened ..."));
    const float width = ImGui::GetContentRegionAvail().x;
    const auto shape = static_cast<float>(std::clamp(shape_of(after), 0.3, 3.0));
    const float height = std::min({width / shape, 26.f * s.em, std::max(10.f * s.em, 0.6f * ImGui::GetWindowHeight())}),
                wide = height * shape;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (width - wide) / 2);
    ImGui::InvisibleButton("wipe", ImVec2(wide, height));
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    if (s.places) s.places->emplace_back("wipe", ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2));
    if (ImGui::IsItemActive()) page.wipe = std::clamp((ImGui::GetIO().MousePos.x - a.x) / wide, 0.f, 1.f);
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    const auto line = static_cast<float>(page.wipe);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->PushClipRect(a, b, true);
    draw_side(before, a, b, 0, line);
    draw_side(after, a, b, line, 1);
    const float x = a.x + line * wide, radius = 0.7f * s.em;
    list->AddLine(ImVec2(x, a.y), ImVec2(x, b.y), IM_COL32(0, 0, 0, 120), 0.2f * s.em);
    list->AddLine(ImVec2(x, a.y), ImVec2(x, b.y), colour::ring, 0.09f * s.em);
    const ImVec2 handle(x, (a.y + b.y) / 2);
    list->AddCircleFilled(handle, radius, colour::fill);
    list->AddCircle(handle, radius, colour::ring, 0, 0.1f * s.em);
    for (const float way : {-1.f, 1.f})
        list->AddTriangleFilled(ImVec2(x + way * 0.6f * radius, handle.y),
                                ImVec2(x + way * 0.2f * radius, handle.y - 0.35f * radius),
                                ImVec2(x + way * 0.2f * radius, handle.y + 0.35f * radius), colour::ring);
    put_day(s, a, b, before.day, 0);
    put_day(s, a, b, after.day, 1);
    list->PopClipRect();
    if (stop(s, a, b) && !s.typing()) {
        bool held = false;
        page.wipe = std::clamp(page.wipe + 0.05 * s.arrow_steps(&held), 0.0, 1.0);
    }
    if (std::abs(shape_of(before) - shape_of(after)) > 0.02 * shape_of(after))
        say_words(s.small, colour::quiet, tr("The two were not cut alike, so they do not lie exactly on one another."));
    if (act_line(s, "no wipe", tr("End the comparison"))) page.compared.clear();
}

}  // namespace smp::desk
