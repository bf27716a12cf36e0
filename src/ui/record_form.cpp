#include "ui/record_form.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <functional>

#include "base/texts.hpp"
#include "records/medical_questions.hpp"
#include "ui/record_words.hpp"

namespace smp {
namespace {

using records::AgreedDesign, records::Client, records::Consent, records::InkUse, records::MedicalAnswers,
    records::PatchTest, records::TreatmentSession;

// `take` is only called with text that is not empty; what is empty leaves the value as it is in a fresh T, so it
// clears it first.
template <class T>
struct Row {
    FormField field;
    std::function<std::string(const T&)> say;
    std::function<FieldSaid(T&, const std::string&, const FormDay&)> take;
    std::function<void(T&)> clear;
};

FieldSaid stop_with(std::string words) {
    return {std::move(words), true};
}

std::string trimmed(std::string text) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.back())) text.pop_back();
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
    return text;
}

template <class T>
Row<T> words_row(FormField field, std::string T::*member) {
    return {std::move(field), [member](const T& v) { return v.*member; },
            [member](T& v, const std::string& text, const FormDay&) {
                v.*member = text;
                return FieldSaid{};
            },
            [member](T& v) { (v.*member).clear(); }};
}

enum class When { past, any };

template <class T>
Row<T> day_row(FormField field, records::Date T::*member, When when) {
    field.kind = FieldKind::day;
    return {std::move(field), [member](const T& v) { return typed_day(v.*member); },
            [member, when](T& v, const std::string& text, const FormDay& day) {
                std::string trouble;
                const auto read = parse_day(text, &trouble);
                if (!read) return stop_with(trouble);
                v.*member = *read;
                if (when == When::past && *read > day.today) return stop_with(tr("This day is still to come"));
                return FieldSaid{};
            },
            [member](T& v) { v.*member = {}; }};
}

template <class T>
Row<T> number_row(FormField field, int T::*member) {
    field.kind = FieldKind::number;
    const double least = field.least, most = field.most;
    return {std::move(field), [member](const T& v) { return v.*member == 0 ? "" : std::to_string(v.*member); },
            [member, least, most](T& v, const std::string& text, const FormDay&) {
                int value = 0;
                const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
                if (problem != std::errc{} || end != text.data() + text.size() || value < least || value > most)
                    return stop_with(tr_fill("Give a whole number, {0} to {1}", number_text(least), number_text(most)));
                v.*member = value;
                return FieldSaid{};
            },
            [member](T& v) { v.*member = 0; }};
}

std::optional<int> choice_of(const std::string& text, int count) {
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || value < 0 || value >= count) return std::nullopt;
    return value;
}

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

const std::vector<Row<PatchTest>>& rows_of(const PatchTest*) {
    static const std::vector<Row<PatchTest>> rows = [] {
        std::vector<Row<PatchTest>> r;
        r.push_back({FormField{.key = "state",
                               .label = tr_later("field|State"),
                               .help = "",
                               .kind = FieldKind::choice,
                               .needed = true,
                               .choices = {tr_later("patch test|Offered"), tr_later("patch test|Declined"),
                                           tr_later("patch test|Placed"), tr_later("patch test|No reaction"),
                                           tr_later("patch test|Reaction")}},
                     [](const PatchTest& p) { return p.date.ok() ? std::to_string(static_cast<int>(p.state)) : ""; },
                     [](PatchTest& p, const std::string& text, const FormDay&) {
                         if (const auto state = choice_of(text, 5))
                             p.state = static_cast<records::PatchTestState>(*state);
                         return FieldSaid{};
                     },
                     [](PatchTest& p) { p.state = records::PatchTestState::offered; }});
        r.push_back(day_row(FormField{.key = "date", .label = tr_later("field|Date"), .help = "", .needed = true},
                            &PatchTest::date, When::past));
        r.push_back(words_row(
            FormField{.key = "pigment", .label = tr_later("field|Pigment"), .help = tr_later("Brand and shade")},
            &PatchTest::pigment));
        r.push_back(words_row(
            FormField{.key = "lot", .label = tr_later("field|LOT"), .help = tr_later("As it stands on the bottle")},
            &PatchTest::lot));
        r.push_back(words_row(
            FormField{
                .key = "place", .label = tr_later("field|Place"), .help = tr_later("Behind the ear, for instance")},
            &PatchTest::place));
        r.push_back(
            words_row(FormField{.key = "remark", .label = tr_later("field|Remark"), .help = ""}, &PatchTest::remark));
        return r;
    }();
    return rows;
}

