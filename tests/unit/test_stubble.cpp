// The client's own stubble, on heads drawn with a fringe of known depth and grain, and the design that is to meet it.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "app/stubble_offer.hpp"
#include "app/stubble_thread.hpp"
#include "design/optics.hpp"
#include "design/regions.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

const cv::Size frame_size(1280, 960);
const Intrinsics camera = Intrinsics::from_fov(frame_size.width, frame_size.height, 60);

const HeadRasteriser& rasteriser() {
    static const ScalpSurface scalp(test::head_model(), {});
    static const HeadRasteriser out(HeadMesh::build(test::head_model(), {}, scalp), scalp.centre_mm());
    return out;
}

bool in_hair(const ChartPoint& p) {
    const auto& polygon = test::head_model().hair_region();
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto &a = polygon[i], &b = polygon[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
}

struct Lamp {
    const char* name;
    cv::Vec3d from;  // Camera frame
    double around;   // light from everywhere
};
const Lamp lamps[] = {{"from the front", {0.1, -0.5, -0.86}, 0.3},
                      {"from the side", {0.7, -0.4, -0.6}, 0.4},
                      {"from above", {0, -0.85, -0.5}, 0.5}};

struct Client {
    cv::Vec3d skin_rgb{0.42, 0.24, 0.16};
    cv::Vec3d depth_rgb{0, 0, 0};  // of the fringe
    double grain = 0;              // sigma of the fringe's depth, as a share of it, from pixel to pixel
    bool strands = false;          // the grain runs in lines
    bool shine = true;
};

// In linear light with a lens of 0.7 px, then 8-bit sRGB with a webcam's noise.
cv::Mat photograph(const Client& client, const HeadPose& pose, const Lamp& lamp) {
    const HeadRaster raster = rasteriser().draw(pose, camera, CoarseGrid{cv::Rect({}, frame_size), 1});
    cv::Mat linear(frame_size, CV_32FC3, cv::Scalar(0.5, 0.52, 0.5)), grain(frame_size, CV_32F);
    cv::RNG(7).fill(grain, cv::RNG::NORMAL, 0, 1);
    if (client.strands) cv::blur(grain, grain, {1, 41});
    cv::GaussianBlur(grain, grain, {}, 0.7);
    cv::Scalar mean, sd;
    cv::meanStdDev(grain, mean, sd);
    for (int y = 0; y < frame_size.height; ++y)
        for (int x = 0; x < frame_size.width; ++x) {
            if (!(raster.depth_mm.at<float>(y, x) > 0)) continue;
            const auto& chart = raster.chart_deg.at<cv::Vec2f>(y, x);
            const cv::Vec3d n(raster.normal.at<cv::Vec3f>(y, x));
            const ChartPoint c(chart[0], chart[1]);
            const double light = lamp.around + (1 - lamp.around) * std::max(0.0, n.dot(lamp.from));
            const double shine =
                client.shine ? 0.4 * std::pow(std::max(0.0, n.dot(cv::normalize(lamp.from + cv::Vec3d(0, 0, -1)))), 60)
                             : 0;
            const double share = in_hair(c) ? sides_weight(c) : 0;
            const double own = share * (1 + client.grain * grain.at<float>(y, x) / sd[0]);
            auto& out = linear.at<cv::Vec3f>(y, x);
            for (int k = 0; k < 3; ++k)
                out[2 - k] =
                    static_cast<float>(client.skin_rgb[k] * light * std::exp(-own * client.depth_rgb[k]) + shine);
        }
    cv::GaussianBlur(linear, linear, {}, 0.7);
    cv::Mat noise(frame_size, CV_32FC3), out(frame_size, CV_8UC3);
    cv::RNG(8).fill(noise, cv::RNG::NORMAL, 0, 1.5);
    for (int y = 0; y < frame_size.height; ++y)
        for (int x = 0; x < frame_size.width; ++x)
            for (int k = 0; k < 3; ++k) {
                const double v = std::clamp<double>(linear.at<cv::Vec3f>(y, x)[k], 0, 1);
                const double code = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
                out.at<cv::Vec3b>(y, x)[k] = cv::saturate_cast<std::uint8_t>(255 * code + noise.at<cv::Vec3f>(y, x)[k]);
            }
    return out;
}

const HeadPose turned = test::pose_of(40, 0, 0, {0, 40, 600});

Tracked seen(const Client& client, const HeadPose& pose = turned, const Lamp& lamp = lamps[0]) {
    Tracked out;
    out.frame.bgr = photograph(client, pose, lamp);
    out.head.state = TrackState::tracking;
    out.head.intrinsics = camera;
    out.head.camera_from_head = pose;
    out.head.landmarks_px = test::seen_landmarks({}, pose, camera);
    out.head.confidence = 1;
    SkinReader reader(test::head_model());
    out.skin = reader.read(out.frame.bgr, out.head);
    return out;
}

Expected<MatchedStubble> match(const Tracked& tracked, const TreatmentDesign& design = {}) {
    return match_stubble(test::head_model(), tracked, design);
}

const cv::Vec3d light_skin{0.42, 0.24, 0.16}, tan_skin{0.24, 0.10, 0.05}, dark_skin{0.08, 0.03, 0.012};

TEST(Stubble, ItsDepthIsFoundOnEverySkinAndInEveryLight) {
    for (const auto& skin : {light_skin, tan_skin, dark_skin})
        for (const Lamp& lamp : lamps)
            for (const cv::Vec3d& depth : {cv::Vec3d(0.35, 0.28, 0.22), cv::Vec3d(0.7, 0.6, 0.5)}) {
                SCOPED_TRACE(testing::Message() << skin << " lit " << lamp.name << ", " << depth);
                const auto matched = match(seen({.skin_rgb = skin, .depth_rgb = depth, .grain = 0.3}, turned, lamp));
                ASSERT_TRUE(matched) << matched.error().line();
                const Stubble& s = matched->stubble;
                EXPECT_EQ(s.place, StubblePlace::fringe);
                // What the eye sees: the skin's lightness.
                const cv::Vec3d weights = cv::Vec3d(0.2126, 0.7152, 0.0722).mul(skin);
                const double wanted = weights.dot(depth) / (weights[0] + weights[1] + weights[2]);
                EXPECT_NEAR(matched->match.wanted_depth, wanted, 0.15 * wanted);
                // In glare of five times dark skin's own light its blue cannot be told; that much is said.
                const int told = s.doubt.empty() || skin != dark_skin ? 3 : 2;
                for (int k = 0; k < told; ++k)
                    EXPECT_NEAR(s.depth_rgb[k], depth[k], 0.15 * depth[k]) << "channel " << k << s.doubt;
                if (skin == light_skin) {
                    EXPECT_EQ(s.doubt, "");
                }
                EXPECT_GT(s.area_cm2, 20);
            }
}

TEST(Stubble, ItsGrainIsFoundWithoutTheCamerasNoise) {
    const cv::Vec3d depth(0.4, 0.35, 0.3);
    for (const double share : {0.0, 0.15, 0.4}) {
        const auto matched = match(seen({.depth_rgb = depth, .grain = share}));
        ASSERT_TRUE(matched);
        // The drawn grain is of a pixel's size; the lens of the picture takes a part of that.
        const double through_lens = 1 / std::sqrt(2.0);
        EXPECT_NEAR(matched->stubble.grain, share * depth[1] * through_lens, 0.2 * share * depth[1] + 0.012) << share;
    }
}

TEST(Stubble, AShadowIsNeverSure) {
    // As dark as stubble, without its dots: a shadow, or stubble seen from too far.
    const auto smooth = match(seen({.depth_rgb = {0.4, 0.38, 0.36}}));
    ASSERT_TRUE(smooth);
    EXPECT_NE(smooth->stubble.doubt.find("no single hairs"), std::string::npos) << smooth->stubble.doubt;
    // Skin around it lends a shadow its red, whatever grain it lies on.
    const auto red = match(seen({.depth_rgb = {0.3, 0.36, 0.42}, .grain = 0.3}));
    ASSERT_TRUE(red);
    EXPECT_NE(red->stubble.doubt.find("redder than hair"), std::string::npos) << red->stubble.doubt;
    EXPECT_EQ(match(seen({.depth_rgb = {0.4, 0.38, 0.36}, .grain = 0.3}))->stubble.doubt, "");
    for (const auto* shadow : {&*smooth, &*red}) {
        EXPECT_NE(to_text(*shadow, false).find("No sure stubble found"), std::string::npos);
        EXPECT_EQ(to_note(*shadow, false).find("No sure stubble found"), 0u);
    }
}

TEST(Stubble, TheOfferIsPutIntoTheDesignAsItIsNow) {
    const auto matched = match(seen({.depth_rgb = {0.4, 0.35, 0.3}, .grain = 0.3}));
    ASSERT_TRUE(matched);
    TreatmentDesign now;
    now.hairline_height_mm = 91;  // moved while the stubble was measured
    const TreatmentDesign met = with_offer(now, matched->match);
    EXPECT_EQ(met.hairline_height_mm, 91);
    EXPECT_EQ(met.dilution, matched->match.design.dilution);
    EXPECT_EQ(met.shade, matched->match.design.shade);
    EXPECT_EQ(met.density_per_cm2, matched->match.design.density_per_cm2);
}

TEST(Stubble, TheThreadAnswersTheNewestQuestion) {
    std::atomic<int> finished = 0;
    StubbleThread thread(test::head_model(), [&] { ++finished; });
    EXPECT_FALSE(thread.take_answer());
    const Tracked tracked = seen({.depth_rgb = {0.4, 0.35, 0.3}, .grain = 0.3});
    for (int i = 0; i < 20; ++i) {
        StubbleQuestion question{tracked, {}, i == 19};
        question.design.session = i == 19 ? 2 : 3;
        thread.ask(std::move(question));
    }
    std::optional<StubbleAnswer> answer;
    for (int tries = 0; tries < 500 && !(answer && answer->lighter); ++tries) {
        if (auto next = thread.take_answer()) answer = std::move(next);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_TRUE(answer && answer->matched);
    EXPECT_TRUE(answer->lighter);
    EXPECT_EQ(answer->matched->match.design.session, 2);
    EXPECT_LE(finished, 3) << "what was overtaken is not worked out";
}

TEST(Stubble, BareSkinHasNone) {
    for (const auto& skin : {light_skin, tan_skin, dark_skin})
        for (const Lamp& lamp : lamps) {
            const auto matched = match(seen({.skin_rgb = skin}, turned, lamp));
            ASSERT_FALSE(matched) << skin << lamp.name << to_text(*matched, false);
            EXPECT_EQ(matched.error().code, ExitCode::input);
            EXPECT_NE(matched.error().line().find("no stubble"), std::string::npos) << matched.error().line();
        }
}

TEST(Stubble, LongHairIsNone) {
    for (const Client& client : {Client{.depth_rgb = {2.2, 2.1, 1.9}, .grain = 0.3},
                                 Client{.depth_rgb = {0.9, 0.85, 0.8}, .grain = 0.6, .strands = true}}) {
        const auto matched = match(seen(client));
        ASSERT_FALSE(matched) << to_text(*matched, false);
        EXPECT_EQ(matched.error().code, ExitCode::input);
        EXPECT_NE(matched.error().line().find("not been shaved"), std::string::npos) << matched.error().line();
    }
}

TEST(Stubble, NothingIsSaidOfWhatIsNotSeen) {
    Tracked lost = seen({.depth_rgb = {0.4, 0.35, 0.3}});
    lost.head.state = TrackState::lost;
    EXPECT_FALSE(match(lost));
    // A towel over all of the head.
    Tracked covered = seen({.depth_rgb = {0.4, 0.35, 0.3}});
    static_cast<CoarseGrid&>(covered.head.cover) = {cv::Rect({}, frame_size), 8};
    covered.head.cover.hidden = cv::Mat(covered.head.cover.size(), CV_8U, cv::Scalar(255));
    EXPECT_FALSE(match(covered));
}

TEST(Stubble, TheOfferMeetsIt) {
    for (const auto& skin : {light_skin, tan_skin}) {
        const auto matched = match(seen({.skin_rgb = skin, .depth_rgb = {0.36, 0.22, 0.16}, .grain = 0.3}));
        ASSERT_TRUE(matched);
        const StubbleOffer& offer = matched->match;
        EXPECT_NEAR(offer.depth, offer.wanted_depth, 0.1 * offer.wanted_depth);
        EXPECT_LT(offer.delta_e, 3);
        EXPECT_LT(matched->lighter.depth, 0.95 * offer.depth);
        EXPECT_LT(matched->lighter.delta_e, 8);
    }
}

TEST(Stubble, AFringeThatGrowsIsNotPigmentedAsWell) {
    const auto matched = match(seen({.depth_rgb = {0.4, 0.35, 0.3}, .grain = 0.3}));
    ASSERT_TRUE(matched);
    ASSERT_EQ(matched->stubble.place, StubblePlace::fringe);
    EXPECT_EQ(matched->match.design.sides_density, 0);
    EXPECT_EQ(with_offer({}, matched->lighter).sides_density, 0);
    EXPECT_EQ(match_stubble({}, StubbleTarget{.depth_rgb = glm::vec3(0.3f)}).design.sides_density,
              TreatmentDesign{}.sides_density)
        << "of a beard";
}

StubbleTarget like(const TreatmentDesign& design, double skin_luminance) {
    return {.depth_rgb = mean_depth_rgb(design, skin_luminance),
            .grain = 0,
            .skin_rgb = {0.42f, 0.24f, 0.16f},
            .skin_luminance = skin_luminance};
}

TEST(StubbleMatch, FindsTheDesignThatTheStubbleWasDrawnWith) {
    for (const auto shade : {PigmentShade::neutral_grey, PigmentShade::cool_grey, PigmentShade::soft_brown})
        for (const double dilution : {9.0, 20.0, 45.0}) {
            TreatmentDesign drawn;
            drawn.shade = shade;
            drawn.dilution = dilution;
            const auto offer = match_stubble({}, like(drawn, 0.25));
            EXPECT_EQ(offer.design.shade, shade);
            EXPECT_NEAR(offer.design.dilution, dilution, 1);
            EXPECT_NEAR(offer.depth, offer.wanted_depth, 0.01 * offer.wanted_depth);
            EXPECT_LT(offer.delta_e, 0.5);
        }
}

TEST(StubbleMatch, KeepsTheDensityOfAScalpWhileDilutionCanDoIt) {
    const glm::vec3 k = mean_depth_rgb({}, 0.3);
    for (double share = 0.2; share < 3; share *= 1.25) {
        StubbleTarget target = like({}, 0.3);
        target.depth_rgb = static_cast<float>(share) * k;
        const auto offer = match_stubble({}, target);
        const TreatmentDesign& d = offer.design;
        SCOPED_TRACE(share);
        for (const Parameter& p : parameters()) {
            EXPECT_GE(p.get(d), p.min) << p.name;
            EXPECT_LE(p.get(d), p.max) << p.name;
        }
        if (d.dilution > 5 && d.dilution < 60) {
            EXPECT_GE(d.density_per_cm2, 120);
            EXPECT_LE(d.density_per_cm2, 180);
        }
        if (share < 2.5) {
            EXPECT_NEAR(offer.depth, offer.wanted_depth, 0.02 * offer.wanted_depth);
        }
        // What --set is told is the offered design.
        TreatmentDesign again;
        for (const auto& s : offer.set) {
            const auto equals = s.find('=');
            ASSERT_TRUE(set_parameter(again, s.substr(0, equals), s.substr(equals + 1))) << s;
        }
        EXPECT_EQ(again, d);
    }
}

TEST(StubbleMatch, SaysWhatItCannotMeet) {
    StubbleTarget dark = like({}, 0.3);
    dark.depth_rgb *= 6.f;
    EXPECT_NE(match_stubble({}, dark).unmet.find("lighter than the stubble"), std::string::npos);
    StubbleTarget grey = like({}, 0.3);
    grey.depth_rgb = glm::vec3(0.3f);
    EXPECT_NE(match_stubble({}, grey).unmet.find("warmer"), std::string::npos);
    StubbleTarget rough = like({}, 0.3);
    rough.grain = 0.3;
    EXPECT_NE(match_stubble({}, rough).unmet.find("grainier"), std::string::npos);
    TreatmentDesign first;
    first.session = 1;
    StubbleTarget target = like({}, 0.3);
    target.depth_rgb *= 2.f;
    EXPECT_NE(match_stubble(first, target).unmet.find("more sessions"), std::string::npos);
}

TEST(StubbleMatch, OneStepLighterIsTenMorePartsOfWater) {
    const auto target = like({}, 0.3);
    const auto match = match_stubble({}, target), lighter = match_stubble({}, target, 1);
    EXPECT_NEAR(lighter.design.dilution, match.design.dilution + dilution_step, 1);
    EXPECT_LT(lighter.depth, match.depth);
    // Where the pigment cannot be thinner, there are fewer marks.
    StubbleTarget faint = target;
    faint.depth_rgb *= 0.3f;
    EXPECT_LT(match_stubble({}, faint, 1).depth, 0.95 * match_stubble({}, faint).depth);
}

TEST(StubbleMatch, MoreGrainIsMoreVariation) {
    StubbleTarget target = like({}, 0.3);
    target.px_per_mm = 2;
    target.blur_px = 0.7;
    TreatmentDesign drawn;
    drawn.size_variation = 0.35;
    target.grain = mean_grain(drawn, target);
    EXPECT_NEAR(match_stubble({}, target).design.size_variation, 0.35, 0.051);
    target.grain = 0;
    EXPECT_NEAR(match_stubble({}, target).design.size_variation, 0.1, 1e-9);
}

}  // namespace
}  // namespace smp
