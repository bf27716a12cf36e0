// The rendered demo client in good light, and the same picture made worse: each fault is named, what is good is not
// blamed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "check/findings.hpp"
#include "check/light_check.hpp"
#include "support/session.hpp"

namespace smp {
namespace {

const cv::Mat& demo() {
    static const cv::Mat picture = [] {
        cv::VideoCapture clip(std::string(SMP_SOURCE_DIR) + "/assets/demo/client.mp4");
        cv::Mat out;
        clip.read(out);
        return out;
    }();
    return picture;
}

double to_linear(double code) {
    const double c = code / 255;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double to_code(double linear) {
    const double l = std::clamp(linear, 0.0, 1.0);
    return 255 * (l <= 0.0031308 ? 12.92 * l : 1.055 * std::pow(l, 1 / 2.4) - 0.055);
}

// Other light: B, G, R of linear light times a gain by place.
cv::Mat lit(const cv::Mat& bgr, const std::function<cv::Vec3d(cv::Point)>& gain) {
    cv::Mat out = bgr.clone();
    for (int y = 0; y < out.rows; ++y)
        for (int x = 0; x < out.cols; ++x) {
            auto& p = out.at<cv::Vec3b>(y, x);
            const cv::Vec3d g = gain({x, y});
            for (int k = 0; k < 3; ++k) p[k] = cv::saturate_cast<std::uint8_t>(to_code(g[k] * to_linear(p[k])));
        }
    return out;
}

// 0 well on the client's right .. 1 well on their left, by the middle of the demo client's face.
double on_left(const cv::Point& at) {
    constexpr double middle_px = 640, soft_px = 60;
    return std::clamp(0.5 + (at.x - middle_px) / (2 * soft_px), 0.0, 1.0);
}

// The demo client's lamp stands on their right; here it is evened out.
const cv::Mat& client() {
    static const cv::Mat picture =
        lit(demo(), [](cv::Point at) { return cv::Vec3d::all(std::exp2(0.35 * (on_left(at) - 0.5))); });
    return picture;
}

struct Seen {
    std::vector<LightSample> samples;
    std::vector<Finding> findings;
    Verdict of(std::string_view name) const {
        for (const Finding& f : findings)
            if (f.name == name) return f.verdict;
        throw std::runtime_error("no such finding");
    }
    std::string said() const {
        std::string out;
        for (const Finding& f : findings) out += std::string(f.name) + ": " + f.value + ". " + f.advice + "\n";
        return out;
    }
    double stops() const { return samples.back().left_stops.value(); }
    double redder() const { return samples.back().left_redder.value(); }
};

// As a camera that stands still would send it: the same picture with a little noise, anew in each.
Seen look_at(const cv::Mat& bgr, double noise = 1.2) {
    auto tracker = HeadTracker::create(test::session().model, test::session().tracker);
    StepState state(test::session().model);
    LightSampler sampler(test::session().model);
    cv::RNG random(7);
    Seen out;
    for (int k = 0; k < 9; ++k) {
        cv::Mat wide, grain(bgr.size(), CV_16SC3);
        random.fill(grain, cv::RNG::NORMAL, 0, noise);
        bgr.convertTo(wide, CV_16SC3);
        wide += grain;
        Frame frame;
        wide.convertTo(frame.bgr, CV_8UC3);
        frame.time_s = k / 30.0;
        frame.sequence = k;
        const Tracked t = track_step(*tracker, state, std::move(frame));
        if (k < 6) continue;
        if (const auto sample = sampler.sample(t.frame.bgr, t.head, t.skin)) out.samples.push_back(*sample);
    }
    out.findings = judge_light(out.samples, 0);
    return out;
}

const Seen& as_it_is() {
    static const Seen seen = look_at(client());
    return seen;
}

TEST(LightCheck, TheDemoClientIsNotBlamed) {
    const Seen& seen = as_it_is();
    ASSERT_EQ(seen.samples.size(), 3u);
    EXPECT_EQ(worst(seen.findings), nullptr) << seen.said();
    // As it was rendered, one side is a quarter brighter, and nothing else is wrong.
    const Seen rendered = look_at(demo());
    EXPECT_EQ(rendered.of("Left and right"), Verdict::doubtful) << rendered.said();
    EXPECT_NE(rendered.said().find("left side is darker"), std::string::npos) << rendered.said();
    EXPECT_EQ(std::count_if(rendered.findings.begin(), rendered.findings.end(),
                            [](const Finding& f) { return f.verdict != Verdict::good; }),
              1)
        << rendered.said();
}

TEST(LightCheck, ADarkPictureIsCalledDark) {
    const Seen seen = look_at(lit(client(), [](cv::Point) { return cv::Vec3d::all(0.04); }));
    ASSERT_FALSE(seen.findings.empty());
    EXPECT_EQ(seen.of("Exposure"), Verdict::bad) << seen.said();
    EXPECT_NE(seen.said().find("Too dark"), std::string::npos) << seen.said();
    EXPECT_NEAR(seen.samples.back().skin_luminance / as_it_is().samples.back().skin_luminance, 0.04, 0.008);
    EXPECT_EQ(seen.of("Glare"), Verdict::good) << seen.said();
    EXPECT_EQ(seen.of("Sharpness"), Verdict::good) << seen.said();
}

TEST(LightCheck, ABurntPictureIsCalledBright) {
    const Seen seen = look_at(lit(client(), [](cv::Point) { return cv::Vec3d::all(3.5); }));
    ASSERT_FALSE(seen.findings.empty());
    EXPECT_EQ(seen.of("Exposure"), Verdict::bad) << seen.said();
    EXPECT_NE(seen.said().find("Too bright"), std::string::npos) << seen.said();
}

TEST(LightCheck, TheDarkerSideIsNamedWithItsMeasure) {
    for (const double stops : {-1.3, 0.8}) {
        const Seen seen =
            look_at(lit(client(), [&](cv::Point at) { return cv::Vec3d::all(0.6 * std::exp2(stops * on_left(at))); }));
        ASSERT_FALSE(seen.findings.empty());
        EXPECT_NEAR(seen.stops() - as_it_is().stops(), stops, 0.35) << seen.said();
        EXPECT_NE(seen.of("Left and right"), Verdict::good) << seen.said();
        EXPECT_NE(seen.said().find(stops < 0 ? "left side is darker" : "right side is darker"), std::string::npos)
            << seen.said();
        EXPECT_EQ(seen.of("Colour of light"), Verdict::good) << seen.said();
    }
}

TEST(LightCheck, TwoColoursOfLightAreNamed) {
    for (const double way : {-1.0, 1.0}) {
        // Red against blue by 0.9 of a doubling: a warm white lamp of 4000 K beside daylight of 5500 K.
        const Seen seen = look_at(lit(client(), [&](cv::Point at) {
            const double half = way * 0.45 * on_left(at);
            return cv::Vec3d(0.6 * std::exp2(-half), 0.6, 0.6 * std::exp2(half));
        }));
        ASSERT_FALSE(seen.findings.empty());
        EXPECT_GT(way * (seen.redder() - as_it_is().redder()), 0.4) << seen.said();
        EXPECT_NE(seen.of("Colour of light"), Verdict::good) << seen.said();
    }
    // The same tint everywhere is the camera's white balance, or one lamp.
    const Seen warm = look_at(lit(client(), [](cv::Point) { return cv::Vec3d(0.5, 0.7, 0.9); }));
    ASSERT_FALSE(warm.findings.empty());
    EXPECT_EQ(warm.of("Colour of light"), Verdict::good) << warm.said();
}

TEST(LightCheck, GlareIsNamedByWhereItLies) {
    const HeadState head = [] {
        auto tracker = HeadTracker::create(test::session().model, test::session().tracker);
        return tracker->step(client(), 0);
    }();
    ASSERT_EQ(head.state, TrackState::tracking);
    // A lamp mirrored on the forehead, between brows and top.
    const auto& at = head.landmarks_px;
    const glm::dvec2 between = 0.5 * (at[21] + at[22]), up = glm::normalize(at[27] - at[33]);
    const double eyes_px = glm::length(at[36] - at[45]);
    cv::Mat shiny = client().clone();
    const auto spot = [&](const glm::dvec2& middle, double radius_px) {
        cv::Mat light(shiny.size(), CV_8UC3, cv::Scalar(0, 0, 0));
        cv::circle(light, {static_cast<int>(middle.x), static_cast<int>(middle.y)}, static_cast<int>(radius_px),
                   cv::Scalar::all(235), -1, cv::LINE_AA);
        cv::GaussianBlur(light, light, {}, radius_px / 4);
        cv::add(shiny, light, shiny);
    };
    spot(between + up * 0.55 * eyes_px, 0.3 * eyes_px);
    const Seen seen = look_at(shiny);
    ASSERT_FALSE(seen.findings.empty());
    EXPECT_NE(seen.of("Glare"), Verdict::good) << seen.said();
    EXPECT_GT(seen.samples.back().glare_share, 4 * as_it_is().samples.back().glare_share) << seen.said();
    EXPECT_EQ(seen.of("Sharpness"), Verdict::good) << seen.said();
}

TEST(LightCheck, BlurNoiseAndWhatIsCutOffAreNamed) {
    cv::Mat soft;
    cv::GaussianBlur(client(), soft, {}, 3.5);
    const Seen blurred = look_at(soft);
    ASSERT_FALSE(blurred.findings.empty());
    EXPECT_NE(blurred.of("Sharpness"), Verdict::good) << blurred.said();
    EXPECT_EQ(blurred.of("Exposure"), Verdict::good) << blurred.said();

    const Seen noisy = look_at(client(), 13);
    ASSERT_FALSE(noisy.findings.empty());
    EXPECT_NE(noisy.of("Noise"), Verdict::good) << noisy.said();
    EXPECT_EQ(noisy.of("Left and right"), Verdict::good) << noisy.said();

    // The camera looks too low: the top of the head is not in the picture.
    cv::Mat low(client().size(), client().type(), cv::Scalar(120, 120, 120));
    const int up = 220;
    client().rowRange(up, client().rows).copyTo(low.rowRange(0, client().rows - up));
    const Seen cut = look_at(low);
    ASSERT_FALSE(cut.findings.empty());
    EXPECT_NE(cut.of("Whole head"), Verdict::good) << cut.said();
    EXPECT_EQ(cut.of("Left and right"), Verdict::good) << cut.said();
}

TEST(LightCheck, FromAfarTheHeadIsCalledSmall) {
    cv::Mat small, far(client().size(), client().type(), cv::Scalar(120, 120, 120));
    cv::resize(client(), small, {}, 0.32, 0.32, cv::INTER_AREA);
    small.copyTo(far(cv::Rect(430, 200, small.cols, small.rows)));
    const Seen seen = look_at(far);
    ASSERT_FALSE(seen.findings.empty());
    EXPECT_NE(seen.of("Distance"), Verdict::good) << seen.said();
    EXPECT_NE(seen.of("Detail"), Verdict::good) << seen.said();
    EXPECT_NE(seen.said().find("Too far"), std::string::npos) << seen.said();
}

TEST(LightCheck, GlassesAndABeardAreNoFault) {
    auto tracker = HeadTracker::create(test::session().model, test::session().tracker);
    const HeadState head = tracker->step(client(), 0);
    ASSERT_EQ(head.state, TrackState::tracking);
    const auto& at = head.landmarks_px;
    const auto point = [](const glm::dvec2& p) { return cv::Point(static_cast<int>(p.x), static_cast<int>(p.y)); };
    cv::Mat worn = client().clone();
    // Frames, and a window mirrored in one lens.
    const double eyes_px = glm::length(0.5 * (at[36] + at[39]) - 0.5 * (at[42] + at[45]));
    for (const auto& [a, b] : {std::pair{36, 39}, {42, 45}})
        cv::circle(worn, point(0.5 * (at[a] + at[b])), static_cast<int>(0.38 * eyes_px), cv::Scalar(20, 20, 25), 4,
                   cv::LINE_AA);
    cv::rectangle(worn, cv::Rect(point(0.5 * (at[42] + at[45])) - cv::Point(8, 8), cv::Size(20, 16)),
                  cv::Scalar(255, 255, 255), -1);
    // Dark hair below the cheeks.
    std::vector<cv::Point> beard;
    for (int i = 3; i <= 13; ++i) beard.push_back(point(at[i]));
    for (const int i : {35, 33, 31}) beard.push_back(point(at[i] + glm::dvec2(0, 0.12 * eyes_px)));
    cv::Mat hair = worn.clone();
    cv::fillPoly(hair, std::vector{beard}, cv::Scalar(28, 34, 42), cv::LINE_AA);
    cv::addWeighted(hair, 0.85, worn, 0.15, 0, worn);
    const Seen seen = look_at(worn);
    ASSERT_FALSE(seen.findings.empty());
    EXPECT_EQ(worst(seen.findings), nullptr) << seen.said();
    EXPECT_NEAR(seen.stops(), as_it_is().stops(), 0.1);
}

TEST(LightCheck, WithoutAHeadThereIsNoSample) {
    LightSampler sampler(test::session().model);
    EXPECT_FALSE(sampler.sample(client(), HeadState{}, SkinReading{}));
    EXPECT_FALSE(sampler.sample(cv::Mat(), HeadState{}, SkinReading{}));
}

}  // namespace
}  // namespace smp
