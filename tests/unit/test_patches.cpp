// Picture features: optical flow, patches found again, and the mapping between frame and work picture.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <random>

#include "track/flow.hpp"
#include "track/patch_align.hpp"
#include "track/work_picture.hpp"

namespace smp {
namespace {

// Skin-like texture that is known between the pixels as well.
class Texture {
  public:
    explicit Texture(unsigned seed) {
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> unit(0, 1);
        for (auto& w : waves_) {
            const double length_px = 7 + 23 * unit(random), a = 2 * std::numbers::pi * unit(random);
            w = {2 * std::numbers::pi * std::cos(a) / length_px, 2 * std::numbers::pi * std::sin(a) / length_px,
                 2 * std::numbers::pi * unit(random)};
        }
    }
    double at(const glm::dvec2& p) const {
        double sum = 0;
        for (const auto& w : waves_) sum += std::cos(w.x * p.x + w.y * p.y + w.z);
        return 128 + 14 * sum;
    }
    // The picture whose pixel p shows the texture at where(p).
    template <class Pixel>
    cv::Mat picture(cv::Size size, const std::function<glm::dvec2(glm::dvec2)>& where) const {
        cv::Mat out(size, cv::traits::Type<Pixel>::value);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) out.at<Pixel>(y, x) = cv::saturate_cast<Pixel>(at(where({x, y})));
        return out;
    }

  private:
    std::array<glm::dvec3, 24> waves_;
};

TEST(Flow, FollowsAShiftToAFewHundredthsOfAPixel) {
    const Texture texture(1);
    const FlowOptions options;
    const auto first = make_flow_pyramid(texture.picture<uchar>({320, 240}, [](auto p) { return p; }), options);
    for (const glm::dvec2 shift : {glm::dvec2(0.3, -0.6), glm::dvec2(4.25, 2.75), glm::dvec2(-9.5, 6.1)}) {
        const auto second =
            make_flow_pyramid(texture.picture<uchar>({320, 240}, [&](auto p) { return p - shift; }), options);
        std::vector<cv::Point2f> from;
        for (float y = 40; y <= 200; y += 20)
            for (float x = 40; x <= 280; x += 20) from.emplace_back(x + 0.3f, y - 0.2f);
        auto to = from;
        const auto found = track_flow(first, second, from, to, options);
        std::size_t n = 0;
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (!found[i]) continue;
            ++n;
            EXPECT_LT(std::hypot(to[i].x - from[i].x - shift.x, to[i].y - from[i].y - shift.y), 0.05);
        }
        EXPECT_GT(n, from.size() * 9 / 10);
    }
}

TEST(Flow, SaysWhichPointsWereLost) {
    const Texture texture(2), other(3);
    const FlowOptions options;
    const auto grey = texture.picture<uchar>({320, 240}, [](auto p) { return p; });
    // The right half is covered by something else; everything moves 12 px to the left.
    auto moved = texture.picture<uchar>({320, 240}, [](auto p) { return p + glm::dvec2(12, 0); });
    other.picture<uchar>({160, 240}, [](auto p) { return p; }).copyTo(moved(cv::Rect(160, 0, 160, 240)));
    const auto a = make_flow_pyramid(grey, options), b = make_flow_pyramid(moved, options);
    std::vector<cv::Point2f> kept, covered, leaving;
    for (float y = 30; y <= 210; y += 15) {
        for (float x = 50; x <= 130; x += 20) kept.emplace_back(x, y);
        for (float x = 210; x <= 300; x += 15) covered.emplace_back(x, y);
        leaving.emplace_back(8.0f, y);
    }
    const auto share = [&](const std::vector<cv::Point2f>& from) {
        auto to = from;
        const auto found = track_flow(a, b, from, to, options);
        return static_cast<double>(cv::countNonZero(found)) / static_cast<double>(from.size());
    };
    EXPECT_GT(share(kept), 0.95);
    EXPECT_LT(share(covered), 0.2);
    EXPECT_EQ(share(leaving), 0);

    auto to = kept;
    const auto smaller = make_flow_pyramid(grey(cv::Rect(0, 0, 300, 240)), options);
    EXPECT_EQ(cv::countNonZero(track_flow(a, smaller, kept, to, options)), 0) << "pictures of different sizes";
    EXPECT_TRUE(track_flow({}, b, {}, to, options).empty());
}

