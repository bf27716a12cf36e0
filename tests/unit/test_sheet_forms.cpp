// Consent form and certificate of erasure.
#include <gtest/gtest.h>

#include "sheet/forms.hpp"
#include "support/pdf.hpp"
#include "support/sheet_fixture.hpp"

namespace smp {
namespace {

using test::count;

SalonHead salon() {
    return {"Studio Haarlinie", "Lange Gasse 12, 1080 Wien", "Анна Øst", test::noon(2026, 11, 24), Paper::a4};
}

ConsentForm signed_form() {
    ConsentForm form{
        salon(), "3", "Łukasz Müller", {{"Pregnant or nursing", "no"}, {"Blood thinners", ""}}, standard_consents()};
    form.parts[0].given = true;
    form.parts[1].given = true;
    form.parts[2].given = false;
    for (ConsentPart& part : form.parts) part.date = "24 Nov 2026";
    for (int i = 0; i <= 200; ++i) {  // a flourish far from the origin, in a tablet's units
        const double a = 0.1 * i;
        if (i % 100 == 0) form.parts[0].signature.emplace_back();
        form.parts[0].signature.back().push_back({5000 + 10 * a + 40 * std::cos(a), 9000 + 25 * std::sin(1.7 * a)});
    }
    return form;
}

TEST(Consent, HasItsThreePartsApartWithVersionAndDate) {
    const test::Pdf pdf(consent_pdf(signed_form()));
    const std::string words = pdf.words();
    for (const char* said : {"Consent", "Łukasz Müller", "Version of this text", "Treatment", "Photographs",
                             "Showing my pictures to others", "a preview and not a result", "Pregnant or nursing"})
        EXPECT_NE(words.find(said), std::string::npos) << said;
    EXPECT_EQ(standard_consents().size(), 3u);
    EXPECT_EQ(count(words, "Signature"), 3u);
    EXPECT_EQ(count(words, "24 Nov 2026"), 4u + static_cast<std::size_t>(pdf.pages()))
        << "head, three signatures, every foot";
    EXPECT_EQ(pdf.said("pdfinfo %s").find("ukasz"), std::string::npos);
}

// The signature is lines, not a picture, and lies in its box.
TEST(Consent, SignaturesAreDrawnAsLinesInTheirPlace) {
    ConsentForm form = signed_form(), bare = form;
    bare.parts[0].signature.clear();
    const test::Pdf with(consent_pdf(form)), without(consent_pdf(bare));
    EXPECT_EQ(with.said("pdfimages -list %s").find("image "), std::string::npos);
    cv::Mat differs;
    cv::compare(with.picture(1), without.picture(1), differs, cv::CMP_NE);
    std::vector<cv::Point> at;
    cv::findNonZero(differs, at);
    ASSERT_FALSE(at.empty());
    const cv::Rect box = cv::boundingRect(at);
    const double mm = 25.4 / test::dpi;
    EXPECT_NEAR(std::max(box.width * mm / 78, box.height * mm / 16), 1, 0.05) << "as large as its place";
    EXPECT_GT(box.x * mm, 105);
    EXPECT_LT((box.x + box.width) * mm, 210 - 17);
    // Its proportions stay.
    glm::dvec2 low(1e9), high(-1e9);
    for (const auto& stroke : form.parts[0].signature)
        for (const auto& p : stroke) {
            low = glm::min(low, p);
            high = glm::max(high, p);
        }
    EXPECT_NEAR(box.width * (high.y - low.y) / (box.height * (high.x - low.x)), 1, 0.1);
}

TEST(Consent, StandsWithOddStrokesAndLongTexts) {
    ConsentForm form = signed_form();
    form.parts[0].signature = {{}, {{1, 1}}, {{std::nan(""), 2}, {3, 3}}};
    form.parts[1].text = std::string(9000, 'x') + " the end of it";
    form.head.paper = Paper::letter;
    const test::Pdf pdf(consent_pdf(form));
    EXPECT_NE(pdf.words().find("the end of it"), std::string::npos);
    EXPECT_GT(pdf.pages(), 2);
    const auto a = consent_pdf(form), b = consent_pdf(form);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(*a, *b);
}

TEST(Erasure, SaysWhatWentWhatStayedAndWhy) {
    const ErasureCertificate full{
        salon(),
        "E-2026-004",
        "Łukasz Müller",
        "20 Nov 2026",
        "Анна Øst",
        {{"Pictures", 1412}, {"Health answers", 12}},
        {"Ink lots, brands and dates of 3 sessions, without a name: to be kept for 5 years."},
        {"A backup of 1 Nov 2026 on the disk SALON-2; its copy of the key was destroyed too."},
        "9f2c51e0"};
    const test::Pdf pdf(erasure_pdf(full));
    const std::string words = pdf.words();
    for (const char* said :
         {"Certificate of erasure", "E-2026-004", "20 Nov 2026", "1 412", "Ink lots", "SALON-2", "9f2c51e0",
          "The key under which everything about the client was encrypted has been destroyed"})
        EXPECT_NE(words.find(said), std::string::npos) << said << "\n" << words;
    const std::string bare = test::Pdf(erasure_pdf({salon(), "E-1", "", "", "", {}, {}, {}, ""})).words();
    EXPECT_NE(bare.find("The record held nothing."), std::string::npos);
    EXPECT_NE(bare.find("What was kept, and why Nothing."), std::string::npos);
}

}  // namespace
}  // namespace smp
