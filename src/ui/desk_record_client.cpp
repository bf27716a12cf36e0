// The client who sits here: name, what is known in parts that open, and what is typed but not saved.
#include <algorithm>

#include "base/texts.hpp"
#include "records/medical_questions.hpp"
#include "ui/desk_record.hpp"
#include "ui/number_table.hpp"

namespace smp::desk {
namespace {

using records::AgreedDesign, records::Client, records::Consent, records::MedicalAnswers, records::PatchTest,
    records::TreatmentSession;

bool any_unsaved(RecordPage& page, const RecordView& view, std::string_view begins) {
    for (auto& [name, form] : page.forms[view.client->id])
        if (name.starts_with(begins) && form.begun && form.changed()) return true;
    return false;
}

std::string born_words(const records::ClientCard& card) {
    if (!card.born) return "";
    const records::Date today = records::date_of(records::moment_now());
    int years = static_cast<int>(today.year()) - static_cast<int>(card.born->year());
    if (today.month() < card.born->month() || (today.month() == card.born->month() && today.day() < card.born->day()))
        --years;
    return tr_fill("born {0}", day_in_words(*card.born)) + ", " + tr_count(years, "{0} year old", "{0} years old");
}

// Always one line high, as what is known changes with the pictures that are taken.
void draw_kept_scale(State& s, const RecordView& view, const TrueScale& now) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 end(at.x + ImGui::GetContentRegionAvail().x, at.y + s.row_px());
    if (view.scale && !(view.scale->scale == now)) {
        const std::string words = tr_fill("Use pupils {0}, known since {1}", value_in_words(view.scale->scale),
                                          day_in_words(records::date_of(view.scale->since)));
        if (act_line(s, "scale", words))
            s.commands.push_back({.act = Act::client_measured, .scale = view.scale->scale});
        return;
    }
    ImGui::Dummy(ImVec2(end.x - at.x, end.y - at.y));
    put_text(ImVec2(at.x + 0.4f * s.em, at.y), end,
             view.scale ? tr_fill("Pupils {0}, in use", value_in_words(now))
                        : tr("Pupil distance: not known from this client's pictures"),
             colour::quiet, s.small);
}

void draw_head(State& s, const RecordView& view, const TrueScale& scale) {
    RecordPage& page = *s.record;
    const records::ClientCard& card = *view.client;
    const float width = ImGui::GetContentRegionAvail().x, gap = 0.2f * s.em, half = (width - gap) / 2;
    const float large = 1.4f * s.title->FontSize;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float shrink = std::min(1.f, (width - s.em) / (1.4f * std::max(1.f, text_px(s.title, card.name))));
    const float size = large * std::max(0.5f, shrink);
    const ImVec4 clip(at.x, at.y, at.x + width, at.y + 1.3f * large);
    ImGui::GetWindowDrawList()->AddText(s.title, size, ImVec2(at.x + 0.4f * s.em, at.y), colour::words,
                                        card.name.c_str(), nullptr, 0, &clip);
    ImGui::Dummy(ImVec2(width, 1.15f * large));
    say_words(s.small, colour::quiet, born_words(card), 0.4f * s.em);
    const bool unsaved = any_unsaved(page, view, "");
    // Closing would leave what was typed behind: it is thrown away only on purpose.
    const auto close = [&] {
        page.forms.erase(card.id);
        page.open.clear();
        page.compared.clear();
        page.asked = false;
        s.asks.push_back(record_ask::Close{});
    };
    if (!unsaved) {
        if (act_line(s, "close", tr("Close the client"), half)) close();
    } else if (sure_line(s, "close", tr("Close the client"), tr("Throw away what is not saved?"), half)) {
        close();
    }
    ImGui::SameLine(0, gap);
    if (act_line(s, "lock", tr("Lock the records"), half)) s.asks.push_back(record_ask::Lock{});
    draw_kept_scale(s, view, scale);
    if (view.unprotected > 0) {
        say_words(s.text, colour::words, unprotected_words(view));
        if (sure_line(s, "take in", tr("Take them into this record"), tr("All of this client? Press again")))
            s.asks.push_back(record_ask::TakeIn{});
    }
}

void draw_data(State& s, const RecordView& view) {
    Filled& form = s.record->form(view, "data");
    const records::Item* const now = newest<Client>(view);
    const Client base = now ? std::get<Client>(now->content) : Client{};
    begin_form(form, base, form_text(base), now);
    const auto reading = draw_form<Client>(s, form, form_day(view));
    if (!save_line(s, view, form, "data", tr("button|Save"), reading.whole())) return;
    s.asks.push_back(record_ask::Save{{draft_of(reading.value, form.of ? &*form.of : nullptr)}});
    sent(s, view, form, reading.value);
}

void draw_patch_test(State& s, const RecordView& view) {
    Filled& form = s.record->form(view, "patch");
    const records::Item* const now = newest<PatchTest>(view);
    const bool another = form.begun && !form.of;
    if (now && !another) {
        const auto& base = std::get<PatchTest>(now->content);
        begin_form(form, base, form_text(base), now);
    } else {
        FormText text = form_text(PatchTest{});
        text[1] = typed_day(form_day(view).today);
        begin_form(form, PatchTest{}, text, nullptr);
    }
    const auto reading = draw_form<PatchTest>(s, form, form_day(view));
    if (save_line(s, view, form, "patch", tr("button|Save"), reading.whole())) {
        s.asks.push_back(record_ask::Save{{draft_of(reading.value, form.of ? &*form.of : nullptr)}});
        sent(s, view, form, reading.value);
    }
    if (form.changed() || form.sent || !now) return;
    if (act_line(s, "another", another ? tr("Back to the last patch test") : tr("Another patch test"))) {
        form = {};
        if (another) return;
        form.begun = true;
        form.base = PatchTest{};
        form.text = form_text(PatchTest{});
        form.text[1] = typed_day(form_day(view).today);
        form.first = form.text;
    }
}

void draw_agreed(State& s, const DeskSnapshot& snapshot, const RecordView& view) {
    Filled& form = s.record->form(view, "design");
    AgreedDesign base;
    base.title = tr_fill("Variant {0}", variant_name(snapshot.variant));
    base.date = form_day(view).today;
    FormText text = form_text(base);
    if (form.begun && !form.changed() && !form.sent) form.begun = false;  // follows the variant that is shown
    begin_form(form, AgreedDesign{}, std::move(text), nullptr);
    say_words(s.text, colour::words, tr("What the mirror shows now, as it was agreed:"));
    if (snapshot.numbers) {
        ImGui::PushFont(s.small);
        const std::vector<NumberRow> rows = number_rows(*snapshot.numbers);
        const float width = ImGui::GetContentRegionAvail().x;
        draw_number_table(rows, std::min(9.f * s.em, 0.42f * width), width);
        ImGui::PopFont();
    } else {
        say_words(s.small, colour::alarm,
                  "!  " + tr("No head has been seen yet, so there are no numbers to keep with it."));
    }
    const auto reading = draw_form<AgreedDesign>(s, form, form_day(view));
    if (!save_line(s, view, form, "design", tr("Agree on this design"), reading.whole())) return;
    s.asks.push_back(record_ask::Agree{reading.value});
    sent(s, view, form, reading.value);
}

std::string known_of_consents(const RecordView& view) {
    int given = 0, asked = 0;
    for (const auto purpose :
         {records::ConsentPurpose::treatment, records::ConsentPurpose::photographs, records::ConsentPurpose::marketing})
        if (const auto* item = newest<Consent>(view, [&](const Consent& c) { return c.purpose == purpose; })) {
            ++asked;
            given += std::get<Consent>(item->content).given;
        }
    return asked == 0 ? tr("section|not asked yet") : tr_fill("{0} of 3 given", given);
}

std::string known_of_health(const RecordView& view) {
    const auto* item = newest<MedicalAnswers>(view);
    if (!item) return tr("section|not asked yet");
    const auto& answers = std::get<MedicalAnswers>(item->content);
    const auto open = records::unanswered(answers).size(), hints = records::contraindication_hints(answers).size();
    if (open > 0) return tr_count(static_cast<double>(open), "{0} not asked", "{0} not asked");
    return tr_count(static_cast<double>(hints), "{0} to think of", "{0} to think of");
}

std::string known_of_patch_test(const RecordView& view) {
    const auto* item = newest<PatchTest>(view);
    if (!item) return tr("section|none yet");
    const auto& test = std::get<PatchTest>(item->content);
    return patch_state_in_words(test.state) + ", " + day_in_words(test.date);
}

std::string known_of_agreed(const RecordView& view) {
    const auto& design = std::get<AgreedDesign>(newest<AgreedDesign>(view)->content);
    return design.title + ", " + day_in_words(design.date);
}

template <class T>
int count_of(const RecordView& view) {
    return static_cast<int>(std::count_if(view.time_line.begin(), view.time_line.end(), [](const records::Item& item) {
        return std::holds_alternative<T>(item.content);
    }));
}

}  // namespace

