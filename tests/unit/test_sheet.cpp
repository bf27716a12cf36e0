// The sheet's PDF as others read it: measured, searched and taken apart with poppler's tools.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "sheet/aftercare.hpp"
#include "support/pdf.hpp"
#include "support/sheet_fixture.hpp"

namespace smp {
namespace {

using test::sample_sheet;
struct SheetPdf : test::Pdf {
    explicit SheetPdf(const Sheet& sheet) : Pdf(sheet_pdf(sheet)) {}
};
using test::count;
using test::dpi;

struct DarkRun {
    int line = 0, first = 0, length = 0;
};
// The longest dark run of every row, or of every column.
std::vector<DarkRun> dark_runs(const cv::Mat& grey, bool columns, int darker_than = 55) {
    const cv::Mat page = columns ? cv::Mat(grey.t()) : grey;
    std::vector<DarkRun> out;
    for (int y = 0; y < page.rows; ++y) {
        DarkRun best{y, 0, 0};
        for (int x = 0, length = 0; x < page.cols; ++x) {
            length = page.at<uchar>(y, x) < darker_than ? length + 1 : 0;
            if (length > best.length) best = {y, x - length + 1, length};
        }
        out.push_back(best);
    }
    return out;
}
double mm(double px) {
    return px / dpi * 25.4;
}

// A template whose edge is known: up 50 mm, 150 mm across, down again.
TemplateCurve known_curve() {
    TemplateCurve c;
    for (double y = 10; y < 60; y += 0.5) c.edge.push_back({-75, y});
    c.right_corner = c.edge.size();
    for (double x = -75; x < 75; x += 0.5) c.edge.push_back({x, 60});
    c.left_corner = c.edge.size();
    c.middle = (c.right_corner + c.left_corner) / 2;
    for (double y = 60; y >= 10; y -= 0.5) c.edge.push_back({75, y});
    for (const auto& p : c.edge)
        c.rim.push_back(p + glm::dvec2(p.x < -74 ? 10 : p.x > 74 ? -10 : 0, p.y > 59 ? -10 : 0));
    for (int i = 0; i <= 60; ++i) c.midline.push_back({0, i});
    for (int side : {0, 1})
        for (int i = 60; i >= 0; --i) c.pupil_foot[static_cast<std::size_t>(side)].push_back({side ? 32 : -32, i});
    return c;
}

class OnPaper : public testing::TestWithParam<Paper> {};
INSTANTIATE_TEST_SUITE_P(Sheet, OnPaper, testing::Values(Paper::a4, Paper::letter),
                         [](const auto& which) { return which.param == Paper::a4 ? "A4" : "Letter"; });

TEST_P(OnPaper, RulersAndAKnownTemplateMeasureTrue) {
    Sheet sheet = sample_sheet();
    sheet.paper = GetParam();
    sheet.curve = known_curve();
    const SheetPdf pdf(sheet);
    const cv::Mat page = pdf.picture(pdf.pages());
    ASSERT_GT(page.cols, page.rows);

    // Lines across, from above: the template's 150 mm, then the ruler's, which is as wide as its own line longer.
    std::vector<DarkRun> across;
    for (const DarkRun& run : dark_runs(page, false))
        if (mm(run.length) > 120 && (across.empty() || run.line > across.back().line + 6)) across.push_back(run);
    ASSERT_EQ(across.size(), 2u);
    EXPECT_NEAR(mm(across[0].length), 150, 0.2);
    EXPECT_NEAR(mm(across[1].length) - 0.15, 150, 0.2);

    // Lines down: the ruler, and the template's two sides, 150 mm apart and 50 mm long.
    std::vector<DarkRun> down;
    for (const DarkRun& run : dark_runs(page, true))
        if (mm(run.length) > 45 && (down.empty() || run.line > down.back().line + 6)) down.push_back(run);
    ASSERT_EQ(down.size(), 3u);
    EXPECT_NEAR(mm(down[0].length) - 0.15, 150, 0.2);
    EXPECT_NEAR(mm(down[2].line - down[1].line), 150, 0.2);
    EXPECT_NEAR(mm(down[1].length), 50 + 0.15, 0.2);
    std::printf("of 150 mm: ruler across %.2f, down %.2f; template across %.2f, side to side %.2f\n",
                mm(across[1].length) - 0.15, mm(down[0].length) - 0.15, mm(across[0].length),
                mm(down[2].line - down[1].line));
}

TEST_P(OnPaper, TheClientsOwnTemplateIsAsLargeOnPaper) {
    for (const HairlineStyle style : {HairlineStyle::natural, HairlineStyle::m_shape}) {
        TreatmentDesign d;
        d.hairline_style = style;
        Sheet sheet = sample_sheet(style == HairlineStyle::natural ? 0 : 4, d);
        sheet.paper = GetParam();
        const SheetPdf pdf(sheet);
        const std::string words = pdf.words();
        ASSERT_EQ(words.find("piece 1 of"), std::string::npos) << "this one fits on one page";
        cv::Mat black, labels, stats, middles;
        cv::compare(pdf.picture(pdf.pages()), 70, black, cv::CMP_LT);
        const int n = cv::connectedComponentsWithStats(black, labels, stats, middles, 8);
        glm::dvec2 low(1e9), high(-1e9);
        for (const auto& p : sheet.curve->edge) {
            low = glm::min(low, p);
            high = glm::max(high, p);
        }
        // Of what is black and wide there are the ruler and the edge; the edge is the tall one.
        double width = 0, height = 0;
        for (int i = 1; i < n; ++i)
            if (mm(stats.at<int>(i, cv::CC_STAT_WIDTH)) > 100 && mm(stats.at<int>(i, cv::CC_STAT_HEIGHT)) > 15) {
                width = mm(stats.at<int>(i, cv::CC_STAT_WIDTH));
                height = mm(stats.at<int>(i, cv::CC_STAT_HEIGHT));
            }
        const double line_mm = 0.3;
        EXPECT_NEAR(width, high.x - low.x + line_mm, 0.25);
        EXPECT_NEAR(height, high.y - low.y + line_mm, 0.25);
    }
}

// What is cut out lies on the face's side of the edge, however steep that runs where a foot sets off.
TEST(Sheet, TheTintedPaperEndsAtTheEdge) {
    TreatmentDesign d;
    d.hairline_style = HairlineStyle::m_shape;
    d.temple_recession_mm = 12;
    const SheetPdf pdf(sample_sheet(4, d));
    const cv::Mat page = pdf.picture(pdf.pages(), true);
    cv::Mat tint, black;
    cv::inRange(page, cv::Scalar(221, 241, 249), cv::Scalar(227, 247, 255), tint);
    cv::inRange(page, cv::Scalar::all(0), cv::Scalar::all(15), black);
    const int middle = page.cols / 2, reach = static_cast<int>(35 / mm(1));
    int columns = 0;
    for (int x = middle - reach; x < middle + reach; ++x) {
        const auto first = [&](const cv::Mat& of) {
            int y = 0;
            while (y < of.rows && !of.at<uchar>(y, x)) ++y;
            return y;
        };
        if (first(tint) == tint.rows) continue;
        ++columns;
        EXPECT_GT(first(tint), first(black)) << "column " << x;
    }
    EXPECT_GT(columns, reach);
}

TEST_P(OnPaper, NothingStandsOutsideThePage) {
    Sheet sheet = sample_sheet();
    sheet.paper = GetParam();
    sheet.client = std::string(180, 'W') + " and a second name that goes on and on " + std::string(60, 'm');
    sheet.salon = "The salon with the longest name in the whole of the country and its neighbours, Limited Partnership";
    sheet.practitioner = sheet.client;
    sheet.price = std::string(900, '9');
    sheet.recipe[1].brand = std::string(2500, 'b');
    sheet.notes = std::string("A line\nanother\n\n\n") + std::string(500, '\n') + "the last";
    const SheetPdf pdf(sheet);
    const std::string boxes = pdf.said("pdftotext -bbox %s -");
    const std::regex page_form("<page width=\"([0-9.]+)\" height=\"([0-9.]+)\""),
        word_form("<word xMin=\"([-0-9.]+)\" yMin=\"([-0-9.]+)\" xMax=\"([-0-9.]+)\" yMax=\"([-0-9.]+)\">(.*)</word>");
    std::istringstream lines(boxes);
    double width = 0, height = 0;
    int words = 0;
    for (std::string line; std::getline(lines, line);) {
        std::smatch m;
        if (std::regex_search(line, m, page_form)) {
            width = std::stod(m[1]);
            height = std::stod(m[2]);
        } else if (std::regex_search(line, m, word_form)) {
            ++words;
            const double margin = 9 * 72 / 25.4;
            EXPECT_GE(std::stod(m[1]), margin) << line;
            EXPECT_LE(std::stod(m[3]), width - margin) << line;
            EXPECT_GE(std::stod(m[2]), margin) << line;
            EXPECT_LE(std::stod(m[4]), height - 10) << line;
        }
    }
    EXPECT_GT(words, 300);
    EXPECT_NE(pdf.words().find("the last"), std::string::npos);
}

TEST(Sheet, LongNotesGoOnToTheirEnd) {
    Sheet sheet = sample_sheet();
    sheet.notes.clear();
    constexpr int many = 6000;
    for (int i = 0; i < many; ++i) sheet.notes += "w" + std::to_string(100000 + i) + (i % 37 ? " " : "\n");
    const SheetPdf pdf(sheet);
    const std::string words = pdf.words();
    for (int i = 0; i < many; ++i) ASSERT_NE(words.find("w" + std::to_string(100000 + i)), std::string::npos) << i;
    EXPECT_GT(pdf.pages(), 10);
    EXPECT_NE(words.find("Page " + std::to_string(pdf.pages()) + " of " + std::to_string(pdf.pages())),
              std::string::npos);
    // Neither lost at a page's end nor over its foot: a page holds no two lines on one another.
    EXPECT_EQ(count(words, "w100000"), 1u);
}

TEST(Sheet, EverySimulatedPictureSaysSo) {
    const Sheet sheet = sample_sheet();
    const SheetPdf pdf(sheet);
    const std::string words = pdf.words();
    EXPECT_EQ(count(words, "Preview, not a result. 24 Nov 2026. Shown"), 4u);
    for (const char* age :
         {"Shown healed. Every skin differs: expect between 75 and 125 %", "Shown fresh.", "Shown after 3 years.",
          "Shown after 5 years. Every skin differs: expect between 35 and 65 %"})
        EXPECT_NE(words.find(age), std::string::npos) << age;
    EXPECT_EQ(count(words, "Nothing in it is simulated."), 6u) << "five before, one photograph of the result";
    EXPECT_NE(words.find("Photograph. 2 Feb 2027."), std::string::npos);

    // Who takes the pictures out of the file gets the words with them.
    pdf.said("pdfimages -all %s '" + pdf.scratch().file("taken") + "'");
    int pictures = 0, dark_bands = 0;
    for (const std::string& name : pdf.scratch().names()) {
        if (!name.starts_with("taken") || !name.ends_with(".jpg")) continue;
        ++pictures;
        const cv::Mat grey = cv::imread(pdf.scratch().file(name), cv::IMREAD_GRAYSCALE);
        const cv::Mat foot = grey.rowRange(grey.rows - grey.rows / 40, grey.rows);
        if (cv::mean(foot)[0] > 80) continue;
        ++dark_bands;
        double least = 0, most = 0;
        cv::minMaxLoc(grey.rowRange(grey.rows - grey.rows / 12, grey.rows), &least, &most);
        EXPECT_GT(most, 225);
        EXPECT_LT(least, 60);
    }
    EXPECT_EQ(pictures, 10);
    EXPECT_EQ(dark_bands, 4);
}

TEST(Sheet, FontsAreInTheFileAndLettersOfManyLanguages) {
    const SheetPdf pdf(sample_sheet());
    std::istringstream lines(pdf.said("pdffonts %s"));
    std::string line;
    std::getline(lines, line);
    const std::size_t emb = line.find("emb");
    std::getline(lines, line);
    int fonts = 0;
    for (; std::getline(lines, line); ++fonts) EXPECT_EQ(line.substr(emb, 3), "yes") << line;
    EXPECT_GE(fonts, 2);
    const std::string words = pdf.words();
    for (const char* name : {"Łukasz Müller-Đorđević", "Анна Ελένη Øst"})
        EXPECT_NE(words.find(name), std::string::npos) << name;
}

TEST(Sheet, SaysNothingOfTheMachineAndLittleOfTheClient) {
    const SheetPdf pdf(sample_sheet());
    const std::string info = pdf.said("pdfinfo -custom %s") + pdf.said("pdfinfo %s") + pdf.said("pdfinfo -meta %s");
    EXPECT_NE(info.find("Scalp micropigmentation: preview and design"), std::string::npos);
    EXPECT_NE(info.find("24"), std::string::npos);
    for (const char* never : {"ukasz", "Haarlinie", "/home", "/tmp", SMP_SOURCE_DIR})
        EXPECT_EQ(info.find(never), std::string::npos) << never << "\n" << info;
    for (const char* never : {"/home/", "/tmp/", "/usr/share", SMP_SOURCE_DIR})
        EXPECT_EQ(pdf.bytes().find(never), std::string::npos) << never;
}

TEST(Sheet, TheSameSheetGivesTheSameBytes) {
    const Sheet sheet = sample_sheet();
    const auto once = sheet_pdf(sheet), other = sheet_pdf(sample_sheet(3)), again = sheet_pdf(sheet);
    ASSERT_TRUE(once && other && again);
    EXPECT_EQ(*once, *again);
    EXPECT_NE(*once, *other);
}

TEST(Sheet, ATemplateLargerThanThePaperComesInPieces) {
    Sheet sheet = sample_sheet();
    for (auto* line : {&sheet.curve->edge, &sheet.curve->rim})
        for (auto& p : *line) p.x *= 1.5;
    const SheetPdf pdf(sheet);
    const std::string words = pdf.words();
    EXPECT_NE(words.find("piece 1 of 2"), std::string::npos);
    EXPECT_NE(words.find("piece 2 of 2"), std::string::npos);
    EXPECT_NE(words.find("Lay crosses of the same letter on each other"), std::string::npos);
    EXPECT_EQ(count(words, "the ruler must measure 150 mm"), 2u);
}

TEST(Sheet, WithoutAHairlineThereIsNoTemplate) {
    TreatmentDesign crown;
    crown.region = Region::crown;
    const SheetPdf pdf(sample_sheet(0, crown));
    const std::string words = pdf.words();
    EXPECT_EQ(words.find("1 : 1"), std::string::npos);
    EXPECT_NE(words.find("no template to cut out"), std::string::npos);
}

TEST(Sheet, WhatIsMissingIsLeftToBeFilledIn) {
    Sheet bare;
    bare.made = test::noon(2026, 1, 2);
    bare.views.push_back({"Front", {}, {cv::Mat(30, 40, CV_8U, cv::Scalar(1)), "2 Jan 2026", TreatmentDesign{}}, {}});
    bare.views.push_back({});
    const SheetPdf pdf(bare);
    const std::string words = pdf.words();
    EXPECT_EQ(count(words, "No picture"), 4u) << "a picture that is not 8-bit BGR is none";
    EXPECT_EQ(words.find("nan"), std::string::npos);
    Sheet broken = bare;
    broken.client = "\xff\xfe broken \x01\x02 name \xc3";
    EXPECT_NE(SheetPdf(broken).words().find("broken"), std::string::npos);
}

TEST(Aftercare, HasTheDaysOfTheSources) {
    std::set<std::string> days;
    for (const AftercareRule& rule : aftercare_rules())
        days.insert(std::string(rule.what) + ": " + days_in_words(rule));
    for (const char* said : {"No water, no shampoo: Days 0 to 4", "No sweat: Days 0 to 4", "Mild shampoo: Days 6 to 10",
                             "No razor: Days 0 to 10", "No sauna, no pool, no strong sun: Days 0 to 30",
                             "Sun protection, SPF 30 to 50: From day 31 on"})
        EXPECT_EQ(days.count(said), 1u) << said;
    const std::string words = SheetPdf(sample_sheet()).words();
    for (const AftercareRule& rule : aftercare_rules()) {
        EXPECT_NE(words.find(rule.what), std::string::npos);
        EXPECT_NE(words.find(days_in_words(rule)), std::string::npos);
    }
}

}  // namespace
}  // namespace smp