TEST(PatchAlign, FindsAWarpedPatchBetweenPixels) {
    const Texture texture(4);
    const auto host = texture.picture<float>({200, 200}, [](auto p) { return p; });
    const glm::dvec2 centre{101.3, 97.8};
    const glm::dvec2 at{88.4, 92.7};  // where the current picture shows it
    for (const glm::dmat2& host_from_current :
         {glm::dmat2(1), glm::dmat2(0.94, 0.21, -0.17, 1.06), glm::dmat2(1.2, 0, 0.1, 0.85)}) {
        // Other gain and offset than the host, as under other light.
        cv::Mat current =
            texture.picture<float>({200, 200}, [&](auto p) { return centre + host_from_current * (p - at); });
        current = 0.6 * current + 35;
        PatchTemplate patch;
        ASSERT_TRUE(make_template(host, centre, host_from_current, patch));
        for (const glm::dvec2 off : {glm::dvec2(0), glm::dvec2(1.4, -1.1), glm::dvec2(-1.6, 0.7)}) {
            const auto found = align_patch(current, patch, at + off, 4);
            ASSERT_TRUE(found.found);
            EXPECT_LT(glm::length(found.p_px - at), 0.05);
            EXPECT_GT(found.zncc, 0.98);
        }
        EXPECT_FALSE(align_patch(current, patch, {4, 4}, 4).found) << "half of it lies outside the picture";
    }
}

TEST(PatchSearch, FindsAPatchThatLiesFarAway) {
    const Texture texture(5);
    const cv::Mat host = texture.picture<float>({200, 200}, [](auto p) { return p; });
    for (const glm::dvec2 shift : {glm::dvec2(23, -17), glm::dvec2(-26.4, 9.7)}) {
        const cv::Mat current = texture.picture<float>({260, 260}, [&](auto p) { return p - shift - glm::dvec2(30); });
        PatchTemplate patch;
        ASSERT_TRUE(make_template(host, {100, 100}, glm::dmat2(1), patch));
        const auto found = search_patch(current, patch, {130, 130}, 28);
        EXPECT_TRUE(found.found);
        EXPECT_GT(found.zncc, 0.85);
        EXPECT_NEAR(glm::length(found.p_px - (glm::dvec2(130) + shift)), 0, 0.8);
        // Out of reach it is not found, whatever else looks a little like it.
        EXPECT_LT(search_patch(current, patch, {130, 130}, 8).zncc, 0.8);
    }
    // At the picture's edge it looks at what there is, and says so where that is too little.
    PatchTemplate patch;
    ASSERT_TRUE(make_template(host, {100, 100}, glm::dmat2(1), patch));
    EXPECT_FALSE(search_patch(host, patch, {-40, 100}, 20).found);
}

TEST(PatchAlign, RefusesWhatHasNoTexture) {
    PatchTemplate patch;
    EXPECT_FALSE(make_template(cv::Mat(100, 100, CV_32F, cv::Scalar(90)), {50, 50}, glm::dmat2(1), patch));
    cv::Mat stripes(100, 100, CV_32F);
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; ++x) stripes.at<float>(y, x) = static_cast<float>(100 + 50 * std::sin(0.7 * x));
    EXPECT_FALSE(make_template(stripes, {50, 50}, glm::dmat2(1), patch)) << "slides along its stripes";
    const auto fine = Texture(5).picture<float>({100, 100}, [](auto p) { return p; });
    EXPECT_TRUE(make_template(fine, {50, 50}, glm::dmat2(1), patch));
    EXPECT_FALSE(make_template(fine, {5, 50}, glm::dmat2(1), patch)) << "leaves the picture";
    EXPECT_FALSE(align_patch(cv::Mat(100, 100, CV_32F, cv::Scalar(90)), patch, {50, 50}, 4).found);
}

