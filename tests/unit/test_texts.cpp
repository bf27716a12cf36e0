// The texts in the language of the salon: how one is chosen, and that every language has every text.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "base/local_time.hpp"
#include "base/texts.hpp"
#include "design/disclosure.hpp"
#include "desk/change_words.hpp"
#include "desk/presets.hpp"
#include "desk/settings.hpp"
#include "support/all_texts.hpp"
#include "support/scratch.hpp"
#include "ui/desk_rows.hpp"
#include "ui/keys.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;

const fs::path tree = SMP_SOURCE_DIR, folder = tree / "assets/texts";

std::string text_in(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Every test leaves English behind.
class Texts : public testing::Test {
  protected:
    ~Texts() override { (void)choose_language("en", folder); }
    static void choose(const char* code) { ASSERT_TRUE(choose_language(code, folder)); }
    // A catalogue of its own; "en" has no file, so German lends its code.
    void use(const std::string& json) {
        std::ofstream(scratch_.path() / "xx.json") << json;
        const auto read = parse_catalogue(json, "xx.json");
        ASSERT_TRUE(read) << read.error().line();
        catalogue_ = *read;
    }
    test::Scratch scratch_;
    Catalogue catalogue_;
};

TEST_F(Texts, AreEnglishUntilALanguageIsChosen) {
    EXPECT_EQ(chosen_language(), "en");
    EXPECT_EQ(tr("Undo"), "Undo");
    EXPECT_EQ(tr("tool|Bare"), "Bare") << "what tells one meaning from another is not shown";
    EXPECT_EQ(tr_fill("{0} to {1}", "a", 3), "a to 3");
    EXPECT_EQ(tr_fill("{1} and {0}, {1}", "a", "b"), "b and a, b");
    EXPECT_EQ(tr_fill("{7} {x} {", "a"), "{7} {x} {") << "what is no place stays";
    EXPECT_EQ(tr_fill("{0}", "{1}"), "{1}") << "what is put in is not read again";
    EXPECT_EQ(tr_count(1, "{0} day, {1}", "{0} days, {1}", "x"), "1 day, x");
    EXPECT_EQ(tr_count(1.5, "{0} day", "{0} days"), "1.5 days");
    EXPECT_EQ(number_text(0.1 + 0.2), "0.3");
    EXPECT_EQ(number_text(2, 1), "2.0");
}

TEST_F(Texts, ChangeWithTheLanguageAndBack) {
    choose("de");
    EXPECT_EQ(chosen_language(), "de");
    EXPECT_EQ(tr("button|Undo"), "Rückgängig");
    EXPECT_EQ(tr("a text that nobody has translated"), "a text that nobody has translated");
    EXPECT_EQ(number_text(0.18), "0,18");
    EXPECT_EQ(number_text(12, 1), "12,0");
    EXPECT_EQ(tr_count(1, "after {0} day", "after {0} days"), "nach 1 Tag");
    EXPECT_EQ(tr_count(8, "after {0} day", "after {0} days"), "nach 8 Tagen");
    choose("es");
    EXPECT_EQ(tr("button|Undo"), "Deshacer");
    choose("en");
    EXPECT_EQ(number_text(0.18), "0.18");
}

TEST_F(Texts, WordsOfTheTablesFollow) {
    choose("de");
    const Parameter& dots = *find_parameter("stipple.dot_diameter_mm");
    EXPECT_EQ(value_in_words(dots, 0.18), "0,18 mm");
    EXPECT_EQ(*typed_value(dots, "0,2 mm"), 0.2) << "as it is shown it can be typed";
    const Parameter& age = *find_parameter("treatment.age_months");
    EXPECT_EQ(value_in_words(age, 12), "12 Monate");
    EXPECT_EQ(*typed_value(age, "12 Monate"), 12);
    EXPECT_EQ(value_in_words(*find_parameter("sides.fade"), 0), "ohne");
    for (const Parameter& p : parameters())
        for (const double value : {p.min, p.max})
            if (p.choices.empty()) {
                EXPECT_EQ(typed_value(p, value_in_words(p, value)), value) << p.name << value_in_words(p, value);
            }
    TreatmentDesign design;
    EXPECT_EQ(design_to_json(design).find("0,18"), std::string::npos) << "files stay as they are";
    TreatmentDesign lower = design;
    lower.hairline_height_mm = 70.5;
    EXPECT_EQ(change_in_words(design, lower), "Haarlinienhöhe von 75 auf 70,5 mm");
    EXPECT_NE(disclosure(design, local_date(std::chrono::system_clock::from_time_t(1772000000))).find("25. Feb. 2026"),
              std::string::npos);
    EXPECT_EQ(preset_in_words("Crown"), "Wirbel");
    EXPECT_EQ(preset_in_words("Nico's own"), "Nico's own");
    EXPECT_FALSE(preset_name("Wirbel")) << "two presets would look the same";
    EXPECT_EQ(KeyMap().first_key_of("before_after"), "Leertaste");
    EXPECT_NE(KeyMap().to_json().find("\"Space\""), std::string::npos) << "keys.json keeps its names";
}

TEST_F(Texts, SettingsKeepTheirNamesInTheFile) {
    Settings s;
    s.text_size = TextSize::larger;
    s.language = 2;
    const std::string english = settings_to_json(s);
    EXPECT_EQ(s.language_code(), "de");
    choose("de");
    EXPECT_EQ(settings_to_json(s), english);
    EXPECT_NE(english.find("\"larger\""), std::string::npos);
    EXPECT_NE(english.find("\"Deutsch\""), std::string::npos);
    EXPECT_EQ(*parse_settings(english, "x"), s);
    for (const Setting& row : settings_table())
        if (row.name == "text.size") {
            EXPECT_NE(setting_in_words(row, 2), "larger");
        }
}

TEST_F(Texts, GoToAPageAsTheyAre) {
    const auto english = nlohmann::json::parse(chosen_texts_json());
    EXPECT_EQ(english.at("language"), "en");
    EXPECT_TRUE(english.at("texts").empty());
    choose("es");
    const auto spanish = nlohmann::json::parse(chosen_texts_json());
    EXPECT_EQ(spanish.at("decimal"), ",");
    EXPECT_EQ(spanish.at("texts").at("button|Undo"), "Deshacer");
    EXPECT_EQ(spanish.at("texts").at("after {0} days").at("one"), "al cabo de {0} día");
}

TEST_F(Texts, TheComputersLanguageIsThatOfItsMessages) {
    const auto with = [](const char* all, const char* messages, const char* lang) {
        for (const auto& [name, value] : {std::pair{"LC_ALL", all}, {"LC_MESSAGES", messages}, {"LANG", lang}})
            value ? setenv(name, value, 1) : unsetenv(name);
        return computers_language();
    };
    EXPECT_EQ(with(nullptr, nullptr, nullptr), "en");
    EXPECT_EQ(with(nullptr, nullptr, "de_AT.UTF-8"), "de");
    EXPECT_EQ(with("", "es_MX", "de_AT.UTF-8"), "es");
    EXPECT_EQ(with("C.UTF-8", "es_MX", "de_AT.UTF-8"), "en");
    EXPECT_EQ(with(nullptr, nullptr, "fr_FR.UTF-8"), "en") << "there is none yet";
    EXPECT_EQ(with(nullptr, nullptr, "de"), "de");
    EXPECT_EQ(with(nullptr, nullptr, "des_X"), "en");
    with(nullptr, nullptr, nullptr);
}

TEST_F(Texts, AFileThatIsMissingOrDamagedLeavesEnglishAndASentence) {
    choose("es");
    EXPECT_FALSE(choose_language("xx", folder));
    EXPECT_EQ(chosen_language(), "en");
    const auto missing = choose_language("de", scratch_.path());
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().line().find("de.json: the file of texts cannot be opened"), std::string::npos);
    std::ofstream(scratch_.path() / "de.json") << text_in(folder / "de.json").substr(0, 5000);
    EXPECT_FALSE(choose_language("de", scratch_.path()));
    EXPECT_EQ(tr("button|Undo"), "Undo");
    fs::copy_file(folder / "de.json", scratch_.path() / "de.json", fs::copy_options::overwrite_existing);
    EXPECT_TRUE(choose_language("de", scratch_.path())) << "once it is whole";
    EXPECT_EQ(tr("button|Undo"), "Rückgängig");
    for (const std::string damaged :
         {"", "{", "[]", R"({"schema": "smp-mirror/texts/2", "language": "X", "texts": {}})",
          R"({"schema": "smp-mirror/texts/1", "texts": {}})", R"({"schema": "smp-mirror/texts/1", "language": "X"})",
          R"({"schema": 3, "language": "X", "texts": {}})",
          R"({"schema": "smp-mirror/texts/1", "language": "X", "texts": {"Undo": 3}})"}) {
        const auto read = parse_catalogue(damaged, "de.json");
        ASSERT_FALSE(read) << damaged;
        EXPECT_NE(read.error().line().find("de.json"), std::string::npos);
        EXPECT_NE(read.error().line().find("English"), std::string::npos);
    }
}

