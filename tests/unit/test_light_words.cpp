// What is said of light and camera: each fault by its name, in the order in which it is put right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>

#include "check/findings.hpp"
#include "check/light_check.hpp"

namespace smp {
namespace {

LightSample good() {
    LightSample s;
    s.skin_luminance = 0.3;
    s.picture_luminance = 0.7;
    s.burnt_share = 0.001;
    s.glare_share = 0.005;
    s.left_stops = 0.1;
    s.left_redder = 0.05;
    s.grain = 0.008;
    s.blur_px = 0.9;
    s.px_per_mm = 1.5;
    s.distance_mm = 700;
    return s;
}

const Finding& named(const std::vector<Finding>& findings, std::string_view name) {
    const auto at = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.name == name; });
    if (at == findings.end()) throw std::runtime_error("no finding " + std::string(name));
    return *at;
}

std::vector<Finding> judged(const std::function<void(LightSample&)>& change, double fps = 30) {
    std::vector<LightSample> samples(12, good());
    for (LightSample& s : samples) change(s);
    return judge_light(samples, fps);
}

TEST(LightWords, NothingIsSaidOfWhatIsGood) {
    const auto findings = judged([](LightSample&) {});
    EXPECT_EQ(findings.size(), 10u);
    EXPECT_EQ(worst(findings), nullptr);
    for (const Finding& f : findings) {
        EXPECT_EQ(f.verdict, Verdict::good) << f.name << " " << f.value;
        EXPECT_TRUE(f.advice.empty()) << f.advice;
        EXPECT_FALSE(f.value.empty()) << f.name;
    }
    EXPECT_TRUE(judge_light({}, 30).empty());
    EXPECT_EQ(judged([](LightSample&) {}, 0).size(), 9u) << "a file's rate says nothing of a camera";
}

TEST(LightWords, EachFaultHasItsNameAndOneSentence) {
    struct Fault {
        const char* name;
        Verdict verdict;
        const char* words;
        std::function<void(LightSample&)> change;
        double fps = 30;
    };
    const std::vector<Fault> faults{
        {"Distance", Verdict::doubtful, "Too far", [](LightSample& s) { s.distance_mm = 1300; }},
        {"Distance", Verdict::doubtful, "Too near", [](LightSample& s) { s.distance_mm = 400; }},
        {"Distance", Verdict::bad, "Too near", [](LightSample& s) { s.distance_mm = 250; }},
        {"Whole head", Verdict::bad, "cuts the head", [](LightSample& s) { s.cut_share = 0.3; }},
        {"Detail", Verdict::bad, "Few pixels", [](LightSample& s) { s.px_per_mm = 0.4; }},
        {"Exposure", Verdict::doubtful, "Too bright", [](LightSample& s) { s.burnt_share = 0.011; }},
        {"Exposure", Verdict::bad, "Too bright", [](LightSample& s) { s.burnt_share = 0.1; }},
        {"Exposure", Verdict::bad, "Too dark",
         [](LightSample& s) { s.skin_luminance = 0.01, s.picture_luminance = 0.06; }},
        {"Exposure", Verdict::doubtful, "behind it",
         [](LightSample& s) { s.skin_luminance = 0.01, s.picture_luminance = 0.9; }},
        {"Left and right", Verdict::doubtful, "right side is darker", [](LightSample& s) { s.left_stops = 0.28; }},
        {"Left and right", Verdict::bad, "left side is darker", [](LightSample& s) { s.left_stops = -1.2; }},
        {"Left and right", Verdict::doubtful, "not seen", [](LightSample& s) { s.left_stops.reset(); }},
        {"Colour of light", Verdict::bad, "Two colours", [](LightSample& s) { s.left_redder = 1.2; }},
        {"Glare", Verdict::bad, "lamp above", [](LightSample& s) { s.glare_share = 0.2, s.glare_above = 0.9; }},
        {"Glare", Verdict::bad, "lamp in front", [](LightSample& s) { s.glare_share = 0.2; }},
        {"Noise", Verdict::bad, "grainy", [](LightSample& s) { s.grain = 0.06; }},
        {"Sharpness", Verdict::bad, "Not sharp", [](LightSample& s) { s.blur_px = 4; }},
        {"Pictures", Verdict::bad, "slow", [](LightSample&) {}, 8},
    };
    for (const Fault& fault : faults) {
        const auto findings = judged(fault.change, fault.fps);
        const Finding& f = named(findings, fault.name);
        EXPECT_EQ(f.verdict, fault.verdict) << f.name << ": " << f.value;
        EXPECT_NE(f.advice.find(fault.words), std::string::npos) << f.advice;
        EXPECT_EQ(f.advice.back(), '.');
        EXPECT_EQ(worst(findings), &f) << "the others are not blamed for it";
        EXPECT_FALSE(in_words(f.verdict).empty());
    }
}

TEST(LightWords, ADarkSkinIsNoFault) {
    // Monk 9 in good light; DOMAIN 5.
    const auto findings = judged([](LightSample& s) { s.skin_luminance = 0.031; });
    EXPECT_EQ(named(findings, "Exposure").verdict, Verdict::good);
}

TEST(LightWords, TheWorstComesFirstAndAFewFramesDoNotCount) {
    const auto findings = judged([](LightSample& s) { s.left_stops = 0.4, s.grain = 0.06, s.blur_px = 5; });
    ASSERT_NE(worst(findings), nullptr);
    EXPECT_EQ(worst(findings)->name, "Noise");
    std::vector<LightSample> samples(12, good());
    for (int i = 0; i < 4; ++i) samples[static_cast<std::size_t>(3 * i)].glare_share = 1;
    EXPECT_EQ(worst(judge_light(samples, 30)), nullptr) << "a hand passed by";
}

TEST(LightWords, ACameraThatJumpsIsNoticed) {
    std::vector<LightSample> before(12, good()), after = before;
    for (LightSample& s : after) s.skin_luminance = 0.33;
    EXPECT_FALSE(jumped(before, after)) << "a client moves a little";
    for (LightSample& s : after) s.skin_luminance = 0.2;
    EXPECT_TRUE(jumped(before, after));
    EXPECT_FALSE(jumped(before, {}));
}

}  // namespace
}  // namespace smp
