// What stands before a head, on heads drawn with known colours in known poses.
#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "head/head_memory.hpp"
#include "support/drawn_heads.hpp"

namespace smp {
namespace {

const Intrinsics camera = Intrinsics::from_fov(640, 480, 60);
const HeadPose frontal = test::pose_of(0, 0, 0, {0, 40, 650});

struct Scene {
    cv::Mat bgr, head;  // CV_8U: where the head is
};

// A mottled bald head before a wall, lit from above and one side, with a webcam's noise.
Scene photograph(const HeadPose& pose, unsigned frame, double gain = 1) {
    const HeadRaster raster = test::rasteriser().draw(pose, camera, CoarseGrid{cv::Rect(0, 0, 640, 480), 1});
    Scene out{cv::Mat(480, 640, CV_8UC3), raster.depth_mm > 0};
    const cv::Vec3d skin{0.16, 0.24, 0.42}, wall{0.5, 0.52, 0.5};
    for (int y = 0; y < 480; ++y)
        for (int x = 0; x < 640; ++x) {
            cv::Vec3d c = wall;
            if (out.head.at<std::uint8_t>(y, x)) {
                const auto& chart = raster.chart_deg.at<cv::Vec2f>(y, x);
                const auto& n = raster.normal.at<cv::Vec3f>(y, x);
                const double mottle = 1 + 0.06 * std::sin(0.31 * chart[0]) * std::sin(0.27 * chart[1] + 1);
                c = skin * mottle * (0.45 + 0.5 * std::max(0.0, 0.35 * n[0] - 0.55 * n[1] - 0.75 * n[2]));
            }
            for (int k = 0; k < 3; ++k) out.bgr.at<cv::Vec3b>(y, x)[k] = test::encoded(gain * c[k]);
        }
    cv::Mat noise(out.bgr.size(), CV_16SC3), noisy;
    cv::RNG(frame + 1).fill(noise, cv::RNG::NORMAL, 0, 2);
    cv::add(out.bgr, noise, noisy, cv::noArray(), CV_8UC3);
    out.bgr = noisy;
    return out;
}

// Something of the colour of skin, a little off, from the side across the forehead; returns where.
cv::Mat put_hand(cv::Mat& bgr) {
    cv::Mat hand(bgr.size(), CV_8U, cv::Scalar(0));
    const auto at = camera.project(frontal * glm::dvec3(0, 75, 90));
    cv::rectangle(hand, cv::Point(0, static_cast<int>(at.y) - 25),
                  cv::Point(static_cast<int>(at.x) + 20, static_cast<int>(at.y) + 25), 255, -1);
    bgr.setTo(cv::Scalar(100, 120, 165), hand);
    return hand;
}

// Shares of the covered and of the other pixels of the head that are said to be hidden; 4 px about the edge left out.
std::pair<double, double> hidden(const HeadCover& cover, const cv::Mat& head, const cv::Mat& hand) {
    int covered = 0, right = 0, free = 0, wrong = 0;
    cv::Mat core, grown, inner;
    const cv::Mat nine = cv::getStructuringElement(cv::MORPH_ELLIPSE, {9, 9});
    cv::erode(hand, core, nine);
    cv::dilate(hand, grown, nine);
    cv::erode(head, inner, nine);
    for (int y = 0; y < head.rows; ++y)
        for (int x = 0; x < head.cols; ++x) {
            if (!inner.at<std::uint8_t>(y, x)) continue;
            const bool says = cover.at({x, y}) > 0.5;
            if (core.at<std::uint8_t>(y, x)) ++covered, right += says;
            if (!grown.at<std::uint8_t>(y, x)) ++free, wrong += says;
        }
    return {covered ? static_cast<double>(right) / covered : 0, static_cast<double>(wrong) / std::max(1, free)};
}

class HeadMemoryTest : public testing::Test {
  protected:
    HeadMemoryTest() {
        const ScalpSurface scalp(test::head_model(), {});
        memory.set_head(HeadMesh::build(test::head_model(), {}, scalp), scalp.centre_mm());
    }
    HeadCover look(const Scene& scene, const HeadPose& pose = frontal) {
        return memory.look(scene.bgr, pose, camera, {}, true);
    }
    void sit(unsigned frames) {
        for (unsigned i = 0; i < frames; ++i) look(photograph(frontal, i));
    }
    HeadMemory memory;
    const cv::Mat nothing = cv::Mat(480, 640, CV_8U, cv::Scalar(0));
};

TEST(HeadRaster, ShowsEachPlaceWhereTheCameraDoes) {
    const HeadPose pose = test::pose_of(25, -10, 5, {30, 50, 700});
    const HeadRaster raster = test::rasteriser().draw(pose, camera, CoarseGrid{cv::Rect(100, 20, 400, 400), 2});
    const ScalpSurface scalp(test::head_model(), {});
    const glm::dvec3 eye = pose.inverse().t_mm;
    int seen = 0;
    for (double u = -60; u <= 60; u += 7)
        for (double v = -60; v <= 60; v += 7) {
            const glm::dvec3 p = scalp.position_mm({u, v});
            if (glm::dot(scalp.normal({u, v}), glm::normalize(eye - p)) < 0.4) continue;
            const glm::dvec2 px = (camera.project(pose * p) - glm::dvec2(100, 20) + 0.5) / 2.0 - 0.5;
            const int x = static_cast<int>(std::lround(px.x)), y = static_cast<int>(std::lround(px.y));
            if (x < 0 || y < 0 || x >= raster.depth_mm.cols || y >= raster.depth_mm.rows) continue;
            EXPECT_NEAR(raster.depth_mm.at<float>(y, x), (pose * p).z, 4);
            const auto& chart = raster.chart_deg.at<cv::Vec2f>(y, x);
            EXPECT_LT(glm::length(glm::dvec2(chart[0], chart[1]) - glm::dvec2(u, v)), 3);
            ++seen;
        }
    EXPECT_GT(seen, 30);
    EXPECT_EQ(raster.depth_mm.at<float>(0, 0), 0);
}

TEST_F(HeadMemoryTest, AHandIsSeenAtOnceAndGoneAtOnce) {
    sit(40);
    Scene scene = photograph(frontal, 50);
    const cv::Mat hand = put_hand(scene.bgr);
    HeadCover cover;
    for (unsigned i = 0; i < 2; ++i) cover = look(scene);
    const auto [right, wrong] = hidden(cover, scene.head, hand);
    EXPECT_GT(right, 0.95);
    EXPECT_LT(wrong, 0.03);
    EXPECT_TRUE(memory.hides(test::head_model().landmarks({})[21] + glm::dvec3(0, 45, 0)));
    for (unsigned i = 0; i < 40; ++i) look(scene);  // it stays a hand, however long
    EXPECT_GT(hidden(look(scene), scene.head, hand).first, 0.95);
    for (unsigned i = 0; i < 2; ++i) cover = look(photograph(frontal, 60 + i));
    EXPECT_LT(hidden(cover, scene.head, nothing).second, 0.02);
}

// Patches of the skin of forehead and crown, 14 mm apart, which the tracker would have looked for.
std::vector<SkinProbe> probes(const HeadPose& pose, const cv::Mat& hand) {
    const ScalpSurface scalp(test::head_model(), {});
    std::vector<SkinProbe> out;
    for (double u = -60; u <= 60; u += 8)
        for (double v = 0; v <= 80; v += 8) {
            const glm::dvec3 p = scalp.position_mm({u, v});
            if (glm::dot(scalp.normal({u, v}), glm::normalize(pose.inverse().t_mm - p)) < 0.4) continue;
            const glm::dvec2 px = camera.project(pose * p);
            const bool covered = hand.at<std::uint8_t>(static_cast<int>(px.y), static_cast<int>(px.x)) > 0;
            out.push_back({p, px, !covered});
        }
    return out;
}

// An arm of the client's colour from a temple that has only just turned into view to the forehead: only in some places
// is it told by the skin's texture not being found.
TEST_F(HeadMemoryTest, AnArmOfTheClientsColourIsHiddenWholly) {
    for (const double side : {-1.0, 1.0}) {
        memory.forget();
        sit(40);
        HeadPose pose = frontal;
        for (int yaw = 4; yaw <= 36; yaw += 4) {
            pose = test::pose_of(side * yaw, 0, 0, {0, 40, 650});
            memory.look(photograph(pose, 60 + yaw).bgr, pose, camera, probes(pose, nothing), true);
        }
        Scene scene = photograph(pose, 99);
        cv::Mat arm(scene.bgr.size(), CV_8U, cv::Scalar(0));
        const glm::ivec2 at(glm::round(camera.project(pose * glm::dvec3(0, 75, 90))));
        cv::rectangle(arm, cv::Point(at.x, at.y - 20), cv::Point(side > 0 ? 640 : 0, at.y + 20), 255, -1);
        scene.bgr.setTo(cv::Scalar(100, 120, 165), arm);
        HeadCover cover;
        for (int i = 0; i < 2; ++i) cover = memory.look(scene.bgr, pose, camera, probes(pose, arm), true);
        const auto [right, wrong] = hidden(cover, scene.head, arm);
        EXPECT_GT(right, 0.9) << side;
        EXPECT_LT(wrong, 0.1) << side;
    }
}

TEST_F(HeadMemoryTest, LightAndShineAreNothing) {
    sit(40);
    for (unsigned i = 0; i < 16; ++i) {
        const Scene scene = photograph(frontal, i, i < 8 ? 0.6 : 1.3);
        EXPECT_LT(hidden(look(scene), scene.head, nothing).second, 0.02) << i;
    }
    for (int i = 0; i < 12; ++i) {
        Scene scene = photograph(frontal, 100 + i);
        cv::Mat glow(scene.bgr.size(), CV_8UC3, cv::Scalar::all(0));
        const auto at = camera.project(frontal * glm::dvec3(-30 + 5 * i, 95, 80));
        cv::circle(glow, cv::Point(static_cast<int>(at.x), static_cast<int>(at.y)), 12, cv::Scalar::all(120), -1);
        cv::GaussianBlur(glow, glow, {}, 5);
        scene.bgr += glow;
        EXPECT_LT(hidden(look(scene), scene.head, nothing).second, 0.02) << i;
    }
}

TEST_F(HeadMemoryTest, AHeadThatTurnsHidesNothing) {
    sit(30);
    for (int i = 0; i <= 60; ++i) {
        const HeadPose pose = test::pose_of(40 * std::sin(0.05 * i), 12 * std::sin(0.08 * i), 0, {0, 40, 650});
        const Scene scene = photograph(pose, i);
        EXPECT_LT(hidden(look(scene, pose), scene.head, nothing).second, 0.05) << i;
    }
}

// Another client sits down, in other light: the tracker finds the patches of a map that it has made anew, all over the
// scalp.
TEST_F(HeadMemoryTest, AnotherClientIsNoHand) {
    sit(40);
    const ScalpSurface scalp(test::head_model(), {});
    std::vector<SkinProbe> found;
    for (double u = -40; u <= 40; u += 8)
        for (double v = 20; v <= 80; v += 8) {
            const glm::dvec3 p = scalp.position_mm({u, v});
            found.push_back({p, camera.project(frontal * p), true});
        }
    HeadCover cover;
    Scene scene;
    for (unsigned i = 0; i < 30; ++i) {
        scene = photograph(frontal, 200 + i);
        cv::Mat half = scene.bgr.colRange(330, 640);
        cv::multiply(half, cv::Scalar(0.9, 0.7, 0.6), half, 1, CV_8UC3);
        cover = memory.look(scene.bgr, frontal, camera, found, true);
        if (i == 1) {
            EXPECT_GT(hidden(cover, scene.head, nothing).second, 0.15);
        }
    }
    EXPECT_LT(hidden(cover, scene.head, nothing).second, 0.02);
}

TEST_F(HeadMemoryTest, KnowsNothingOfAHeadItHasNotSeen) {
    Scene scene = photograph(frontal, 1);
    put_hand(scene.bgr);
    EXPECT_LT(hidden(look(scene), scene.head, nothing).second, 0.02);
    HeadMemory empty;
    EXPECT_TRUE(empty.look(scene.bgr, frontal, camera, {}, true).empty());
    EXPECT_FALSE(empty.hides({0, 100, 80}));
    // Behind the camera, or hardly in the picture.
    EXPECT_TRUE(memory.look(scene.bgr, test::pose_of(0, 0, 0, {0, 0, -500}), camera, {}, true).empty());
    EXPECT_TRUE(memory.look(scene.bgr, test::pose_of(0, 0, 0, {5000, 0, 650}), camera, {}, true).empty());
}

// A wall with a picture on it, 640x480 in squares of 4 px, seen through a box about a head in the middle.
struct Room {
    HeadCover where{{{160, 80, 320, 320}, 4}, {}};
    cv::Mat light{80, 80, CV_32FC3, cv::Scalar(-1.2, -1.1, -1.0)}, beside{80, 80, CV_8U, cv::Scalar(255)};
    Room() {
        light(cv::Rect(55, 10, 20, 20)).setTo(cv::Scalar(-0.4, -0.9, -1.6));
        cv::ellipse(beside, {40, 40}, {22, 30}, 0, 0, 360, 0, -1);  // the head
    }
    cv::Mat seen(int noise) const {
        cv::Mat out = light.clone(), grain(light.size(), CV_32FC3);
        cv::RNG random(noise);
        random.fill(grain, cv::RNG::NORMAL, 0, 0.02);
        return out + grain;
    }
    cv::Mat odds(const BackgroundMemory& memory, const cv::Mat& now) const {
        return memory.odds(now, beside, where, {640, 480});
    }
};

TEST(BackgroundMemory, WhatComesBesideTheHeadIsSeenAndTheRoomIsNot) {
    const Room room;
    const int of_room = cv::countNonZero(room.beside);
    BackgroundMemory memory;
    EXPECT_EQ(cv::countNonZero(room.odds(memory, room.seen(0))), 0) << "nothing is known yet";
    for (int i = 0; i < 8; ++i) memory.learn(room.seen(i), room.beside, room.where, {640, 480});
    EXPECT_LT(cv::countNonZero(room.odds(memory, room.seen(20)) > 0), 0.01 * of_room)
        << "noise, a pixel here and there";

    cv::Mat now = room.seen(21), hand(room.light.size(), CV_8U, cv::Scalar(0));
    cv::rectangle(hand, cv::Rect(0, 30, 20, 14), 255, -1);
    now.setTo(cv::Scalar(-1.5, -1.1, -0.6), hand);
    const cv::Mat odds = room.odds(memory, now);
    const int of_hand = cv::countNonZero(hand & room.beside);
    EXPECT_GT(cv::countNonZero((odds > 1) & hand), 0.95 * of_hand);
    EXPECT_LT(cv::countNonZero((odds > 0) & ~hand), 0.01 * of_room);
    EXPECT_EQ(cv::countNonZero((odds != 0) & ~room.beside), 0) << "of the head it says nothing";

    // What was put down stays: it becomes part of the room.
    for (int i = 0; i < 60; ++i) memory.learn(now, room.beside, room.where, {640, 480});
    EXPECT_LT(cv::countNonZero(room.odds(memory, now) > 0), 0.01 * of_room);
}

TEST(BackgroundMemory, ACameraThatMovedOrALampSaysNothing) {
    const Room room;
    BackgroundMemory memory;
    for (int i = 0; i < 8; ++i) memory.learn(room.seen(i), room.beside, room.where, {640, 480});
    EXPECT_EQ(cv::countNonZero(room.odds(memory, room.seen(20) + cv::Scalar::all(0.5))), 0);
    EXPECT_EQ(cv::countNonZero(memory.odds(room.seen(20), room.beside, room.where, {1280, 720})), 0)
        << "another size of picture is another camera";
}

}  // namespace
}  // namespace smp
