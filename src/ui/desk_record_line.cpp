// What was shown, agreed and done, newest first: a row an item, with its picture; pressed, its details.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "records/medical_questions.hpp"
#include "ui/desk_record.hpp"
#include "ui/record_numbers.hpp"

namespace smp::desk {
namespace {

using records::AgreedDesign, records::InkUse, records::Item, records::PictureRole, records::Shot,
    records::TreatmentSession;

// A row of "what: value" that wraps.
void fact(const State& s, const std::string& what, const std::string& value) {
    if (value.empty()) return;
    const float width = ImGui::GetContentRegionAvail().x, from = 0.3f * width;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float top = at.y + 0.1f * s.em;
    put_text(ImVec2(at.x + 0.6f * s.em, top), ImVec2(at.x + from - 0.4f * s.em, top + s.small->FontSize), what,
             colour::quiet, s.small);
    ImGui::SetCursorScreenPos(ImVec2(at.x, top));
    say_words(s.small, colour::words, value, from);
}

template <class T>
void facts_of(const State& s, const T& content) {
    const auto fields = form_fields<T>();
    const FormText text = form_text(content);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].kind == FieldKind::choice) {
            const int chosen = text[i].empty() ? -1 : std::atoi(text[i].c_str());
            if (chosen >= 0 && chosen < static_cast<int>(fields[i].choices.size()))
                fact(s, tr(fields[i].label), tr(fields[i].choices[static_cast<std::size_t>(chosen)]));
        } else if (fields[i].kind == FieldKind::day) {
            const auto day = parse_day(text[i], nullptr);
            fact(s, tr(fields[i].label), day ? day_in_words(*day) : text[i]);
        } else {
            fact(s, tr(fields[i].label), text[i]);
        }
    }
}

void medical_facts(const State& s, const records::MedicalAnswers& medical) {
    for (const records::MedicalQuestion& q : records::medical_questions()) {
        const auto at = medical.answers.find(std::string(q.key));
        if (at == medical.answers.end() || at->second.answer == records::Answer::not_asked) continue;
        const std::string remark = at->second.remark.empty() ? "" : ": " + at->second.remark;
        say_words(s.small, at->second.answer == records::Answer::no ? colour::quiet : colour::words,
                  tr(q.question) + "  " + answer_in_words(at->second.answer) + remark, 0.6f * s.em);
    }
}

// Two pictures beside one another: as the camera saw it, and as it was shown.
void draw_pictures(State& s, const RecordView& view, const Item& item) {
    std::vector<const records::Picture*> pictures;
    for (const PictureRole role : {PictureRole::raw, PictureRole::treated})
        if (const auto* picture = picture_of(item.content, role)) pictures.push_back(picture);
    if (pictures.empty()) return;
    const float gap = 0.3f * s.em, room = ImGui::GetContentRegionAvail().x - 0.6f * s.em;
    const float wide = std::min((room - gap) / 2, 22.f * s.em);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 0.6f * s.em);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (i > 0) ImGui::SameLine(0, gap);
        const records::Picture& picture = *pictures[i];
        const float shape =
            picture.height_px > 0 ? static_cast<float>(picture.width_px) / static_cast<float>(picture.height_px) : 1.6f;
        const ImVec2 size(wide, wide / std::clamp(shape, 0.4f, 3.f));
        ImGui::Dummy(size);
        const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
        ImDrawList* const list = ImGui::GetWindowDrawList();
        list->AddRectFilled(a, b, IM_COL32(0, 0, 0, 255), 0.1f * s.em);
        if (const ImTextureID texture = s.record->looks.get(s, view, picture.id)) list->AddImage(texture, a, b);
        const std::string words =
            picture.role == PictureRole::raw ? tr("picture|as it was") : tr("picture|preview, not a result");
        list->AddRectFilled(ImVec2(a.x, b.y - 1.4f * s.em), b, IM_COL32(0, 0, 0, 150));
        put_text(ImVec2(a.x + 0.4f * s.em, b.y - 1.4f * s.em), ImVec2(b.x - 0.2f * s.em, b.y), words, colour::words,
                 s.small);
    }
}

bool has_design(const Item& item) {
    if (const auto* design = std::get_if<AgreedDesign>(&item.content)) return !design->design_json.empty();
    if (const auto* shot = std::get_if<Shot>(&item.content)) return !shot->design_json.empty();
    if (const auto* clip = std::get_if<records::Clip>(&item.content)) return !clip->design_json.empty();
    return false;
}

