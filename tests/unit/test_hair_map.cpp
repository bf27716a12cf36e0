// What is taken for hair on flat pieces of scalp drawn in numbers.
#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "skin/hair_map.hpp"

namespace smp {
namespace {

constexpr float bare = 0.01f;
const cv::Size cells(40, 30);

// An even piece of the top of a head, or of where a fringe is kept.
HairEvidence evidence(float contrast, float tone_off, float hue_off = 0, float paler = 0, bool side = false) {
    const auto all = [](float v) { return cv::Mat(cells, CV_32F, cv::Scalar(v)); };
    return {all(contrast),
            all(0),
            all(tone_off),
            all(hue_off),
            all(paler),
            cv::Mat(cells, CV_32FC2, side ? cv::Scalar(70, 0) : cv::Scalar(0, 10)),
            cv::Mat(cells, CV_8U, cv::Scalar(255)),
            bare};
}
cv::Vec4f middle(const HairEvidence& e) {
    return hair_map(e).at<cv::Vec4f>(cells.height / 2, cells.width / 2);
}

TEST(HairMap, BareSkinHasNoneInLightAndShade) {
    for (const float tone : {0.3f, 0.f, -0.4f, -0.9f}) {
        const cv::Vec4f at = middle(evidence(bare, tone));
        EXPECT_EQ(at[0], 0) << tone;
        EXPECT_EQ(at[1], 0) << tone;
        EXPECT_EQ(at[2], 0) << tone;
    }
    // Deep shade between lamp and wall is more coloured than skin in the light, and its noise is stronger.
    EXPECT_LT(middle(evidence(2 * bare, -1.7f, 0.3f, -0.4f))[0], 0.05);
}

TEST(HairMap, LongHairHidesTheSkin) {
    EXPECT_GT(middle(evidence(0.05f, -2.2f))[0], 0.95) << "dark, its strands seen";
    EXPECT_GT(middle(evidence(bare, -2.3f))[0], 0.95) << "black, out of focus";
    EXPECT_GT(middle(evidence(0.04f, -0.3f, 1.1f))[0], 0.95) << "of another hue";
    EXPECT_GT(middle(evidence(0.03f, -1.0f, 0.3f, 0.3f))[0], 0.9) << "grey";
}

TEST(HairMap, SkinBetweenStrandsStaysOpen) {
    const cv::Vec4f at = middle(evidence(0.06f, -0.4f));
    EXPECT_EQ(at[0], 0);
    EXPECT_EQ(at[1], 1);
}

TEST(HairMap, StubbleIsReadWhereAFringeIsKept) {
    EXPECT_NEAR(middle(evidence(bare, -0.4f, 0, 0, true))[2], 0.4, 1e-3);
    EXPECT_EQ(middle(evidence(bare, -0.4f, 0, 0, false))[2], 0);
    EXPECT_EQ(middle(evidence(bare, 0.2f, 0, 0, true))[2], 0);
    EXPECT_LT(middle(evidence(bare, -0.06f, 0, 0, true))[2], 0.005) << "the light is not foreseen that exactly";
}

TEST(HairMap, AFlowOfLinesHidesTheSkinWhateverItsColour) {
    HairEvidence as_skin = evidence(bare, 0);
    as_skin.flow.setTo(1);
    EXPECT_EQ(middle(as_skin)[0], 1);
}

// Strands over all that are as light as skin, or as wet pores: the same slopes, one way or any.
cv::Mat combed(const cv::Size& size, double turned_deg, unsigned seed) {
    cv::RNG random(seed);
    cv::Mat out(size, CV_8UC3, cv::Scalar(120, 150, 190));
    for (int i = 0; i < size.area() / 12; ++i) {
        const double a = (60 + turned_deg * random.uniform(-1.0, 1.0)) * CV_PI / 180;
        const cv::Point2d from(random.uniform(-20, size.width), random.uniform(-20, size.height));
        const cv::Point2d to = from + (turned_deg > 90 ? 4 : 40) * cv::Point2d(std::cos(a), std::sin(a));
        cv::line(out, from, to, cv::Scalar(120, 150, 190) + cv::Scalar::all(random.uniform(-16, 17)), 1, cv::LINE_AA);
    }
    return out;
}

TEST(HairFlow, LinesOneWayAreHairButPoresAndWrinklesAreNot) {
    const CoarseGrid grid{cv::Rect(0, 0, 240, 180), 6};
    const cv::Mat on_head(grid.size(), CV_8U, cv::Scalar(255)), top(grid.size(), CV_32FC2, cv::Scalar(5, 10)),
        forehead(grid.size(), CV_32FC2, cv::Scalar(0, 75)), unlike(grid.size(), CV_32F, cv::Scalar(0));
    const auto at_middle = [&](const cv::Mat& bgr, const cv::Mat& chart) {
        return hair_flow(fine_texture(bgr, grid, on_head), unlike, chart, on_head).at<float>(15, 20);
    };
    const cv::Mat hair = combed(grid.box_px.size(), 15, 1), pores = combed(grid.box_px.size(), 180, 2);
    const auto slope = [&](const cv::Mat& bgr) { return fine_texture(bgr, grid, on_head).slope.at<float>(15, 20); };
    EXPECT_GT(slope(pores), 0.0135f) << "or they would tell nothing";
    EXPECT_GT(at_middle(hair, top), 0.95f);
    EXPECT_EQ(at_middle(hair, forehead), 0) << "there are wrinkles";
    EXPECT_EQ(at_middle(pores, top), 0);
    cv::Mat wrinkles(grid.box_px.size(), CV_8UC3, cv::Scalar(120, 150, 190)), patch = wrinkles.clone();
    cv::Mat grain(wrinkles.size(), CV_8U);
    cv::RNG(3).fill(grain, cv::RNG::NORMAL, 10, 2);
    cv::cvtColor(grain, grain, cv::COLOR_GRAY2BGR);
    for (int y = 4; y < wrinkles.rows; y += 36)
        cv::line(wrinkles, {0, y}, {239, y + 6}, cv::Scalar(80, 100, 140), 2, cv::LINE_AA);
    wrinkles += grain;
    EXPECT_EQ(at_middle(wrinkles, top), 0);
    hair(cv::Rect(108, 78, 24, 24)).copyTo(patch(cv::Rect(108, 78, 24, 24)));
    EXPECT_LT(at_middle(patch, top), 0.1f) << "a scar or the edge of a highlight";
    // Even shade has slopes one way too.
    cv::Mat shade(grid.box_px.size(), CV_8UC3);
    for (int x = 0; x < shade.cols; ++x) shade.col(x) = cv::Scalar::all(40 + 0.8 * x);
    EXPECT_EQ(at_middle(shade, top), 0);
}

TEST(FineTexture, StrandsCountButLinesAndTheOutlineDoNot) {
    const CoarseGrid grid{cv::Rect(0, 0, 240, 180), 6};
    cv::Mat on_head(grid.size(), CV_8U, cv::Scalar(255));
    on_head.colRange(30, 40) = 0;
    cv::Mat skin(180, 240, CV_8UC3, cv::Scalar(110, 140, 190));
    skin.colRange(180, 240) = cv::Scalar(20, 20, 20);
    cv::Mat wrinkled = skin.clone(), hairy = skin.clone();
    cv::line(wrinkled, {0, 60}, {180, 66}, cv::Scalar(60, 80, 110), 2, cv::LINE_AA);
    cv::circle(wrinkled, {90, 120}, 4, cv::Scalar(50, 60, 80), -1, cv::LINE_AA);
    for (int i = -180; i < 180; i += 7)
        cv::line(hairy, {i, 0}, {i + 120, 180}, cv::Scalar(60, 80, 110), 1, cv::LINE_AA);
    const cv::Rect inside(3, 3, 24, 24);
    const auto most = [&](const cv::Mat& m) {
        double v = 0;
        cv::minMaxLoc(m(inside), nullptr, &v);
        return v;
    };
    const auto least = [&](const cv::Mat& m) {
        double v = 0;
        cv::minMaxLoc(m(inside), &v);
        return v;
    };
    const auto contrast_of = [&](const cv::Mat& bgr) { return fine_texture(bgr, grid, on_head).contrast; };
    EXPECT_LT(most(contrast_of(skin)), 1e-3);
    EXPECT_EQ(strand_share(static_cast<float>(most(contrast_of(wrinkled))), bare), 0);
    EXPECT_GT(least(contrast_of(hairy)), 0.03);
    EXPECT_EQ(strand_share(bare, bare), 0);
    EXPECT_EQ(strand_share(0.04f, bare), 1);
}

}  // namespace
}  // namespace smp
