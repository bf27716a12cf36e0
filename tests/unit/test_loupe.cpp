// The close look without a GPU: where things come to lie, and what happens to the bare picture.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "render/loupe.hpp"
#include "render/skin_relief.hpp"

namespace smp {
namespace {

HeadView head_view() {
    HeadView view;
    view.camera_from_head = {frontal_rotation(), {20, -15, 600}};
    view.intrinsics = {900, 910, 311.3, 244.6, 640, 480, {-0.21, 0.07, 0.002, -0.003, 0.01}};
    view.cover.hidden = cv::Mat(60, 80, CV_8U);
    cv::randu(view.cover.hidden, 0, 256);
    view.cover.box_px = cv::Rect(40, 30, 320, 240);
    view.cover.px = 4;
    return view;
}

// A ball of skin about the head's origin.
HeadMesh ball(double radius_mm) {
    constexpr std::uint32_t n = 48;
    HeadMesh mesh;
    for (std::uint32_t j = 0; j <= n; ++j)
        for (std::uint32_t i = 0; i <= n; ++i) {
            const double polar = std::numbers::pi * j / n, azimuth = 2 * std::numbers::pi * i / n;
            const glm::dvec3 d(std::sin(polar) * std::cos(azimuth), std::cos(polar),
                               -std::sin(polar) * std::sin(azimuth));
            mesh.scalp.push_back({glm::vec3(radius_mm * d), glm::vec3(d), glm::vec2(0)});
            if (i == n || j == n) continue;
            const std::uint32_t a = j * (n + 1) + i, b = a + 1, c = a + n + 1, e = c + 1;
            for (const auto k : {a, c, b, b, c, e}) mesh.scalp_triangles.push_back(k);
        }
    return mesh;
}

TEST(Loupe, AHeadPointLandsOnItsMagnifiedPixel) {
    const HeadView head = head_view();
    const glm::dvec3 p_head_mm(31, 52, 74);
    for (const double scale : {1.0, 2.5, 16.0, 40.0}) {
        const Loupe loupe{{377.25, 101.5}, scale, {431, 300}};
        const HeadView view = magnified(head, loupe);
        const auto in_frame = head.intrinsics.project(head.camera_from_head * p_head_mm);
        const auto in_view = view.intrinsics.project(view.camera_from_head * p_head_mm);
        EXPECT_LT(glm::length(in_view - loupe_from_frame(loupe, in_frame)), 1e-9) << scale;
        EXPECT_LT(glm::length(frame_from_loupe(loupe, in_view) - in_frame), 1e-9) << scale;
        EXPECT_EQ(view.intrinsics.width_px, 431);
        EXPECT_EQ(view.intrinsics.height_px, 300);
        // The centre stands in the middle of the view.
        EXPECT_LT(glm::length(loupe_from_frame(loupe, loupe.centre_px) - glm::dvec2(215, 149.5)), 1e-12);
    }
}

TEST(Loupe, TheCoverLiesWhereItLayOnTheHead) {
    const HeadView head = head_view();
    for (const double scale : {1.0, 3.0, 8.0, 21.7})
        for (const glm::dvec2 centre : {glm::dvec2(200, 150), glm::dvec2(41, 33), glm::dvec2(500, 400)}) {
            const Loupe loupe{centre, scale, {256, 200}};
            const HeadView view = magnified(head, loupe);
            EXPECT_LE(view.cover.hidden.cols, 256 / (4 * scale) + 5) << "only the part about the view";
            for (int y = 0; y < 200; y += 3)
                for (int x = 0; x < 256; x += 3) {
                    const glm::dvec2 at = frame_from_loupe(loupe, {x, y});
                    // Nearest texels: not where rounding the corner to a pixel of the view may choose another.
                    const glm::dvec2 f = glm::abs(glm::fract(head.cover.from_frame(at)) - 0.5);
                    if (std::min(f.x, f.y) < 0.6 / (4 * scale)) continue;
                    EXPECT_EQ(view.cover.at({x, y}), head.cover.at(at)) << scale << ": " << x << ", " << y;
                }
        }
}

TEST(Loupe, AtScaleOneItIsTheFrame) {
    const HeadView head = head_view();
    cv::Mat frame(480, 640, CV_8UC3);
    cv::randu(frame, 0, 256);
    const Loupe loupe{{319.5, 239.5}, 1, frame.size()};
    EXPECT_EQ(cv::norm(magnified_picture(frame, loupe), frame, cv::NORM_INF), 0);
    const HeadView view = magnified(head, loupe);
    EXPECT_EQ(view.intrinsics.fx_px, head.intrinsics.fx_px);
    EXPECT_EQ(view.intrinsics.cx_px, head.intrinsics.cx_px);
    EXPECT_EQ(view.intrinsics.cy_px, head.intrinsics.cy_px);
    EXPECT_EQ(view.cover.box_px, head.cover.box_px);
    EXPECT_EQ(cv::norm(view.cover.hidden, head.cover.hidden, cv::NORM_INF), 0);
}

double linear(double byte) {
    const double v = byte / 255;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

TEST(Loupe, EdgesGetNoHaloAndTheirPlaceIsKept) {
    cv::Mat frame(40, 40, CV_8UC3, cv::Scalar(60, 60, 60));
    frame.colRange(20, 40).setTo(cv::Scalar(230, 200, 190));
    for (const double scale : {2.0, 8.0, 24.0}) {
        // Inside the frame, whose own border is dark.
        const Loupe loupe{{19.5, 19.5}, scale, {61, 61}};
        const cv::Mat view = magnified_picture(frame, loupe);
        double low = 0, high = 0;
        cv::minMaxLoc(view.reshape(1), &low, &high);
        // At 2 there is a trace of overshoot left, for sharpness: at most 1 % of the step.
        EXPECT_GE(low, scale > 4 ? 60 : 57) << scale;
        EXPECT_LE(high, scale > 4 ? 230 : 233) << scale;
        // The edge between pixels 19 and 20 is the middle of the view: half way there, in linear light.
        EXPECT_NEAR(linear(view.at<cv::Vec3b>(30, 30)[1]), (linear(60) + linear(200)) / 2, 0.006) << scale;
        for (int x = 1; scale > 4 && x < 61; ++x)
            EXPECT_GE(view.at<cv::Vec3b>(30, x)[0], view.at<cv::Vec3b>(30, x - 1)[0]) << "monotone at " << x;
    }
}

TEST(Loupe, ThePicturesMeanStaysInLinearLight) {
    cv::Mat frame(30, 30, CV_8UC3);
    cv::RNG random(3);
    random.fill(frame, cv::RNG::UNIFORM, 40, 220);
    frame.rowRange(0, 6).setTo(cv::Scalar(120, 120, 120));
    frame.rowRange(24, 30).setTo(cv::Scalar(120, 120, 120));
    frame.colRange(0, 6).setTo(cv::Scalar(120, 120, 120));
    frame.colRange(24, 30).setTo(cv::Scalar(120, 120, 120));
    const auto mean = [](const cv::Mat& bgr) {
        double sum = 0;
        for (const auto& p : cv::Mat_<cv::Vec3b>(bgr)) sum += linear(p[0]) + linear(p[1]) + linear(p[2]);
        return sum / (3.0 * static_cast<double>(bgr.total()));
    };
    const cv::Mat view = magnified_picture(frame, {{14.5, 14.5}, 12, {360, 360}});
    EXPECT_NEAR(mean(view(cv::Rect(36, 36, 288, 288))) / mean(frame(cv::Rect(3, 3, 24, 24))), 1, 0.003);
}

TEST(Loupe, BeyondTheFrameItIsDark) {
    const cv::Mat frame(40, 40, CV_8UC3, cv::Scalar(200, 200, 200));
    const cv::Mat view = magnified_picture(frame, {{0, 20}, 8, {160, 80}});
    EXPECT_LT(view.at<cv::Vec3b>(40, 20)[1], 40);
    EXPECT_EQ(view.at<cv::Vec3b>(40, 120)[1], 200);
}

struct Relief : testing::Test {
    HeadMesh mesh = ball(90);
    HeadRasteriser skin{mesh, glm::dvec3(0)};
    HeadView seen(const Loupe& loupe, const glm::dvec3& t_mm, double focal_px) const {
        HeadView head;
        head.camera_from_head = {frontal_rotation(), t_mm};
        head.intrinsics = {focal_px, focal_px, 319.5, 239.5, 640, 480, {}};
        return magnified(head, loupe);
    }
};

TEST_F(Relief, IsFaintAndLeavesTheMean) {
    for (const double scale : {4.0, 8.0, 24.0}) {
        const Loupe loupe{{330, 240}, scale, {400, 400}};
        const cv::Mat relief = skin_relief(skin, seen(loupe, {0, 0, 600}, 550), scale);
        cv::Scalar mean, spread;
        cv::meanStdDev(relief, mean, spread);
        EXPECT_NEAR(mean[0], 0, 0.004) << scale;
        EXPECT_GT(spread[0], 0.004) << scale;
        EXPECT_LT(spread[0], 0.05) << scale;
    }
}

TEST_F(Relief, StaysOnItsPlaceOfTheHead) {
    // The head moves 12.5 mm across and the loupe goes with it: the same skin, the same relief.
    const double scale = 12, px_per_mm = 550.0 / 510;
    const Loupe here{{319.5, 239.5}, scale, {240, 240}}, there{{319.5 + 12.5 * px_per_mm, 239.5}, scale, {240, 240}};
    const cv::Mat a = skin_relief(skin, seen(here, {0, 0, 600}, 550), scale);
    const cv::Mat b = skin_relief(skin, seen(there, {12.5, 0, 600}, 550), scale);
    const cv::Mat c = skin_relief(skin, seen(here, {12.5, 0, 600}, 550), scale);
    const cv::Rect middle(60, 60, 120, 120);
    const auto alike = [&](const cv::Mat& other) {
        return a(middle).dot(other(middle)) / (cv::norm(a(middle)) * cv::norm(other(middle)));
    };
    // The ball's curvature shows the same skin under slightly another slant.
    EXPECT_GT(alike(b), 0.85);
    EXPECT_LT(std::abs(alike(c)), 0.3);
}

TEST_F(Relief, IsOnSkinAloneAndNotWhereTheFrameShowsIt) {
    Loupe loupe{{319.5, 10}, 8, {400, 400}};
    EXPECT_EQ(cv::norm(skin_relief(skin, seen(loupe, {0, 0, 1600}, 550), 8), cv::NORM_INF), 0) << "beside the head";
    loupe.centre_px = {319.5, 239.5};
    HeadView view = seen(loupe, {0, 0, 600}, 550);
    view.cover.hidden = cv::Mat(1, 1, CV_8U, cv::Scalar(255));
    view.cover.box_px = cv::Rect(0, 0, 200, 400);
    view.cover.px = 400;
    view.cover.box_px.x = -200;
    const cv::Mat relief = skin_relief(skin, view, 8);
    EXPECT_EQ(cv::norm(relief.colRange(0, 199), cv::NORM_INF), 0) << "on a hand before the head";
    EXPECT_GT(cv::norm(relief.colRange(201, 400), cv::NORM_INF), 0.005);
    // 30 pixels a millimetre: the frame has it all.
    EXPECT_EQ(cv::norm(skin_relief(skin, seen(loupe, {0, 0, 600}, 16000), 8), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace smp