void draw_details(State& s, const RecordView& view, const Item& item) {
    RecordPage& page = *s.record;
    if (const auto* v = std::get_if<records::Client>(&item.content)) facts_of(s, *v);
    if (const auto* v = std::get_if<records::PatchTest>(&item.content)) facts_of(s, *v);
    if (const auto* v = std::get_if<AgreedDesign>(&item.content)) {
        facts_of(s, *v);
        for (const KeptNumber& row : kept_numbers(v->numbers_json)) fact(s, row.name, row.value);
    }
    if (const auto* v = std::get_if<records::Clip>(&item.content)) {
        draw_film(s, view, item);
        fact(s, tr("field|Notes"), v->notes);
    }
    if (const auto* v = std::get_if<records::MedicalAnswers>(&item.content)) medical_facts(s, *v);
    if (const auto* v = std::get_if<records::Consent>(&item.content)) {
        facts_of(s, *v);
        fact(s, tr("field|Text"), v->text_version);
        if (!v->signature.strokes.empty()) {
            const float high = 3.4f * s.em, wide = high * std::clamp(v->signature.width_per_height, 0.5f, 6.f);
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 0.6f * s.em);
            const ImVec2 a = ImGui::GetCursorScreenPos(), b(a.x + wide, a.y + high);
            ImGui::Dummy(ImVec2(wide, high));
            ImGui::GetWindowDrawList()->AddRectFilled(a, b, IM_COL32(244, 242, 236, 255), 0.22f * s.em);
            draw_signature(s, a, b, v->signature);
        }
    }
    if (const auto* v = std::get_if<TreatmentSession>(&item.content)) {
        facts_of(s, *v);
        for (std::size_t i = 0; i < v->inks.size(); ++i) {
            say_words(s.small, colour::accent, tr_fill("Ink {0}", static_cast<int>(i + 1)), 0.6f * s.em);
            facts_of(s, v->inks[i]);
        }
        if (act_line(s, "correct", tr("Correct this session"))) {
            Filled& form = page.form(view, "session corrected");
            if (!form.begun || !form.changed()) begin_correction(form, item);
            page.open.insert({"session", "correct session"});
        }
    }
    if (const auto* v = std::get_if<Shot>(&item.content)) {
        draw_pictures(s, view, item);
        fact(s, tr("field|Notes"), v->notes);
        std::vector<std::string> words;
        for (int i = 0; i <= static_cast<int>(records::Occasion::one_year); ++i)
            words.push_back(occasion_in_words(static_cast<records::Occasion>(i)));
        const int was = static_cast<int>(v->occasion);
        const int now = choice_buttons_row(s, "occasion", tr("Taken"), words, was, ImGui::GetContentRegionAvail().x);
        if (now != was && !view.busy) {
            Shot changed = *v;
            changed.occasion = static_cast<records::Occasion>(now);
            s.asks.push_back(record_ask::Save{{draft_of(changed, &item)}});
        }
    }
    if (has_design(item) && act_line(s, "lay on", tr("Lay on today's head")))
        s.asks.push_back(record_ask::LayOn{item.id});
    fact(s, tr("field|Kept by"),
         tr_fill("{0}, {1}", item.version.who, moment_in_words(item.version.when)) +
             (item.version.number > 1 ? ", " + tr_fill("version {0}", item.version.number) : ""));
}

std::string day_of(const Item& item) {
    const auto when = records::time_of(item.content);
    if (!when) return "";
    // A day without a time is midnight UTC, not of this place.
    const bool timed = std::holds_alternative<Shot>(item.content) ||
                       std::holds_alternative<records::Clip>(item.content) ||
                       std::holds_alternative<TreatmentSession>(item.content);
    return day_in_words(timed ? records::date_of(*when) : records::Date(std::chrono::floor<std::chrono::days>(*when)));
}

