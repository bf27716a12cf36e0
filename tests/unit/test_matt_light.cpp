// The light on skin, found from the colours of normals all over the half of a sphere that a camera sees.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "skin/matt_light.hpp"
#include "support/skin_tones.hpp"

namespace smp {
namespace {

using Light = std::function<double(const cv::Vec3f&)>;  // on a normal, 1 is bright

constexpr int brown = 2;

// A lamp up on one side, and what walls give back. Harmonics of degree 2 miss a clamped cosine by up to a tenth of the
// lamp where it sets (Ramamoorthi and Hanrahan 2001), here by 16 % of what light is left there.
double lamp(const cv::Vec3f& n) {
    return 0.35 + 0.6 * std::max(0.0, 0.45 * n[0] - 0.5 * n[1] - 0.74 * n[2]);
}
// A window to the left and another one above: within degree 2.
double windows(const cv::Vec3f& n) {
    return 0.5 + 0.15 * n[0] - 0.2 * n[1] - 0.1 * n[2] + 0.06 * n[0] * n[1] + 0.05 * (3 * n[2] * n[2] - 1);
}

struct Odd {
    double shiny = 0, hairy = 0;  // shares of the samples
    bool in_one_place = false;    // the shine where the lamp is mirrored, hair low at the sides; else here and there
};

// Normals spread evenly over what faces the camera by more than a fifth, as the reader takes them.
std::vector<LitSkin> samples(const cv::Vec3d& skin, const Light& light, const Odd& odd = {}, unsigned seed = 1) {
    constexpr int count = 2400;
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    std::normal_distribution<double> noise(0, 0.02);
    std::vector<cv::Vec3f> normals;
    for (int i = 0; i < count; ++i) {
        const double z = 0.2 + 0.8 * (i + 0.5) / count, r = std::sqrt(1 - z * z), a = 2.399963 * i;
        normals.emplace_back(static_cast<float>(r * std::cos(a)), static_cast<float>(r * std::sin(a)),
                             static_cast<float>(-z));
    }
    const auto threshold = [&](double share, const Light& value_of) {
        std::vector<double> v;
        for (const auto& n : normals) v.push_back(value_of(n));
        std::sort(v.rbegin(), v.rend());
        return v[static_cast<std::size_t>(share * (count - 1))];
    };
    const Light mirrors = [](const cv::Vec3f& n) { return 0.26 * n[0] - 0.29 * n[1] - 0.92 * n[2]; };
    const Light is_low = [](const cv::Vec3f& n) { return n[1] + 0.3 * std::abs(n[0]); };
    const double shine_from = threshold(odd.shiny, mirrors), hair_from = threshold(odd.hairy, is_low);
    std::vector<LitSkin> out;
    for (const auto& n : normals) {
        cv::Vec3d c = light(n) * skin;
        const double dice = unit(random), strength = unit(random);
        if (odd.in_one_place ? odd.hairy > 0 && is_low(n) >= hair_from : dice < odd.hairy)
            c = light(n) * cv::Vec3d(0.012, 0.01, 0.009) + 0.12 * c;
        else if (odd.in_one_place ? odd.shiny > 0 && mirrors(n) >= shine_from : dice > 1 - odd.shiny)
            c += cv::Vec3d::all((0.03 + 0.3 * strength) * light(n));
        LitSkin s{n, {}, 1};
        for (int k = 0; k < 3; ++k) s.log_rgb[k] = static_cast<float>(std::log(c[k]) + noise(random));
        out.push_back(s);
    }
    return out;
}

// Relative errors of the channels where skin is seen, not hair; the median, and what 95 of 100 are below.
struct Errors {
    double usual, most;
};
Errors errors(const MattLight& found, const cv::Vec3d& skin, const Light& light, const std::vector<LitSkin>& at) {
    std::vector<double> off;
    for (const auto& s : at) {
        if (s.log_rgb[0] < std::log(0.6 * light(s.normal) * skin[0])) continue;
        for (int k = 0; k < 3; ++k)
            off.push_back(std::abs(std::exp(found.log_rgb(s.normal)[k]) / (light(s.normal) * skin[k]) - 1));
    }
    std::sort(off.begin(), off.end());
    return {off[off.size() / 2], off[off.size() * 95 / 100]};
}

bool same(const MattLight& a, const MattLight& b, const std::vector<LitSkin>& at) {
    return std::all_of(at.begin(), at.end(),
                       [&](const LitSkin& s) { return a.log_rgb(s.normal) == b.log_rgb(s.normal); });
}

void expect_found(const Light& light, const Odd& odd, double usual, double most) {
    for (const auto& skin : test::skins) {
        const auto seen = samples(skin, light, odd);
        MattLight found;
        ASSERT_TRUE(found.fit(seen));
        const Errors e = errors(found, skin, light, seen);
        EXPECT_LT(e.usual, usual) << skin[0];
        EXPECT_LT(e.most, most) << skin[0];
    }
}

TEST(MattLight, FindsTheLightOnSkinsLightToDark) {
    expect_found(windows, {}, 0.01, 0.03);
    expect_found(lamp, {}, 0.03, 0.14);
}

TEST(MattLight, ShineIsNotMatt) {
    expect_found(lamp, {.shiny = 0.25}, 0.03, 0.14);
    expect_found(lamp, {.shiny = 0.25, .in_one_place = true}, 0.03, 0.14);
}

TEST(MattLight, HairIsNoSkin) {
    expect_found(lamp, {.hairy = 0.2}, 0.03, 0.14);
    // A dark fringe on fair skin pulls a little at what lies next to it.
    expect_found(lamp, {.hairy = 0.2, .in_one_place = true}, 0.03, 0.2);
}

TEST(MattLight, NeitherIsBothAtOnce) {
    expect_found(lamp, {.shiny = 0.25, .hairy = 0.2}, 0.03, 0.14);
    expect_found(windows, {.shiny = 0.25, .hairy = 0.2}, 0.03, 0.14);
    expect_found(lamp, {.shiny = 0.25, .hairy = 0.2, .in_one_place = true}, 0.05, 0.2);
}

TEST(MattLight, FollowsTheExposureAtOnce) {
    for (const double gain : {0.5, 0.93, 1.2, 1.8}) {
        const Light after = [&](const cv::Vec3f& n) { return gain * lamp(n); };
        const Odd odd{.shiny = 0.2, .hairy = 0.1};
        MattLight found;
        for (unsigned frame = 0; frame < 5; ++frame) found.fit(samples(test::skins[brown], lamp, odd, frame));
        const auto seen = samples(test::skins[brown], after, odd, 9);
        const MattLight before = found;
        ASSERT_TRUE(found.fit(seen));
        const Errors e = errors(found, test::skins[brown], after, seen);
        EXPECT_LT(e.usual, 0.03) << gain;
        EXPECT_LT(e.most, 0.14) << gain;
        for (const auto& s : seen)
            EXPECT_NEAR(found.log_rgb(s.normal)[1] - before.log_rgb(s.normal)[1], std::log(gain), 0.01)
                << gain << ": nothing else changed";
    }
}

// With a cap on, the face is all there is, and counts little.
TEST(MattLight, FollowsTheExposureOfAFaceAlone) {
    const auto face = [](const Light& light, unsigned seed) {
        auto out = samples(test::skins[brown], light, {.hairy = 0.1}, seed);
        for (auto& s : out) s.weight = 0.15f;
        return out;
    };
    const Light after = [&](const cv::Vec3f& n) { return 0.85 * lamp(n); };
    MattLight found;
    for (unsigned frame = 0; frame < 5; ++frame) ASSERT_TRUE(found.fit(face(lamp, frame)));
    ASSERT_TRUE(found.fit(face(after, 9)));
    const Errors e = errors(found, test::skins[brown], after, face(after, 9));
    EXPECT_LT(e.usual, 0.03);
    EXPECT_LT(e.most, 0.14);
}

// Pigment lies on what is found: it must not shimmer over skin that does not change.
TEST(MattLight, WhatDoesNotChangeStaysExactlyAsItWasFound) {
    for (const Odd odd :
         {Odd{}, Odd{.shiny = 0.25, .hairy = 0.2}, Odd{.shiny = 0.3, .hairy = 0.2, .in_one_place = true}}) {
        const auto seen = samples(test::skins[brown], lamp, odd);
        MattLight found;
        int last_change = 0;
        for (int frame = 1; frame < 100; ++frame) {
            const MattLight before = found;
            ASSERT_TRUE(found.fit(seen));
            if (frame > 1 && !same(before, found, seen)) last_change = frame;
        }
        EXPECT_LE(last_change, 25);
    }
}

// A camera's noise alone, which a mean over so many samples leaves little of.
TEST(MattLight, NoiseHardlyMovesIt) {
    const Odd odd{.shiny = 0.25, .hairy = 0.2, .in_one_place = true};
    const auto at = samples(test::skins[brown], lamp);
    MattLight found;
    for (unsigned frame = 0; frame < 20; ++frame) found.fit(samples(test::skins[brown], lamp, odd, frame));
    float most = 0;
    for (unsigned frame = 20; frame < 60; ++frame) {
        const MattLight before = found;
        found.fit(samples(test::skins[brown], lamp, odd, frame));
        for (const auto& s : at)
            most = std::max(
                most, static_cast<float>(cv::norm(found.log_rgb(s.normal) - before.log_rgb(s.normal), cv::NORM_INF)));
    }
    EXPECT_LT(most, 0.01);
}

// A lamp is switched on elsewhere: in what is nearly all odd by the light known before, nothing pulls towards the new
// one.
TEST(MattLight, FindsAnotherLightAtOnce) {
    const Odd odd{.shiny = 0.25, .hairy = 0.2};
    for (const cv::Vec3f& to :
         {cv::Vec3f(-0.8f, 0, -0.6f), cv::Vec3f(0.1f, -0.7f, -0.7f), cv::Vec3f(-0.3f, 0.5f, -0.8f)}) {
        const Light other = [&](const cv::Vec3f& n) { return 0.35 + 0.6 * std::max(0.f, to.dot(n)); };
        MattLight found;
        for (unsigned frame = 0; frame < 10; ++frame) found.fit(samples(test::skins[brown], lamp, odd, frame));
        const auto seen = samples(test::skins[brown], other, odd, 10);
        found.fit(seen);
        const Errors e = errors(found, test::skins[brown], other, seen);
        EXPECT_LT(e.usual, 0.03) << to[0];
        EXPECT_LT(e.most, 0.14) << to[0];
    }
}

TEST(MattLight, TooFewSamplesChangeNothing) {
    const auto seen = samples(test::skins[brown], lamp);
    const std::vector<LitSkin> few(seen.begin(), seen.begin() + 59);
    MattLight found;
    EXPECT_FALSE(found.fit(few));
    EXPECT_FALSE(found.fit({}));
    EXPECT_FALSE(found.known());
    auto hardly = seen;
    for (auto& s : hardly) s.weight = 0.02f;
    EXPECT_FALSE(found.fit(hardly)) << "many, of next to no weight";
    ASSERT_TRUE(found.fit(seen));
    const MattLight before = found;
    auto other = few;
    for (auto& s : other) s.log_rgb += cv::Vec3f(1, 0.5f, 0);
    EXPECT_FALSE(found.fit(other));
    EXPECT_TRUE(found.known());
    EXPECT_TRUE(same(before, found, seen));
    found.forget();
    EXPECT_FALSE(found.known());
}

}  // namespace
}  // namespace smp
