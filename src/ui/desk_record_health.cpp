// The medical questions, with what the technician should think of beside a "yes": a hint, never a verdict.
#include "base/texts.hpp"
#include "records/medical_questions.hpp"
#include "ui/desk_record.hpp"

namespace smp::desk {

void draw_health(State& s, const RecordView& view) {
    using records::MedicalAnswers;
    Filled& form = s.record->form(view, "health");
    const records::Item* const now = newest<MedicalAnswers>(view);
    const MedicalAnswers base = now ? std::get<MedicalAnswers>(now->content) : MedicalAnswers{};
    FormText text = form_text(base);
    const FormDay day = form_day(view);
    if (!now) text[0] = typed_day(day.today);
    begin_form(form, base, text, now);
    const auto fields = form_fields<MedicalAnswers>();
    auto reading = read_form<MedicalAnswers>(form.text, base, day);
    draw_field(s, fields[0], form.text[0], reading.said[0], form.tried);
    say_words(s.small, colour::quiet,
              tr("Ask each one aloud. What stands beside an answer is a hint: a doctor decides, not this program."));
    for (const MedicalFields& q : medical_fields()) {
        ImGui::PushID(q.key.data(), q.key.data() + q.key.size());
        const std::string question = tr(fields[q.answer].label);
        ImGui::Dummy(ImVec2(0, 0.2f * s.em));
        say_words(s.text, colour::words, question, 0.4f * s.em);
        std::vector<std::string> words;
        for (const std::string_view choice : fields[q.answer].choices) words.push_back(tr(choice));
        std::string& answer = form.text[q.answer];
        const int chosen = answer.empty() ? 0 : std::atoi(answer.c_str());
        const int picked = choice_buttons_row(s, "answer", question, words, chosen, ImGui::GetContentRegionAvail().x);
        if (picked != chosen) {
            answer = std::to_string(picked);
            if (form.text[0] == form.first[0]) form.text[0] = typed_day(day.today);  // it is asked now
        }
        const bool told =
            picked == static_cast<int>(records::Answer::yes) || picked == static_cast<int>(records::Answer::unsure);
        if (told) say_words(s.text, colour::accent, tr_fill("Hint: {0}", tr(fields[q.answer].help)), 0.4f * s.em);
        if (told || !form.text[q.remark].empty())
            draw_field(s, fields[q.remark], form.text[q.remark], reading.said[q.remark], form.tried);
        ImGui::PopID();
    }
    reading = read_form<MedicalAnswers>(form.text, base, day);
    const auto open = records::unanswered(reading.value).size();
    if (open > 0)
        say_words(
            s.small, colour::quiet,
            tr_count(static_cast<double>(open), "{0} question is not asked yet.", "{0} questions are not asked yet."));
    if (!save_line(s, view, form, "health", tr("button|Save"), reading.whole())) return;
    s.asks.push_back(record_ask::Save{{draft_of(reading.value, form.of ? &*form.of : nullptr)}});
    sent(s, view, form, reading.value);
}

}  // namespace smp::desk