TEST_F(Texts, OtherLanguagesCountInTheirOwnWay) {
    use(R"({"schema": "smp-mirror/texts/1", "language": "Polski", "plurals": "polish", "texts": {}})");
    for (const auto& [n, form] : {std::pair{1., "one"},
                                  {2., "few"},
                                  {4., "few"},
                                  {5., "many"},
                                  {12., "many"},
                                  {21., "many"},
                                  {22., "few"},
                                  {112., "many"},
                                  {1.5, "other"}})
        EXPECT_EQ(catalogue_.plural_form(n), form) << n;
    catalogue_.plurals = "slavic";
    EXPECT_EQ(catalogue_.plural_form(21), "one");
    EXPECT_EQ(catalogue_.plural_form(11), "many");
    catalogue_.plurals = "zero-one-other";
    EXPECT_EQ(catalogue_.plural_form(1.5), "one");
}

TEST_F(Texts, AreReadWhileTheLanguageChanges) {
    std::atomic<bool> stop = false;
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            while (!stop) {
                const std::string text = tr("button|Undo");
                EXPECT_TRUE(text == "Undo" || text == "Rückgängig" || text == "Deshacer") << text;
            }
        });
    for (int i = 0; i < 300; ++i)
        for (const Language& language : languages) EXPECT_TRUE(choose_language(language.code, folder));
    stop = true;
    for (auto& reader : readers) reader.join();
}

