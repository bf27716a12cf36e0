// What part of a picture the marks may touch: nothing of a mark is cut off, nothing is drawn twice.
#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <random>

#include "render/picture_tiles.hpp"

namespace smp {
namespace {

// How often the tiles' triangles, six corners a rectangle, touch each pixel.
cv::Mat times_touched(PictureTiles& tiles, glm::ivec2 picture_px) {
    cv::Mat times = cv::Mat::zeros(picture_px.y, picture_px.x, CV_32S);
    const auto& corners = tiles.triangles();
    EXPECT_EQ(corners.size() % 6, 0u);
    for (std::size_t i = 0; i + 5 < corners.size(); i += 6) {
        const auto pixel = [&](const glm::vec2& clip) {
            return glm::ivec2(glm::round((clip + 1.f) * 0.5f * glm::vec2(picture_px)));
        };
        const glm::ivec2 low = pixel(corners[i]), high = pixel(corners[i + 2]);
        for (int y = low.y; y < high.y; ++y)
            for (int x = low.x; x < high.x; ++x) ++times.at<int>(y, x);
    }
    return times;
}

TEST(PictureTiles, CoverWhatWasAddedOnceAndLittleMore) {
    std::mt19937 random(5);
    PictureTiles tiles;
    for (const glm::ivec2 size : {glm::ivec2(1280, 720), glm::ivec2(333, 211), glm::ivec2(7, 5)}) {
        tiles.clear(size);
        EXPECT_TRUE(tiles.rect().empty());
        EXPECT_TRUE(tiles.triangles().empty());
        cv::Mat wanted = cv::Mat::zeros(size.y, size.x, CV_8U), near = wanted.clone();
        for (int k = 0; k < 12; ++k) {
            const auto any = [&](int n) { return std::uniform_int_distribution<int>(-n / 3, n + n / 3)(random); };
            const glm::ivec2 a(any(size.x), any(size.y)), b(a + glm::ivec2(any(60), any(60)));
            tiles.add({a, b});
            if (PixelRect{a, b}.empty()) continue;
            const cv::Rect frame(0, 0, size.x, size.y);
            const cv::Rect box(a.x, a.y, b.x - a.x, b.y - a.y);
            wanted(box & frame) = 1;
            constexpr int s = PictureTiles::side_px;
            if ((box & frame).area() > 0)
                near(cv::Rect(a.x - s, a.y - s, box.width + 2 * s, box.height + 2 * s) & frame) = 1;
        }
        const cv::Mat times = times_touched(tiles, size);
        const auto& rect = tiles.rect();
        for (int y = 0; y < size.y; ++y)
            for (int x = 0; x < size.x; ++x) {
                ASSERT_LE(times.at<int>(y, x), 1);
                ASSERT_GE(times.at<int>(y, x), wanted.at<std::uint8_t>(y, x));
                ASSERT_LE(times.at<int>(y, x), near.at<std::uint8_t>(y, x)) << x << ", " << y;
                if (times.at<int>(y, x)) {
                    ASSERT_TRUE(x >= rect.low.x && x < rect.high.x && y >= rect.low.y && y < rect.high.y);
                }
            }
    }
}

TEST(SeenRect, HoldsEveryPointOfTheBoxWithItsReach) {
    std::mt19937 random(6);
    const auto between = [&](double a, double b) { return std::uniform_real_distribution<double>(a, b)(random); };
    int inside = 0;
    for (int k = 0; k < 400; ++k) {
        CameraUniforms camera;
        camera.picture_px = {1280, 720};
        camera.intrinsics = {1000, 1000, 640, 360, 1280, 720, {}};
        if (k % 2) camera.intrinsics.distortion = {-0.28, 0.09, 0.002, -0.001, -0.01};
        camera.camera_from_head.t_mm = {between(-150, 150), between(-90, 90), between(450, 1200)};
        const glm::vec3 low(between(-80, 80), between(-80, 80), between(-80, 80));
        const glm::vec3 high = low + glm::vec3(between(0, 40), between(0, 40), between(0, 40));
        const double reach_mm = 5;
        const PixelRect rect = seen_rect(camera, valid_radius_squared(camera.intrinsics), low, high, reach_mm, 0);
        for (int i = 0; i < 50; ++i) {
            glm::dvec3 p(between(low.x, high.x), between(low.y, high.y), between(low.z, high.z));
            p += 0.57 * reach_mm * glm::dvec3(between(-1, 1), between(-1, 1), between(-1, 1));
            const glm::dvec2 px = camera.intrinsics.project(camera.camera_from_head * p);
            if (px.x < 0 || px.y < 0 || px.x >= 1280 || px.y >= 720) continue;
            ++inside;
            ASSERT_TRUE(px.x >= rect.low.x && px.y >= rect.low.y && px.x <= rect.high.x && px.y <= rect.high.y)
                << px.x << ", " << px.y;
        }
    }
    EXPECT_GT(inside, 10000);
}

TEST(SeenRect, IsTheWholePictureForWhatReachesBehindTheCamera) {
    CameraUniforms camera;
    camera.picture_px = {640, 480};
    camera.intrinsics = {500, 500, 320, 240, 640, 480, {}};
    camera.camera_from_head.t_mm = {0, 0, 30};
    const double r2_max = valid_radius_squared(camera.intrinsics);
    const PixelRect rect = seen_rect(camera, r2_max, {-20, -20, -40}, {20, 20, 40}, 1, 0);
    EXPECT_EQ(rect.low, glm::ivec2(0));
    EXPECT_EQ(rect.high, camera.picture_px);
    camera.camera_from_head.t_mm = {5000, 0, 600};
    EXPECT_TRUE(seen_rect(camera, r2_max, {-20, -20, -40}, {20, 20, 40}, 1, 0).empty()) << "beside the picture";
}

}  // namespace
}  // namespace smp
