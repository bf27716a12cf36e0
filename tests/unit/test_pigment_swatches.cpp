// Swatches: the colour that the picture's own formula gives, and that they keep calm.
#include <gtest/gtest.h>

#include <cmath>

#include "design/colour.hpp"
#include "design/optics.hpp"
#include "design/pigment_swatches.hpp"
#include "design/stubble_match.hpp"
#include "desk/swatch_skin.hpp"
#include "skin/well_lit_skin.hpp"
#include "support/skin_tones.hpp"

namespace smp {
namespace {

glm::vec3 skin_at(std::size_t i) {
    const auto& s = test::skins[i];
    return glm::vec3(s[0], s[1], s[2]) * 0.7f;
}

double linear_of(std::uint8_t code) {
    const double v = code / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

// Mean light of the columns from `from` to `to`.
glm::dvec3 mean_of(const PigmentSwatches::One& one, int from, int to) {
    glm::dvec3 sum(0);
    for (int y = 0; y < PigmentSwatches::height_px; ++y)
        for (int x = from; x < to; ++x)
            for (int c = 0; c < 3; ++c)
                sum[c] += linear_of(one.rgb[static_cast<std::size_t>(3 * (y * PigmentSwatches::width_px + x) + c)]);
    return sum / static_cast<double>(PigmentSwatches::height_px * (to - from));
}

TEST(Swatches, HaveTheColourOfTheFormulaOnEverySkin) {
    for (std::size_t i = 0; i < test::skins.size(); ++i) {
        const glm::vec3 skin = skin_at(i);
        const PigmentSwatches all = pigment_swatches(TreatmentDesign{}, skin);
        for (int shade = 0; shade < shade_count; ++shade) {
            TreatmentDesign d;
            d.shade = static_cast<PigmentShade>(shade);
            const auto& one = all.shades[static_cast<std::size_t>(shade)];
            const glm::vec3 k = mean_depth_rgb(d, luminance_of(glm::dvec3(skin)));
            const glm::dvec3 want(skin * glm::exp(-k));
            EXPECT_LT(delta_e(one.mean_rgb, want), 1) << "skin " << i << ", shade " << shade;
            EXPECT_LT(delta_e(mean_of(one, 84, PigmentSwatches::width_px), want), 1.2) << "as drawn, skin " << i;
            EXPECT_LT(delta_e(mean_of(one, 0, 50), glm::dvec3(skin)), 1) << "bare, skin " << i;
        }
    }
}

TEST(Swatches, MarksStandClearOfTheSkinBetweenThem) {
    const PigmentSwatches all = pigment_swatches(TreatmentDesign{}, skin_at(0));
    const auto& rgb = all.shades[0].rgb;
    int least = 255, most = 0;
    for (int y = 4; y < 44; ++y)
        for (int x = 90; x < 190; ++x) {
            const int green = rgb[static_cast<std::size_t>(3 * (y * PigmentSwatches::width_px + x) + 1)];
            least = std::min(least, green);
            most = std::max(most, green);
        }
    EXPECT_GT(most - least, 25);
}

TEST(Swatches, FollowWhatTheTechnicianChooses) {
    const glm::vec3 skin = skin_at(1);
    const auto light = [&](const TreatmentDesign& d) {
        return luminance_of(pigment_swatches(d, skin).shades[0].mean_rgb);
    };
    const TreatmentDesign usual;
    const double was = light(usual);
    TreatmentDesign d = usual;
    d.dilution = 35;
    EXPECT_GT(light(d), 1.01 * was);
    d = usual;
    d.age_months = 60;
    EXPECT_GT(light(d), 1.01 * was);
    d = usual;
    d.session = 1;
    EXPECT_GT(light(d), 1.02 * was);
    d = usual;
    d.density_per_cm2 = 200;
    EXPECT_LT(light(d), 0.99 * was);
    d = usual;
    d.density_per_cm2 = 0;
    EXPECT_NEAR(light(d), luminance_of(glm::dvec3(skin)), 1e-6);
    d = usual;
    d.mark = MarkKind::feathered;
    EXPECT_NEAR(light(d), was, 0.03 * was);
}

TEST(Swatches, ShadesDifferTheWayTheyAreNamed) {
    const PigmentSwatches all = pigment_swatches(TreatmentDesign{}, skin_at(0));
    const auto warmth = [&](PigmentShade s) {
        const glm::dvec3& rgb = all.shades[static_cast<std::size_t>(s)].mean_rgb;
        return rgb.r / rgb.b;
    };
    EXPECT_GT(warmth(PigmentShade::soft_brown), warmth(PigmentShade::warm_grey));
    EXPECT_GT(warmth(PigmentShade::warm_grey), warmth(PigmentShade::neutral_grey));
    EXPECT_GT(warmth(PigmentShade::neutral_grey), warmth(PigmentShade::cool_grey));
}

TEST(Swatches, AreMadeAnewOnlyForWhatTheyShow) {
    TreatmentDesign d;
    d.hairline_height_mm = 55;
    d.shade = PigmentShade::soft_brown;
    d.patches.push_back({});
    EXPECT_EQ(swatch_design(d), swatch_design(TreatmentDesign{}));
    d.dilution += 1;
    EXPECT_FALSE(swatch_design(d) == swatch_design(TreatmentDesign{}));
    const PigmentSwatches whole = pigment_swatches(d, skin_at(0)),
                          part = pigment_swatches(swatch_design(d), skin_at(0));
    for (std::size_t i = 0; i < whole.shades.size(); ++i) EXPECT_EQ(whole.shades[i].rgb, part.shades[i].rgb);
}

TEST(SwatchSkin, StaysWhileTheReadingWavers) {
    SwatchSkin skin;
    const glm::vec3 rgb = skin_at(1);
    double t = 100;
    skin.see(rgb, t);
    EXPECT_FALSE(skin.shown_rgb()) << "the first frame is not believed";
    for (int i = 0; i < 30; ++i) skin.see(rgb, t += 1.0 / 30);
    ASSERT_TRUE(skin.shown_rgb());
    const glm::vec3 first = *skin.shown_rgb();
    for (int i = 0; i < 900; ++i) {
        const auto waver = static_cast<float>(1 + 0.06 * std::sin(0.9 * i) * std::cos(2.3 * i));
        skin.see(rgb * waver, t += 1.0 / 30);
        ASSERT_EQ(*skin.shown_rgb(), first) << i;
    }
}

TEST(SwatchSkin, GoesAfterAnotherLightInOneStep) {
    SwatchSkin skin;
    double t = 0;
    for (int i = 0; i < 60; ++i) skin.see(skin_at(1), t += 1.0 / 30);
    const glm::vec3 wanted = skin_at(1) * glm::vec3(1.5f, 1.3f, 1.1f);
    int changes = 0;
    glm::vec3 last = *skin.shown_rgb();
    for (int i = 0; i < 300; ++i) {
        skin.see(wanted, t += 1.0 / 30);
        if (*skin.shown_rgb() != last) ++changes;
        last = *skin.shown_rgb();
    }
    EXPECT_GE(changes, 1);
    EXPECT_LE(changes, 2);
    EXPECT_LT(delta_e(glm::dvec3(last), glm::dvec3(wanted)), 2);
    // A hand before the lamp is no other light.
    for (int i = 0; i < 10; ++i) skin.see(0.3f * wanted, t += 1.0 / 30);
    for (int i = 0; i < 60; ++i) skin.see(wanted, t += 1.0 / 30);
    EXPECT_EQ(*skin.shown_rgb(), last);
}

TEST(SwatchSkin, ForgetsAHeadThatHasGone) {
    SwatchSkin skin;
    double t = 0;
    for (int i = 0; i < 60; ++i) skin.see(skin_at(0), t += 1.0 / 30);
    for (int i = 0; i < 30; ++i) skin.see({}, t += 1.0 / 30);
    EXPECT_TRUE(skin.shown_rgb()) << "lost for a moment";
    for (int i = 0; i < 90; ++i) skin.see({}, t += 1.0 / 30);
    EXPECT_FALSE(skin.shown_rgb());
    for (int i = 0; i < 30; ++i) skin.see(skin_at(3), t += 1.0 / 30);
    ASSERT_TRUE(skin.shown_rgb());
    EXPECT_LT(delta_e(glm::dvec3(*skin.shown_rgb()), glm::dvec3(skin_at(3))), 0.5);
}

TEST(WellLitSkin, IsThatOfBareSkinInGoodLight) {
    SkinLook look;
    EXPECT_FALSE(well_lit_skin_rgb(look));
    look.matt = cv::Mat(20, 20, CV_32FC4, cv::Scalar(0.4, 0.25, 0.18, 1));
    look.matt(cv::Rect(0, 0, 10, 20)).setTo(cv::Scalar(0.1, 0.05, 0.03, 1));    // in shade
    look.matt(cv::Rect(10, 0, 10, 5)).setTo(cv::Scalar(0.25, 0.28, 0.3, 0.1));  // a cap
    EXPECT_FALSE(well_lit_skin_rgb(look)) << "its light is not known";
    const glm::dvec3 want(0.4, 0.25, 0.18);
    look.luminance = luminance_of(want);
    const auto rgb = well_lit_skin_rgb(look);
    ASSERT_TRUE(rgb);
    EXPECT_LT(delta_e(glm::dvec3(*rgb), want), 0.1);
}

}  // namespace
}  // namespace smp
