// What a salon does to a picture must not move the marks: the demo clip is disturbed, and the disturbed run is compared
// with the undisturbed one of the same program.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <ostream>

#include "head/head_tracker.hpp"
#include "head/scalp_surface.hpp"
#include "head/skin_warp.hpp"
#include "support/demo_client.hpp"

namespace smp {
namespace {

constexpr int frames = 150;
constexpr double frame_s = 1.0 / 30;

const std::vector<cv::Mat>& demo() {
    static const auto pictures = test::demo_pictures(frames);
    return pictures;
}

std::vector<HeadState> tracked(const std::vector<cv::Mat>& pictures) {
    auto tracker = test::new_tracker();
    std::vector<HeadState> out;
    for (std::size_t i = 0; i < pictures.size(); ++i)
        out.push_back(tracker.step(pictures[i], frame_s * static_cast<double>(i)));
    return out;
}

// Where a mark that was drawn at a place of the scalp is seen.
glm::dvec2 mark_px(const HeadState& head, const ScalpSurface& scalp, const ChartPoint& chart) {
    const ChartPoint now = head.shape.skin ? (*head.shape.skin)(chart) : chart;
    return head.intrinsics.project(head.camera_from_head * scalp.position_mm(now));
}

// Where the disturbed run has the marks, against the undisturbed one, mm.
double apart_mm(const HeadState& a, const HeadState& b, const glm::dvec2& moved_px) {
    const ScalpSurface on_a(test::head_model(), a.shape), on_b(test::head_model(), b.shape);
    double sum = 0;
    int n = 0;
    for (double u : {-40.0, 0.0, 40.0})
        for (double v : {20.0, 45.0}) {
            const ChartPoint chart{u, v};
            const glm::dvec2 p = mark_px(a, on_a, chart);
            const glm::dvec2 q = mark_px(b, on_b, chart) - moved_px;
            sum += glm::length(p - q) * a.camera_from_head.t_mm.z / a.intrinsics.fx_px;
            ++n;
        }
    return sum / n;
}

struct Disturbance {
    std::string name;
    // Changes a picture; says how far it shifted it.
    std::function<glm::dvec2(int frame, const HeadState& undisturbed, cv::Mat& bgr)> apply;
    double median_mm, p95_mm;
    double known = 1;    // share of the frames
    double covered = 0;  // something comes before the head: so much of it must be seen to hide the scalp
    friend void PrintTo(const Disturbance& d, std::ostream* out) { *out << d.name; }
};

// Shares of the scalp's places that show something else, and of the others, that are said to be hidden.
struct Hidden {
    int covered = 0, right = 0, free = 0, wrong = 0;
    void count(const HeadState& head, const cv::Mat& before, const cv::Mat& after) {
        const ScalpSurface scalp(test::head_model(), head.shape);
        const glm::dvec3 eye = head.camera_from_head.inverse().t_mm;
        for (double u = -80; u <= 80; u += 4)
            for (double v = -80; v <= 60; v += 4) {
                const glm::dvec3 p = scalp.position_mm({u, v});
                if (glm::dot(scalp.normal({u, v}), glm::normalize(eye - p)) < 0.3) continue;
                const glm::dvec2 px = head.intrinsics.project(head.camera_from_head * p);
                const cv::Rect about(static_cast<int>(px.x) - 4, static_cast<int>(px.y) - 4, 9, 9);
                if ((about & cv::Rect({0, 0}, after.size())) != about) continue;
                const double changed = cv::norm(before(about), after(about), cv::NORM_L1) / (3 * 81);
                const bool says = head.cover.at(px) > 0.5;
                if (changed > 8) ++covered, right += says;
                if (changed < 0.5) ++free, wrong += says;
            }
    }
};

class Unbothered : public testing::TestWithParam<Disturbance> {};

TEST_P(Unbothered, MarksStay) {
    const auto& wanted = GetParam();
    ASSERT_EQ(demo().size(), static_cast<std::size_t>(frames));
    const auto alone = tracked(demo());
    std::vector<cv::Mat> pictures;
    std::vector<glm::dvec2> moved_px;
    for (int i = 0; i < frames; ++i) {
        pictures.push_back(demo()[i].clone());
        moved_px.push_back(wanted.apply(i, alone[i], pictures.back()));
    }
    const auto disturbed = tracked(pictures);
    std::vector<double> off_mm;
    int known = 0;
    Hidden hidden, hidden_alone;
    for (int i = 0; i < frames; ++i) {
        ASSERT_EQ(alone[i].state, TrackState::tracking) << "the undisturbed clip, frame " << i;
        known += disturbed[i].state == TrackState::tracking;
        if (i >= 10 && disturbed[i].state == TrackState::tracking)
            off_mm.push_back(apart_mm(alone[i], disturbed[i], moved_px[i]));
        if (i >= 10) hidden_alone.count(alone[i], demo()[i], demo()[i]);
        if (i >= 10 && wanted.covered > 0 && disturbed[i].state == TrackState::tracking)
            hidden.count(disturbed[i], demo()[i], pictures[i]);
        if (i >= 10 && wanted.covered == 0 && disturbed[i].state == TrackState::tracking)
            hidden.count(disturbed[i], pictures[i], pictures[i]);
    }
    const auto share = [](int part, int of) { return of ? static_cast<double>(part) / of : 0.0; };
    RecordProperty("hidden_right", std::to_string(share(hidden.right, hidden.covered)));
    RecordProperty("hidden_wrong", std::to_string(share(hidden.wrong, hidden.free)));
    EXPECT_LT(share(hidden_alone.wrong, hidden_alone.free), 0.02);
    EXPECT_LT(share(hidden.wrong, hidden.free), 0.05);
    if (wanted.covered > 0) {
        EXPECT_GT(hidden.covered, 1000);
        EXPECT_GT(share(hidden.right, hidden.covered), wanted.covered);
    }
    EXPECT_GE(known, wanted.known * frames);
    ASSERT_FALSE(off_mm.empty());
    std::sort(off_mm.begin(), off_mm.end());
    const double median = off_mm[off_mm.size() / 2], p95 = off_mm[off_mm.size() * 95 / 100];
    RecordProperty("median_mm", std::to_string(median));
    RecordProperty("p95_mm", std::to_string(p95));
    EXPECT_LT(median, wanted.median_mm);
    EXPECT_LT(p95, wanted.p95_mm);
}

cv::Point rounded(const glm::dvec2& p) {
    return {static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y))};
}

