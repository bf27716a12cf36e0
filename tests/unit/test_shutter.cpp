// When the shutter goes, and above all when it does not: sequences of frames as a camera gives them.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "views/shutter.hpp"

namespace smp {
namespace {

const ShutterRules rules;

ShutterLook good(double time_s) {
    return {time_s, true, 0.4, 0.8, 0.3, 0.9};
}

// Feeds frames at 30 a second and returns when it went, s.
template <class Look>
std::vector<double> run(Shutter& shutter, double from_s, double to_s, Look look, double fps = 30) {
    std::vector<double> went;
    for (int i = 0; from_s + i / fps < to_s; ++i) {
        const double t = from_s + i / fps;
        if (shutter.step(look(t))) went.push_back(t);
    }
    return went;
}

TEST(Shutter, GoesOnceWhenAllIsRight) {
    for (const double fps : {10.0, 15.0, 30.0, 60.0}) {
        Shutter shutter;
        const auto went = run(shutter, 0, 20, good, fps);
        ASSERT_EQ(went.size(), 1u) << fps;
        EXPECT_NEAR(went[0], rules.hold_s, 1 / fps + 1e-9);
        EXPECT_TRUE(shutter.is_taken());
        EXPECT_EQ(shutter.waits_for(), ShutterWait::leave);
    }
}

TEST(Shutter, GoesAgainOnlyAfterTheHeadHasLeftOrTheNextViewIsChosen) {
    Shutter shutter;
    ASSERT_EQ(run(shutter, 0, 2, good).size(), 1u);
    EXPECT_TRUE(run(shutter, 2, 4, [](double t) {
                    ShutterLook look = good(t);
                    look.off = 1.5;  // fidgets
                    return look;
                }).empty());
    EXPECT_TRUE(run(shutter, 4, 6, good).empty()) << "that was no leaving";
    EXPECT_TRUE(run(shutter, 6, 8, [](double t) { return ShutterLook{t, false, 1e3, 1, 1e3, 0}; }).empty());
    EXPECT_TRUE(run(shutter, 8, 10, good).empty()) << "nor was being lost";
    EXPECT_TRUE(run(shutter, 10, 11, [](double t) {
                    ShutterLook look = good(t);
                    look.off = 4;
                    return look;
                }).empty());
    EXPECT_EQ(run(shutter, 11, 13, good).size(), 1u) << "left and come back";
    shutter.arm();
    EXPECT_EQ(run(shutter, 13, 15, good).size(), 1u) << "the next view";
}

TEST(Shutter, NeverOnABlurredOrMovingFrameNorOnOneOutOfPose) {
    struct Case {
        const char* name;
        double ShutterLook::*part;
        double value;
        ShutterWait wait;
    };
    for (const Case& c : {Case{"moving", &ShutterLook::motion_px, 2.5, ShutterWait::still},
                          Case{"blurred", &ShutterLook::blur_px, 2.2, ShutterWait::sharp},
                          Case{"out of pose", &ShutterLook::off, 1.1, ShutterWait::pose},
                          Case{"unsure", &ShutterLook::confidence, 0.2, ShutterWait::unsure},
                          Case{"not a number", &ShutterLook::blur_px, std::nan(""), ShutterWait::sharp}}) {
        Shutter shutter;
        EXPECT_TRUE(run(shutter, 0, 5,
                        [&](double t) {
                            ShutterLook look = good(t);
                            look.*c.part = c.value;
                            return look;
                        })
                        .empty())
            << c.name;
        EXPECT_EQ(shutter.waits_for(), c.wait) << c.name;
        // One such frame in ten, and it begins anew each time.
        int i = 0;
        EXPECT_TRUE(run(shutter, 5, 15,
                        [&](double t) {
                            ShutterLook look = good(t);
                            if (++i % 10 == 0) look.*c.part = 3 * c.value;
                            return look;
                        })
                        .empty() ||
                    c.part == &ShutterLook::confidence)
            << c.name;
    }
}

TEST(Shutter, WhateverComesTheFrameThatIsTakenIsRight) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    int taken = 0;
    for (int run_i = 0; run_i < 200; ++run_i) {
        Shutter shutter;
        double off = 3, motion = 2;
        std::vector<ShutterLook> seen;
        for (double t = 0; t < 10; t += 1 / 30.0 + 0.02 * unit(random)) {
            off = std::clamp(off + 0.3 * (unit(random) - 0.52), 0.0, 4.0);
            motion = std::clamp(motion + 0.4 * (unit(random) - 0.52), 0.0, 4.0);
            const ShutterLook look{t, unit(random) > 0.005, off, unit(random) > 0.02 ? 1.0 : 2.5, motion, 0.8};
            seen.push_back(look);
            if (!shutter.step(look)) continue;
            ++taken;
            EXPECT_TRUE(look.head);
            EXPECT_LE(look.off, 1);
            EXPECT_LE(look.motion_px, rules.most_motion_px);
            EXPECT_LE(look.blur_px, rules.most_blur_px);
            for (const ShutterLook& before : seen)
                if (before.time_s > t - rules.hold_s + 1e-9) {
                    EXPECT_TRUE(before.head);
                    EXPECT_LE(before.off, rules.slack);
                    EXPECT_LE(before.motion_px, rules.slack * rules.most_motion_px);
                    EXPECT_LE(before.blur_px, rules.most_blur_px);
                }
        }
    }
    EXPECT_GT(taken, 30);
}

TEST(Shutter, FramesThatStopComingAreNoStillness) {
    Shutter shutter;
    EXPECT_FALSE(shutter.step(good(0)));
    EXPECT_FALSE(shutter.step(good(0.1)));
    EXPECT_FALSE(shutter.step(good(5))) << "a camera that hung";
    EXPECT_FALSE(shutter.step(good(5.2)));
    EXPECT_EQ(run(shutter, 5.21, 6, good).size(), 1u);
    Shutter slow;
    EXPECT_TRUE(run(slow, 0, 20, good, 2).empty()) << "two frames a second show no stillness";
}

TEST(Shutter, AFrozenPictureALostHeadOrNoCameraWaits) {
    for (const ShutterWait why : {ShutterWait::frozen, ShutterWait::no_camera, ShutterWait::by_key}) {
        Shutter shutter;
        run(shutter, 0, 0.35, good);
        shutter.pause(why);
        EXPECT_EQ(shutter.waits_for(), why);
        EXPECT_EQ(shutter.held(), 0);
        EXPECT_FALSE(shutter.step(good(0.4))) << "it begins anew";
        EXPECT_FALSE(wait_in_words(why, "").empty());
    }
    Shutter shutter;
    run(shutter, 0, 1, good);
    shutter.pause(ShutterWait::frozen);
    EXPECT_TRUE(run(shutter, 2, 4, good).empty()) << "what was taken stays so";
}

TEST(Shutter, TakenByKeyIsTaken) {
    Shutter shutter;
    shutter.taken();
    EXPECT_TRUE(run(shutter, 0, 3, good).empty());
}

}  // namespace
}  // namespace smp
