// Words against the places that the desk has for them, measured with its font: what put_text() would have to cut is
// found here, in every language.
#include <gtest/gtest.h>
#include <imgui.h>

#include <sstream>

#include "base/texts.hpp"
#include "design/numbers.hpp"
#include "desk/change_words.hpp"
#include "desk/client_scale.hpp"
#include "desk/presets.hpp"
#include "desk/settings.hpp"
#include "desk/time_line.hpp"
#include "desk/tool.hpp"
#include "sheet/forms.hpp"
#include "support/all_texts.hpp"
#include "ui/desk_parts.hpp"
#include "ui/font.hpp"
#include "ui/record_form.hpp"
#include "views/standard_views.hpp"

namespace smp {
namespace {

const std::filesystem::path tree = SMP_SOURCE_DIR;

class TextRoom : public testing::TestWithParam<const char*> {
  protected:
    TextRoom() {
        text_ = add_font(atlas_, 18);
        small_ = add_font(atlas_, 15);
        atlas_.Build();
        EXPECT_TRUE(choose_language(GetParam(), tree / "assets/texts"));
    }
    ~TextRoom() override { (void)choose_language("en", tree / "assets/texts"); }

    // `room_px`: inside of the place at 96 dpi.
    static void fits(ImFont* font, const std::string& words, float room_px, const char* what) {
        const float wide_px = font->CalcTextSizeA(font->FontSize, 1e6f, 0, words.c_str()).x;
        EXPECT_LE(desk::least_letters * wide_px, room_px) << what << ": " << words;
    }

