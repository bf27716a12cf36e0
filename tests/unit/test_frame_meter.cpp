// What the mirror says of its own times.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>

#include "app/frame_meter.hpp"

namespace smp {
namespace {

const HudGraph& graph(const Hud& hud, const std::string& name) {
    for (const HudGraph& g : hud.graphs)
        if (g.name == "hud|" + name) return g;
    throw std::runtime_error("no graph " + name);
}

TEST(FrameMeter, TellsRateAgeAndStagesOfTheLastFrames) {
    FrameMeter meter;
    EXPECT_EQ(meter.median_age_ms(), 0);
    EXPECT_FALSE(meter.hud().tracking);
    // 25 a second, 40 ms old, every tenth 90; the first hundred are forgotten by the graphs alone.
    for (int i = 0; i < 300; ++i) {
        FrameSample s;
        s.swapped_s = 100 + 0.04 * i;
        s.captured_s = s.swapped_s - (i % 10 == 9 ? 0.09 : 0.04);
        s.times_ms.track = i < 150 ? 30 : 12;
        s.tracking = i > 0;
        s.confidence = 0.75;
        meter.add(s);
    }
    EXPECT_EQ(meter.frames(), 300u);
    EXPECT_NEAR(meter.median_age_ms(), 40, 0.11);
    EXPECT_NEAR(meter.p95_age_ms(), 90, 0.11);
    const Hud hud = meter.hud();
    EXPECT_TRUE(hud.tracking);
    EXPECT_EQ(graph(hud, "Age").values.size(), 120u);
    EXPECT_NEAR(graph(hud, "Frames").median, 25, 0.1);
    EXPECT_NEAR(graph(hud, "Age").median, 40, 0.1);
    EXPECT_NEAR(graph(hud, "Age").p95, 90, 0.1);
    EXPECT_EQ(graph(hud, "Track").p95, 12) << "only what is kept";
    EXPECT_EQ(graph(hud, "Sure").median, 75);
    // Oldest first: the last of the ring is the last that came.
    EXPECT_NEAR(graph(hud, "Age").values.back(), 90, 0.1);
}

TEST(FrameMeter, AClockThatJumpsDoesNoHarm) {
    FrameMeter meter;
    FrameSample early, late;
    early.swapped_s = 10;
    early.captured_s = 20;
    meter.add(early);
    late.swapped_s = 9;
    late.captured_s = -1e9;
    meter.add(late);
    EXPECT_EQ(meter.median_age_ms(), 0);
    EXPECT_GE(meter.p95_age_ms(), 0);
    for (const HudGraph& g : meter.hud().graphs)
        for (const float v : g.values) EXPECT_TRUE(std::isfinite(v));
}

}  // namespace
}  // namespace smp