TEST(PatchAlign, AnotherPatchCorrelatesBadly) {
    const auto host = Texture(6).picture<float>({200, 200}, [](auto p) { return p; });
    const auto other = Texture(7).picture<float>({200, 200}, [](auto p) { return p; });
    int taken = 0, tried = 0;
    for (double y = 40; y <= 160; y += 20)
        for (double x = 40; x <= 160; x += 20) {
            PatchTemplate patch;
            if (!make_template(host, {x, y}, glm::dmat2(1), patch)) continue;
            ++tried;
            const auto found = align_patch(other, patch, {x, y}, 4);
            taken += found.found && found.zncc > 0.7;
        }
    EXPECT_GT(tried, 40);
    EXPECT_LE(taken, tried / 20);
}

// Where a soft spot lies in a picture, from its centre of mass above the ground.
glm::dvec2 spot(const cv::Mat& grey) {
    cv::Mat light;
    cv::threshold(grey, light, 40, 0, cv::THRESH_TOZERO);
    const auto m = cv::moments(light);
    return {m.m10 / m.m00, m.m01 / m.m00};
}

TEST(WorkPicture, PixelsLieWhereTheMappingSays) {
    const glm::dvec2 at{233.4, 151.7};
    cv::Mat grey(300, 500, CV_8U);
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x) {
            const glm::dvec2 d = glm::dvec2(x, y) - at;
            grey.at<uchar>(y, x) = cv::saturate_cast<uchar>(20 + 200 * std::exp(-glm::dot(d, d) / (2 * 8.0 * 8.0)));
        }
    for (const cv::Rect box : {cv::Rect(0, 0, 500, 300), cv::Rect(117, 43, 251, 199)})
        for (const double scale : {1.0, 0.8, 0.64, 0.512, 0.4096}) {
            const auto work = make_work_picture(grey, box, scale, {});
            ASSERT_FALSE(work.empty());
            EXPECT_EQ(work.grey.size(), work.normalised.size());
            EXPECT_EQ(work.grey.size(), work.pyramid.size);
            for (const glm::dvec2 p : {glm::dvec2(0, 0), glm::dvec2(133.25, 77.5), glm::dvec2(480, 250)})
                EXPECT_LT(glm::length(work.to_frame(work.to_work(p)) - p), 1e-9);
            EXPECT_LT(glm::length(work.to_frame(spot(work.grey)) - at), 0.12) << scale << " " << box;
            EXPECT_TRUE(work.contains(work.to_work(at), 10));
            EXPECT_FALSE(work.contains(work.to_work(glm::dvec2(box.x - 5, box.y)), 0));
            const auto again = flow_pyramid_of(grey, work, {});
            EXPECT_EQ(again.size, work.pyramid.size);
            EXPECT_EQ(cv::norm(again.levels[0], work.pyramid.levels[0], cv::NORM_INF), 0);
        }
}

TEST(WorkPicture, ABoxOutsideTheFrameGivesNone) {
    const cv::Mat grey(200, 200, CV_8U, cv::Scalar(80));
    EXPECT_TRUE(make_work_picture(grey, {300, 10, 100, 100}, 1, {}).empty());
    EXPECT_TRUE(make_work_picture(grey, {190, 10, 100, 100}, 1, {}).empty()) << "a strip too thin to work on";
    const auto clipped = make_work_picture(grey, {-50, -50, 150, 150}, 1, {});
    EXPECT_EQ(clipped.box_px, cv::Rect(0, 0, 100, 100));
    EXPECT_TRUE(make_work_picture({}, {0, 0, 100, 100}, 1, {}).empty());
}

TEST(WorkPicture, TheScaleHoldsWhileItFits) {
    for (double px_per_mm = 0.3; px_per_mm < 6; px_per_mm *= 1.1) {
        const double scale = work_scale(px_per_mm, 0);
        EXPECT_LE(scale, 1);
        EXPECT_LT(px_per_mm * scale, 1.5) << px_per_mm;
        if (scale < 1) {
            EXPECT_GT(px_per_mm * scale, 0.95) << px_per_mm;
        }
        EXPECT_EQ(work_scale(px_per_mm * 1.04, scale), scale) << "no flicker between two scales";
        EXPECT_EQ(work_scale(px_per_mm * 0.96, scale), scale);
    }
    EXPECT_LT(work_scale(4, 1), 1) << "the client has come near";
    EXPECT_EQ(work_scale(1, 0.4096), 1) << "and has gone back";
}

}  // namespace
}  // namespace smp