bool item_row(State& s, const RecordView& view, const Item& item, bool open, float width) {
    const auto* picture = picture_of(item.content, PictureRole::raw);
    const std::string kind = kind_in_words(item.content), words = gist(item.content), day = day_of(item);
    const float days = std::max(6.4f * s.em, text_px(s.small, day) + 0.6f * s.em);
    const float needed = s.em + days + text_px(s.text, kind) + 0.8f * s.em + text_px(s.small, words);
    const bool one_line = !picture && needed <= width;
    const float height = (picture ? 4.f : one_line ? 2.f : 2.9f) * s.em;
    const bool clicked = ImGui::InvisibleButton("row", ImVec2(width, height));
    const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(a, b,
                        open                     ? colour::fill
                        : ImGui::IsItemHovered() ? colour::field_hot
                                                 : colour::field,
                        0.22f * s.em);
    if (s.places) s.places->emplace_back(day + " " + kind + " " + words, ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2));
    float x = a.x + 0.5f * s.em;
    if (picture) {
        const float wide = 5.6f * s.em;
        const ImVec2 c(x, a.y + 0.2f * s.em), d(x + wide, b.y - 0.2f * s.em);
        list->AddRectFilled(c, d, IM_COL32(0, 0, 0, 255));
        if (ImGui::IsRectVisible(a, b))
            if (const ImTextureID texture = s.record->looks.get(s, view, picture->id)) {
                // The middle of the picture, in the shape of its place.
                const glm::vec2 size(s.record->looks.size_px(picture->id));
                const float share = std::min(1.f, (d.x - c.x) / (d.y - c.y) * size.y / std::max(1.f, size.x));
                const float tall = std::min(1.f, size.x / std::max(1.f, size.y) * (d.y - c.y) / (d.x - c.x));
                list->AddImage(texture, c, d, ImVec2(0.5f - share / 2, 0.5f - tall / 2),
                               ImVec2(0.5f + share / 2, 0.5f + tall / 2));
            }
        x += wide + 0.5f * s.em;
    }
    const float right = b.x - 0.4f * s.em;
    if (!one_line) {
        const float middle = (a.y + b.y) / 2;
        put_text(ImVec2(x, a.y), ImVec2(right, middle), day + ",  " + kind, colour::words, s.text);
        put_text(ImVec2(x, middle), ImVec2(right, b.y), words, colour::quiet, s.small);
    } else {
        put_text(ImVec2(x, a.y), ImVec2(x + days, b.y), day, colour::quiet, s.small);
        const float kinds = text_px(s.text, kind) + 0.8f * s.em;
        put_text(ImVec2(x + days, a.y), ImVec2(x + days + kinds, b.y), kind, colour::words, s.text);
        put_text(ImVec2(x + days + kinds, a.y), ImVec2(right, b.y), words, colour::quiet, s.small);
    }
    return (stop(s, a, b) && !s.typing() && s.pressed(Key::enter)) || clicked;
}

}  // namespace

const records::Picture* picture_of(const records::Content& content, PictureRole role) {
    const auto* pictures = records::pictures_of(content);
    if (!pictures || std::holds_alternative<records::Document>(content)) return nullptr;
    for (const records::Picture& picture : *pictures)
        if (picture.role == role) return &picture;
    return nullptr;
}

void draw_record_line(State& s, const RecordView& view) {
    RecordPage& page = *s.record;
    draw_record_wipe(s, view);
    if (view.time_line.size() <= 1)
        say_words(s.text, colour::quiet, tr("Nothing has been kept but the client's data."));
    for (auto at = view.time_line.rbegin(); at != view.time_line.rend(); ++at) {
        const Item& item = *at;
        const std::string name = "row " + item.id.hex();
        ImGui::PushID(name.c_str());
        const bool open = page.open.contains(name);
        const bool comparable =
            std::holds_alternative<Shot>(item.content) && picture_of(item.content, PictureRole::raw);
        const float width = ImGui::GetContentRegionAvail().x, gap = 0.2f * s.em, button = 7.4f * s.em;
        if (item_row(s, view, item, open, comparable ? width - button - gap : width)) {
            if (open)
                page.open.erase(name);
            else
                page.open.insert(name);
        }
        if (comparable) {
            const auto chosen = std::find(page.compared.begin(), page.compared.end(), item.id);
            const bool on = chosen != page.compared.end();
            ImGui::SameLine(0, gap);
            if (line_button(s, "compare", (on ? "\xe2\x97\x8f  " : "\xe2\x97\x8b  ") + tr("button|Compare"), on,
                            ImVec2(button, 4.f * s.em), on ? colour::words : colour::quiet)) {
                if (on) {
                    page.compared.erase(chosen);
                } else {
                    if (page.compared.size() >= 2) page.compared.erase(page.compared.begin());
                    page.compared.push_back(item.id);
                }
            }
        }
        if (open) draw_details(s, view, item);
        ImGui::PopID();
    }
}

}  // namespace smp::desk
