// The tracker fed with what no head is: it must not crash, not claim a head for long, and find the client again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "app/session.hpp"
#include "support/demo_client.hpp"

namespace smp {
namespace {

using test::demo_pictures;
using test::new_tracker;

constexpr double frame_s = 1.0 / 30;

void expect_sane(const HeadState& head, const cv::Mat& bgr) {
    EXPECT_EQ(head.intrinsics.width_px, bgr.cols);
    EXPECT_EQ(head.intrinsics.height_px, bgr.rows);
    EXPECT_TRUE(std::isfinite(head.intrinsics.fx_px) && head.intrinsics.fx_px > 0);
    if (head.state == TrackState::lost) return;
    const auto& t = head.camera_from_head.t_mm;
    EXPECT_TRUE(std::isfinite(t.x + t.y + t.z)) << t.x << " " << t.y << " " << t.z;
    EXPECT_GT(t.z, 100);
    EXPECT_NEAR(glm::determinant(head.camera_from_head.R), 1, 1e-6);
    for (const auto& p : head.landmarks_px) EXPECT_TRUE(std::isfinite(p.x + p.y));
    EXPECT_GE(head.confidence, 0);
    EXPECT_LE(head.confidence, 1);
}

TEST(TrackerRobustness, SurvivesAnythingAndFindsTheClientAgain) {
    const auto demo = demo_pictures(60);
    ASSERT_EQ(demo.size(), 60u);
    const cv::Size full = demo[0].size();
    auto tracker = new_tracker();
    cv::RNG random(20);
    int frames = 0, slowest = 0;
    const auto step = [&](const cv::Mat& bgr) {
        const HeadState head = tracker.step(bgr, frame_s * frames++);
        expect_sane(head, bgr);
        return head.state == TrackState::tracking;
    };
    const auto of_demo = [&] { return demo[static_cast<std::size_t>(random.uniform(0, 60))]; };
    const auto noise = [&](cv::Size size) {
        cv::Mat out(size, CV_8UC3);
        random.fill(out, cv::RNG::UNIFORM, 0, 256);
        return out;
    };
    const auto turned = [&](int how) {
        cv::Mat out;
        cv::flip(of_demo(), out, how);
        return out;
    };
    const auto resized = [&](double factor) {
        cv::Mat out;
        cv::resize(of_demo(), out, {}, factor, factor, cv::INTER_AREA);
        return out;
    };
    const auto recovers = [&](const char* after) {
        int until = 1;
        for (; until <= 5 && !step(demo[static_cast<std::size_t>(until - 1)]); ++until) {
        }
        slowest = std::max(slowest, until);
        EXPECT_LE(until, 5) << "frames until the head is known again, after " << after;
        // On for two more: it has to stay found.
        EXPECT_TRUE(step(demo[static_cast<std::size_t>(until)])) << after;
        EXPECT_TRUE(step(demo[static_cast<std::size_t>(until + 1)])) << after;
    };
    const auto lets_go = [&](const char* of, const std::function<cv::Mat()>& next) {
        int claimed = 0, longest = 0;
        for (int i = 0; i < 20; ++i) {
            claimed = step(next()) ? claimed + 1 : 0;
            longest = std::max(longest, claimed);
        }
        RecordProperty(std::string("claimed_on_") + of, longest);
        EXPECT_LE(longest, 3) << "frames in a row that claim a head in pure " << of;
        EXPECT_EQ(claimed, 0) << "at the end still";
    };

    recovers("the start");
    lets_go("noise", [&] { return noise(full); });
    recovers("noise");
    lets_go("black", [&] { return cv::Mat(full, CV_8UC3, cv::Scalar(0, 0, 0)); });
    recovers("black");
    for (int i = 0; i < 8; ++i) step(turned(i % 3 - 1));
    recovers("mirrored and upside-down pictures");
    for (const double factor : {0.5, 0.31, 1.3, 0.1, 1.0, 0.62}) step(resized(factor));
    recovers("pictures of other sizes");
    for (const cv::Size size : {cv::Size(8, 8), {1, 1}, {640, 3}, {3, 360}, {40, 40}, {8, 8}}) step(noise(size));
    recovers("tiny pictures");
    for (int i = 0; i < 10; ++i) step(of_demo());
    recovers("shuffled pictures");
    for (int i = 0; i < 26; ++i) {
        switch (random.uniform(0, 6)) {
            case 0:
                step(noise(full));
                break;
            case 1:
                step(cv::Mat(full, CV_8UC3, cv::Scalar(0, 0, 0)));
                break;
            case 2:
                step(turned(1));
                break;
            case 3:
                step(resized(0.5));
                break;
            case 4:
                step(noise({8, 8}));
                break;
            default:
                step(of_demo());
        }
    }
    recovers("all of it mixed");
    RecordProperty("frames_to_recover", slowest);
    EXPECT_GE(frames, 120);
}

TEST(TrackStep, FadesInOverTheFadeTimeAndGoesAtOnceWithTheHead) {
    const auto demo = demo_pictures(12);
    ASSERT_EQ(demo.size(), 12u);
    auto tracker = new_tracker();
    StepState state(test::head_model());
    double time_s = 0, before = 0;
    const auto step = [&](const cv::Mat& bgr, bool still = false) {
        Frame frame;
        frame.bgr = bgr;
        frame.time_s = time_s += frame_s;
        frame.capture_ms = 1.5;
        return track_step(tracker, state, frame, still);
    };
    const cv::Mat black(demo[0].size(), CV_8UC3, cv::Scalar(0, 0, 0));
    EXPECT_EQ(step(black).overlay_alpha, 0) << "nothing is drawn before a head is known";
    int shown = 0;
    for (const auto& picture : demo) {
        const Tracked tracked = step(picture);
        EXPECT_EQ(tracked.frame.bgr.data, picture.data) << "the result travels with its own frame, unchanged";
        EXPECT_EQ(tracked.times_ms.capture, 1.5);
        EXPECT_GT(tracked.times_ms.track, 0);
        if (tracked.head.state == TrackState::lost) {
            EXPECT_EQ(tracked.overlay_alpha, 0);
            continue;
        }
        ++shown;
        EXPECT_GT(tracked.overlay_alpha, 0);
        EXPECT_LE(tracked.overlay_alpha - before, frame_s / 0.1) << "no jump to full strength";
        EXPECT_GE(tracked.overlay_alpha, before);
        before = tracked.overlay_alpha;
    }
    EXPECT_GE(shown, 9);
    EXPECT_EQ(before, 1) << "in full within 200 ms";
    // The head is gone: down while in doubt, nothing once lost, within 200 ms.
    int frames = 0;
    for (; frames < 7 && before > 0; ++frames) {
        const Tracked tracked = step(black);
        EXPECT_LT(tracked.overlay_alpha, before);
        before = tracked.overlay_alpha;
    }
    EXPECT_LE(frames, 6);
    EXPECT_EQ(before, 0);
    // A photograph is shown in full at once.
    tracker.reset();
    state = StepState(test::head_model());
    EXPECT_EQ(step(demo[0], true).overlay_alpha, 1);
}

}  // namespace
}  // namespace smp
