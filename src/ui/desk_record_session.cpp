// One session under the needle: who, where, with what, and every ink with its batch.
#include "base/texts.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {
namespace {

using records::InkUse, records::TreatmentSession;

std::vector<FormText> ink_texts(const TreatmentSession& session) {
    std::vector<FormText> inks;
    for (const InkUse& ink : session.inks) inks.push_back(form_text(ink));
    if (inks.empty()) inks.push_back(form_text(InkUse{}));
    return inks;
}

// What stays from session to session is there already; batches are read off the bottle each time.
void begin_new(State& s, const RecordView& view, Filled& form) {
    TreatmentSession fresh;
    int number = 0;
    for (const records::Item& item : view.time_line)
        if (const auto* before = std::get_if<TreatmentSession>(&item.content)) {
            number = std::max(number, before->number);
            fresh.machine = before->machine;
            fresh.machine_setting = before->machine_setting;
            fresh.needle = before->needle;
            fresh.region = before->region;
            fresh.inks = before->inks;
        }
    for (InkUse& ink : fresh.inks) {
        ink.lot.clear();
        ink.expiry.reset();
    }
    fresh.number = number + 1;
    fresh.practitioner = s.record->who;
    fresh.started = std::chrono::floor<std::chrono::minutes>(records::moment_now());
    if (form.begun && (form.changed() || form.sent || !form.of)) return;
    form = {};
    form.begun = true;
    form.base = TreatmentSession{};
    form.text = form.first = form_text(fresh);
    form.inks = form.first_inks = ink_texts(fresh);
}

void draw_inks(State& s, Filled& form, const TreatmentSession& session, bool& whole) {
    const auto fields = form_fields<InkUse>();
    std::size_t remove = form.inks.size();
    for (std::size_t i = 0; i < form.inks.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x, button = 7.f * s.em;
        put_text(ImVec2(at.x + 0.4f * s.em, at.y), ImVec2(at.x + width - button, at.y + s.row_px()),
                 tr_fill("Ink {0}", static_cast<int>(i + 1)), colour::accent, s.text);
        ImGui::Dummy(ImVec2(width - button - 0.4f * s.em, s.row_px()));
        if (form.inks.size() > 1) {
            ImGui::SameLine(0, 0.4f * s.em);
            if (line_button(s, "remove", tr("button|Remove"), false, ImVec2(button, s.row_px()), colour::quiet))
                remove = i;
        }
        const bool counts = says_something(form.inks[i]);
        const auto before = read_form<InkUse>(form.inks[i], {}, {});
        for (std::size_t f = 0; f < fields.size(); ++f)
            draw_field(s, fields[f], form.inks[i][f], before.said[f], form.tried && counts);
        const auto reading = read_form<InkUse>(form.inks[i], {}, {});
        if (counts && !reading.whole()) whole = false;
        const records::Date day =
            session.started == records::Moment{} ? records::Date{} : records::date_of(session.started);
        if (const auto words = expiry_words(reading.value, day); !words.empty())
            say_words(s.text, colour::alarm, "!  " + words);
        ImGui::PopID();
    }
    if (remove < form.inks.size()) form.inks.erase(form.inks.begin() + static_cast<std::ptrdiff_t>(remove));
    if (form.inks.size() < 8 && act_line(s, "more", tr("One more ink"))) form.inks.push_back(form_text(InkUse{}));
}

}  // namespace

void begin_correction(Filled& form, const records::Item& item) {
    const auto& session = std::get<TreatmentSession>(item.content);
    form = {};
    form.begun = true;
    form.of = item;
    form.base = session;
    form.text = form.first = form_text(session);
    form.inks = form.first_inks = ink_texts(session);
}

void draw_session_form(State& s, const RecordView& view) {
    RecordPage& page = *s.record;
    const bool correcting = page.open.contains("correct session");
    Filled& form = page.form(view, correcting ? "session corrected" : "session");
    if (correcting && !form.begun) page.open.erase("correct session");
    if (correcting && form.begun)
        say_words(s.text, colour::accent,
                  tr_fill("Session {0} is corrected; how it was stays in the record.",
                          std::get<TreatmentSession>(form.base).number));
    if (!correcting || !form.begun) begin_new(s, view, page.form(view, "session"));
    Filled& now = correcting && form.begun ? form : page.form(view, "session");
    auto reading = draw_form<TreatmentSession>(s, now, form_day(view));
    bool whole = reading.whole();
    draw_inks(s, now, reading.value, whole);
    if (save_line(s, view, now, "session", tr("Save the session"), whole)) {
        TreatmentSession session = reading.value;
        session.inks.clear();
        for (const FormText& ink : now.inks)
            if (says_something(ink)) session.inks.push_back(read_form<InkUse>(ink, {}, {}).value);
        s.asks.push_back(record_ask::Save{{draft_of(session, now.of ? &*now.of : nullptr)}});
        sent(s, view, now, session);
    }
    if (correcting && now.of && !now.changed() && !now.sent && act_line(s, "back", tr("Back to a new session"))) {
        now = {};
        page.open.erase("correct session");
    }
}

}  // namespace smp::desk
