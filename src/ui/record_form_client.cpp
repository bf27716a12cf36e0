// The forms of what a client says: data, consents, health.
#include "records/medical_questions.hpp"
#include "ui/record_form_rows.hpp"

namespace smp::forms {

using records::Client, records::Consent, records::MedicalAnswers;

const std::vector<Row<Client>>& rows_of(const Client*) {
    static const std::vector<Row<Client>> rows = [] {
        std::vector<Row<Client>> r;
        r.push_back(words_row(FormField{.key = "name",
                                        .label = tr_later("field|Name"),
                                        .help = tr_later("First and last name, as on the consent"),
                                        .needed = true},
                              &Client::name));
        r.push_back({FormField{.key = "born",
                               .label = tr_later("field|Born"),
                               .help = tr_later("Tells two clients of one name apart"),
                               .kind = FieldKind::day},
                     [](const Client& c) { return c.born ? typed_day(*c.born) : ""; },
                     [](Client& c, const std::string& text, const FormDay& day) {
                         std::string trouble;
                         c.born = parse_day(text, &trouble);
                         if (!c.born) return stop_with(trouble);
                         if (*c.born >= day.today) return stop_with(tr("A birthday lies in the past"));
                         const int age = static_cast<int>(day.today.year()) - static_cast<int>(c.born->year());
                         if (age > 120) return stop_with(tr("Nobody is that old: look at the year"));
                         if (age < 18)
                             return FieldSaid{tr("Under 18: a parent must agree too, if it is allowed at all"), false};
                         return FieldSaid{};
                     },
                     [](Client& c) { c.born.reset(); }});
        r.push_back(words_row(FormField{.key = "phone", .label = tr_later("field|Phone"), .help = ""}, &Client::phone));
        Row<Client> email =
            words_row(FormField{.key = "email", .label = tr_later("field|E-mail"), .help = ""}, &Client::email);
        email.take = [](Client& c, const std::string& text, const FormDay&) {
            c.email = text;
            const auto at = text.find('@');
            if (at == 0 || at == std::string::npos || at + 1 == text.size() || text.find(' ') != std::string::npos)
                return stop_with(tr("An e-mail address has an @ and no blanks"));
            return FieldSaid{};
        };
        r.push_back(std::move(email));
        r.push_back(
            words_row(FormField{.key = "address", .label = tr_later("field|Address"), .help = ""}, &Client::address));
        r.push_back(words_row(FormField{.key = "notes",
                                        .label = tr_later("field|Notes"),
                                        .help = tr_later("What the client may read: they can ask for all of it"),
                                        .kind = FieldKind::text},
                              &Client::notes));
        return r;
    }();
    return rows;
}

const std::vector<Row<Consent>>& rows_of(const Consent*) {
    static const std::vector<Row<Consent>> rows = [] {
        std::vector<Row<Consent>> r;
        // A fresh one has no answer: neither is put into the client's mouth.
        r.push_back({FormField{.key = "given",
                               .label = tr_later("field|Answer"),
                               .help = "",
                               .kind = FieldKind::choice,
                               .needed = true,
                               .choices = {tr_later("consent|Given"), tr_later("consent|Declined")}},
                     [](const Consent& c) { return c.text_version.empty() ? ""
                                                   : c.given              ? "0"
                                                                          : "1"; },
                     [](Consent& c, const std::string& text, const FormDay&) {
                         c.given = text == "0";
                         return FieldSaid{};
                     },
                     [](Consent& c) { c.given = false; }});
        r.push_back(day_row(FormField{.key = "date", .label = tr_later("field|Date"), .help = "", .needed = true},
                            &Consent::date, When::past));
        r.push_back(words_row(
            FormField{.key = "channels",
                      .label = tr_later("field|Where"),
                      .help = tr_later("Where they may be shown: salon wall, web site, the name of a service")},
            &Consent::channels));
        return r;
    }();
    return rows;
}

const std::vector<Row<MedicalAnswers>>& rows_of(const MedicalAnswers*) {
    static const std::vector<Row<MedicalAnswers>> rows = [] {
        std::vector<Row<MedicalAnswers>> r;
        r.push_back(day_row(FormField{.key = "date", .label = tr_later("field|Date"), .help = "", .needed = true},
                            &MedicalAnswers::date, When::past));
        for (const records::MedicalQuestion& q : records::medical_questions()) {
            const std::string key(q.key);
            r.push_back({FormField{.key = q.key,
                                   .label = q.question,
                                   .help = q.hint,
                                   .kind = FieldKind::choice,
                                   .choices = {tr_later("answer|Not asked"), tr_later("answer|No"),
                                               tr_later("answer|Yes"), tr_later("answer|Not sure")}},
                         [key](const MedicalAnswers& m) {
                             const auto at = m.answers.find(key);
                             return std::to_string(at == m.answers.end() ? 0 : static_cast<int>(at->second.answer));
                         },
                         [key](MedicalAnswers& m, const std::string& text, const FormDay&) {
                             const auto answer = choice_of(text, 4);
                             if (answer && (*answer != 0 || m.answers.contains(key)))
                                 m.answers[key].answer = static_cast<records::Answer>(*answer);
                             return FieldSaid{};
                         },
                         [](MedicalAnswers&) {}});
            r.push_back({FormField{.key = q.key, .label = tr_later("field|Remark"), .help = ""},
                         [key](const MedicalAnswers& m) {
                             const auto at = m.answers.find(key);
                             return at == m.answers.end() ? "" : at->second.remark;
                         },
                         [key](MedicalAnswers& m, const std::string& text, const FormDay&) {
                             m.answers[key].remark = text;
                             return FieldSaid{};
                         },
                         [key](MedicalAnswers& m) {
                             if (const auto at = m.answers.find(key); at != m.answers.end()) at->second.remark.clear();
                         }});
        }
        return r;
    }();
    return rows;
}

}  // namespace smp::forms
