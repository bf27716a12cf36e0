// Texts for people in the language of the salon. The English in the code is the key: tr("Undo"). Whatever the language,
// files and the command line stay English; only the live mirror chooses one. docs/texts.md tells how to add another.
#pragma once

#include <array>
#include <concepts>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/expected.hpp"

namespace smp {

struct Language {
    std::string_view code, name;  // "de"; what its speakers call it
};
// English first; each of the others has its file assets/texts/CODE.json.
inline constexpr std::array languages{Language{"en", "English"}, Language{"de", "Deutsch"}, Language{"es", "Español"}};

// Of the environment (LC_ALL, LC_MESSAGES, LANG, the first that is set); "en" where there is no other for it.
std::string_view computers_language();

// From now on, on every thread; texts that were made before stay as they are. `folder` holds CODE.json. Fails with
// ExitCode::input when its file is missing or damaged; then the texts are English.
Status choose_language(std::string_view code, const std::filesystem::path& folder);
std::string_view chosen_language();  // its code
// What the chosen language has, for a page that translates by itself: {"language": CODE, "decimal": ",", "plurals":
// ..., "texts": {ENGLISH: TEXT or {form: TEXT}}}. In English "texts" is empty.
std::string chosen_texts_json();

// The text in the language chosen; the English where that has none. What stands before a '|' tells one meaning of a
// word from another, and is not shown: tr("tool|Bare").
std::string tr(std::string_view english);
// Marks a text that a table holds and that is translated where it is shown.
constexpr std::string_view tr_later(std::string_view english) {
    return english;
}

// {0}, {1} ... of `form` (of tr()) replaced, in the order that the language wants. A number comes as number_text() or
// as a whole number.
std::string fill(std::string_view form, std::span<const std::string> values);
std::string text_of(std::string_view value);
template <std::integral T>
std::string text_of(T value) {
    return std::to_string(value);
}
template <class... Values>
std::string tr_fill(std::string_view english, const Values&... values) {
    static_assert(!(std::is_floating_point_v<Values> || ...), "number_text() writes it as the language does");
    return fill(tr(english), std::array{text_of(values)...});
}
// {0} is `count`; the language chooses among its plural forms by it. In catalogues under `several`.
std::string count_form(double count, std::string_view one, std::string_view several);
std::string number_text(double value);
template <class... Values>
std::string tr_count(double count, std::string_view one, std::string_view several, const Values&... more) {
    return fill(count_form(count, one, several), std::array{number_text(count), text_of(more)...});
}

// A number with the decimal mark of the language: without trailing zeros, to a millionth; or with so many digits.
std::string number_text(double value);
std::string number_text(double value, int digits);
// The same of digits that are written already: "0.18" to "0,18".
std::string with_decimal_mark(std::string digits);

// What a language's file says. {"schema": "smp-mirror/texts/1", "language": "Deutsch", "decimal": ",",
// "plurals": "one-other", "texts": {ENGLISH: TEXT or {"one": TEXT, "other": TEXT}}}.
struct Catalogue {
    std::string language, decimal = ".", plurals = "one-other";
    std::map<std::string, std::string, std::less<>> texts;
    std::map<std::string, std::map<std::string, std::string>, std::less<>> counted;  // by plural form

    std::string plural_form(double count) const;
};
// Fails with ExitCode::input, saying where.
Expected<Catalogue> parse_catalogue(std::string_view json_text, std::string_view where);

}  // namespace smp
