// What a reader makes of photographs of a head of known skin in known light.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "skin/lamp_colour.hpp"
#include "skin/skin_reader.hpp"
#include "support/drawn_heads.hpp"
#include "support/skin_tones.hpp"

namespace smp {
namespace {

const Intrinsics camera = Intrinsics::from_fov(640, 480, 60);
const HeadPose bowed = test::pose_of(8, 12, 0, {0, 30, 650});
constexpr double lens_px = 0.8, grain = 2.0 / 255;

struct Sitter {
    cv::Vec3d skin = test::skins[1];
    glm::dvec3 lamp = glm::dvec3(1);
    double shine = 0.3;  // of the lamp's light, in the middle of the highlight
    double gain = 1;
    std::function<void(const cv::Vec2f& chart_deg, const cv::Vec3f& normal, cv::Vec3d& rgb)> worn{};  // over skin
};

const cv::Vec3f to_lamp(0.45f, -0.5f, -0.74f);

double light(const cv::Vec3f& n) {
    return 0.35 + 0.6 * std::max(0.f, to_lamp.dot(n));
}
double mirrored(const cv::Vec3f& n) {
    const cv::Vec3f half = cv::normalize(to_lamp + cv::Vec3f(0, 0, -1));
    return std::pow(std::max(0.f, half.dot(n)), 40);
}
cv::Vec3d matt(const Sitter& sitter, const cv::Vec3f& n) {
    cv::Vec3d out = sitter.gain * light(n) * sitter.skin;
    for (int k = 0; k < 3; ++k) out[k] *= sitter.lamp[k];
    return out;
}

HeadState state_of(const HeadPose& pose) {
    HeadState out;
    out.state = TrackState::tracking;
    out.intrinsics = camera;
    out.camera_from_head = pose;
    out.landmarks_px = test::seen_landmarks({}, pose, camera);
    return out;
}

// A mottled head with dark brows, eyes and mouth before a wall, through a lens, smeared over `smear_px` along x, with a
// camera's noise.
cv::Mat photograph(const HeadPose& pose, const Sitter& sitter, unsigned frame, int smear_px = 1) {
    const HeadRaster raster = test::rasteriser().draw(pose, camera, CoarseGrid{cv::Rect(0, 0, 640, 480), 1});
    cv::Mat out(480, 640, CV_8UC3, cv::Scalar(150, 155, 150));
    for (int y = 0; y < 480; ++y)
        for (int x = 0; x < 640; ++x) {
            if (!(raster.depth_mm.at<float>(y, x) > 0)) continue;
            const auto& chart = raster.chart_deg.at<cv::Vec2f>(y, x);
            const auto& n = raster.normal.at<cv::Vec3f>(y, x);
            cv::Vec3d rgb = matt(sitter, n) * (1 + 0.04 * std::sin(0.9 * chart[0]) * std::sin(0.8 * chart[1] + 1));
            if (sitter.worn) sitter.worn(chart, n, rgb);
            for (int k = 0; k < 3; ++k) {
                const double c = rgb[k] + sitter.gain * sitter.shine * mirrored(n) * sitter.lamp[k];
                out.at<cv::Vec3b>(y, x)[2 - k] = test::encoded(c);
            }
        }
    const auto px = test::seen_landmarks({}, pose, camera);
    const auto fill = [&](int first, int last) {
        std::vector<cv::Point> shape;
        for (int i = first; i <= last; ++i)
            shape.emplace_back(static_cast<int>(std::lround(px[i].x)), static_cast<int>(std::lround(px[i].y)));
        cv::fillConvexPoly(out, shape, cv::Scalar(22, 24, 30));
    };
    fill(17, 21), fill(22, 26), fill(36, 41), fill(42, 47), fill(48, 59);
    cv::GaussianBlur(out, out, {}, lens_px);
    if (smear_px > 1) cv::blur(out, out, {smear_px, 1});
    cv::Mat noise(out.size(), CV_16S), three, noisy;  // the same in all channels: it mostly is so in grey, which counts
    cv::RNG(frame + 1).fill(noise, cv::RNG::NORMAL, 0, 255 * grain);
    cv::merge(std::vector<cv::Mat>{noise, noise, noise}, three);
    cv::add(out, three, noisy, cv::noArray(), CV_8UC3);
    return noisy;
}

// Over the reader's picture of the scalp, what is seen slantingly and what is at the outline left out.
void each(const SkinLook& skin, const HeadPose& pose,
          const std::function<void(const cv::Vec2f& chart_deg, const cv::Vec3f& normal, const cv::Vec4f& read)>& take) {
    const HeadRaster raster = test::rasteriser().draw(pose, camera, skin);
    for (int y = 0; y < skin.matt.rows; ++y)
        for (int x = 0; x < skin.matt.cols; ++x) {
            const auto& chart = raster.chart_deg.at<cv::Vec2f>(y, x);
            const auto& n = raster.normal.at<cv::Vec3f>(y, x);
            if (raster.depth_mm.at<float>(y, x) > 0 && cv::norm(chart) < 85 && -n[2] > 0.3f)
                take(chart, n, skin.matt.at<cv::Vec4f>(y, x));
        }
}

double at_share(std::vector<double> v, double share) {
    std::sort(v.begin(), v.end());
    return v.at(static_cast<std::size_t>(share * static_cast<double>(v.size() - 1)));
}

double luminance_of(const cv::Vec3d& rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

SkinReading settled(SkinReader& reader, const Sitter& sitter, unsigned frames = 4) {
    SkinReading out;
    for (unsigned i = 0; i < frames; ++i) out = reader.read(photograph(bowed, sitter, i), state_of(bowed));
    return out;
}

bool same(const SkinReading& a, const SkinReading& b) {
    return cv::norm(a.skin.matt, b.skin.matt, cv::NORM_INF) == 0 &&
           cv::norm(a.skin.hair, b.skin.hair, cv::NORM_INF) == 0 && a.skin.lamp_rgb == b.skin.lamp_rgb &&
           a.skin.luminance == b.skin.luminance && a.camera.blur_px == b.camera.blur_px &&
           a.camera.grain == b.camera.grain;
}

TEST(SkinReader, MattColourIsRightAlsoUnderShine) {
    for (const auto& skin : test::skins) {
        const Sitter sitter{.skin = skin};
        SkinReader reader(test::head_model());
        const SkinReading read = settled(reader, sitter, 2);
        ASSERT_FALSE(read.skin.empty());
        std::vector<double> off, off_under, share;
        each(read.skin, bowed, [&](const cv::Vec2f&, const cv::Vec3f& n, const cv::Vec4f& c) {
            const cv::Vec3d truth = matt(sitter, n);
            auto& of = sitter.shine * mirrored(n) > 0.1 * luminance_of(truth) ? off_under : off;
            for (int k = 0; k < 3; ++k) of.push_back(std::abs(c[k] / truth[k] - 1));
            share.push_back(c[3]);
        });
        EXPECT_GT(off.size(), 1000u);
        EXPECT_GT(off_under.size(), 200u);
        EXPECT_LT(at_share(off, 0.5), 0.02) << skin[0];
        EXPECT_LT(at_share(off, 0.95), 0.06) << skin[0];
        EXPECT_LT(at_share(off_under, 0.5), 0.05) << skin[0];
        EXPECT_LT(at_share(off_under, 0.95), 0.08) << skin[0];
        EXPECT_GT(at_share(share, 0.05), 0.9) << skin[0];
    }
}

TEST(SkinReader, LuminanceIsThatOfWellLitScalp) {
    double lighter = 1;
    for (const auto& skin : test::skins) {
        const Sitter sitter{.skin = skin};
        SkinReader reader(test::head_model());
        const SkinReading read = settled(reader, sitter, 2);
        std::vector<double> truth;
        each(read.skin, bowed, [&](const cv::Vec2f&, const cv::Vec3f& n, const cv::Vec4f&) {
            truth.push_back(luminance_of(matt(sitter, n)));
        });
        EXPECT_NEAR(read.skin.luminance / at_share(truth, 0.75), 1, 0.03);
        EXPECT_LT(read.skin.luminance, 0.7 * lighter);
        lighter = read.skin.luminance;
    }
}

// A picture that is not read: what the last one showed goes along with the head, unless it turns.
TEST(SkinReader, WhatWasReadGoesAlongWithTheHead) {
    const Sitter sitter;
    SkinReader reader(test::head_model());
    EXPECT_FALSE(reader.carry(state_of(bowed))) << "nothing was read";
    const SkinReading before = settled(reader, sitter, 3);
    const HeadPose later = test::pose_of(9.5, 13, 1, {38, 18, 640});
    const auto carried = reader.carry(state_of(later));
    ASSERT_TRUE(carried && !carried->skin.empty());
    ASSERT_EQ(carried->skin.matt.size(), carried->skin.size());
    EXPECT_EQ(carried->skin.luminance, before.skin.luminance);
    EXPECT_EQ(carried->camera.blur_px, before.camera.blur_px);
    EXPECT_TRUE(carried->camera.camera_from_head_opened.has_value());
    std::vector<double> off, skin;
    each(carried->skin, later, [&](const cv::Vec2f&, const cv::Vec3f& n, const cv::Vec4f& c) {
        const cv::Vec3d truth = matt(sitter, n);
        for (int k = 0; k < 3; ++k) off.push_back(std::abs(c[k] / truth[k] - 1));
        skin.push_back(c[3]);
    });
    EXPECT_GT(off.size(), 1000u);
    EXPECT_LT(at_share(off, 0.5), 0.03);
    EXPECT_LT(at_share(off, 0.95), 0.12);
    EXPECT_GT(at_share(skin, 0.02), 0.9);
    EXPECT_FALSE(reader.carry(state_of(test::pose_of(12, 12, 0, {0, 30, 650})))) << "turned too far";
    EXPECT_FALSE(reader.carry(state_of(test::pose_of(8, 12, 0, {0, 30, 600})))) << "come nearer";
    EXPECT_FALSE(reader.carry({})) << "a head that is lost";
}

TEST(SkinReader, ShineShowsTheLamp) {
    for (const double kelvin : {3500, 5000, 8000})
        for (const auto& skin : {test::skins[0], test::skins[2]}) {
            const Sitter sitter{.skin = skin, .lamp = black_body_rgb(kelvin), .gain = 0.7};
            SkinReader reader(test::head_model());
            const glm::vec3 found = settled(reader, sitter, 3).skin.lamp_rgb;
            EXPECT_NEAR(found.r / sitter.lamp.r, 1, 0.05) << kelvin << " K, skin " << skin[0];
            EXPECT_NEAR(found.b / sitter.lamp.b, 1, 0.1) << kelvin << " K, skin " << skin[0];
        }
    SkinReader reader(test::head_model());
    EXPECT_EQ(settled(reader, {.lamp = black_body_rgb(3500), .shine = 0}, 2).skin.lamp_rgb, glm::vec3(1)) << "no shine";
}

// A blue cloth over one side, a shadow on the other, a shaved dark fringe behind it.
TEST(SkinReader, ClothIsNoSkinButShadowShineAndStubbleAre) {
    const auto is_cloth = [](const cv::Vec2f& c) { return c[0] > 25; };
    const auto is_shadow = [](const cv::Vec2f& c) { return c[0] < -10 && c[0] > -35; };
    const auto is_fringe = [](const cv::Vec2f& c) { return c[0] < -40; };
    for (const auto& skin : test::skins) {
        Sitter sitter{.skin = skin};
        sitter.worn = [&](const cv::Vec2f& c, const cv::Vec3f& n, cv::Vec3d& rgb) {
            if (is_cloth(c)) rgb = light(n) * cv::Vec3d(0.05, 0.09, 0.3);
            if (is_shadow(c)) rgb *= 0.4;
            if (is_fringe(c)) rgb = 0.45 * rgb + light(n) * cv::Vec3d(0.008, 0.007, 0.006);
        };
        SkinReader reader(test::head_model());
        const SkinReading read = settled(reader, sitter, 2);
        std::vector<double> cloth, shadow, fringe, shine;
        each(read.skin, bowed, [&](const cv::Vec2f& c, const cv::Vec3f& n, const cv::Vec4f& seen) {
            if (is_cloth(c + cv::Vec2f(-4, 0))) cloth.push_back(seen[3]);
            if (is_shadow(c)) shadow.push_back(seen[3]);
            if (is_fringe(c + cv::Vec2f(4, 0))) fringe.push_back(seen[3]);
            if (c[0] > -6 && c[0] < 21 && mirrored(n) > 0.2) shine.push_back(seen[3]);
        });
        EXPECT_LT(at_share(cloth, 0.95), 0.1) << skin[0];
        EXPECT_GT(at_share(shadow, 0.05), 0.9) << skin[0];
        EXPECT_GT(at_share(fringe, 0.05), 0.9) << skin[0];
        EXPECT_GT(at_share(shine, 0.05), 0.9) << skin[0];
    }
}

// Dark hair over the whole cranium must not pass for the skin, whose colour is then the face's; and bare heads have
// none.
TEST(SkinReader, HairIsToldFromSkin) {
    const auto is_hair = [](const cv::Vec2f& c) { return cv::norm(c) < 60; };
    const Sitter bald{};
    Sitter haired = bald;
    haired.worn = [&](const cv::Vec2f& c, const cv::Vec3f& n, cv::Vec3d& rgb) {
        if (is_hair(c)) rgb = light(n) * cv::Vec3d(0.03, 0.024, 0.02) * (1 + 0.8 * std::sin(9 * c[0] + 3 * c[1]));
    };
    SkinReader of_hair(test::head_model()), of_bald(test::head_model());
    const SkinReading read = settled(of_hair, haired, 1), bare = settled(of_bald, bald, 1);
    ASSERT_FALSE(read.skin.hair.empty());
    const HeadRaster raster = test::rasteriser().draw(bowed, camera, read.skin);
    std::vector<double> hidden, tone, of_bare;
    for (int y = 0; y < read.skin.hair.rows; ++y)
        for (int x = 0; x < read.skin.hair.cols; ++x) {
            const auto& c = raster.chart_deg.at<cv::Vec2f>(y, x);
            const auto& n = raster.normal.at<cv::Vec3f>(y, x);
            if (!(raster.depth_mm.at<float>(y, x) > 0) || -n[2] < 0.35f || cv::norm(c) > 85) continue;
            of_bare.push_back(bare.skin.hair.at<cv::Vec4f>(y, x)[0]);
            if (cv::norm(c) < 50) hidden.push_back(read.skin.hair.at<cv::Vec4f>(y, x)[0]);
            if (cv::norm(c) > 65) tone.push_back(read.skin.matt.at<cv::Vec4f>(y, x)[1] / matt(haired, n)[1]);
        }
    EXPECT_GT(at_share(hidden, 0.5), 0.98);
    EXPECT_GT(at_share(hidden, 0.1), 0.8) << "at the border of shade and light too";
    EXPECT_NEAR(at_share(tone, 0.5), 1, 0.1);
    EXPECT_LT(at_share(of_bare, 1), 0.01);
}

TEST(SkinReader, BlurAndGrainOfTheCamera) {
    SkinReader reader(test::head_model());
    SkinReading read;
    for (unsigned i = 0; i < 10; ++i) read = reader.read(photograph(bowed, {}, i), state_of(bowed));
    EXPECT_NEAR(read.camera.blur_px, lens_px, 0.25 * lens_px);  // brows are lines, which read sharper than edges
    EXPECT_NEAR(read.camera.grain, grain, 0.1 * grain);
}

TEST(SkinReader, OnlyAHeadThatMovesIsSmeared) {
    constexpr double step_px = 10, z_mm = 650;
    const auto aside = [&](double px) {
        HeadPose out = bowed;
        out.t_mm.x += px * z_mm / camera.fx_px;
        return out;
    };
    for (const int smear_px : {3, 7}) {
        SkinReader reader(test::head_model());
        EXPECT_FALSE(reader.read(photograph(bowed, {}, 0), state_of(bowed)).camera.camera_from_head_opened);
        SkinReading read = settled(reader, {}, 3);
        ASSERT_TRUE(read.camera.camera_from_head_opened);
        EXPECT_EQ(read.camera.camera_from_head_opened->t_mm, bowed.t_mm);
        EXPECT_EQ(read.camera.camera_from_head_opened->R, bowed.R);
        HeadPose pose;
        for (unsigned i = 1; i <= 5; ++i) {
            pose = aside(step_px * i);
            read = reader.read(photograph(pose, {}, i, smear_px), state_of(pose));
        }
        const glm::dvec3 back = read.camera.camera_from_head_opened->t_mm - pose.t_mm;
        EXPECT_NEAR(-back.x * camera.fx_px / z_mm, smear_px, 1.5);
        EXPECT_EQ(back.y, 0);
        EXPECT_NEAR(read.camera.blur_px, lens_px, 0.25 * lens_px) << "smear is no blur";
    }
}

TEST(SkinReader, OfALostHeadNothingIsRead) {
    SkinReader reader(test::head_model());
    const cv::Mat picture = photograph(bowed, {}, 1);
    EXPECT_FALSE(reader.read(picture, state_of(bowed)).skin.empty());
    HeadState lost = state_of(bowed);
    lost.state = TrackState::lost;
    const SkinReading nothing = reader.read(picture, lost);
    EXPECT_TRUE(nothing.skin.empty());
    EXPECT_FALSE(nothing.camera.camera_from_head_opened);
    const SkinReading again = reader.read(picture, state_of(test::pose_of(0, 0, 0, {80, 40, 650})));
    EXPECT_FALSE(again.camera.camera_from_head_opened) << "it came back from elsewhere: that is no motion";
    // Behind the camera, or hardly in the picture.
    EXPECT_TRUE(reader.read(picture, state_of(test::pose_of(0, 0, 0, {0, 0, -500}))).skin.empty());
    EXPECT_TRUE(reader.read(picture, state_of(test::pose_of(0, 0, 0, {5000, 0, 650}))).skin.empty());
}

TEST(SkinReader, ResetForgets) {
    const Sitter fair{.skin = test::skins[0], .lamp = black_body_rgb(3500), .gain = 0.7}, dark{.skin = test::skins[3]};
    SkinReader reader(test::head_model()), fresh(test::head_model());
    const cv::Mat picture = photograph(bowed, dark, 9);
    settled(reader, fair, 3);
    EXPECT_FALSE(same(reader.read(picture, state_of(bowed)), fresh.read(picture, state_of(bowed))));
    reader.reset(), fresh = SkinReader(test::head_model());
    const SkinReading after = reader.read(picture, state_of(bowed));
    EXPECT_TRUE(same(after, fresh.read(picture, state_of(bowed))));
    EXPECT_FALSE(after.camera.camera_from_head_opened);
}

TEST(SkinReader, PicturesThatStayReadTheSame) {
    SkinReader reader(test::head_model());
    const Sitter sitter{};
    const cv::Mat picture = photograph(bowed, sitter, 1);
    SkinReading before = reader.read(picture, state_of(bowed));
    for (int i = 1; i < 40; ++i) {
        const SkinReading now = reader.read(picture, state_of(bowed));
        if (i >= 3) {
            EXPECT_TRUE(same(before, now)) << i;
        }
        before = now;
    }
    // Nor does noise alone make pigment shimmer.
    double most = 0;
    for (unsigned i = 0; i < 24; ++i) {
        const SkinReading now = reader.read(photograph(bowed, sitter, i), state_of(bowed));
        cv::Mat ratio = now.skin.matt / before.skin.matt - cv::Scalar::all(1);
        cv::patchNaNs(ratio);
        for (int y = 0; y < ratio.rows; ++y)
            for (int x = 0; x < ratio.cols; ++x)
                for (int k = 0; k < 3; ++k)
                    if (before.skin.matt.at<cv::Vec4f>(y, x)[k] > 1e-3f)
                        most = std::max(most, std::abs(static_cast<double>(ratio.at<cv::Vec4f>(y, x)[k])));
        before = now;
    }
    EXPECT_LT(most, 0.01);
}

}  // namespace
}  // namespace smp
