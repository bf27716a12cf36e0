// What is left out when the machine is too slow, and when it is taken up again.
#include <gtest/gtest.h>

#include "app/pace.hpp"

namespace smp {
namespace {

// A camera of 30 pictures a second, of which `share` are passed over; returns when the ease first differed.
struct Sitting {
    Pace pace;
    double now_s = 100, passed_over = 0;

    double until_changed(double share, double most_s) {
        const Ease before = pace.ease();
        for (const double begin_s = now_s; now_s - begin_s < most_s;) {
            // One is followed; for it so many are not.
            const double missed = share / (1 - share);
            passed_over += missed;
            now_s += (1 + missed) / 30;
            if (pace.after(static_cast<std::uint64_t>(passed_over), now_s) != before) return now_s - begin_s;
        }
        return most_s;
    }
};

TEST(Pace, LeavesNothingOutWhileTheMachineKeepsUp) {
    Sitting run;
    EXPECT_EQ(run.until_changed(0.01, 300), 300);
    EXPECT_EQ(run.pace.ease(), Ease::nothing);
    EXPECT_EQ(pictures_a_reading(run.pace.ease()), 1);
}

TEST(Pace, LeavesMoreOutStepByStep) {
    Sitting run;
    EXPECT_LT(run.until_changed(0.3, 60), 5) << "within seconds";
    EXPECT_EQ(run.pace.ease(), Ease::skin_in_every_second);
    EXPECT_LT(run.until_changed(0.3, 60), 5);
    EXPECT_EQ(run.pace.ease(), Ease::skin_in_every_fourth);
    EXPECT_EQ(run.until_changed(0.6, 60), 60) << "there is no more";
    EXPECT_EQ(pictures_a_reading(run.pace.ease()), 4);
}

TEST(Pace, TakesItUpAgainAfterAWhileAndMoreSeldomWhereItWillNotDo) {
    Sitting run;
    run.until_changed(0.3, 60);
    EXPECT_EQ(run.until_changed(0.05, 120), 120) << "a few are missed still";
    double wait_s = 0;
    for (int i = 0; i < 4; ++i) {
        const double waited_s = run.until_changed(0, 1500);
        EXPECT_EQ(run.pace.ease(), Ease::nothing);
        EXPECT_GT(waited_s, 1.5 * wait_s) << "try " << i;
        wait_s = waited_s;
        EXPECT_LT(run.until_changed(0.3, 60), 5) << "which is too much at once";
    }
    EXPECT_GT(wait_s, 100);
}

TEST(Pace, JudgesNothingByAPause) {
    Sitting run;
    run.until_changed(0, 10);
    run.now_s += 60;  // a camera that was gone, or a computer that slept
    run.passed_over += 500;
    EXPECT_EQ(run.until_changed(0, 30), 30);
    // Another camera counts from nothing again.
    run.passed_over = 0;
    EXPECT_EQ(run.until_changed(0, 30), 30);
    EXPECT_EQ(run.pace.ease(), Ease::nothing);
}

}  // namespace
}  // namespace smp
