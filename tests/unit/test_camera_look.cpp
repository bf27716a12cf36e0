// Blur, smear and grain of pictures that were blurred, smeared and grained by known amounts.
#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "skin/camera_look.hpp"

namespace smp {
namespace {

constexpr int width = 240, height = 180;

cv::Mat grained(const cv::Mat& grey, double sigma, unsigned seed) {
    cv::Mat noise(grey.size(), CV_32F), out;
    cv::RNG(seed).fill(noise, cv::RNG::NORMAL, 0, sigma);
    cv::Mat sum;
    grey.convertTo(sum, CV_32F);
    sum += noise;
    sum.convertTo(out, CV_8U);
    return out;
}

// Straight edges every way between greys, through a lens of `sigma_px`, smeared by `smear_px` along x. Drawn eight
// times as large: a pixel of the sensor is itself a box, of variance 1/12, and counts as blur.
// `hairs`: short dark strokes of a quarter of a pixel to one among them.
cv::Mat edges(double sigma_px, double smear_px = 0, double noise = 2, unsigned seed = 1, int hairs = 0) {
    constexpr int fine = 8;
    cv::RNG random(seed);
    cv::Mat large(fine * height, fine * width, CV_8U, cv::Scalar(120)), small;
    for (int i = 0; i < 24; ++i) {
        const cv::Point2f at(random.uniform(0.f, 1.f) * large.cols, random.uniform(0.f, 1.f) * large.rows);
        cv::Point2f corners[4];
        cv::RotatedRect(at, cv::Size2f(fine * random.uniform(25.f, 60.f), fine * random.uniform(25.f, 60.f)),
                        random.uniform(0.f, 180.f))
            .points(corners);
        const std::vector<cv::Point> shape(corners, corners + 4);
        cv::fillConvexPoly(large, shape, cv::Scalar(random.uniform(30, 225)));
    }
    for (int i = 0; i < hairs; ++i) {
        const cv::Point2f at(random.uniform(0.f, 1.f) * large.cols, random.uniform(0.f, 1.f) * large.rows);
        const float way = fine * random.uniform(4.f, 12.f), turn = random.uniform(0.f, 6.28f);
        cv::line(large, at, at + way * cv::Point2f(std::cos(turn), std::sin(turn)), cv::Scalar(random.uniform(30, 90)),
                 random.uniform(2, 9), cv::LINE_AA);
    }
    const double lens = fine * std::sqrt(sigma_px * sigma_px - 1.0 / 12);
    cv::GaussianBlur(large, large, {}, lens);
    if (smear_px > 0) cv::blur(large, large, {static_cast<int>(fine * smear_px) | 1, 1});
    cv::resize(large, small, {width, height}, 0, 0, cv::INTER_AREA);
    return grained(small, noise, seed + 100);
}

TEST(EdgeBlur, IsFoundWithinASixth) {
    for (const double sigma : {0.5, 0.8, 1.2, 2.0})
        for (const double noise : {0.5, 2.0})
            for (unsigned seed = 1; seed <= 3; ++seed) {
                const auto found = edge_blur_px(edges(sigma, 0, noise, seed));
                ASSERT_TRUE(found);
                EXPECT_NEAR(*found, sigma, sigma / 6) << noise << ", " << seed;
            }
}

// Brows are made of them, and each of their flanks is sharper than an edge can be through the same lens.
TEST(EdgeBlur, HairsAreNoEdges) {
    for (const double sigma : {0.5, 0.8, 1.2, 2.0})
        for (const int hairs : {150, 400})
            for (unsigned seed = 1; seed <= 3; ++seed) {
                const auto found = edge_blur_px(edges(sigma, 0, 1, seed, hairs));
                ASSERT_TRUE(found);
                EXPECT_NEAR(*found, sigma, sigma / 6) << hairs << ", " << seed;
            }
}

TEST(EdgeBlur, SmearIsFoundAlongTheMotionOnly) {
    constexpr double sigma = 0.8;
    for (const double smear : {4.0, 8.0})
        for (unsigned seed = 1; seed <= 3; ++seed) {
            const cv::Mat picture = edges(sigma, smear, 2, seed);
            const auto along = edge_blur_px(picture, glm::dvec2(1, 0)),
                       across = edge_blur_px(picture, glm::dvec2(0, 1));
            ASSERT_TRUE(along && across);
            const double wide = std::sqrt(sigma * sigma + smear * smear / 12);
            EXPECT_NEAR(*along, wide, 0.2 * wide) << seed;
            EXPECT_NEAR(*across, sigma, 0.2 * sigma) << seed;
        }
}

TEST(EdgeBlur, NoneWithoutEdges) {
    EXPECT_FALSE(edge_blur_px(grained(cv::Mat(height, width, CV_8U, cv::Scalar(120)), 2, 1)));
    EXPECT_FALSE(edge_blur_px(cv::Mat(8, 8, CV_8U, cv::Scalar(0))));
    cv::Mat spot(height, width, CV_8U, cv::Scalar(60));
    cv::rectangle(spot, {40, 40}, {47, 47}, cv::Scalar(180), -1);
    EXPECT_FALSE(edge_blur_px(spot)) << "too few";
    cv::Mat lines(height, width, CV_8U, cv::Scalar(60));
    for (int y = 20; y < height; y += 40) cv::rectangle(lines, {0, y}, {width, y + 19}, cv::Scalar(180), -1);
    EXPECT_TRUE(edge_blur_px(lines));
    EXPECT_TRUE(edge_blur_px(lines, glm::dvec2(0, 1)));
    EXPECT_FALSE(edge_blur_px(lines, glm::dvec2(1, 0)));
}

// Skin: light that goes over it softly, pores and spots of 2 px and more.
cv::Mat skin(double texture) {
    cv::Mat out(height, width, CV_32F), spots(height, width, CV_32F);
    cv::RNG(7).fill(spots, cv::RNG::NORMAL, 0, 1);
    cv::GaussianBlur(spots, spots, {}, 1.2);
    cv::Scalar mean, deviation;
    cv::meanStdDev(spots, mean, deviation);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            out.at<float>(y, x) = static_cast<float>(120 + 0.3 * x + 20 * std::sin(0.02 * y) +
                                                     texture * spots.at<float>(y, x) / deviation[0]);
    return out;
}

const cv::Mat& everywhere() {
    static const cv::Mat out(height, width, CV_8U, cv::Scalar(255));
    return out;
}

// Rounding to whole steps adds a variance of 1/12.
double rounded(double sigma) {
    return std::sqrt(sigma * sigma + 1.0 / 12) / 255;
}

TEST(Grain, IsFoundWithinAndBetweenPictures) {
    for (const double sigma : {1.0, 2.0, 4.0}) {
        const cv::Mat a = grained(skin(0), sigma, 1), b = grained(skin(0), sigma, 2);
        const auto within = grain_within(a, everywhere()), between = grain_between(b, a, everywhere());
        ASSERT_TRUE(within && between);
        EXPECT_NEAR(*within, rounded(sigma), 0.1 * rounded(sigma));
        EXPECT_NEAR(*between, rounded(sigma), 0.05 * rounded(sigma));
    }
}

TEST(Grain, TextureIsNoneBetweenPictures) {
    for (const double sigma : {1.0, 3.0}) {
        const cv::Mat a = grained(skin(6), sigma, 1), b = grained(skin(6), sigma, 2);
        EXPECT_NEAR(*grain_between(b, a, everywhere()), rounded(sigma), 0.05 * rounded(sigma));
        EXPECT_NEAR(*grain_between(b + 5, a, everywhere()), rounded(sigma), 0.05 * rounded(sigma))
            << "a lamp's flicker";
    }
    const cv::Mat still = grained(skin(6), 2, 1);
    EXPECT_EQ(*grain_between(still, still, everywhere()), 0);
}

TEST(Grain, OnlyWhereAskedAndNoneOfTooLittle) {
    cv::Mat a = grained(skin(0), 2, 1), b = grained(skin(0), 2, 2), left(height, width, CV_8U, cv::Scalar(0));
    const cv::Rect half(0, 0, width / 2, height);
    left(half).setTo(255);
    const cv::Rect other(width / 2 + 2, 0, width / 2 - 2, height);
    cv::RNG(3).fill(a(other), cv::RNG::UNIFORM, 0, 255);
    EXPECT_NEAR(*grain_within(a, left), rounded(2), 0.1 * rounded(2));
    EXPECT_NEAR(*grain_between(a, b, left), rounded(2), 0.05 * rounded(2));
    cv::Mat little(height, width, CV_8U, cv::Scalar(0));
    little(cv::Rect(40, 40, 14, 14)).setTo(255);
    EXPECT_FALSE(grain_within(a, little));
    EXPECT_FALSE(grain_between(a, b, little));
    EXPECT_FALSE(grain_between(a, b(half), everywhere())) << "another size of picture";
}

}  // namespace
}  // namespace smp
