// The card measure from end to end on the shared clips: a card is drawn where it would lie on the true head, the clip
// is tracked with it, and what is measured must put the head to where it truly is. And without a card there is none.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <ostream>

#include "app/places.hpp"
#include "head/scalp_surface.hpp"
#include "scale/card_tally.hpp"
#include "support/drawn_card.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;
using test::head_model;

fs::path footage() {
    const char* const given = std::getenv("SMP_SHARED");
    return (given ? fs::path(given) : fs::path(SMP_SOURCE_DIR) / "../shared") / "footage";
}

HeadTracker tracker_of(bool still = false) {
    TrackerOptions options;
    options.landmark_model = default_landmark_model();
    options.still = still;
    auto tracker = HeadTracker::create(head_model(), options);
    EXPECT_TRUE(tracker) << tracker.error().line();
    return std::move(*tracker);
}

// Where a card of 0.76 mm touches the clip's own mesh, 32 mm above the brows: middle of its face, and where that looks.
struct Clip {
    const char* name;
    glm::dvec3 middle, out;
    int from, to;  // frames in which the client looks on
};
void PrintTo(const Clip& clip, std::ostream* out) {
    *out << clip.name;
}

class CardFootage : public testing::TestWithParam<Clip> {
  protected:
    void SetUp() override {
        if (!fs::exists(footage() / "synth")) GTEST_SKIP() << "no shared footage: set SMP_SHARED";
    }
};

TEST_P(CardFootage, ACardPutsTheHeadToWhereItTrulyIs) {
    const Clip& clip = GetParam();
    std::ifstream file(footage() / "synth" / (std::string(clip.name) + ".gt.json"));
    const auto truth = nlohmann::json::parse(file);
    Intrinsics camera;
    camera.fx_px = truth["camera"]["fx"], camera.fy_px = truth["camera"]["fy"];
    camera.cx_px = truth["camera"]["cx"], camera.cy_px = truth["camera"]["cy"];
    camera.width_px = truth["width"], camera.height_px = truth["height"];
    HeadTracker tracker = tracker_of();
    cv::VideoCapture video((footage() / "synth" / (std::string(clip.name) + ".mp4")).string());
    CardTally tally;
    std::vector<double> true_mm;
    int n = 0;
    for (cv::Mat frame; n < clip.to && video.read(frame); ++n) {
        const auto& f = truth["frames"][static_cast<std::size_t>(n)];
        HeadPose pose;
        for (int i = 0; i < 3; ++i)
            for (int k = 0; k < 3; ++k) pose.R[k][i] = f["R"][static_cast<std::size_t>(3 * i + k)];
        pose.t_mm = {f["t_mm"][0], f["t_mm"][1], f["t_mm"][2]};
        test::CardLookOf card;
        card.fingers = (n / 8) % 3;
        card.seed = static_cast<unsigned>(n);
        if (n >= clip.from)
            test::draw_card(frame, camera, test::card_on(pose, clip.middle, clip.out, (n / 8) % 5 - 2), card);
        const HeadState head = tracker.step(frame, n / 30.0);
        if (n < clip.from + 5 || n % 4) continue;
        tally.add(look_for_card(head_model(), head, frame));
        // The same picture of the forehead, nearer or farther off: what puts the tracker's to its true distance.
        if (head.state != TrackState::tracking) continue;
        const glm::dvec3 on_head = pose * clip.middle;
        const auto head_from_camera = head.camera_from_head.inverse();
        const glm::dvec3 way = head_from_camera.R * head.intrinsics.ray(camera.project(on_head));
        glm::dvec3 hit;
        if (ScalpSurface(head_model(), head.shape).intersect(head_from_camera.t_mm, glm::normalize(way), hit))
            true_mm.push_back(63 * on_head.z / (head.camera_from_head * hit).z * head.intrinsics.fx_px / camera.fx_px);
    }
    ASSERT_GE(tally.seen(), 5);
    const auto scale = tally.result();
    ASSERT_TRUE(scale) << scale.error().line();
    std::nth_element(true_mm.begin(), true_mm.begin() + static_cast<std::ptrdiff_t>(true_mm.size() / 2), true_mm.end());
    const double truly = true_mm[true_mm.size() / 2];
    std::printf("%s: %s; by the true distance %.1f, between the true pupils %.1f\n", clip.name,
                in_words(*scale).c_str(), truly, truth["ipd_mm"].get<double>());
    EXPECT_NEAR(scale->ipd_mm, truly, 0.015 * truly);
    EXPECT_LT(std::abs(scale->ipd_mm - truly), scale->tolerance_mm);
}

TEST_P(CardFootage, WithoutACardThereIsNone) {
    HeadTracker tracker = tracker_of();
    cv::VideoCapture video((footage() / "synth" / (std::string(GetParam().name) + ".mp4")).string());
    int n = 0;
    for (cv::Mat frame; video.read(frame); ++n) {
        const HeadState head = tracker.step(frame, n / 30.0);
        if (n % 3) continue;
        const CardLook look = look_for_card(head_model(), head, frame);
        EXPECT_FALSE(look.seen) << "frame " << n << ", as " << look.seen->ipd_mm << " mm";
    }
}

INSTANTIATE_TEST_SUITE_P(Clips, CardFootage,
                         testing::Values(Clip{"d1_still", {0, 86.1, 84.05}, {0, .496, .8683}, 20, 100},
                                         Clip{"d2_turn", {0, 82.07, 88.02}, {0, .4475, .8943}, 8, 45},
                                         Clip{"d3_nod", {0, 74.41, 97.88}, {0, .2261, .9741}, 8, 40},
                                         Clip{"d5_occlude", {0, 84.04, 91.08}, {0, .4021, .9156}, 8, 50},
                                         Clip{"d6_fast", {0, 76.92, 79.99}, {0, .4212, .907}, 4, 32}),
                         [](const auto& which) { return std::string(which.param.name); });

TEST(CardPhotographs, OnBaldHeadsThereIsNone) {
    if (!fs::exists(footage() / "bald")) GTEST_SKIP() << "no shared footage: set SMP_SHARED";
    int seen = 0;
    for (const auto& file : fs::directory_iterator(footage() / "bald")) {
        if (file.path().extension() != ".png") continue;
        const cv::Mat bgr = cv::imread(file.path().string());
        const HeadState head = tracker_of(true).step(bgr, 0);
        seen += head.state == TrackState::tracking;
        EXPECT_FALSE(look_for_card(head_model(), head, bgr).seen) << file.path();
    }
    EXPECT_GE(seen, 5);
}

}  // namespace
}  // namespace smp
