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

TEST(FineContrast, StrandsCountButLinesAndTheOutlineDoNot) {
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
    EXPECT_LT(most(fine_contrast(skin, grid, on_head)), 1e-3);
    EXPECT_EQ(strand_share(static_cast<float>(most(fine_contrast(wrinkled, grid, on_head))), bare), 0);
    EXPECT_GT(least(fine_contrast(hairy, grid, on_head)), 0.03);
    EXPECT_EQ(strand_share(bare, bare), 0);
    EXPECT_EQ(strand_share(0.04f, bare), 1);
}

}  // namespace
}  // namespace smp
