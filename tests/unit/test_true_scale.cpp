// What a millimetre is: its words, its handling at the desk, and the running tracker that learns it.
#include <gtest/gtest.h>

#include "desk/client_scale.hpp"
#include "desk/work_file.hpp"
#include "head/scaled_head.hpp"
#include "head/skin_warp.hpp"
#include "scale/ruled_mark.hpp"
#include "support/demo_client.hpp"
#include "ui/controls.hpp"
#include "ui/desk_rows.hpp"

namespace smp {
namespace {

using test::head_model;

const TrueScale by_card{61.8, ScaleSource::card, 0.7};

TEST(TrueScale, SaysWhereItComesFromAndHowSureItIs) {
    EXPECT_EQ(in_words(TrueScale{}),
              "Pupils 63.0 mm \xc2\xb1"
              "6.3, assumed");
    EXPECT_EQ(in_words(by_card),
              "Head measured by the card, \xc2\xb1"
              "1.1 %; its pupils 61.8 mm \xc2\xb1"
              "2.6")
        << "the card does not lie on the pupils";
    EXPECT_EQ(value_in_words(by_card),
              "61.8 mm \xc2\xb1"
              "2.6, by the card");
    EXPECT_EQ(in_words({62, ScaleSource::ruled_mark, 2.5}),
              "Head measured by the ruled mark, \xc2\xb1"
              "4.0 %; its pupils 62.0 mm \xc2\xb1"
              "3.5");
    EXPECT_EQ(in_words(typed_scale(60)),
              "Pupils 60.0 mm \xc2\xb1"
              "1.0, typed")
        << "a pupil rule is held before the pupils";
    EXPECT_NEAR(by_card.share(), 0.7 / 61.8, 1e-12) << "lengths on the head go by what was measured there";
    EXPECT_EQ(typed_scale(60).tolerance_mm, 1);
    EXPECT_NEAR(TrueScale{}.share(), 0.10, 1e-9) << "DOMAIN 10";
    for (const auto source : {ScaleSource::assumed, ScaleSource::typed, ScaleSource::card, ScaleSource::ruled_mark})
        EXPECT_EQ(source_named(name_of(source)), source);
    EXPECT_FALSE(source_named("guessed"));
}

TEST(ClientScale, GoesBackToWhatWasThereBeforeADrag) {
    ClientScale client;
    client = typed(client, 60, false);
    for (double mm = 60; mm < 62; mm += 0.5) client = typed(client, mm, true);
    EXPECT_EQ(client.before, TrueScale{});
    client = changed(client, by_card);
    EXPECT_EQ(in_words(client.now), in_words(by_card));
    EXPECT_DOUBLE_EQ(client.before->ipd_mm, 61.5);
    client = gone_back(client);
    EXPECT_EQ(client.now, typed_scale(61.5));
    EXPECT_EQ(client.before, by_card) << "and forth again";
    EXPECT_DOUBLE_EQ(typed(client, 400, false).now.ipd_mm, most_ipd_mm);
}

TEST(ClientScale, IsOfTheClientAndNotOfTheDesign) {
    LiveControls c;
    Command drag{.act = Act::set_parameter, .amount = 60, .parameter = &pupil_row()};
    c = apply(c, drag);
    EXPECT_EQ(c.client.now, typed_scale(60));
    EXPECT_FALSE(c.work.can_undo());
    EXPECT_EQ(c.design(), TreatmentDesign{});
    c = apply(c, {.act = Act::undo, .amount = 1});
    EXPECT_EQ(c.client.now, typed_scale(60));
    c = apply(c, {.act = Act::client_assumed});
    EXPECT_EQ(c.client.now, TrueScale{}) << "the same number typed would be surer";
    c = apply(c, {.act = Act::client_back});
    EXPECT_EQ(c.client.now, typed_scale(60));
    c = apply(c, {.act = Act::measure_card});
    EXPECT_TRUE(c.card_measured);
    c = apply(c, {.act = Act::client_measured, .scale = by_card});
    EXPECT_EQ(c.client.now, by_card);
    EXPECT_FALSE(c.card_measured);
    drag.amount = std::nan("");
    EXPECT_EQ(apply(c, drag).client.now, by_card);
    EXPECT_EQ(typed_value(pupil_row(), "61,8 mm"), 61.8);
}

TEST(ClientScale, AMarkIsRuledOnAFrozenPicture) {
    LiveControls c = apply({}, {.act = Act::ruled_mark});
    EXPECT_TRUE(c.mark_ruled);
    EXPECT_TRUE(c.frozen);
    EXPECT_FALSE(apply(c, {.act = Act::ruled_mark}).frozen) << "it goes on by itself";
    EXPECT_FALSE(apply(c, {.act = Act::freeze}).mark_ruled) << "its picture is gone";
    LiveControls frozen;
    frozen.frozen = true;
    frozen = apply(apply(frozen, {.act = Act::ruled_mark}), {.act = Act::ruled_mark});
    EXPECT_TRUE(frozen.frozen) << "who froze it before wants it so";
    EXPECT_EQ(apply({}, {.act = Act::use_mark}).marks_used, 0u);
    EXPECT_EQ(apply(c, {.act = Act::use_mark}).marks_used, 1u);
}

TEST(ClientScale, IsKeptWithTheWork) {
    const KeptWork kept = to_keep(Work(), "10:42", by_card);
    const auto again = parse_work(work_to_json(kept), "work.json");
    ASSERT_TRUE(again) << again.error().line();
    EXPECT_EQ(again->scale, by_card);
    const std::string assumed = work_to_json(to_keep(Work(), "10:42"));
    EXPECT_EQ(assumed.find("client"), std::string::npos);
    EXPECT_EQ(parse_work(assumed, "work.json")->scale, TrueScale{});
    // A scale that cannot be does not cost the design.
    for (const char* wrong : {"\"client\": 3", "\"client\": {\"ipd_mm\": 300, \"ipd_source\": \"card\"}",
                              "\"client\": {\"ipd_mm\": \"wide\", \"ipd_source\": 1, \"ipd_tolerance_mm\": null}",
                              "\"client\": {\"ipd_mm\": 60, \"ipd_source\": \"guessed\", \"ipd_tolerance_mm\": 1}"}) {
        std::string text = assumed;
        text.insert(text.find('{') + 1, std::string(wrong) + ",");
        const auto read = parse_work(text, "work.json");
        ASSERT_TRUE(read) << wrong << ": " << read.error().line();
        EXPECT_EQ(read->scale, TrueScale{}) << wrong;
    }
}

HeadState state_of(const HeadShape& shape, const HeadPose& pose) {
    HeadState head;
    head.state = TrackState::tracking;
    head.intrinsics = Intrinsics::from_fov(1280, 720, 60);
    head.camera_from_head = pose;
    head.shape = shape;
    return head;
}

TEST(ScaledHead, KeepsEveryPixelAndScalesEveryLength) {
    HeadShape shape;
    shape.own[6] = 4;
    shape.brow_offset_mm = 2;
    const HeadState head = state_of(shape, test::pose_of(20, 10, 5, {30, -20, 620}));
    const HeadState larger = in_true_scale(head, 1.07, 3);
    EXPECT_EQ(larger.shape.revision, shape.revision + 3);
    const ScalpSurface a(head_model(), head.shape), b(head_model(), larger.shape);
    for (double u = -80; u <= 80; u += 40)
        for (double v = -80; v <= 80; v += 40) {
            const glm::dvec3 p = a.position_mm({u, v}), q = b.position_mm({u, v});
            EXPECT_LT(glm::length(1.07 * p - q), 1e-3);
            const glm::dvec2 px = head.intrinsics.project(head.camera_from_head * p),
                             as_larger = larger.intrinsics.project(larger.camera_from_head * q);
            EXPECT_LT(glm::length(px - as_larger), 1e-3);
        }
    EXPECT_NEAR(head_model().interpupillary_mm(larger.shape), 1.07 * head_model().interpupillary_mm(shape), 1e-9);
    EXPECT_LT(glm::length(a.glabella() - b.glabella()), 1e-6) << "glabella is the same skin";
    EXPECT_NEAR(b.midline_height_mm(40), 1.07 * a.midline_height_mm(40), 0.02);
}

struct Ruled {
    HeadShape shape;
    HeadPose pose;
    HeadMesh mesh;
    glm::dvec2 at(const ChartPoint& chart) const {
        return state().intrinsics.project(pose * ScalpSurface(head_model(), shape).position_mm(chart));
    }
    HeadState state() const { return state_of(shape, pose); }
    double apart_mm(const ChartPoint& a, const ChartPoint& b) const {
        const ScalpSurface surface(head_model(), shape);
        return glm::length(surface.position_mm(a) - surface.position_mm(b));
    }
};

Ruled ruled_head(double yaw_deg = 0) {
    Ruled out;
    out.shape.scale = 63 / head_model().interpupillary_mm({});
    out.pose = test::pose_of(yaw_deg, 0, 0, {0, 20, 600});
    out.mesh = HeadMesh::build(head_model(), out.shape, ScalpSurface(head_model(), out.shape));
    return out;
}

// The head was taken for one of 63 mm and is one of 58: a length of 50 is then 54.3 of its millimetres.
TEST(RuledMark, TwoPlacesAndALengthMakeAScale) {
    const Ruled head = ruled_head();
    const double wrong = 63.0 / 58;
    for (const auto& [a, b] : std::vector<std::pair<ChartPoint, ChartPoint>>{
             {{-16, 55}, {16, 55}}, {{2, 40}, {0, 70}}, {{-10, 60}, {20, 45}}}) {
        const double true_mm = head.apart_mm(a, b) / wrong;
        const auto scale = scale_from(head_model(), head.state(), head.mesh, {head.at(a), head.at(b), true_mm}, 1);
        ASSERT_TRUE(scale) << scale.error().line();
        EXPECT_EQ(scale->source, ScaleSource::ruled_mark);
        EXPECT_NEAR(scale->ipd_mm, 58, 0.4);
        EXPECT_LT(std::abs(scale->ipd_mm - 58), scale->tolerance_mm);
        EXPECT_GT(scale->tolerance_mm, 0.5);
        EXPECT_LT(scale->tolerance_mm, 12) << "where the skin falls away steeply";
    }
}

TEST(RuledMark, TheToleranceKnowsAHandThatSlips) {
    const Ruled head = ruled_head();
    std::mt19937 random(3);
    std::normal_distribution<double> slip(0, 1.5);
    const ChartPoint a{-16, 55}, b{16, 55};
    const double true_mm = head.apart_mm(a, b);
    int within = 0;
    constexpr int tries = 100;
    for (int i = 0; i < tries; ++i) {
        const glm::dvec2 p = head.at(a) + glm::dvec2(slip(random), slip(random)),
                         q = head.at(b) + glm::dvec2(slip(random), slip(random));
        const auto scale = scale_from(head_model(), head.state(), head.mesh, {p, q, true_mm}, 1.5);
        ASSERT_TRUE(scale);
        within += std::abs(scale->ipd_mm - 63) < scale->tolerance_mm;
    }
    EXPECT_GE(within, 93) << "twice the standard deviation";
}

TEST(RuledMark, RefusesWhatCannotBeMeasured) {
    const Ruled head = ruled_head();
    const glm::dvec2 a = head.at({-16, 55}), b = head.at({16, 55});
    const auto refusal = [&](const RuledMark& mark, const HeadState& state) -> std::string {
        const auto scale = scale_from(head_model(), state, head.mesh, mark, 1);
        return scale ? "" : scale.error().line();
    };
    EXPECT_NE(refusal({a, {20, 20}, 50}, head.state()).find("beside the head"), std::string::npos);
    EXPECT_NE(refusal({a, a + glm::dvec2(5, 0), 50}, head.state()).find("too close"), std::string::npos);
    EXPECT_NE(refusal({a, b, 150}, head.state()).find("nobody's"), std::string::npos);
    EXPECT_NE(refusal({a, b, 0}, head.state()), "");
    HeadState lost = head.state();
    lost.state = TrackState::lost;
    EXPECT_NE(refusal({a, b, 50}, lost).find("no head"), std::string::npos);
}

TEST(RuledMark, ALongRulerOnARoundForeheadIsLessSure) {
    const Ruled head = ruled_head();
    const auto tolerance_share = [&](double u) {
        const ChartPoint a{-u, 55}, b{u, 55};
        const auto scale =
            scale_from(head_model(), head.state(), head.mesh, {head.at(a), head.at(b), head.apart_mm(a, b)}, 0.1);
        EXPECT_TRUE(scale);
        return scale->share();
    };
    EXPECT_GT(tolerance_share(30), 2 * tolerance_share(12));
    EXPECT_LT(tolerance_share(12), 0.025);
}

// The tracker learns the client's pupil distance on the way: nothing moves in the picture, and what follows is the head
// that it would have found with it from the start.
TEST(TrackerScale, AChangeOnTheWayMakesTheHeadOfOneKnownFromTheStart) {
    const auto frames = test::demo_pictures(80);
    ASSERT_EQ(frames.size(), 80u);
    const auto run = [&](double start_mm, std::optional<std::size_t> learnt_at) {
        TrackerOptions options;
        options.landmark_model = default_landmark_model();
        options.ipd_mm = start_mm;
        options.fov_deg = 60;
        auto tracker = HeadTracker::create(head_model(), options);
        EXPECT_TRUE(tracker);
        std::vector<HeadState> out;
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const bool learnt = learnt_at && i >= *learnt_at;
            if (learnt) tracker->know_ipd(60);
            const HeadState as_tracked = tracker->step(frames[i], static_cast<double>(i) / 30);
            out.push_back(in_true_scale(as_tracked, learnt ? 60 / start_mm : 1, learnt));
            if (learnt && i == *learnt_at) {
                // The very frame of the change: the same pixels whatever the millimetres.
                const HeadState& now = out.back();
                const ScalpSurface a(head_model(), as_tracked.shape), b(head_model(), now.shape);
                for (double v = -60; v <= 60; v += 30) {
                    const auto px = as_tracked.intrinsics.project(as_tracked.camera_from_head * a.position_mm({10, v}));
                    const auto after = now.intrinsics.project(now.camera_from_head * b.position_mm({10, v}));
                    EXPECT_LT(glm::length(px - after), 0.01);
                }
            }
        }
        return out;
    };
    const auto from_start = run(60, {}), changed = run(66, 30), never = run(66, {});
    const HeadState &a = from_start.back(), &b = changed.back(), &n = never.back();
    ASSERT_EQ(a.state, TrackState::tracking);
    ASSERT_EQ(b.state, TrackState::tracking);
    EXPECT_NEAR(head_model().interpupillary_mm(b.shape), 60, 1e-6);
    EXPECT_NEAR(b.camera_from_head.t_mm.z, a.camera_from_head.t_mm.z, 0.006 * a.camera_from_head.t_mm.z);
    EXPECT_GT(n.camera_from_head.t_mm.z, 1.07 * a.camera_from_head.t_mm.z) << "without it all is a tenth larger";
    const ScalpSurface sa(head_model(), a.shape), sb(head_model(), b.shape);
    for (double v = 0; v <= 60; v += 15) {
        EXPECT_NEAR(sb.radius_mm({0, v}), sa.radius_mm({0, v}), 1.5) << v;
        EXPECT_NEAR(sb.midline_height_mm(v), sa.midline_height_mm(v), 1.5) << v;
    }
    // Skin that was seen before the change is where it was: no frame moves it more than its neighbours do.
    double most = 0, usual = 0;
    for (std::size_t i = 25; i < frames.size(); ++i) {
        const auto px_of = [&](const HeadState& s) {
            const ScalpSurface surface(head_model(), s.shape);
            const ChartPoint skin = s.shape.skin ? (*s.shape.skin)({0, 50}) : ChartPoint{0, 50};
            return s.intrinsics.project(s.camera_from_head * surface.position_mm(skin));
        };
        const double step = glm::length(px_of(changed[i]) - px_of(changed[i - 1]));
        const double same = glm::length(px_of(never[i]) - px_of(never[i - 1]));
        most = std::max(most, std::abs(step - same));
        usual = std::max(usual, same);
    }
    RecordProperty("most_px", std::to_string(most));
    EXPECT_LT(most, 1.0) << "px; the head itself moves by up to " << usual;
}

}  // namespace
}  // namespace smp
