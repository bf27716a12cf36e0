// Stops of a treatment's way, and how keys walk along them.
#include <gtest/gtest.h>

#include "desk/time_line.hpp"
#include "ui/controls.hpp"

namespace smp {
namespace {

TEST(TimeLine, LaterIsLaterAndEveryStopIsKnownAgain) {
    const auto stops = time_stops();
    ASSERT_GE(stops.size(), 8u);
    TreatmentDesign design = at_stop({}, stops[0]);
    for (int i = 0; i < static_cast<int>(stops.size()); ++i) {
        EXPECT_EQ(stop_of(design), i);
        const int next = stop_from(design, 1);
        EXPECT_EQ(next, std::min(i + 1, static_cast<int>(stops.size()) - 1));
        EXPECT_EQ(stop_from(design, -1), std::max(i - 1, 0));
        const TreatmentDesign later = at_stop(design, stops[static_cast<std::size_t>(next)]);
        if (next > i) {
            EXPECT_TRUE(later.age_months > design.age_months || later.session > design.session);
        }
        design = later;
    }
}

TEST(TimeLine, BetweenTwoStopsAStepGoesToTheNeighbours) {
    TreatmentDesign design;
    design.age_months = 9;  // between 6 months and a year
    EXPECT_EQ(stop_of(design), -1);
    EXPECT_EQ(time_stops()[static_cast<std::size_t>(stop_from(design, 1))].age_months, 12);
    EXPECT_EQ(time_stops()[static_cast<std::size_t>(stop_from(design, -1))].age_months, 6);
}

TEST(TimeLine, NothingButSessionAndAgeChanges) {
    TreatmentDesign design;
    design.hairline_height_mm = 61;
    design.patches.push_back({});
    for (const TimeStop& stop : time_stops()) {
        TreatmentDesign there = at_stop(design, stop);
        there.session = design.session;
        there.age_months = design.age_months;
        EXPECT_EQ(there, design);
    }
}

// A fourth session stays one when the years are shown.
TEST(TimeLine, TheFourthSessionIsNotLost) {
    TreatmentDesign design;
    design.session = 4;
    for (const TimeStop& stop : time_stops())
        if (stop.age_months > 0) {
            EXPECT_EQ(at_stop(design, stop).session, 4);
        }
}

LiveControls step(LiveControls c, double places) {
    return apply(c, {.act = Act::time_step, .amount = places});
}

TEST(TimeLine, AWalkIsOneStepOfUndo) {
    LiveControls c;
    c = step(step(step(c, 1), 1), 1);
    EXPECT_EQ(c.design().age_months, 36);
    EXPECT_EQ(apply(c, {.act = Act::undo, .amount = 1}).design(), TreatmentDesign{});
    // Another change ends the walk.
    c = apply(c, {.act = Act::density, .amount = 1});
    c = step(c, 1);
    c = apply(c, {.act = Act::undo, .amount = 1});
    EXPECT_EQ(c.design().age_months, 36);
    EXPECT_NE(c.design().density_per_cm2, TreatmentDesign{}.density_per_cm2);
}

TEST(Compare, TheWipeSweepsIsHeldWhereItIsAndGoes) {
    LiveControls c = apply({}, {.act = Act::wipe, .amount = 0.9});
    EXPECT_EQ(c.compare, Compare::wipe);
    EXPECT_TRUE(c.wipe_sweeps);
    c = apply(c, {.act = Act::wipe, .amount = 0.3});
    EXPECT_FALSE(c.wipe_sweeps);
    EXPECT_EQ(c.wipe_at, 0.3);
    c = apply(c, {.act = Act::wipe_to, .amount = 7});
    EXPECT_EQ(c.wipe_at, 1);
    c = apply(c, {.act = Act::wipe, .amount = 1});
    EXPECT_EQ(c.compare, Compare::none);
    EXPECT_EQ(apply(c, {.act = Act::wipe_to, .amount = 0.1}).wipe_at, 1) << "there is no line";
}

TEST(Compare, TheSplitShowsOneHalfThenTheOtherThenBoth) {
    LiveControls c = apply({}, {.act = Act::split, .amount = 1});
    EXPECT_EQ(c.compare, Compare::split);
    const int first = c.split_side;
    c = apply(c, {.act = Act::split, .amount = 1});
    EXPECT_EQ(c.split_side, -first);
    EXPECT_EQ(apply(c, {.act = Act::split, .amount = 1}).compare, Compare::none);
    EXPECT_EQ(apply({}, {.act = Act::split, .amount = -1}).split_side, -first);
    EXPECT_EQ(apply(c, {.act = Act::wipe}).compare, Compare::wipe) << "one takes the other's place";
}

TEST(Compare, WhoChangesSomethingEndsTheTurns) {
    LiveControls c = apply({}, {.act = Act::variant, .amount = 1});
    c = apply(c, {.act = Act::density, .amount = 2});
    c = apply(c, {.act = Act::turns});
    c = apply(c, {.act = Act::next_variant});
    EXPECT_TRUE(c.turns);
    EXPECT_FALSE(apply(c, {.act = Act::density, .amount = 1}).turns);
}

}  // namespace
}  // namespace smp
