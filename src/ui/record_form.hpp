// The forms of the consultation record as a table: every field declared once, with what it is called, what may stand in
// it and what is said where it is missing or cannot be. Pure: text in, values out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/record_repository.hpp"

namespace smp {

enum class FieldKind { line, text, day, time, choice, number, money };

struct FormField {
    std::string_view key, label, help;  // label and help are translated where they are shown
    FieldKind kind = FieldKind::line;
    bool needed = false;
    double least = 0, most = 0;               // of a number; whole ones only
    std::vector<std::string_view> choices{};  // translated; the field holds "0", "1", ... or nothing
};

// What stands in a form's fields, in their order.
using FormText = std::vector<std::string>;

// One sentence about a field. One that does not stop saving makes people look twice.
struct FieldSaid {
    std::string words;
    bool stops = false;
    bool operator==(const FieldSaid&) const = default;
};

template <class T>
struct FormReading {
    T value;                      // of the fields that could be read
    std::vector<FieldSaid> said;  // one a field; empty words: it is well
    bool whole() const {
        for (const FieldSaid& s : said)
            if (s.stops) return false;
        return true;
    }
};

// What a field is judged by besides its own text.
struct FormDay {
    records::Date today{};
    std::string currency = "EUR";  // of an amount that names none
};

// Of Client, Consent (without its signature), MedicalAnswers, PatchTest, AgreedDesign (without its JSON),
// TreatmentSession (without its inks) and InkUse. read_form() leaves in `onto` what no field tells of.
template <class T>
std::span<const FormField> form_fields();
template <class T>
FormText form_text(const T& from);
template <class T>
FormReading<T> read_form(const FormText& text, T onto, const FormDay& day);

// Of an expired ink, on the day of the session; empty while there is nothing to say.
std::string expiry_words(const records::InkUse& ink, records::Date session);
// Whether any field of an ink says something; what is empty is no ink.
bool says_something(const FormText& text);

// A new item, or a new version of `of`.
records::Draft draft_of(records::Content content, const records::Item* of);

// In MedicalAnswers' form: the fields of one question.
struct MedicalFields {
    std::string_view key;        // of medical_questions()
    std::size_t answer, remark;  // places in the form
};
std::vector<MedicalFields> medical_fields();

}  // namespace smp