std::string part_title(std::string_view form) {
    if (form.starts_with("consent")) return tr("section|Consent");
    if (form.starts_with("session")) return tr("section|Session");
    if (form == "health") return tr("section|Health");
    if (form == "patch") return tr("section|Patch test");
    if (form == "design") return tr("section|Agreed design");
    if (form == "line") return tr("section|Time line");
    return tr("section|Data");
}

void draw_record_client(State& s, const DeskSnapshot& snapshot) {
    const RecordView& view = *snapshot.record;
    RecordPage& page = *s.record;
    if (page.shown != view.client->id) {
        page.shown = view.client->id;
        page.sure.clear();
        page.compared.clear();
        page.new_client = {};
        // A new client begins with what is asked; one who was here before with what was done.
        page.open = count_of<records::Shot>(view) + count_of<TreatmentSession>(view) > 0
                        ? std::set<std::string>{"line"}
                        : std::set<std::string>{"consent"};
    }
    draw_head(s, view, snapshot.client.scale.now);
    const auto part = [&](const char* name, const std::string& known, const auto& draw) {
        if (!section(s, name, part_title(name), known, any_unsaved(page, view, name))) return;
        ImGui::PushID(name);
        draw();
        ImGui::PopID();
    };
    const int sessions = count_of<TreatmentSession>(view), agreed = count_of<AgreedDesign>(view);
    const int items = static_cast<int>(view.time_line.size());
    part("data", view.client->phone, [&] { draw_data(s, view); });
    part("consent", known_of_consents(view), [&] { draw_consents(s, snapshot); });
    part("health", known_of_health(view), [&] { draw_health(s, view); });
    part("patch", known_of_patch_test(view), [&] { draw_patch_test(s, view); });
    part("design", agreed == 0 ? tr("section|none yet") : known_of_agreed(view),
         [&] { draw_agreed(s, snapshot, view); });
    part("session", sessions == 0 ? tr("section|none yet") : tr_count(sessions, "{0} session", "{0} sessions"),
         [&] { draw_session_form(s, view); });
    part("line", tr_count(items, "{0} entry", "{0} entries"), [&] {
        clip_line(s, snapshot, ImGui::GetContentRegionAvail().x);
        draw_record_line(s, view);
    });
}

}  // namespace smp::desk