    ImFontAtlas atlas_;
    ImFont *text_ = nullptr, *small_ = nullptr;
};

// At the least size of its window, 900 x 600, where panels are 558 px wide and what is beside them 315 px: rows have
// 517 px beside the scroll bar. In the usual one, 1280 x 800, buttons of the acts are the narrower: 116 px within.
constexpr float row_px = 517, act_px = 116, em = 18;

TEST_P(TextRoom, RowsHaveIt) {
    for (const Parameter& p : parameters()) {
        fits(text_, tr(p.label), 0.4f * row_px - 1.2f * em, "label");
        fits(small_, value_in_words(p, p.default_value()), 0.26f * row_px - 1.5f * em, "default");
        const float value_px = row_px - 0.4f * row_px - 0.26f * row_px - em;
        for (std::size_t i = 0; i < p.choices.size(); ++i)
            fits(text_, value_in_words(p, static_cast<double>(i)), value_px - 1.5f * em, "choice");
        if (p.choices.empty()) fits(text_, value_in_words(p, p.max), value_px - 3.6f * em, "value");
    }
    for (const Setting& s : settings_table()) {
        fits(text_, tr(s.label), 0.34f * row_px - 1.2f * em, "setting");
        for (std::size_t i = 0; i < s.choices.size(); ++i)
            fits(text_, setting_in_words(s, static_cast<double>(i)), 0.66f * row_px - 1.1f * em, "setting's choice");
    }
    for (const Preset& p : built_in_presets())
        fits(text_, preset_in_words(p.design.name), (row_px - 0.4f * em) / 2 - 0.9f * em, "preset");
    for (const char* word : {"button|Remove", "button|Sure?"}) fits(text_, tr(word), 5.7f * em, "beside a preset");
}

TEST_P(TextRoom, ButtonsHaveIt) {
    for (const auto& [key, found] : test::all_texts(tree).texts)
        if (found.where == "src/ui/desk_buttons.cpp" && key.size() < 30 && key.find('{') == std::string::npos)
            fits(text_, tr(key), act_px, "act");
    fits(text_, tr("Match stubble"), act_px, "act");
    for (int i = 0; i < tool_count; ++i)
        fits(text_, tr(tool_key(static_cast<ToolKind>(i))), 315 / 3.f - 1.1f * em, "tool");
    for (const TimeStop& stop : time_stops()) fits(text_, tr(stop.label), 315 / 5.f - 1.1f * em, "stop");
}

// Of client, standard views, light check and tablet: two buttons in a row, or what stands beside others.
TEST_P(TextRoom, OtherGroupsHaveIt) {
    const float half_px = (row_px - 0.36f * em) / 2 - 0.9f * em;
    for (const char* words : {"Measure with a card", "Stop measuring", "Ruled mark", "End ruled mark", "Check again",
                              "Lock camera", "Unlock camera"})
        fits(text_, tr(words), half_px, "button");
    for (const char* words : {"Begin the views", "End the views", "Take it now"})
        fits(text_, tr(words) + "  (G)", half_px, "button with its key");
    for (const char* words : {"Once more, same poses", "Another client"})
        fits(text_, tr(words) + "  (" + tr_fill("Shift {0}", "O") + ")", half_px, "button with its key");
    for (const StandardView& view : standard_views())
        fits(text_, "...  " + tr_fill("{0}, as before", tr(view.label)), half_px, "view");
    for (const char* words : {"Tablet is on: switch off", "Switch the tablet's page on"})
        fits(text_, tr(words), row_px - 0.9f * em, "button");
    fits(text_, tr("New code"), 8.1f * em, "button");
    for (const Parameter& p : client_parameters()) fits(text_, tr(p.label), 0.4f * row_px - 1.2f * em, "label");
    for (const char* name : {"Distance", "Exposure", "Left and right", "Colour of light", "Glare", "Whole head",
                             "Detail", "Noise", "Sharpness", "Pictures"})
        fits(text_, tr(name), 0.34f * row_px - 1.9f * em, "finding");
    for (const char* verdict : {"verdict|good", "verdict|doubtful", "verdict|bad"})
        fits(small_, tr(verdict), 4.3f * em, "verdict");
}

// The record's page: two buttons in a row, labels before fields, choices, and what stands at the right of a row.
TEST_P(TextRoom, TheRecordHasIt) {
    const float half_px = (row_px - 0.2f * em) / 2 - 0.9f * em, box_px = 0.7f * row_px - 0.4f * em;
    fits(text_, tr("page|Design"), 0.3f * 558 - 0.9f * em, "page");
    fits(text_, tr("page|Record") + "  (R)", 0.3f * 558, "page");
    for (const char* words :
         {"Close the client", "Throw away what is not saved?", "Lock the records", "New client", "button|Throw away",
          "Sure? Press again", "button|Save", "Agree on this design", "Save the session", "Save and open"})
        fits(text_, tr(words), half_px, "button");
    for (const char* words :
         {"Take them into this record", "All of this client? Press again", "Another patch test",
          "Back to the last patch test", "Back to the list", "I have written it down", "Make the record",
          "Open the records", "Back to a new session", "One more ink", "Correct this session", "Lay on today's head",
          "End the comparison", "Search: name, phone, e-mail, birthday"})
        fits(text_, tr(words), row_px - 1.2f * em, "line");
    for (const char* words : {"Who are you", "Passphrase", "Once more"})
        fits(text_, tr(words), 0.36f * row_px - 0.4f * em, "label");
    fits(text_, "\xe2\x97\x8f  " + tr("button|Compare"), 6.5f * em, "beside a picture");
    fits(text_, tr("button|Remove"), 6.1f * em, "beside an ink");
    fits(small_, tr("picture|preview, not a result"), (row_px - 0.9f * em) / 2 - 0.6f * em, "on a picture");
    for (const char* words : {"sort|Last here", "sort|By name", "sort|Newest"})
        fits(text_, tr(words), row_px / 2 - 1.5f * em, "order");
    for (const ConsentPart& part : standard_consents())
        fits(text_, tr(part.name), 0.62f * row_px - 1.6f * em, "consent");
    const auto fields = [&](std::span<const FormField> all) {
        for (const FormField& field : all) {
            if (field.kind != FieldKind::choice || field.choices.size() != 4)  // of a question: it wraps
                fits(text_, tr(field.label), 0.3f * row_px - 0.4f * em, "field");
            for (const std::string_view choice : field.choices)
                fits(text_, tr(choice), box_px / 2 - 1.5f * em, "choice");
        }
    };
    fields(form_fields<records::Client>());
    fields(form_fields<records::Consent>());
    fields(form_fields<records::MedicalAnswers>());
    fields(form_fields<records::PatchTest>());
    fields(form_fields<records::AgreedDesign>());
    fields(form_fields<records::TreatmentSession>());
    fields(form_fields<records::InkUse>());
}

// The names beside the figures break into lines, but no word of them may be wider than their column.
TEST_P(TextRoom, WordsOfTheFiguresBreakNowhere) {
    for (const auto& [key, found] : test::all_texts(tree).texts) {
        if (found.where != "src/design/numbers_text.cpp" || key.find('{') != std::string::npos) continue;
        std::istringstream words(tr(key));
        for (std::string word; words >> word;)
            EXPECT_LE(small_->CalcTextSizeA(15, 1e6f, 0, word.c_str()).x, 8.4f * em) << word;
    }
}

INSTANTIATE_TEST_SUITE_P(In, TextRoom, testing::Values("en", "de", "es"));

}  // namespace
}  // namespace smp
