// The record's forms: text in, values out, and one sentence where something is missing or cannot be.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "base/texts.hpp"
#include "design/numbers.hpp"
#include "records/medical_questions.hpp"
#include "sheet/forms.hpp"
#include "ui/record_cut.hpp"
#include "ui/record_form.hpp"
#include "ui/record_numbers.hpp"
#include "ui/record_words.hpp"

namespace smp {
namespace {

using records::AgreedDesign, records::Client, records::Consent, records::Date, records::InkUse, records::MedicalAnswers,
    records::PatchTest, records::TreatmentSession;

Date on(int y, unsigned m, unsigned d) {
    return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
}

Client named(const char* name) {
    Client client;
    client.name = name;
    return client;
}

const FormDay today{on(2026, 11, 30), "EUR"};
const std::filesystem::path texts = std::filesystem::path(SMP_SOURCE_DIR) / "assets/texts";

class RecordForm : public testing::Test {
  protected:
    ~RecordForm() override { (void)choose_language("en", texts); }
};

template <class T>
std::size_t place(std::string_view key) {
    const auto fields = form_fields<T>();
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].key == key) return i;
    ADD_FAILURE() << "no field " << key;
    return 0;
}

// Every content comes back from its form as it was, in every language.
template <class T>
void comes_back(const T& content, const T& onto) {
    for (const char* code : {"en", "de", "es"}) {
        ASSERT_TRUE(choose_language(code, texts));
        const auto reading = read_form<T>(form_text(content), onto, today);
        EXPECT_TRUE(reading.whole()) << code;
        EXPECT_EQ(reading.value, content) << code;
    }
}