const std::vector<Row<AgreedDesign>>& rows_of(const AgreedDesign*) {
    static const std::vector<Row<AgreedDesign>> rows = [] {
        std::vector<Row<AgreedDesign>> r;
        r.push_back(words_row(FormField{.key = "title",
                                        .label = tr_later("field|Title"),
                                        .help = tr_later("What you both call it"),
                                        .needed = true},
                              &AgreedDesign::title));
        r.push_back(day_row(FormField{.key = "date", .label = tr_later("field|Date"), .help = "", .needed = true},
                            &AgreedDesign::date, When::past));
        r.push_back({FormField{.key = "price",
                               .label = tr_later("field|Price"),
                               .help = tr_later("For everything that was agreed"),
                               .kind = FieldKind::money},
                     [](const AgreedDesign& d) { return d.price ? price_in_words(*d.price) : ""; },
                     [](AgreedDesign& d, const std::string& text, const FormDay& day) {
                         std::string trouble;
                         d.price = parse_price(text, day.currency, &trouble);
                         return d.price ? FieldSaid{} : stop_with(trouble);
                     },
                     [](AgreedDesign& d) { d.price.reset(); }});
        r.push_back(number_row(FormField{.key = "sessions",
                                         .label = tr_later("field|Sessions"),
                                         .help = tr_later("How many are planned"),
                                         .least = 1,
                                         .most = 20},
                               &AgreedDesign::sessions_planned));
        r.push_back(
            words_row(FormField{.key = "notes", .label = tr_later("field|Notes"), .help = "", .kind = FieldKind::text},
                      &AgreedDesign::notes));
        return r;
    }();
    return rows;
}

// Day and time of a session are two fields of one moment, local time.
std::tm local_parts(records::Moment moment) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    return parts;
}
void set_parts(TreatmentSession& s, std::tm parts) {
    parts.tm_isdst = -1;
    parts.tm_sec = 0;
    s.started = records::Moment(std::chrono::seconds(std::mktime(&parts)));
}

