// The card measure on cards that were drawn into pictures of the demo client, where their true place is known.
#include <gtest/gtest.h>

#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "scale/card_tally.hpp"
#include "support/demo_client.hpp"
#include "support/drawn_card.hpp"

namespace smp {
namespace {

using test::card_on;
using test::CardLookOf;
using test::draw_card;
using test::head_model;

constexpr double true_ipd_mm = 68.2;  // of the demo client, and the lens that rendered them: 60 degrees

struct Seen {
    cv::Mat bgr;
    HeadState head;
};

// The client as tracked with their true pupil distance: looking on, turned, from the clip's first seconds.
const std::vector<Seen>& views() {
    static const auto out = [] {
        TrackerOptions options;
        options.landmark_model = default_landmark_model();
        options.ipd_mm = true_ipd_mm;
        options.fov_deg = 60;
        auto tracker = HeadTracker::create(head_model(), options);
        EXPECT_TRUE(tracker);
        cv::VideoCapture clip((std::filesystem::path(SMP_SOURCE_DIR) / "assets/demo/client.mp4").string());
        std::vector<Seen> kept;
        int n = 0;
        for (cv::Mat frame; n < 91 && clip.read(frame); ++n) {
            const HeadState head = tracker->step(frame, n / 30.0);
            if (n >= 20 && n % 10 == 0) kept.push_back({frame.clone(), head});
        }
        return kept;
    }();
    return out;
}

// The plane that lies flat on the forehead about a place of the midline, pushed out until it only touches.
struct Flat {
    glm::dvec3 middle, out;
};
Flat flat_on(const HeadShape& shape, double up_mm, double tip_deg = 0) {
    const ScalpSurface surface(head_model(), shape);
    const ChartPoint at = surface.midline_at_height(up_mm);
    const double a = tip_deg * std::numbers::pi / 180;
    const glm::dvec3 n = surface.normal(at);
    const glm::dvec3 out(0, std::cos(a) * n.y - std::sin(a) * n.z, std::sin(a) * n.y + std::cos(a) * n.z);
    const glm::dvec3 middle = surface.position_mm(at);
    double stands = 0;
    for (double u = -40; u <= 40; u += 1)
        for (double v = 20; v <= 100; v += 1) {
            const glm::dvec3 off = surface.position_mm({u, v}) - middle;
            const double high = glm::dot(off, out);
            const glm::dvec3 in = off - high * out;
            if (std::abs(in.x) < 43 && std::hypot(in.y, in.z) < 27) stands = std::max(stands, high);
        }
    return {middle + (stands + 0.76) * out, out};
}

CardLook look(const Seen& seen, const CardLookOf& card, double roll_deg = 0, double tip_deg = 0, double up_mm = 32) {
    cv::Mat bgr = seen.bgr.clone();
    const Flat flat = flat_on(seen.head.shape, up_mm, tip_deg);
    draw_card(bgr, seen.head.intrinsics, card_on(seen.head.camera_from_head, flat.middle, flat.out, roll_deg), card);
    return look_for_card(head_model(), seen.head, bgr);
}

const std::array<cv::Vec3d, 6> grounds{cv::Vec3d(.85, .85, .85), {.02, .02, .02}, {.5, .15, .05}, {.1, .6, .75},
                                       {.05, .05, .5},           {.3, .28, .25}};

struct Errors {
    int found = 0, asked = 0, within = 0;
    double worst = 0;
    std::vector<double> share;
    void add(const CardLook& look) {
        ++asked;
        if (!look.seen) return;
        ++found;
        const double off = look.seen->ipd_mm - true_ipd_mm;
        share.push_back(off / true_ipd_mm);
        worst = std::max(worst, std::abs(off) / true_ipd_mm);
        within += std::abs(off) < 2 * look.seen->sigma_mm;
    }
};

TEST(Card, IsMeasuredInAnyColourTurnedTippedAndUnderFingers) {
    Errors errors;
    int n = 0;
    for (const Seen& seen : views())
        for (const cv::Vec3d& ground : grounds) {
            CardLookOf card;
            card.bgr = ground;
            card.fingers = n % 5;
            card.printed = n % 3 != 0;
            card.blur_px = 0.5 + 0.25 * (n % 4);
            card.noise = 1 + n % 4;
            card.seed = static_cast<unsigned>(n);
            errors.add(look(seen, card, 5.0 * (n % 5 - 2), 4.0 * (n % 3 - 1)));
            ++n;
        }
    std::printf("found %d of %d, within %d, worst %.2f %%\n", errors.found, errors.asked, errors.within,
                100 * errors.worst);
    EXPECT_GE(errors.found, 0.75 * errors.asked);
    EXPECT_LT(errors.worst, 0.015);
    EXPECT_GE(errors.within, 0.93 * errors.found) << "twice the standard deviation";
}

TEST(Card, FarOffBlurredAndNoisyItIsStillTrueOrSaidToBeMissing) {
    Errors errors;
    for (const double shrink : {0.8, 0.6, 0.45})
        for (const Seen& seen : views()) {
            // The same picture from a coarser camera.
            Seen coarse;
            cv::resize(seen.bgr, coarse.bgr, {}, shrink, shrink, cv::INTER_AREA);
            coarse.head = seen.head;
            coarse.head.intrinsics = seen.head.intrinsics.scaled(shrink);
            CardLookOf card;
            card.blur_px = 1;
            card.noise = 4;
            card.fingers = 2;
            errors.add(look(coarse, card, 3));
        }
    std::printf("found %d of %d, within %d, worst %.2f %%\n", errors.found, errors.asked, errors.within,
                100 * errors.worst);
    EXPECT_GE(errors.found, 0.5 * errors.asked);
    EXPECT_LT(errors.worst, 0.02);
    EXPECT_GE(errors.within, 0.93 * errors.found);
}

TEST(Card, AnythingOfAnotherShapeIsRefused) {
    struct Thing {
        const char* name;
        double width_mm, height_mm, corner_mm;
    };
    int taken = 0;
    for (const Thing& thing : {Thing{"telephone", 146, 71, 9},
                               {"small telephone", 124, 59, 8},
                               {"A6 notebook", 148, 105, 1},
                               {"playing card", 88, 63, 3},
                               {"American visiting card", 88.9, 50.8, 0.1},
                               {"square note", 76, 76, 0.1},
                               {"photograph", 90, 60, 0.1},
                               {"matchbox", 56, 36, 0.1}})
        for (const Seen& seen : views()) {
            CardLookOf card;
            card.width_mm = thing.width_mm;
            card.height_mm = thing.height_mm;
            card.corner_mm = thing.corner_mm;
            card.printed = false;
            const CardLook found = look(seen, card, 3);
            EXPECT_FALSE(found.seen) << thing.name << " as a card of " << (found.seen ? found.seen->ipd_mm : 0);
            taken += found.seen.has_value();
        }
    EXPECT_EQ(taken, 0);
}

TEST(Card, HeldOutOfTheForeheadsPlaneItIsRefusedInWords) {
    int refused = 0;
    for (const Seen& seen : views()) {
        const CardLook found = look(seen, CardLookOf{}, 0, 38);
        EXPECT_FALSE(found.seen && std::abs(found.seen->ipd_mm - true_ipd_mm) > 0.02 * true_ipd_mm)
            << found.seen->ipd_mm << " at " << found.seen->tilt_deg << " degrees";
        refused += found.miss == CardMiss::tilted && !found.seen;
    }
    EXPECT_GE(refused, static_cast<int>(views().size()) / 2);
}

TEST(Card, ABareForeheadIsNoCard) {
    for (const Seen& seen : views()) {
        const CardLook found = look_for_card(head_model(), seen.head, seen.bgr);
        EXPECT_FALSE(found.seen);
        EXPECT_TRUE(found.miss == CardMiss::no_card || found.miss == CardMiss::turned_away) << in_words(found.miss);
    }
    HeadState lost = views().front().head;
    lost.state = TrackState::lost;
    EXPECT_EQ(look_for_card(head_model(), lost, views().front().bgr).miss, CardMiss::no_head);
}

TEST(Card, TheUnitOfTheHeadDoesNotMatter) {
    const Seen& seen = views()[2];
    Seen other = seen;
    other.head.shape.scale *= 63 / true_ipd_mm;
    other.head.camera_from_head.t_mm *= 63 / true_ipd_mm;
    cv::Mat bgr = seen.bgr.clone();
    const Flat flat = flat_on(seen.head.shape, 32);
    draw_card(bgr, seen.head.intrinsics, card_on(seen.head.camera_from_head, flat.middle, flat.out), {});
    const CardLook a = look_for_card(head_model(), seen.head, bgr), b = look_for_card(head_model(), other.head, bgr);
    ASSERT_TRUE(a.seen && b.seen);
    EXPECT_NEAR(a.seen->ipd_mm, b.seen->ipd_mm, 0.15);
}

CardLook of(double ipd_mm) {
    CardSeen seen;
    seen.ipd_mm = ipd_mm;
    seen.sigma_mm = 0.3;
    return {seen, {}};
}

TEST(CardTally, IsTheMedianWithWhatThePicturesDifferBy) {
    CardTally tally;
    EXPECT_FALSE(tally.result());
    for (int i = 0; i < CardTally::wanted; ++i) tally.add(of(i == 4 ? 75 : 62 + 0.1 * (i % 3)));
    EXPECT_TRUE(tally.enough());
    const auto scale = tally.result();
    ASSERT_TRUE(scale);
    EXPECT_NEAR(scale->ipd_mm, 62.1, 0.05) << "one that is far off does not count";
    EXPECT_EQ(scale->source, ScaleSource::card);
    EXPECT_GT(scale->tolerance_mm, 0.6);
    EXPECT_LT(scale->tolerance_mm, 0.75);
}

TEST(CardTally, PicturesThatDisagreeAreNoMeasure) {
    CardTally tally;
    for (int i = 0; i < CardTally::wanted; ++i) tally.add(of(i % 2 ? 60 : 66));
    const auto scale = tally.result();
    ASSERT_FALSE(scale);
    EXPECT_NE(scale.error().line().find("disagree, 60 to 66 mm"), std::string::npos) << scale.error().line();
}

TEST(CardTally, SaysWhyNothingWasSeen) {
    CardTally tally;
    for (int i = 0; i < 5; ++i) tally.add({{}, CardMiss::no_card});
    EXPECT_NE(tally.result().error().line().find("hold it flat"), std::string::npos);
    for (int i = 0; i < 4; ++i) tally.add({{}, CardMiss::tilted});
    EXPECT_NE(tally.result().error().line().find("tilted too far"), std::string::npos);
}

}  // namespace
}  // namespace smp