TEST_F(RecordForm, WhatIsSavedComesBackAsItWas) {
    comes_back(Client{"Ida Nobody", on(1984, 2, 29), "+49 1", "ida@example.org", "Nowhere 1", "two\nlines"}, Client{});
    comes_back(named("Ida"), Client{});
    comes_back(PatchTest{records::PatchTestState::reaction, on(2026, 11, 2), "Black 2", "L-1", "ear", "red"}, {});
    AgreedDesign design;
    design.date = on(2026, 11, 30);
    design.title = "Variant B";
    design.price = records::Price{180005, "CHF"};
    design.sessions_planned = 3;
    design.notes = "lower left";
    AgreedDesign with_json = design;
    with_json.design_json = "{}";
    comes_back(with_json, with_json);
    TreatmentSession session;
    session.started = records::Moment(std::chrono::seconds(1'790'003'580));  // a whole minute
    session.minutes = 150;
    session.number = 2;
    session.needle = "3RL";
    session.needle_lot = "N-99";
    session.machine = "Pen";
    session.machine_setting = "0.5 mm";
    session.region = "crown";
    session.practitioner = "Anna";
    comes_back(session, session);
    comes_back(InkUse{"Inkwell", "Black 2", "1:20", "L-1", on(2028, 5, 31)}, InkUse{});
    MedicalAnswers medical{on(2026, 11, 30),
                           {{"diabetes", {records::Answer::yes, "well controlled"}},
                            {"keloid", {records::Answer::no, ""}},
                            {"of an older list", {records::Answer::unsure, "kept"}}}};
    comes_back(medical, medical);
}

TEST_F(RecordForm, WhatIsTakenOutIsGone) {
    const Client before{"Ida", on(1984, 2, 29), "1", "a@b", "x", "y"};
    FormText text = form_text(before);
    for (std::size_t i = 1; i < text.size(); ++i) text[i] = "  ";
    const auto reading = read_form<Client>(text, before, today);
    EXPECT_TRUE(reading.whole());
    EXPECT_EQ(reading.value, named("Ida"));
}

TEST_F(RecordForm, DaysAreReadHoweverTheyAreTyped) {
    for (const char* text : {"2026-03-04", "4.3.2026", "04/03/2026", " 4 3 2026 ", "4-3-2026", "2026 3 4"})
        EXPECT_EQ(parse_day(text, nullptr), on(2026, 3, 4)) << text;
    for (const char* text : {"", "4.3.26", "31.2.2026", "29.2.2026", "11/30/2026", "4.3", "soon", "4.3.2026.1", "-",
                             "4.3.20260", "0.1.2026", "99999999999-1-1"}) {
        std::string trouble;
        EXPECT_FALSE(parse_day(text, &trouble)) << text;
        EXPECT_FALSE(trouble.empty()) << text;
    }
    std::string trouble;
    (void)parse_day("11/30/2026", &trouble);
    EXPECT_NE(trouble.find("day first"), std::string::npos);
    EXPECT_EQ(day_in_words(on(2026, 3, 4)), "4 Mar 2026");
    EXPECT_EQ(day_in_words({}), "");
    ASSERT_TRUE(choose_language("de", texts));
    EXPECT_EQ(typed_day(on(2026, 3, 4)), "04.03.2026");
}

TEST_F(RecordForm, MoneyIsReadHoweverItIsTyped) {
    const auto is = [](const char* text, std::int64_t hundredths, const char* currency) {
        const auto price = parse_price(text, "EUR", nullptr);
        ASSERT_TRUE(price) << text;
        EXPECT_EQ(*price, (records::Price{hundredths, currency})) << text;
    };
    is("1450", 145000, "EUR");
    is("1.450", 145000, "EUR");
    is("1,450.5", 145050, "EUR");
    is("1.450,05 EUR", 145005, "EUR");
    is("1 450,00 \xe2\x82\xac", 145000, "EUR");
    is("CHF 1'450.00", 145000, "CHF");
    is("$99", 9900, "USD");
    is("99 usd", 9900, "USD");
    is("0,5", 50, "EUR");
    is("1.450.000", 145000000, "EUR");
    for (const char* text : {"", "EUR", "1.45.0", "14,50,0", "free", "-5", "1..5", "1.4500", "5.", "12345678901"}) {
        std::string trouble;
        EXPECT_FALSE(parse_price(text, "EUR", &trouble)) << text;
        EXPECT_FALSE(trouble.empty());
    }
    EXPECT_EQ(price_in_words({145005, "EUR"}), "1450.05 EUR");
    ASSERT_TRUE(choose_language("de", texts));
    EXPECT_EQ(price_in_words({145005, "EUR"}), "1450,05 EUR");
}

TEST_F(RecordForm, WhatIsMissingOrCannotBeIsSaidAtItsField) {
    const auto said = [](const FormText& text, std::string_view key) {
        return read_form<Client>(text, {}, today).said[place<Client>(key)];
    };
    FormText text = form_text(Client{});
    EXPECT_TRUE(said(text, "name").stops);
    EXPECT_FALSE(said(text, "born").stops) << "not everyone tells";
    text[place<Client>("name")] = "Ida";
    EXPECT_TRUE(said(text, "name").words.empty());
    text[place<Client>("born")] = "30.11.2026";
    EXPECT_TRUE(said(text, "born").stops) << "today";
    text[place<Client>("born")] = "1.1.1850";
    EXPECT_TRUE(said(text, "born").stops);
    text[place<Client>("born")] = "1.1.2015";
    EXPECT_FALSE(said(text, "born").stops);
    EXPECT_FALSE(said(text, "born").words.empty()) << "a child: said, not forbidden";
    for (const char* mail : {"ida", "@b", "a@", "a b@c"}) {
        text[place<Client>("email")] = mail;
        EXPECT_TRUE(said(text, "email").stops) << mail;
    }

    FormText session = form_text(TreatmentSession{});
    const auto first = read_form<TreatmentSession>(session, {}, today);
    for (const char* key : {"number", "date", "begun", "practitioner", "region"})
        EXPECT_TRUE(first.said[place<TreatmentSession>(key)].stops) << key;
    session[place<TreatmentSession>("minutes")] = "2 hours";
    session[place<TreatmentSession>("begun")] = "25:00";
    session[place<TreatmentSession>("date")] = "1.12.2026";
    const auto second = read_form<TreatmentSession>(session, {}, today);
    for (const char* key : {"minutes", "begun", "date"})
        EXPECT_TRUE(second.said[place<TreatmentSession>(key)].stops) << key;

    FormText consent = form_text(Consent{});
    EXPECT_TRUE(read_form<Consent>(consent, {}, today).said[0].stops) << "nobody answers for the client";
    consent[0] = "1";
    consent[1] = "30.11.2026";
    const auto declined = read_form<Consent>(consent, {}, today);
    EXPECT_TRUE(declined.whole());
    EXPECT_FALSE(declined.value.given);
}

TEST_F(RecordForm, AnExpiredInkIsSaidAndKeptAsItWas) {
    const InkUse ink{"Inkwell", "Black", "", "L", on(2026, 11, 29)};
    EXPECT_NE(expiry_words(ink, on(2026, 11, 30)).find("29 Nov 2026"), std::string::npos);
    EXPECT_EQ(expiry_words(ink, on(2026, 11, 29)), "") << "the last good day";
    EXPECT_EQ(expiry_words(InkUse{}, on(2026, 11, 30)), "");
    EXPECT_FALSE(says_something(form_text(InkUse{})));
    EXPECT_TRUE(says_something(form_text(ink)));
}

TEST_F(RecordForm, AChangeIsAVersionOfWhatWasOnTheScreen) {
    records::Item item;
    item.id = records::ItemId::random();
    item.version.number = 4;
    const records::Draft change = draft_of(named("Ida"), &item);
    EXPECT_EQ(change.changes, item.id);
    EXPECT_EQ(change.from_version, 4);
    EXPECT_FALSE(draft_of(named("Ida"), nullptr).changes);
}

TEST_F(RecordForm, EveryQuestionHasItsFieldsAndItsHint) {
    const auto fields = form_fields<MedicalAnswers>();
    const auto places = medical_fields();
    ASSERT_EQ(places.size(), records::medical_questions().size());
    ASSERT_EQ(fields.size(), 1 + 2 * places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& q = records::medical_questions()[i];
        EXPECT_EQ(places[i].key, q.key);
        EXPECT_EQ(fields[places[i].answer].label, q.question);
        EXPECT_EQ(fields[places[i].answer].help, q.hint);
        EXPECT_EQ(fields[places[i].remark].key, q.key);
    }
    FormText text = form_text(MedicalAnswers{});
    text[0] = "30.11.2026";
    EXPECT_TRUE(read_form<MedicalAnswers>(text, {}, today).value.answers.empty()) << "not asked is no answer";
}

TEST_F(RecordForm, FieldsOfAFormAreToldApart) {
    const auto check = [](std::span<const FormField> fields) {
        std::set<std::string> keys;
        for (const FormField& f : fields)
            EXPECT_TRUE(keys.insert(std::string(f.key) + "|" + std::string(f.label)).second) << f.key;
    };
    check(form_fields<Client>());
    check(form_fields<MedicalAnswers>());
    check(form_fields<PatchTest>());
    check(form_fields<AgreedDesign>());
    check(form_fields<TreatmentSession>());
    check(form_fields<InkUse>());
}

// Other words are another version: who signed the old ones signed the old ones.
TEST_F(RecordForm, TheConsentTextsAreThoseOfTheirVersion) {
    std::uint64_t hash = 1469598103934665603U;
    for (const ConsentPart& part : standard_consents())
        for (const char c : part.name + part.text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    EXPECT_EQ(standard_consents_version, "2026-11");
    EXPECT_EQ(hash, 4445570019047340157U) << "give standard_consents_version another name with the new words";
    EXPECT_EQ(consent_words(records::ConsentPurpose::photographs).name, "Photographs");
    ASSERT_TRUE(choose_language("de", texts));
    const ConsentWords german = consent_words(records::ConsentPurpose::photographs);
    EXPECT_EQ(german.version, "2026-11 de");
    EXPECT_NE(german.text, standard_consents()[1].text);
}

TEST_F(RecordForm, ViewsOfTheRecordAreTheStandardOnes) {
    EXPECT_EQ(view_in_words(records::View::front), tr("Front"));
    EXPECT_EQ(view_in_words(records::View::left_90), "Left side, 90\xc2\xb0");
    EXPECT_EQ(view_in_words(records::View::back), tr("Back"));
    EXPECT_EQ(view_in_words(records::View::scar), "Scar");
}

TEST_F(RecordForm, CutsAreSharesOfThePicture) {
    const char* crop = R"({"x_px": 480, "y_px": 108, "width_px": 960, "height_px": 864})";
    const PictureCut cut = cut_of(crop, {1920, 1080});
    EXPECT_EQ(cut, (PictureCut{{0.25, 0.1}, {0.5, 0.8}}));
    EXPECT_NEAR(width_per_height(cut, {1920, 1080}), 960.0 / 864, 1e-12);
    EXPECT_EQ(cut_of(std::string(R"({"crop": )") + crop + "}", {1920, 1080}), cut);
    for (const char* text :
         {"", "{}", "nonsense", R"({"crop": null})", R"({"x_px": 1, "y_px": 1, "width_px": 0, "height_px": 5})",
          R"({"x_px": "1", "y_px": 1, "width_px": 9, "height_px": 5})", "[1, 2]"})
        EXPECT_EQ(cut_of(text, {1920, 1080}), PictureCut{}) << text;
    EXPECT_EQ(cut_of(crop, {0, 0}), PictureCut{});
}

TEST_F(RecordForm, NumbersThatWereKeptAreRead) {
    TreatmentNumbers numbers;
    numbers.treated_area_cm2 = {210.4, 12.2};
    numbers.marks = {24000, 1500};
    numbers.hairline.emplace();
    numbers.hairline->height_mm = {62, 2};
    const std::vector<KeptNumber> rows = kept_numbers(numbers_to_json(numbers));
    const std::vector<KeptNumber> wanted{{"Hairline height",
                                          "62 \xc2\xb1"
                                          "2 mm"},
                                         {"Treated area",
                                          "210 \xc2\xb1"
                                          "12 cm\xc2\xb2"},
                                         {"Marks in all",
                                          "24000 \xc2\xb1"
                                          "1500"}};
    EXPECT_EQ(rows, wanted);
    for (const char* text : {"", "{}", "[]", "nonsense", R"({"marks": 5})", R"({"marks": {"value": "x"}})"})
        EXPECT_TRUE(kept_numbers(text).empty()) << text;
}

}  // namespace
}  // namespace smp
