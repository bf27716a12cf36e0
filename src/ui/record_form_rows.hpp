// Inside of the record's forms: what a row of a table is, and the tables, by the kind of content that they fill.
#pragma once

#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/texts.hpp"
#include "ui/record_form.hpp"
#include "ui/record_words.hpp"

namespace smp::forms {

// `take` is only called with text that is not empty; what is empty leaves the value as it is in a fresh T, so it
// clears it first.
template <class T>
struct Row {
    FormField field;
    std::function<std::string(const T&)> say;
    std::function<FieldSaid(T&, const std::string&, const FormDay&)> take;
    std::function<void(T&)> clear;
};

inline FieldSaid stop_with(std::string words) {
    return {std::move(words), true};
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

inline std::optional<int> choice_of(const std::string& text, int count) {
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || value < 0 || value >= count) return std::nullopt;
    return value;
}

// Each declares its fields once.
const std::vector<Row<records::Client>>& rows_of(const records::Client*);
const std::vector<Row<records::Consent>>& rows_of(const records::Consent*);
const std::vector<Row<records::MedicalAnswers>>& rows_of(const records::MedicalAnswers*);
const std::vector<Row<records::PatchTest>>& rows_of(const records::PatchTest*);
const std::vector<Row<records::AgreedDesign>>& rows_of(const records::AgreedDesign*);
const std::vector<Row<records::TreatmentSession>>& rows_of(const records::TreatmentSession*);
const std::vector<Row<records::InkUse>>& rows_of(const records::InkUse*);

}  // namespace smp::forms
