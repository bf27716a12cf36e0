// The colour of a lamp, from shine on skins light and dark.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "skin/lamp_colour.hpp"

namespace smp {
namespace {

const glm::dvec3 fair(0.60, 0.38, 0.28), dark(0.075, 0.038, 0.025);  // linear albedo

// Matt skin in a lamp's light with shine of its colour, as the reader finds it: what is taken for matt is off by 3 %,
// the camera by 2 %.
std::vector<ShinySkin> shine(const glm::dvec3& albedo, const glm::dvec3& lamp, int count = 120, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    std::normal_distribution<double> normal;
    const auto off = [&](double sigma) {
        return glm::dvec3(1 + sigma * normal(random), 1 + sigma * normal(random), 1 + sigma * normal(random));
    };
    std::vector<ShinySkin> out;
    for (int i = 0; i < count; ++i) {
        const glm::dvec3 matt = albedo * lamp * (0.4 + 0.6 * unit(random));
        const glm::dvec3 seen = matt + lamp * albedo.g * (0.3 + 2 * unit(random));
        out.push_back({glm::vec3(seen * off(0.02)), glm::vec3(matt * off(0.03))});
    }
    return out;
}

double red_to_blue(const glm::vec3& rgb) {
    return rgb.r / rgb.b;
}

TEST(BlackBody, IsWhiteInDaylightAndRedderTheCooler) {
    // The locus of black bodies passes D65 by on the side of purple.
    const glm::vec3 day = black_body_rgb(6504);
    EXPECT_NEAR(day.r, 1, 0.07);
    EXPECT_EQ(day.g, 1);
    EXPECT_NEAR(day.b, 1, 0.06);
    // CIE 1931 of 2856 K, illuminant A: x 0.4476, y 0.4074; in linear sRGB with green 1 red is 2.234, blue 0.282.
    const glm::vec3 tungsten = black_body_rgb(2856);
    EXPECT_NEAR(tungsten.r, 2.234, 0.02);
    EXPECT_NEAR(tungsten.b, 0.282, 0.01);
    for (double t = 2000; t < 20000; t *= 1.1)
        EXPECT_GT(red_to_blue(black_body_rgb(t)), red_to_blue(black_body_rgb(1.1 * t))) << t;
}

// Mixtures of skin and lamp lie in a plane; skin itself is close to the colours of lamps, so that the plane crosses
// them at a flat angle: 4 % of noise make some tenths of the way from skin to lamp. A preference for D65 draws warm and
// cold lamps a little its way.
TEST(LampColour, IsFoundFromShineOnFairAndDarkSkin) {
    for (const double kelvin : {3200, 4500, 6500, 9000})
        for (const auto& skin : {fair, dark})
            for (unsigned seed = 1; seed <= 5; ++seed) {
                const glm::vec3 lamp = black_body_rgb(kelvin);
                const auto found = lamp_colour(shine(skin, lamp, 120, seed));
                ASSERT_TRUE(found) << kelvin;
                EXPECT_EQ(found->g, 1);
                EXPECT_NEAR(found->r / lamp.r, 1, 0.06) << kelvin << " K, skin " << skin.r;
                EXPECT_NEAR(found->b / lamp.b, 1, 0.12) << kelvin << " K, skin " << skin.r;
            }
}

TEST(LampColour, IsNotGuessed) {
    const glm::dvec3 lamp = black_body_rgb(4500);
    EXPECT_FALSE(lamp_colour({}));
    EXPECT_FALSE(lamp_colour(shine(fair, lamp, 11)));
    EXPECT_TRUE(lamp_colour(shine(fair, lamp, 40)));
    // Lights of a shop window, a shirt in a mirror: no lamp's.
    for (const glm::dvec3& odd : {glm::dvec3(0.2, 1, 0.2), glm::dvec3(1, 0.15, 1)}) {
        auto samples = shine(fair, glm::dvec3(1));
        for (auto& s : samples) s.seen_rgb = s.matt_rgb + 0.5f * glm::vec3(odd);
        EXPECT_FALSE(lamp_colour(samples)) << odd.r;
    }
}

}  // namespace
}  // namespace smp