TEST(TextsOfSources, AreFoundWhereverTheyStand) {
    test::AllTexts found;
    test::add_texts_of_source(R"x(
        // tr("a comment")
        put(tr("one"), tr_fill("two {0} "
            "and on", x), tr(p.label), tr("table|" + name));  /* tr("not this") */
        tr_count(f(x, "no"), "{0} dog\xc2\xb2", "{0} dogs\xc2\xb2"); str("no"); char q = '"'; tr("after \"it\"");
        auto r = R"(tr("raw"))";
    )x",
                              "x.cpp", false, found);
    EXPECT_EQ(found.faults, std::vector<std::string>{});
    std::set<std::string> keys;
    for (const auto& [key, at] : found.texts) keys.insert(key);
    EXPECT_EQ(keys, (std::set<std::string>{"one", "two {0} and on", "{0} dogs\xc2\xb2", "after \"it\""}));
    EXPECT_EQ(found.texts["{0} dogs\xc2\xb2"].one, "{0} dog\xc2\xb2");
    test::add_texts_of_source("show(tr(on ? \"On\" : \"Off\"));", "x.cpp", false, found);
    EXPECT_EQ(found.faults.size(), 1u) << "each needs its own tr()";
    test::add_texts_of_source("b.textContent = tr('Wipe'); // it's", "x.js", true, found);
    EXPECT_TRUE(found.texts.contains("Wipe"));
}

TEST(TextsOfSources, AreFoundInAPage) {
    test::AllTexts found;
    test::add_texts_of_page(R"x(<!doctype html><title data-tr>Pair</title>
        <p class="a" data-tr>No "picture" now</p><p id="note"></p>
        <div aria-label="Acts" data-tr-label><canvas aria-label="not this"></canvas></div>)x",
                            "x.html", found);
    std::set<std::string> keys;
    for (const auto& [key, at] : found.texts) keys.insert(key);
    EXPECT_EQ(keys, (std::set<std::string>{"Pair", "No \"picture\" now", "Acts"}));
}

// What holds for the files as they stand.
class Translations : public testing::TestWithParam<const char*> {
  protected:
    static nlohmann::json json(const std::string& code) {
        return nlohmann::json::parse(text_in(folder / (code + ".json")));
    }
    static const test::AllTexts& all() {
        static const test::AllTexts texts = test::all_texts(tree);
        return texts;
    }
};

TEST_F(Translations, EnglishIsWhatTheProgramSays) {
    for (const auto& fault : all().faults) ADD_FAILURE() << fault;
    EXPECT_GT(all().texts.size(), 300u);
    std::set<std::string> listed;
    const auto english = json("en");
    for (const auto& [where, texts] : english.at("texts").items())
        for (const auto& [text, note] : texts.items()) {
            EXPECT_TRUE(listed.insert(text).second) << text << " stands there twice";
            EXPECT_TRUE(all().texts.contains(text)) << "nobody uses it (scripts/update-texts): " << text;
        }
    for (const auto& [text, found] : all().texts)
        EXPECT_TRUE(listed.contains(text)) << found.where << " (scripts/update-texts): " << text;
}

TEST_P(Translations, HaveEveryTextWithTheSamePlaces) {
    const auto file = json(GetParam());
    const auto& texts = file.at("texts");
    const auto check = [](const std::string& english, const std::string& text) {
        EXPECT_FALSE(text.empty()) << english;
        EXPECT_EQ(test::places_of(english), test::places_of(text)) << english << " -> " << text;
        EXPECT_EQ(text.find('|'), std::string::npos) << text;
        if (english.size() > 12) {  // abbreviations have theirs
            EXPECT_EQ(english.ends_with('.'), text.ends_with('.')) << english << " -> " << text;
        }
    };
    for (const auto& [english, found] : all().texts) {
        if (!texts.contains(english)) {
            ADD_FAILURE() << found.where << ": no translation of \"" << english << "\"";
            continue;
        }
        EXPECT_EQ(texts[english].is_object(), !found.one.empty()) << english;
        if (found.one.empty()) {
            check(english, texts[english].get<std::string>());
        } else {
            EXPECT_TRUE(texts[english].contains("one") && texts[english].contains("other")) << english;
            for (const auto& [form, text] : texts[english].items()) check(english, text.get<std::string>());
        }
    }
    for (const auto& [english, text] : texts.items())
        EXPECT_TRUE(all().texts.contains(english)) << "nobody uses it: " << english;
}

INSTANTIATE_TEST_SUITE_P(Of, Translations, testing::Values("de", "es"));

}  // namespace
}  // namespace smp
