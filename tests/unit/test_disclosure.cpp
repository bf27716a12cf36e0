// What every picture says of itself.
#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "app/picture_label.hpp"
#include "design/disclosure.hpp"
#include "design/optics.hpp"

namespace smp {
namespace {

TEST(Disclosure, SaysPreviewDateAgeAndHowFarItMayBeOff) {
    TreatmentDesign d;
    const auto said = [&](double months) {
        d.age_months = months;
        return disclosure(d, "24 Nov 2026");
    };
    EXPECT_EQ(said(1),
              "Preview, not a result. 24 Nov 2026. Shown healed.\n"
              "Every skin differs: expect between 75 and 125 % of the healed strength.");
    for (const auto& [months, age, band] : {std::tuple{0.0, "Shown fresh.", "100 and 170 %"},
                                            {0.25, "Shown after 8 days.", "90 and 160 %"},
                                            {6.0, "Shown after 6 months.", "65 and 115 %"},
                                            {12.0, "Shown after 1 year.", "60 and 110 %"},
                                            {18.0, "Shown after 1.5 years.", "60 and 100 %"},
                                            {60.0, "Shown after 5 years.", "35 and 65 %"}}) {
        EXPECT_NE(said(months).find(age), std::string::npos) << said(months);
        EXPECT_NE(said(months).find(band), std::string::npos) << said(months);
    }
    d.patches.resize(1);
    EXPECT_EQ(said(1).find("scar"), std::string::npos);
    d.patches[0].kind = PatchKind::scar;
    EXPECT_NE(said(1).find("in scars less surely"), std::string::npos);
}

TEST(Disclosure, TheBandIsAQuarterEitherWay) {
    for (const double months : {0.0, 1.0, 24.0, 60.0, 120.0}) {
        const auto [low, high] = strength_band(months);
        EXPECT_NEAR(low, 0.75 * age_strength(months), 1e-12);
        EXPECT_NEAR(high, 1.25 * age_strength(months), 1e-12);
    }
}

cv::Mat grey(int width_px, int height_px) {
    return {height_px, width_px, CV_8UC3, cv::Scalar::all(120)};
}

// Where a picture differs from plain grey.
cv::Rect changed(const cv::Mat& picture) {
    cv::Mat one, differs;
    cv::extractChannel(picture, one, 0);
    cv::compare(one, 120, differs, cv::CMP_NE);
    std::vector<cv::Point> at;
    cv::findNonZero(differs, at);
    cv::Rect box;
    for (const auto& p : at) box |= cv::Rect(p, cv::Size(1, 1));
    return box;
}

TEST(PictureLabel, StandsInTheLowerLeftCornerAndReads) {
    const std::string text = disclosure({}, "24 Nov 2026");
    for (const cv::Size size : {cv::Size(1280, 720), {640, 480}, {1920, 1080}, {720, 1280}, {289, 292}, {190, 190}}) {
        cv::Mat picture = grey(size.width, size.height);
        PictureLabel label(text);
        label.burn(picture, 1);
        const cv::Rect box = changed(picture);
        EXPECT_EQ(box.x, 0);
        EXPECT_EQ(box.br().y, size.height);
        EXPECT_LT(box.width, size.width) << "no line runs out of the picture";
        EXPECT_LT(box.height, size.height / (size.width > 400 ? 10 : 6)) << size.height;
        // White on dark, contrast above 4.5 : 1 on what was bright too.
        double least = 0, most = 0;
        cv::minMaxLoc(picture(box).clone().reshape(1), &least, &most);
        EXPECT_GT(most, 240);
        EXPECT_LT(least, 40);
        cv::Mat white(size, CV_8UC3, cv::Scalar::all(255));
        label.burn(white, 1);
        EXPECT_LT(white.at<cv::Vec3b>(size.height - 1, 0)[0], 80);
    }
}

TEST(PictureLabel, FadesWithWhatIsSimulated) {
    cv::Mat half = grey(640, 480), full = half.clone(), none = half.clone();
    PictureLabel label("Preview");
    label.burn(half, 0.5);
    label.burn(full, 1);
    label.burn(none, 0);
    EXPECT_EQ(changed(none), cv::Rect());
    EXPECT_EQ(changed(half), changed(full));
    EXPECT_NEAR(half.at<cv::Vec3b>(479, 0)[1], (120 + full.at<cv::Vec3b>(479, 0)[1]) / 2, 1);
    cv::Mat tiny = grey(5, 4);
    PictureLabel("A line that is far wider than that\nand another").burn(tiny, 1);
    EXPECT_EQ(tiny.size(), cv::Size(5, 4));

    Tracked tracked;
    tracked.overlay_alpha = 0.4;
    TreatmentDesign d;
    EXPECT_EQ(label_alpha(tracked, d), 0.4);
    d.opacity = 0.1;
    EXPECT_EQ(label_alpha(tracked, d), 0.4) << "a faint view is a preview too";
    d.opacity = 0;
    EXPECT_EQ(label_alpha(tracked, d), 0) << "nothing is simulated";
}

}  // namespace
}  // namespace smp
