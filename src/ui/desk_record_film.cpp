// Clips at the desk: the act that takes one, and those of the record, played or gone through picture by picture.
#include <algorithm>
#include <utility>

#include "base/texts.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {
namespace {

std::size_t picture_at(const ClipFilm& film, double at_s) {
    const auto after = std::upper_bound(film.at_s.begin(), film.at_s.end(), at_s + 1e-6);
    return after == film.at_s.begin() ? 0 : static_cast<std::size_t>(after - film.at_s.begin()) - 1;
}

}  // namespace

void clip_line(State& s, const DeskSnapshot& snapshot, float width) {
    const std::string words = snapshot.clip.on ? tr("End the clip") : tr("Film a clip");
    if (line_button(s, "clip", with_key_of(snapshot, words, "clip"), snapshot.clip.on, ImVec2(width, s.row_px()),
                    colour::words))
        s.say(Act::clip);
    if (ImGui::IsItemHovered())
        put_hint(
            s, ImVec2(ImGui::GetWindowPos().x - 0.4f * s.em, ImGui::GetItemRectMin().y), 1,
            tr_fill("Films what the mirror shows for at most {0} s, into the record of the client who is open; the "
                    "mirror says so",
                    snapshot.clip.longest_s),
            colour::words);
}

void draw_film(State& s, const RecordView& view, const records::Item& item) {
    RecordPage& page = *s.record;
    const records::Picture* const clip = picture_of(item.content, records::PictureRole::clip);
    if (!clip) return;
    if (!view.film || view.film->of != clip->id) {
        if (act_line(s, "show film", tr("Show the clip"))) {
            s.asks.push_back(record_ask::Film{clip->id});
            page.film_s = 0;
            page.film_plays = page.film_comes = true;
        }
        return;
    }
    const ClipFilm& film = *view.film;
    if (film.pictures.empty() || film.pictures.size() != film.at_s.size())
        return say_words(s.text, colour::alarm, "!  " + film.trouble);
    const double last_s = film.at_s.back();
    if (page.film_plays) page.film_s += ImGui::GetIO().DeltaTime;
    if (page.film_s >= last_s) page.film_plays = false;
    page.film_s = std::clamp(page.film_s, 0.0, last_s);

    const cv::Mat& picture = film.pictures[picture_at(film, page.film_s)];
    const float room = ImGui::GetContentRegionAvail().x - 1.2f * s.em, inset = 0.6f * s.em;
    const float shape = static_cast<float>(picture.cols) / static_cast<float>(std::max(1, picture.rows));
    const float wide = std::min(room, 26.f * s.em * shape);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + inset);
    ImGui::Dummy(ImVec2(wide, wide / shape));
    if (std::exchange(page.film_comes, false)) ImGui::SetScrollHereY(0.5f);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    if (const ImTextureID texture = page.looks.film(picture))
        list->AddImage(texture, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());

    // A bar of its time, to be dragged; beside it the button.
    const float button = 7.4f * s.em, gap = 0.4f * s.em;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + inset);
    if (line_button(s, "play", page.film_plays ? tr("button|Hold") : tr("button|Play"), page.film_plays,
                    ImVec2(button, s.row_px()), colour::words)) {
        page.film_plays = !page.film_plays;
        if (page.film_plays && page.film_s >= last_s) page.film_s = 0;
    }
    ImGui::SameLine(0, gap);
    ImGui::InvisibleButton("film time", ImVec2(std::max(s.em, wide - button - gap), s.row_px()));
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    if (s.places) s.places->emplace_back("film time", ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2));
    if (ImGui::IsItemActive()) {
        page.film_plays = false;
        page.film_s = last_s * std::clamp((ImGui::GetIO().MousePos.x - a.x) / (b.x - a.x), 0.f, 1.f);
    }
    if (stop(s, a, b) && !s.typing()) {
        bool held = false;
        if (const double steps = s.arrow_steps(&held); steps != 0) {
            const auto now = static_cast<double>(picture_at(film, page.film_s));
            const auto to = static_cast<std::size_t>(
                std::clamp(now + (steps > 0 ? 1 : -1), 0.0, static_cast<double>(film.at_s.size() - 1)));
            page.film_plays = false;
            page.film_s = film.at_s[to];
        }
    }
    const float middle = (a.y + b.y) / 2, share = last_s > 0 ? static_cast<float>(page.film_s / last_s) : 0;
    list->AddRectFilled(ImVec2(a.x, middle - 0.12f * s.em), ImVec2(b.x, middle + 0.12f * s.em), colour::line,
                        0.12f * s.em);
    list->AddCircleFilled(ImVec2(a.x + share * (b.x - a.x), middle), 0.5f * s.em, colour::fill_hot);
    list->AddCircle(ImVec2(a.x + share * (b.x - a.x), middle), 0.5f * s.em, colour::ring, 0, 0.1f * s.em);
    say_words(s.small, colour::quiet, tr_fill("{0} of {1} s", number_text(page.film_s, 1), number_text(last_s, 1)),
              inset);
}

}  // namespace smp::desk
