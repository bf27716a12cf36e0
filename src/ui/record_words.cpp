#include "ui/record_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <vector>

#include "base/local_time.hpp"
#include "base/texts.hpp"
#include "sheet/forms.hpp"
#include "ui/record_views.hpp"

namespace smp {
namespace {

// Noon, so that no clock change makes another day of it.
std::chrono::system_clock::time_point noon_of(records::Date day) {
    std::tm parts{};
    parts.tm_year = static_cast<int>(day.year()) - 1900;
    parts.tm_mon = static_cast<int>(static_cast<unsigned>(day.month())) - 1;
    parts.tm_mday = static_cast<int>(static_cast<unsigned>(day.day()));
    parts.tm_hour = 12;
    parts.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&parts));
}

std::string_view without_blanks_around(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct CurrencySign {
    std::string_view sign, code;
};
constexpr std::array currency_signs{CurrencySign{"\xe2\x82\xac", "EUR"}, CurrencySign{"$", "USD"},
                                    CurrencySign{"\xc2\xa3", "GBP"}};

// A currency at either end of `text`, which is then without it; empty when there is none.
std::string take_currency(std::string_view& text) {
    for (const auto& [sign, code] : currency_signs) {
        if (text.starts_with(sign))
            text.remove_prefix(sign.size());
        else if (text.ends_with(sign))
            text.remove_suffix(sign.size());
        else
            continue;
        return std::string(code);
    }
    const auto letters = [](std::string_view part) {
        return std::all_of(part.begin(), part.end(),
                           [](char c) { return std::isalpha(static_cast<unsigned char>(c)); });
    };
    std::string code;
    if (text.size() > 3 && letters(text.substr(0, 3)) && !letters(text.substr(3, 1))) {
        code = text.substr(0, 3);
        text.remove_prefix(3);
    } else if (text.size() > 3 && letters(text.substr(text.size() - 3)) && !letters(text.substr(text.size() - 4, 1))) {
        code = text.substr(text.size() - 3);
        text.remove_suffix(3);
    }
    for (char& c : code) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return code;
}

// Whole units and hundredths of an amount; nothing when it is none.
std::optional<std::int64_t> hundredths_of(std::string_view text) {
    // The last mark is a decimal one when one or two digits follow; each mark before three digits parts thousands.
    std::string whole, part;
    const auto last = text.find_last_of(".,");
    std::string_view head = text;
    if (last != std::string_view::npos && text.size() - last - 1 <= 2) {
        part = text.substr(last + 1);
        head = text.substr(0, last);
        if (part.empty()) return std::nullopt;
    }
    std::size_t run = 0;
    bool parted = false;
    for (const char c : head) {
        if (is_digit(c)) {
            whole += c;
            ++run;
        } else if (c == '.' || c == ',' || c == ' ' || c == '\'') {
            if (run == 0 || run > 3 || (parted && run != 3)) return std::nullopt;
            parted = true;
            run = 0;
        } else {
            return std::nullopt;
        }
    }
    if (whole.empty() || whole.size() > 9 || (parted && run != 3)) return std::nullopt;
    if (!std::all_of(part.begin(), part.end(), is_digit)) return std::nullopt;
    part.resize(2, '0');
    return std::stoll(whole) * 100 + std::stoll(part);
}

}  // namespace

std::string day_in_words(records::Date day) {
    return day.ok() ? local_date(noon_of(day)) : "";
}

std::string moment_in_words(records::Moment moment) {
    return local_date(moment) + ", " + local_time(moment, "%H:%M");
}

std::string typed_day(records::Date day) {
    if (!day.ok()) return "";
    const int y = static_cast<int>(day.year());
    const unsigned m = static_cast<unsigned>(day.month()), d = static_cast<unsigned>(day.day());
    char text[40];
    if (chosen_language() == "de")
        std::snprintf(text, sizeof text, "%02u.%02u.%04d", d, m, y);
    else if (chosen_language() == "es")
        std::snprintf(text, sizeof text, "%02u/%02u/%04d", d, m, y);
    else
        return records::to_text(day);
    return text;
}

std::optional<records::Date> parse_day(std::string_view text, std::string* trouble) {
    const auto refuse = [&](std::string words) {
        if (trouble) *trouble = std::move(words);
        return std::nullopt;
    };
    std::vector<std::string> parts(1);
    for (const char c : without_blanks_around(text)) {
        if (is_digit(c))
            parts.back() += c;
        else if (std::string_view("-./ ").find(c) == std::string_view::npos)
            return refuse(tr_fill("Give a day such as {0}", typed_day(std::chrono::year(2026) / 11 / 30)));
        else if (!parts.back().empty())
            parts.emplace_back();
    }
    if (parts.back().empty()) parts.pop_back();
    const bool sizes = std::all_of(parts.begin(), parts.end(), [](const auto& p) { return p.size() <= 4; });
    if (parts.size() != 3 || !sizes)
        return refuse(tr_fill("Give a day such as {0}", typed_day(std::chrono::year(2026) / 11 / 30)));
    if (parts[0].size() == 4) std::swap(parts[0], parts[2]);
    if (parts[2].size() != 4) return refuse(tr("Give the year with four digits"));
    const records::Date day = std::chrono::year(std::stoi(parts[2])) /
                              std::chrono::month(static_cast<unsigned>(std::stoi(parts[1]))) /
                              std::chrono::day(static_cast<unsigned>(std::stoi(parts[0])));
    if (day.ok()) return day;
    if (day.month().ok()) return refuse(tr("There is no such day in that month"));
    return refuse(tr("There is no such month: give the day first, then the month"));
}

