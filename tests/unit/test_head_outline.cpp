// The head's outline in the picture, and where rays meet skin.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "head/skin_surface.hpp"
#include "support/random_heads.hpp"
#include "track/outline.hpp"

namespace smp {
namespace {

constexpr int picture_px = 240;
const glm::dvec2 disc_centre_px{119.3, 121.6};

// Area coverage of a disc, soft over one pixel.
double cover(double x, double y, double radius_px) {
    return std::clamp(radius_px + 0.5 - std::hypot(x - disc_centre_px.x, y - disc_centre_px.y), 0.0, 1.0);
}

cv::Vec3b mixed(const cv::Vec3d& a, const cv::Vec3d& b, double share_of_b) {
    cv::Vec3b out;
    for (int c = 0; c < 3; ++c) out[c] = cv::saturate_cast<unsigned char>(a[c] + share_of_b * (b[c] - a[c]));
    return out;
}

cv::Mat disc(double radius_px, const cv::Vec3d& outside, const cv::Vec3d& inside) {
    cv::Mat bgr(picture_px, picture_px, CV_8UC3);
    for (int y = 0; y < bgr.rows; ++y)
        for (int x = 0; x < bgr.cols; ++x) bgr.at<cv::Vec3b>(y, x) = mixed(outside, inside, cover(x, y, radius_px));
    return bgr;
}

std::vector<ContourSample> circle(double radius_px, int n = 120) {
    std::vector<ContourSample> out;
    for (int i = 0; i < n; ++i) {
        const double a = 2 * std::numbers::pi * i / n;
        const glm::dvec2 normal{std::cos(a), std::sin(a)};
        out.push_back({disc_centre_px + radius_px * normal, normal});
    }
    return out;
}

const cv::Vec3d skin(120, 150, 200), wall(190, 180, 170);

TEST(Outline, FindsAnEdgeBetweenPixels) {
    for (const double offset_px : {-3.4, -0.7, 0.0, 1.3, 4.8}) {
        const cv::Mat light = outline_picture(disc(70.25 + offset_px, wall, skin), 1.0);
        const auto found = find_edges(light, circle(70.25), 9, 4);
        ASSERT_EQ(found.size(), 120u);
        double sum = 0, worst = 0;
        for (const auto& e : found) {
            EXPECT_GT(e.contrast, 12);
            sum += e.offset_px;
            worst = std::max(worst, std::abs(e.offset_px - offset_px));
        }
        // One profile is read at whole pixels, which evens out over the contour; nearer edges are preferred, which does
        // not.
        EXPECT_NEAR(sum / static_cast<double>(found.size()), offset_px, 0.15);
        EXPECT_LT(worst, 0.8);
    }
}

TEST(Outline, TogetherTheyStepOverAFalseEdge) {
    // A shine at the rim, nearly as bright as the wall: its inner edge is the crisper one there.
    const cv::Vec3d shine(182, 172, 168);
    cv::Mat bgr = disc(72, wall, skin);
    const auto in_shine = [](double x, double y) {
        const double a = std::atan2(y - disc_centre_px.y, x - disc_centre_px.x);
        return a > 0.6 && a < 0.8;
    };
    for (int y = 0; y < bgr.rows; ++y)
        for (int x = 0; x < bgr.cols; ++x)
            if (in_shine(x, y))
                bgr.at<cv::Vec3b>(y, x) = mixed(mixed(wall, shine, cover(x, y, 72)), skin, cover(x, y, 66));
    const cv::Mat light = outline_picture(bgr, 1.0);
    const auto contour = circle(70);
    const auto misled = [&](EdgeChoice choice) {
        int count = 0;
        const auto found = find_edges(light, contour, 9, 4, 0, choice);
        for (std::size_t i = 0; i < found.size(); ++i) count += std::abs(found[i].offset_px - 2) > 1.5;
        return count;
    };
    EXPECT_GE(misled(EdgeChoice::each), 3);
    EXPECT_EQ(misled(EdgeChoice::together), 0);
}

TEST(Outline, TogetherTheyFindTheSameEdgesWhereTheyAreClear) {
    for (const double offset_px : {-3.4, 0.0, 4.8}) {
        const cv::Mat light = outline_picture(disc(70.25 + offset_px, wall, skin), 1.0);
        const auto each = find_edges(light, circle(70.25), 9, 4);
        const auto together = find_edges(light, circle(70.25), 9, 4, 0, EdgeChoice::together);
        for (std::size_t i = 0; i < each.size(); ++i) EXPECT_NEAR(together[i].offset_px, each[i].offset_px, 0.8);
    }
    // Part of the contour lies outside the picture, part of it shows nothing.
    const cv::Mat cut = outline_picture(disc(70, wall, skin), 1.0).rowRange(0, 110);
    const auto contour = circle(70);
    const auto found = find_edges(cut, contour, 9, 4, 0, EdgeChoice::together);
    int seen = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (contour[i].p_px.y > 125) {
            EXPECT_EQ(found[i].contrast, 0);
        }
        if (contour[i].p_px.y < 80) {
            EXPECT_NEAR(found[i].offset_px, 0, 0.8);
        }
        seen += found[i].contrast > 12;
    }
    EXPECT_GT(seen, 25);
    for (const auto& e :
         find_edges(outline_picture(disc(0, wall, wall), 1.0), circle(400), 9, 4, 0, EdgeChoice::together))
        EXPECT_EQ(e.contrast, 0);
}

TEST(Outline, TheWeakEdgeGivesWayToTheStrong) {
    // A faint ring (a shadow on the wall) just where the contour is expected, the true edge 4 px inside.
    const cv::Vec3d shade(184, 174, 164);
    cv::Mat bgr = disc(74, wall, shade);
    for (int y = 0; y < bgr.rows; ++y)
        for (int x = 0; x < bgr.cols; ++x) {
            const double in = cover(x, y, 70);
            if (in > 0) bgr.at<cv::Vec3b>(y, x) = mixed(shade, skin, in);
        }
    double sum = 0;
    const auto found = find_edges(outline_picture(bgr, 1.0), circle(74), 9, 4);
    for (const auto& e : found) sum += e.offset_px;
    EXPECT_NEAR(sum / static_cast<double>(found.size()), -4, 0.4);

    // Alone it is reported as what it is: a contrast that no one takes for a head.
    for (const auto& e : find_edges(outline_picture(disc(74, wall, shade), 1.0), circle(74), 9, 4))
        EXPECT_LT(e.contrast, 5);
}

TEST(Outline, AShavedFringeIsNotTheOutline) {
    // Hair grows denser over 14 px until the skin is a dark fringe; then comes a dark room. Over the fringe light falls
    // by a far greater factor than at the head's edge, but by and by.
    const cv::Vec3d fringe(22, 24, 30), room(7, 6, 6);
    cv::Mat bgr = disc(74, room, fringe);
    for (int y = 0; y < bgr.rows; ++y)
        for (int x = 0; x < bgr.cols; ++x) {
            const double r = std::hypot(x - disc_centre_px.x, y - disc_centre_px.y);
            const double bare = std::clamp((72 - r) / 14, 0.0, 1.0);
            for (int c = 0; c < 3 && bare > 0; ++c)
                bgr.at<cv::Vec3b>(y, x)[c] =
                    cv::saturate_cast<unsigned char>(fringe[c] * std::pow(skin[c] / fringe[c], bare));
        }
    const auto found = find_edges(outline_picture(bgr, 1.0), circle(70), 9, 4, 0.015);
    double sum = 0;
    for (const auto& e : found) {
        EXPECT_GT(e.contrast, 5);
        sum += e.offset_px;
    }
    EXPECT_NEAR(sum / static_cast<double>(found.size()), 4, 1);
}

TEST(Outline, LooksAsFarAsThePictureGoes) {
    const cv::Mat whole = outline_picture(disc(70, wall, skin), 1.0);
    const int top = static_cast<int>(disc_centre_px.y) - 76;  // 6 px above the disc: less than reach and window
    const cv::Mat cut = whole.rowRange(top, whole.rows);
    std::vector<ContourSample> up{{disc_centre_px + glm::dvec2(0, -68 - top), {0, -1}}};
    const auto found = find_edges(cut, up, 9, 4);
    EXPECT_GT(found[0].contrast, 12);
    EXPECT_NEAR(found[0].offset_px, 2, 0.8);
}

TEST(Outline, SaysNothingWhereThereIsNoEdge) {
    const auto flat = find_edges(outline_picture(disc(0, wall, wall), 1.0), circle(70), 9, 4);
    for (const auto& e : flat) EXPECT_EQ(e.contrast, 0);
    // The edge lies beyond the reach: the profile still rises at its end.
    const auto beyond = find_edges(outline_picture(disc(70, wall, skin), 1.0), circle(58), 9, 4);
    for (const auto& e : beyond) EXPECT_EQ(e.contrast, 0);
    // The profile would leave the picture.
    const auto outside = find_edges(outline_picture(disc(70, wall, skin), 1.0), circle(400), 9, 4);
    for (const auto& e : outside) EXPECT_EQ(e.contrast, 0);
}

class Skin : public testing::Test {
  protected:
    const HeadModel model =
        std::move(HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json").value());
    const HeadShape shape = test::random_head(model, 21);
    const ScalpSurface scalp{model, shape};
    const SkinSurface surface{model, shape, scalp};
    const std::array<glm::dvec3, landmark_count> landmarks = model.landmarks(shape);
    const glm::dvec3 eye_mm{10, 30, 700};

    std::optional<SkinHit> towards(const glm::dvec3& p_head_mm) const {
        return surface.cast(eye_mm, p_head_mm - eye_mm);
    }
    glm::dvec3 middle(int first, int last) const {
        glm::dvec3 sum(0);
        for (int i = first; i <= last; ++i) sum += landmarks[i];
        return sum / static_cast<double>(last - first + 1);
    }
};

TEST_F(Skin, RaysMeetForeheadCrownAndNose) {
    for (const double height_mm : {35.0, 55.0, 75.0, 95.0}) {
        const glm::dvec3 p = scalp.position_mm(scalp.midline_at_height(height_mm));
        const auto hit = towards(p);
        ASSERT_TRUE(hit) << height_mm;
        EXPECT_LT(glm::length(hit->p_head_mm - p), 0.1) << height_mm;
        EXPECT_LT(glm::dot(hit->normal, p - eye_mm), 0) << "the skin faces the camera";
    }
    const glm::dvec3 nose = (landmarks[30] + landmarks[32] + landmarks[33]) / 3.0;
    const auto hit = towards(nose);
    ASSERT_TRUE(hit);
    EXPECT_LT(glm::length(hit->p_head_mm - nose), 1.0);
    EXPECT_LT(glm::dot(hit->normal, nose - eye_mm), 0);
    EXPECT_NEAR(glm::length(hit->normal), 1, 1e-9);
}

TEST_F(Skin, RaysPassWhatMovesAndWhatIsNotThere) {
    EXPECT_FALSE(towards(middle(36, 41))) << "right eye";
    EXPECT_FALSE(towards(middle(42, 47))) << "left eye";
    EXPECT_FALSE(towards(middle(60, 67))) << "mouth";
    EXPECT_FALSE(towards(landmarks[8])) << "chin";
    EXPECT_FALSE(towards(landmarks[19])) << "brow";
    EXPECT_FALSE(towards(landmarks[24])) << "brow";
    EXPECT_FALSE(towards({200, 60, 0})) << "beside the head";
    EXPECT_FALSE(surface.cast(eye_mm, eye_mm - scalp.centre_mm())) << "away from the head";
}

TEST_F(Skin, TheHullHoldsEveryLandmarkAndTheCrown) {
    const auto hull = surface.hull_points();
    double top_mm = -1e9, back_mm = 1e9;
    for (const auto& p : hull) top_mm = std::max(top_mm, p.y), back_mm = std::min(back_mm, p.z);
    EXPECT_GE(hull.size(), 68u);
    EXPECT_GT(top_mm, scalp.position_mm({0, 0}).y - 1);
    EXPECT_LT(back_mm, -60);
}

}  // namespace
}  // namespace smp