double face_px(const HeadState& head) {
    return 90 * head.intrinsics.fx_px / head.camera_from_head.t_mm.z;  // the outer eye corners
}

glm::dvec2 light_changes(int frame, const HeadState&, cv::Mat& bgr) {
    const double gain = 1 + 0.35 * std::sin(0.13 * frame);
    cv::multiply(bgr, cv::Scalar(gain * (frame > 70 ? 0.8 : 1.0), gain, gain * (frame > 70 ? 1.15 : 1.0)), bgr);
    return glm::dvec2(0);
}

glm::dvec2 lamp_switched(int frame, const HeadState&, cv::Mat& bgr) {
    if (frame / 25 % 2 == 1) bgr.convertTo(bgr, -1, 0.55, 4);
    return glm::dvec2(0);
}

// A highlight that slides over the forehead while the skin below stays.
glm::dvec2 shine_slides(int frame, const HeadState& head, cv::Mat& bgr) {
    const glm::dvec2 brow = 0.5 * (head.landmarks_px[21] + head.landmarks_px[22]);
    const double iod = face_px(head);
    cv::Mat glow(bgr.size(), CV_8UC3, cv::Scalar::all(0));
    cv::circle(glow, rounded(brow + glm::dvec2(0.5 * iod * std::sin(0.1 * frame), -0.45 * iod)),
               static_cast<int>(0.14 * iod), cv::Scalar::all(190), -1);
    cv::GaussianBlur(glow, glow, {}, 0.07 * iod);
    bgr += glow;
    return glm::dvec2(0);
}