const std::vector<Row<TreatmentSession>>& rows_of(const TreatmentSession*) {
    static const std::vector<Row<TreatmentSession>> rows = [] {
        using S = TreatmentSession;
        std::vector<Row<S>> r;
        r.push_back(number_row(FormField{.key = "number",
                                         .label = tr_later("field|Number"),
                                         .help = tr_later("The client's first session is 1"),
                                         .needed = true,
                                         .least = 1,
                                         .most = 99},
                               &S::number));
        r.push_back(
            {FormField{
                 .key = "date", .label = tr_later("field|Date"), .help = "", .kind = FieldKind::day, .needed = true},
             [](const S& s) { return s.started == records::Moment{} ? "" : typed_day(records::date_of(s.started)); },
             [](S& s, const std::string& text, const FormDay& day) {
                 std::string trouble;
                 const auto read = parse_day(text, &trouble);
                 if (!read) return stop_with(trouble);
                 std::tm parts = local_parts(s.started);
                 parts.tm_year = static_cast<int>(read->year()) - 1900;
                 parts.tm_mon = static_cast<int>(static_cast<unsigned>(read->month())) - 1;
                 parts.tm_mday = static_cast<int>(static_cast<unsigned>(read->day()));
                 set_parts(s, parts);
                 if (*read > day.today) return stop_with(tr("This day is still to come"));
                 return FieldSaid{};
             },
             [](S&) {}});
        r.push_back({FormField{.key = "begun",
                               .label = tr_later("field|Begun at"),
                               .help = tr_later("Hours and minutes, such as 14:30"),
                               .kind = FieldKind::time,
                               .needed = true},
                     [](const S& s) {
                         if (s.started == records::Moment{}) return std::string();
                         const std::tm parts = local_parts(s.started);
                         char text[40];
                         std::snprintf(text, sizeof text, "%02d:%02d", parts.tm_hour, parts.tm_min);
                         return std::string(text);
                     },
                     [](S& s, const std::string& text, const FormDay&) {
                         const auto mark = text.find_first_of(":. ");
                         const auto hour = choice_of(text.substr(0, mark), 24);
                         const auto minute =
                             mark == std::string::npos ? std::optional(0) : choice_of(text.substr(mark + 1), 60);
                         if (!hour || !minute) return stop_with(tr("Give hours and minutes such as 14:30"));
                         std::tm parts = local_parts(s.started);
                         parts.tm_hour = *hour;
                         parts.tm_min = *minute;
                         set_parts(s, parts);
                         return FieldSaid{};
                     },
                     [](S&) {}});
        r.push_back(number_row(FormField{.key = "minutes",
                                         .label = tr_later("field|Minutes"),
                                         .help = tr_later("How long it took"),
                                         .least = 1,
                                         .most = 900},
                               &S::minutes));
        r.push_back(words_row(
            FormField{.key = "practitioner", .label = tr_later("field|Treated by"), .help = "", .needed = true},
            &S::practitioner));
        r.push_back(words_row(FormField{.key = "region",
                                        .label = tr_later("field|Region"),
                                        .help = tr_later("Hairline, crown, scar, everything"),
                                        .needed = true},
                              &S::region));
        r.push_back(words_row(
            FormField{.key = "needle", .label = tr_later("field|Needle"), .help = tr_later("Such as 3RL 0.25")},
            &S::needle));
        r.push_back(words_row(FormField{.key = "needle_lot",
                                        .label = tr_later("field|Needle LOT"),
                                        .help = tr_later("As it stands on the packet")},
                              &S::needle_lot));
        r.push_back(
            words_row(FormField{.key = "machine", .label = tr_later("field|Machine"), .help = ""}, &S::machine));
        r.push_back(words_row(FormField{.key = "setting",
                                        .label = tr_later("field|Setting"),
                                        .help = tr_later("Depth, speed, voltage, as you write them")},
                              &S::machine_setting));
        r.push_back(
            words_row(FormField{.key = "notes", .label = tr_later("field|Notes"), .help = "", .kind = FieldKind::text},
                      &S::notes));
        return r;
    }();
    return rows;
}

const std::vector<Row<InkUse>>& rows_of(const InkUse*) {
    static const std::vector<Row<InkUse>> rows = [] {
        std::vector<Row<InkUse>> r;
        r.push_back(words_row(FormField{.key = "brand", .label = tr_later("field|Brand"), .help = "", .needed = true},
                              &InkUse::brand));
        r.push_back(words_row(FormField{.key = "shade", .label = tr_later("field|Shade"), .help = "", .needed = true},
                              &InkUse::shade));
        r.push_back(words_row(
            FormField{
                .key = "ratio", .label = tr_later("field|Ratio"), .help = tr_later("Pigment to water, such as 1:20")},
            &InkUse::ratio));
        r.push_back(words_row(FormField{.key = "lot",
                                        .label = tr_later("field|LOT"),
                                        .help = tr_later("As it stands on the bottle"),
                                        .needed = true},
                              &InkUse::lot));
        r.push_back({FormField{.key = "expiry",
                               .label = tr_later("field|Good until"),
                               .help = tr_later("The last good day, as on the label"),
                               .kind = FieldKind::day},
                     [](const InkUse& i) { return i.expiry ? typed_day(*i.expiry) : ""; },
                     [](InkUse& i, const std::string& text, const FormDay&) {
                         std::string trouble;
                         i.expiry = parse_day(text, &trouble);
                         return i.expiry ? FieldSaid{} : stop_with(trouble);
                     },
                     [](InkUse& i) { i.expiry.reset(); }});
        return r;
    }();
    return rows;
}

}  // namespace

