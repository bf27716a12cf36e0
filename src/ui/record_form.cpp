#include "ui/record_form.hpp"

#include <algorithm>

#include "base/texts.hpp"
#include "records/medical_questions.hpp"
#include "ui/record_form_rows.hpp"

namespace smp {
namespace {

using records::AgreedDesign, records::Client, records::Consent, records::InkUse, records::MedicalAnswers,
    records::PatchTest, records::TreatmentSession;

std::string trimmed(std::string text) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.back())) text.pop_back();
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
    return text;
}

}  // namespace

template <class T>
std::span<const FormField> form_fields() {
    static const std::vector<FormField> fields = [] {
        std::vector<FormField> out;
        for (const auto& row : forms::rows_of(static_cast<const T*>(nullptr))) out.push_back(row.field);
        return out;
    }();
    return fields;
}

template <class T>
FormText form_text(const T& from) {
    FormText text;
    for (const auto& row : forms::rows_of(static_cast<const T*>(nullptr))) text.push_back(row.say(from));
    return text;
}

template <class T>
FormReading<T> read_form(const FormText& text, T onto, const FormDay& day) {
    const auto& rows = forms::rows_of(static_cast<const T*>(nullptr));
    FormReading<T> out{std::move(onto), std::vector<FieldSaid>(rows.size())};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string words = i < text.size() ? trimmed(text[i]) : "";
        rows[i].clear(out.value);
        if (!words.empty())
            out.said[i] = rows[i].take(out.value, words, day);
        else if (rows[i].field.needed)
            out.said[i] = forms::stop_with(tr("This is still missing"));
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
