// Days, money and kinds of the consultation record as people say and type them, in the language chosen. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "records/record_types.hpp"

namespace smp {

// "30 Nov 2026"; what was never filled in: nothing.
std::string day_in_words(records::Date day);
std::string moment_in_words(records::Moment moment);  // local: "30 Nov 2026, 14:05"
// As it stands in a field, to be typed over: "2026-11-30", "30.11.2026", "30/11/2026".
std::string typed_day(records::Date day);
// Any of these, and with blanks: the year with four digits, first or last; else the day comes first. `trouble` is one
// sentence when it is none.
std::optional<records::Date> parse_day(std::string_view text, std::string* trouble);

// "1450.00 EUR". Typed with either decimal mark, with or without a mark for thousands, with a code of three letters or
// the sign of a currency before or after it; without one it is `currency`.
std::string price_in_words(const records::Price& price);
std::optional<records::Price> parse_price(std::string_view text, std::string_view currency, std::string* trouble);

std::string answer_in_words(records::Answer answer);
std::string patch_state_in_words(records::PatchTestState state);
std::string view_in_words(records::View view);
std::string occasion_in_words(records::Occasion occasion);
std::string kind_in_words(const records::Content& content);  // "Patch test"; of a consent which one
// What a row of the time line says beside date and kind; empty where nothing is to be said.
std::string gist(const records::Content& content);

// What a client consents to, in the language chosen, and what that text is called in the record: "2026-11 de".
struct ConsentWords {
    std::string name, text, version;
};
ConsentWords consent_words(records::ConsentPurpose purpose);

}  // namespace smp