template <class T>
std::span<const FormField> form_fields() {
    static const std::vector<FormField> fields = [] {
        std::vector<FormField> out;
        for (const auto& row : rows_of(static_cast<const T*>(nullptr))) out.push_back(row.field);
        return out;
    }();
    return fields;
}

template <class T>
FormText form_text(const T& from) {
    FormText text;
    for (const auto& row : rows_of(static_cast<const T*>(nullptr))) text.push_back(row.say(from));
    return text;
}

template <class T>
FormReading<T> read_form(const FormText& text, T onto, const FormDay& day) {
    const auto& rows = rows_of(static_cast<const T*>(nullptr));
    FormReading<T> out{std::move(onto), std::vector<FieldSaid>(rows.size())};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string words = i < text.size() ? trimmed(text[i]) : "";
        rows[i].clear(out.value);
        if (!words.empty())
            out.said[i] = rows[i].take(out.value, words, day);
        else if (rows[i].field.needed)
            out.said[i] = stop_with(tr("This is still missing"));
    }
    return out;
}

template std::span<const FormField> form_fields<Client>();
template std::span<const FormField> form_fields<Consent>();
template std::span<const FormField> form_fields<MedicalAnswers>();
template std::span<const FormField> form_fields<PatchTest>();
template std::span<const FormField> form_fields<AgreedDesign>();
template std::span<const FormField> form_fields<TreatmentSession>();
template std::span<const FormField> form_fields<InkUse>();
template FormText form_text(const Client&);
template FormText form_text(const Consent&);
template FormText form_text(const MedicalAnswers&);
template FormText form_text(const PatchTest&);
template FormText form_text(const AgreedDesign&);
template FormText form_text(const TreatmentSession&);
template FormText form_text(const InkUse&);
template FormReading<Client> read_form(const FormText&, Client, const FormDay&);
template FormReading<Consent> read_form(const FormText&, Consent, const FormDay&);
template FormReading<MedicalAnswers> read_form(const FormText&, MedicalAnswers, const FormDay&);
template FormReading<PatchTest> read_form(const FormText&, PatchTest, const FormDay&);
template FormReading<AgreedDesign> read_form(const FormText&, AgreedDesign, const FormDay&);
template FormReading<TreatmentSession> read_form(const FormText&, TreatmentSession, const FormDay&);
template FormReading<InkUse> read_form(const FormText&, InkUse, const FormDay&);

std::string expiry_words(const InkUse& ink, records::Date session) {
    if (!ink.expiry || !session.ok() || *ink.expiry >= session) return "";
    return tr_fill("This ink was good until {0} only", day_in_words(*ink.expiry));
}

bool says_something(const FormText& text) {
    return std::any_of(text.begin(), text.end(), [](const std::string& t) { return !trimmed(t).empty(); });
}

records::Draft draft_of(records::Content content, const records::Item* of) {
    records::Draft draft;
    draft.content = std::move(content);
    if (of) {
        draft.changes = of->id;
        draft.from_version = of->version.number;
    }
    return draft;
}

std::vector<MedicalFields> medical_fields() {
    std::vector<MedicalFields> out;
    std::size_t at = 1;  // behind the date
    for (const records::MedicalQuestion& q : records::medical_questions()) {
        out.push_back({q.key, at, at + 1});
        at += 2;
    }
    return out;
}

}  // namespace smp
