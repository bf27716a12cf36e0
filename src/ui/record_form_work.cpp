// The forms of what is done: patch test, agreed design, session and its inks.
#include <cstdio>
#include <ctime>

#include "ui/record_form_rows.hpp"

namespace smp::forms {

using records::AgreedDesign, records::InkUse, records::PatchTest, records::TreatmentSession;

namespace {

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

}  // namespace

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

}  // namespace smp::forms