std::string price_in_words(const records::Price& price) {
    char text[48];
    std::snprintf(text, sizeof text, "%lld.%02lld", static_cast<long long>(price.hundredths / 100),
                  static_cast<long long>(price.hundredths % 100));
    return with_decimal_mark(text) + " " + price.currency;
}

std::optional<records::Price> parse_price(std::string_view text, std::string_view currency, std::string* trouble) {
    text = without_blanks_around(text);
    std::string code = take_currency(text);
    const auto hundredths = hundredths_of(without_blanks_around(text));
    if (!hundredths) {
        if (trouble) *trouble = tr_fill("Give an amount such as {0}", price_in_words({145000, std::string(currency)}));
        return std::nullopt;
    }
    return records::Price{*hundredths, code.empty() ? std::string(currency) : code};
}

std::string answer_in_words(records::Answer answer) {
    switch (answer) {
        case records::Answer::not_asked:
            return tr("answer|Not asked");
        case records::Answer::no:
            return tr("answer|No");
        case records::Answer::yes:
            return tr("answer|Yes");
        case records::Answer::unsure:
            return tr("answer|Not sure");
    }
    return "";
}

std::string patch_state_in_words(records::PatchTestState state) {
    switch (state) {
        case records::PatchTestState::offered:
            return tr("patch test|Offered");
        case records::PatchTestState::declined:
            return tr("patch test|Declined");
        case records::PatchTestState::placed:
            return tr("patch test|Placed");
        case records::PatchTestState::no_reaction:
            return tr("patch test|No reaction");
        case records::PatchTestState::reaction:
            return tr("patch test|Reaction");
    }
    return "";
}

std::string view_in_words(records::View view) {
    if (const auto standard = standard_view_of(view)) return tr(standard_view(*standard).label);
    return view == records::View::scar ? tr("view|Scar") : tr("view|Any view");
}

std::string occasion_in_words(records::Occasion occasion) {
    switch (occasion) {
        case records::Occasion::consultation:
            return tr("occasion|Consultation");
        case records::Occasion::before:
            return tr("occasion|Before");
        case records::Occasion::after:
            return tr("occasion|After");
        case records::Occasion::healed:
            return tr("occasion|Healed");
        case records::Occasion::one_year:
            return tr("occasion|One year");
    }
    return "";
}

std::string kind_in_words(const records::Content& content) {
    if (const auto* consent = std::get_if<records::Consent>(&content))
        return tr_fill("Consent: {0}", consent_words(consent->purpose).name);
    if (std::holds_alternative<records::Client>(content)) return tr("kind|Data");
    if (std::holds_alternative<records::MedicalAnswers>(content)) return tr("kind|Health");
    if (std::holds_alternative<records::PatchTest>(content)) return tr("kind|Patch test");
    if (std::holds_alternative<records::AgreedDesign>(content)) return tr("kind|Agreed design");
    if (std::holds_alternative<records::TreatmentSession>(content)) return tr("kind|Session");
    if (std::holds_alternative<records::Shot>(content)) return tr("kind|Picture");
    if (std::holds_alternative<records::Clip>(content)) return tr("kind|Clip");
    return tr("kind|Document");
}

std::string gist(const records::Content& content) {
    const auto joined = [](std::initializer_list<std::string> parts) {
        std::string out;
        for (const std::string& part : parts)
            if (!part.empty()) out += (out.empty() ? "" : ", ") + part;
        return out;
    };
    if (const auto* c = std::get_if<records::Consent>(&content))
        return joined({c->given ? tr("consent|Given") : tr("consent|Not given"),
                       c->signature.strokes.empty() ? "" : tr("consent|signed"), c->channels});
    if (const auto* m = std::get_if<records::MedicalAnswers>(&content)) {
        const auto asked = std::count_if(m->answers.begin(), m->answers.end(),
                                         [](const auto& a) { return a.second.answer != records::Answer::not_asked; });
        const auto told = std::count_if(m->answers.begin(), m->answers.end(), [](const auto& a) {
            return a.second.answer == records::Answer::yes || a.second.answer == records::Answer::unsure;
        });
        return joined({tr_count(static_cast<double>(asked), "{0} answer", "{0} answers"),
                       tr_count(static_cast<double>(told), "{0} to think of", "{0} to think of")});
    }
    if (const auto* p = std::get_if<records::PatchTest>(&content))
        return joined({patch_state_in_words(p->state), p->pigment, p->place});
    if (const auto* d = std::get_if<records::AgreedDesign>(&content))
        return joined({d->title, d->price ? price_in_words(*d->price) : "",
                       d->sessions_planned > 0 ? tr_count(d->sessions_planned, "{0} session", "{0} sessions") : ""});
    if (const auto* s = std::get_if<records::TreatmentSession>(&content))
        return joined({tr_fill("No. {0}", s->number), s->region,
                       s->minutes > 0 ? tr_count(s->minutes, "{0} minute", "{0} minutes") : ""});
    if (const auto* s = std::get_if<records::Shot>(&content))
        return joined({view_in_words(s->view), occasion_in_words(s->occasion), s->notes});
    if (const auto* c = std::get_if<records::Clip>(&content))
        return joined({tr_fill("{0} s", number_text(c->length_s, 1)), c->notes});
    if (const auto* d = std::get_if<records::Document>(&content)) return d->title;
    return "";
}

ConsentWords consent_words(records::ConsentPurpose purpose) {
    static const std::vector<ConsentPart> parts = standard_consents();
    const ConsentPart& part = parts.at(static_cast<std::size_t>(purpose));
    return {tr(part.name), tr(part.text),
            std::string(standard_consents_version) + " " + std::string(chosen_language())};
}

}  // namespace smp
