// The sheet that is made of a client's record alone.
#include <gtest/gtest.h>

#include "app/record_sheet.hpp"
#include "app/record_shot.hpp"
#include "support/pdf.hpp"
#include "support/record_fixture.hpp"
#include "support/record_shot_fixture.hpp"
#include "support/sheet_fixture.hpp"

namespace smp::test {
namespace {

using records::Occasion;

// A visit: the views, with a head that is not the mean one.
Shot sitting(ViewId view, int day, double height_mm) {
    Shot shot = view_shot(view, day);
    shot.before = drawn_head(960, 720, 150);
    shot.after = drawn_head(960, 720, 110);
    shot.intrinsics = Intrinsics::from_fov(960, 720, 60);
    shot.shape = head(3);
    shot.design.hairline_height_mm = height_mm;
    shot.view->crop = first_crop(*shot.camera_from_head, shot.intrinsics);
    shot.time = noon(2026, 9, day);
    return shot;
}

struct Kept : records::test::Store {
    records::ClientId client;
    Kept() {
        records::Client person;
        person.name = "Łukasz Müller";
        client = store->add_client({{person}}, "Anna").value();
    }
    void keep(records::Content content) {
        const auto saved = store->save(client, {{std::move(content)}}, "Anna");
        ASSERT_TRUE(saved) << saved.error().line();
    }
    void keep(const Shot& shot, Occasion occasion) { keep(record_shot(shot, occasion).value()); }
    void agree(double height_mm) {
        TreatmentDesign design;
        design.hairline_height_mm = height_mm;
        records::AgreedDesign agreed;
        agreed.date = records::test::day(2026, 9, 21);
        agreed.title = "Variant B";
        agreed.design_json = design_to_json(design);
        agreed.price = records::Price{240050, "EUR"};
        agreed.sessions_planned = 3;
        agreed.notes = "Wishes a soft line.";
        keep(agreed);
    }
    Expected<Sheet> sheet() { return record_sheet(*store, client, model(), {"Studio Haarlinie", "", "Anna"}); }
};

TEST(RecordSheet, SaysWhatIsMissingForIt) {
    Kept kept;
    const auto nothing = kept.sheet();
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ExitCode::input);
    EXPECT_NE(nothing.error().line().find("no design"), std::string::npos) << nothing.error().line();
    kept.agree(70);
    const auto no_head = kept.sheet();
    ASSERT_FALSE(no_head) << "no millimetre would be true";
    EXPECT_NE(no_head.error().line().find("keeps their head"), std::string::npos) << no_head.error().line();
}

TEST(RecordSheet, IsOfTheAgreedDesignOnTheClientsOwnHead) {
    Kept kept;
    kept.keep(sitting(ViewId::front, 20, 81), Occasion::before);
    kept.agree(70);
    const auto sheet = kept.sheet();
    ASSERT_TRUE(sheet) << sheet.error().line();
    EXPECT_EQ(sheet->client, "Łukasz Müller");
    EXPECT_EQ(sheet->design.hairline_height_mm, 70);
    ASSERT_TRUE(sheet->numbers.hairline && sheet->curve);
    EXPECT_NEAR(sheet->numbers.hairline->height_mm.value, 70, 0.1);
    EXPECT_NEAR(line_length_mm(sheet->curve->midline), 70, 0.5);
    EXPECT_EQ(sheet->price, "2400.50 EUR");
    EXPECT_EQ(sheet->notes, "Wishes a soft line.");

    // The same design on the mean head covers another area.
    TreatmentDesign design = sheet->design;
    const Treatment& mean = compiler().compile({}, design);
    const auto other = treatment_numbers(model(), {}, compiler().surface(), design, mean, {});
    EXPECT_GT(std::abs(other.treated_area_cm2.value - sheet->numbers.treated_area_cm2.value), 1);
}

TEST(RecordSheet, ShowsPreviewsFirstAndHealedPhotographsLater) {
    Kept kept;
    kept.keep(sitting(ViewId::front, 20, 81), Occasion::before);
    kept.keep(sitting(ViewId::left_45, 20, 81), Occasion::before);
    kept.keep(sitting(ViewId::left_45, 21, 77), Occasion::before);
    auto sheet = kept.sheet();
    ASSERT_TRUE(sheet) << sheet.error().line();
    EXPECT_EQ(sheet->design.hairline_height_mm, 77) << "of the newest picture, as nothing was agreed";
    ASSERT_EQ(sheet->views.size(), 2u);
    EXPECT_FALSE(sheet->views[1].before.simulated);
    ASSERT_TRUE(sheet->views[1].after.simulated);
    EXPECT_EQ(sheet->views[1].after.simulated->hairline_height_mm, 77);
    EXPECT_EQ(sheet->views[1].before.date, "21 Sep 2026");
    EXPECT_EQ(sheet->views[1].before.bgr.size(), sheet->views[1].after.bgr.size());

    records::TreatmentSession session = records::test::sample_session("LOT-1");
    kept.keep(session);
    kept.keep(sitting(ViewId::left_45, 29, 77), Occasion::healed);
    sheet = kept.sheet();
    ASSERT_TRUE(sheet) << sheet.error().line();
    const SheetView& side = sheet->views[1];
    EXPECT_EQ(side.before.date, "20 Sep 2026") << "the first there is";
    EXPECT_EQ(side.after.date, "29 Sep 2026");
    EXPECT_FALSE(side.after.simulated) << "a photograph";
    EXPECT_TRUE(sheet->views[0].after.simulated) << "no healed one of the front yet";
    ASSERT_GE(sheet->recipe.size(), 2u);
    EXPECT_EQ(sheet->recipe[0].lot, "LOT-1");
    EXPECT_EQ(sheet->recipe[0].session, 1);
    EXPECT_EQ(sheet->recipe[1].session, 2) << "what is still planned";
}

TEST(RecordSheet, CutsEachPictureToItsOwnHead) {
    Kept kept;
    Shot shot = sitting(ViewId::front, 20, 81);
    const ViewCrop crop = *shot.view->crop;
    // One bright place, in the middle of the cut.
    const cv::Point middle(static_cast<int>(crop.corner_px.x + crop.size_px.x / 2),
                           static_cast<int>(crop.corner_px.y + crop.size_px.y / 2));
    cv::circle(shot.before, middle, 6, cv::Scalar::all(255), cv::FILLED);
    kept.keep(shot, Occasion::before);
    const auto sheet = kept.sheet();
    ASSERT_TRUE(sheet) << sheet.error().line();
    const cv::Mat& cut = sheet->views[0].before.bgr;
    EXPECT_NEAR(static_cast<double>(cut.cols) / cut.rows, crop.size_px.x / crop.size_px.y, 0.01);
    cv::Mat grey;
    cv::cvtColor(cut, grey, cv::COLOR_BGR2GRAY);
    const auto spot = cv::moments(grey > 240, true);
    EXPECT_NEAR(spot.m10 / spot.m00, cut.cols / 2.0, 3);
    EXPECT_NEAR(spot.m01 / spot.m00, cut.rows / 2.0, 3);
}

TEST(RecordSheet, ComesAsAPdfWithoutMoreOfTheClientThanTheirName) {
    Kept kept;
    kept.keep(sitting(ViewId::front, 20, 81), Occasion::before);
    kept.agree(70);
    const auto sheet = kept.sheet();
    ASSERT_TRUE(sheet) << sheet.error().line();
    const Pdf pdf(sheet_pdf(*sheet));
    const std::string words = pdf.words();
    for (const char* there : {"Studio Haarlinie", "Łukasz Müller", "2400.50 EUR", "not a result"})
        EXPECT_NE(words.find(there), std::string::npos) << there;
}

}  // namespace
}  // namespace smp::test