// The camera shakes: sideways by up to 18 px a frame, and blurs along.
glm::dvec2 shaken(int frame, const HeadState&, cv::Mat& bgr) {
    if (frame < 15) return glm::dvec2(0);
    const double x = 45 * std::sin(0.4 * (frame - 15)), v = 18 * std::cos(0.4 * (frame - 15));
    const cv::Mat by = (cv::Mat_<double>(2, 3) << 1, 0, x, 0, 1, 0);
    cv::Mat out;
    cv::warpAffine(bgr, out, by, bgr.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    const int length = 1 + static_cast<int>(std::abs(v) / 2);  // a shutter open for half the frame
    cv::blur(out, bgr, {length, 1});
    return {x, 0};
}

// Something of the colour and texture of skin moves over the forehead and back.
glm::dvec2 hand_over_forehead(int frame, const HeadState& head, cv::Mat& bgr) {
    if (frame < 30 || frame > 100) return glm::dvec2(0);
    const double iod = face_px(head), t = (frame - 30) / 70.0;
    const glm::dvec2 brow = 0.5 * (head.landmarks_px[21] + head.landmarks_px[22]);
    const glm::dvec2 at = brow + iod * glm::dvec2(-2.2 + 2.2 * std::sin(3.14159 * t), -0.75);
    const cv::Scalar skin = cv::mean(bgr(cv::Rect(rounded(head.landmarks_px[30]) - cv::Point(4, 4), cv::Size(9, 9))));
    cv::ellipse(bgr, rounded(at), cv::Size(static_cast<int>(1.1 * iod), static_cast<int>(0.4 * iod)), 8, 0, 360,
                0.92 * skin, -1, cv::LINE_AA);
    for (int k = -2; k <= 2; ++k)  // knuckles and veins
        cv::line(bgr, rounded(at + iod * glm::dvec2(-0.8, 0.12 * k)),
                 rounded(at + iod * glm::dvec2(0.9, 0.16 * k + 0.1)), (0.8 + 0.02 * k) * skin, 2, cv::LINE_AA);
    return glm::dvec2(0);
}

// A hand comes from the side over a temple that the turning head has only just shown.
glm::dvec2 hand_over_temple(int frame, const HeadState& head, cv::Mat& bgr) {
    if (frame < 85 || frame > 135) return glm::dvec2(0);
    const double iod = face_px(head), t = (frame - 85) / 50.0;
    const glm::dvec2 at(head.landmarks_px[0].x + iod * (-1.6 + 1.9 * std::sin(3.14159 * t)),
                        head.landmarks_px[19].y - 0.75 * iod);
    const cv::Scalar skin = cv::mean(bgr(cv::Rect(rounded(head.landmarks_px[30]) - cv::Point(3, 3), cv::Size(6, 6))));
    cv::ellipse(bgr, rounded(at), cv::Size(static_cast<int>(iod), static_cast<int>(0.34 * iod)), 30, 0, 360,
                0.97 * skin, -1, cv::LINE_AA);
    for (int k = -2; k <= 2; ++k) {
        const glm::dvec2 along(std::cos(0.52), std::sin(0.52)), across(-along.y, along.x);
        cv::line(bgr, rounded(at + iod * (-0.7 * along + 0.1 * k * across)),
                 rounded(at + iod * (0.8 * along + 0.12 * k * across)), (0.8 + 0.02 * k) * skin, 2, cv::LINE_AA);
    }
    return glm::dvec2(0);
}

// A cap's dark rim comes down over the forehead and stays.
glm::dvec2 cap_on(int frame, const HeadState& head, cv::Mat& bgr) {
    if (frame < 40) return glm::dvec2(0);
    const double iod = face_px(head);
    const glm::dvec2 brow = 0.5 * (head.landmarks_px[21] + head.landmarks_px[22]);
    const double down = std::min(1.0, (frame - 40) / 20.0);
    cv::ellipse(bgr, rounded(brow + iod * glm::dvec2(0, -1.9 + 0.7 * down)),
                cv::Size(static_cast<int>(1.15 * iod), static_cast<int>(0.75 * iod)), 0, 0, 360, {38, 30, 28}, -1,
                cv::LINE_AA);
    return glm::dvec2(0);
}

// Glasses are put on.
glm::dvec2 glasses_on(int frame, const HeadState& head, cv::Mat& bgr) {
    if (frame < 40) return glm::dvec2(0);
    const auto& p = head.landmarks_px;
    const int r = static_cast<int>(0.26 * face_px(head));
    for (const glm::dvec2& eye : {0.5 * (p[36] + p[39]), 0.5 * (p[42] + p[45])})
        cv::circle(bgr, rounded(eye), r, {25, 25, 30}, 4, cv::LINE_AA);
    cv::line(bgr, rounded(p[39]), rounded(p[42]), {25, 25, 30}, 3, cv::LINE_AA);
    return glm::dvec2(0);
}

// Somebody comes up beside the client, almost as large, and goes again.
glm::dvec2 second_person(int frame, const HeadState& head, cv::Mat& bgr) {
    if (frame < 20 || frame > 130) return glm::dvec2(0);
    const double iod = face_px(head);
    const cv::Point nose = rounded(head.landmarks_px[30]);
    const cv::Size half(static_cast<int>(1.1 * iod), static_cast<int>(1.6 * iod));
    const cv::Rect face = cv::Rect(nose.x - half.width, nose.y - half.height, 2 * half.width, 2 * half.height) &
                          cv::Rect({0, 0}, bgr.size());
    cv::Mat other;
    cv::resize(demo()[frame - 20](face), other, {}, 0.9, 0.9, cv::INTER_AREA);
    const double there = std::sin(3.14159 * (frame - 20) / 110.0);
    const cv::Point at(bgr.cols - static_cast<int>(there * (bgr.cols - nose.x - half.width)), nose.y - half.height);
    const cv::Rect to(at, other.size()), in = to & cv::Rect({0, 0}, bgr.size());
    if (in.area() > 0) other(in - to.tl()).copyTo(bgr(in));
    return glm::dvec2(0);
}

// A dark, coarse beard from the first frame on.
glm::dvec2 bearded(int, const HeadState& head, cv::Mat& bgr) {
    const auto& p = head.landmarks_px;
    std::vector<cv::Point> area;
    for (int i = 3; i <= 13; ++i) area.push_back(rounded(p[i]));
    for (int i : {35, 33, 31}) area.push_back(rounded(p[i]));
    cv::Mat mask(bgr.size(), CV_8U, cv::Scalar(0)), grain(bgr.size(), CV_8UC3);
    cv::fillPoly(mask, std::vector{area}, 255);
    cv::RNG random(5);
    random.fill(grain, cv::RNG::NORMAL, cv::Scalar(28, 32, 38), cv::Scalar::all(9));
    grain.copyTo(bgr, mask);
    return glm::dvec2(0);
}

INSTANTIATE_TEST_SUITE_P(
    Salon, Unbothered,
    testing::Values(Disturbance{"light", light_changes, 0.8, 2.5}, Disturbance{"lamp", lamp_switched, 0.8, 2.5},
                    Disturbance{"shine", shine_slides, 0.8, 2.5}, Disturbance{"shake", shaken, 1.0, 3},
                    Disturbance{"hand", hand_over_forehead, 1.6, 4, 1, 0.7},
                    Disturbance{"temple", hand_over_temple, 1.6, 4, 1, 0.7}, Disturbance{"cap", cap_on, 1.0, 3, 1, 0.8},
                    Disturbance{"glasses", glasses_on, 1.0, 3}, Disturbance{"second_person", second_person, 0.8, 2.5},
                    Disturbance{"beard", bearded, 3, 6}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace smp
