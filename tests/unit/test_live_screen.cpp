// The mirror's fades and words over time, with a clock of the test's own.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <utility>

#include "app/live_screen.hpp"
#include "design/disclosure.hpp"

namespace smp {
namespace {

// A screen that is moved on in steps of 10 ms.
struct Clocked {
    void set(const std::function<void(TreatmentDesign&)>& change) {
        TreatmentDesign next = controls.design();
        change(next);
        controls.work.change(std::move(next));
    }
    LiveScreen screen;
    LiveControls controls;
    ScreenInputs in;
    double most_veil_step = 0;

    explicit Clocked(LiveState state = LiveState::live, bool has_picture = true) {
        in.capture.state = state;
        in.has_picture = has_picture;
        screen.advance(in, controls);
    }
    void pass(double seconds) {
        for (int left = static_cast<int>(std::lround(seconds * 100)); left > 0; --left) {
            const double veil = screen.veil();
            in.now_s += 0.01;
            screen.advance(in, controls);
            most_veil_step = std::max(most_veil_step, std::abs(screen.veil() - veil));
        }
    }
};

bool only_the_label(OverlaySnapshot overlay) {
    const bool label = overlay.label_alpha == 1 && !overlay.empty();
    overlay.label_alpha = 0;
    return label && overlay.empty();
}

TEST(LiveScreen, SaysThatItIsAPreviewWhereverTheTreatmentIsSeen) {
    Clocked c;
    c.in.date = "24 Nov 2026";
    c.pass(1);
    EXPECT_EQ(c.screen.overlay().label, disclosure(c.controls.design(), "24 Nov 2026"));
    EXPECT_EQ(c.screen.overlay().label_alpha, 1);
    c.set([](TreatmentDesign& d) { d.age_months = 60; });
    c.pass(0.1);
    EXPECT_NE(c.screen.overlay().label.find("after 5 years"), std::string::npos);
    c.controls.bare = true;
    c.pass(0.07);
    EXPECT_EQ(c.screen.overlay().label_alpha, c.screen.show()) << "fades with it";
    c.pass(0.2);
    EXPECT_TRUE(c.screen.overlay().empty()) << "the bare head is no preview";
    c.controls.bare = false;
    c.set([](TreatmentDesign& d) { d.opacity = 0; });
    c.pass(1);
    EXPECT_TRUE(c.screen.overlay().empty());
    c.set([](TreatmentDesign& d) { d.opacity = 0.3; });
    c.in.capture.state = LiveState::gone;
    c.pass(2);
    EXPECT_EQ(c.screen.overlay().label_alpha, 0) << "behind the veil there is none";
}

TEST(LiveScreen, BeforeAndAfterFadeIn150Milliseconds) {
    Clocked c;
    c.pass(1);
    EXPECT_EQ(c.screen.show(), 1);
    c.controls.bare = true;
    c.pass(0.07);
    EXPECT_GT(c.screen.show(), 0.3);
    EXPECT_LT(c.screen.show(), 0.7);
    EXPECT_TRUE(c.screen.moving());
    c.pass(0.1);
    EXPECT_EQ(c.screen.show(), 0);
    EXPECT_FALSE(c.screen.moving());
}

TEST(LiveScreen, ThePictureComesUpOutOfTheDark) {
    Clocked c(LiveState::opening, false);
    EXPECT_EQ(c.screen.veil(), 1);
    c.pass(0.2);
    EXPECT_EQ(c.screen.overlay().message_alpha, 0) << "opening takes a moment: no words that flash by";
    c.in.capture.state = LiveState::live;
    c.in.has_picture = true;
    c.pass(0.4);
    EXPECT_EQ(c.screen.veil(), 0);
    EXPECT_TRUE(only_the_label(c.screen.overlay())) << "nothing else on the mirror but the client";
    EXPECT_LT(c.most_veil_step, 0.05) << "no flash";
}

TEST(LiveScreen, ACameraThatIsGoneIsSaidInWordsAndItsReturnTakesThemAway) {
    Clocked c;
    c.pass(1);
    c.in.capture.state = LiveState::gone;
    c.in.capture.detail = "unplugged";
    c.pass(2);
    EXPECT_EQ(c.screen.veil(), 1);
    EXPECT_EQ(c.screen.overlay().message_alpha, 1);
    EXPECT_EQ(c.screen.overlay().message, "The camera is gone");
    EXPECT_NE(c.screen.overlay().message_detail.find("unplugged"), std::string::npos);
    c.in.capture.state = LiveState::live;
    c.pass(0.5);
    EXPECT_EQ(c.screen.veil(), 0);
    EXPECT_EQ(c.screen.overlay().message_alpha, 0);
    EXPECT_LT(c.most_veil_step, 0.05);
}

TEST(LiveScreen, EveryStateHasItsWord) {
    for (const LiveState state : {LiveState::opening, LiveState::stalled, LiveState::busy, LiveState::gone}) {
        Clocked c(state, false);
        c.pass(2);
        EXPECT_NE(c.screen.overlay().message.find(in_words(state)), std::string::npos);
        EXPECT_EQ(c.screen.overlay().message_alpha, 1);
    }
}

TEST(LiveScreen, AHiccupDoesNotDarkenTheMirror) {
    Clocked c;
    c.pass(1);
    c.in.capture.state = LiveState::stalled;
    c.pass(0.25);
    EXPECT_EQ(c.screen.veil(), 0);
    c.in.capture.state = LiveState::live;
    c.pass(0.1);
    EXPECT_EQ(c.screen.veil(), 0);
}

TEST(LiveScreen, AFrozenPictureOutlastsTheCamera) {
    Clocked c;
    c.pass(1);
    c.controls.frozen = true;
    c.in.capture.state = LiveState::gone;
    c.pass(3);
    EXPECT_EQ(c.screen.veil(), 0);
    EXPECT_EQ(c.screen.overlay().message_alpha, 0);
}

TEST(LiveScreen, NumbersAreShownOnlyWhenTheyAreAskedFor) {
    Clocked c;
    TreatmentNumbers numbers;
    numbers.marks.value = 51234;
    c.screen.set_numbers(numbers);
    c.pass(0.1);
    EXPECT_FALSE(c.screen.overlay().show_numbers);
    EXPECT_FALSE(c.screen.overlay().numbers == std::nullopt);
    c.controls.numbers = true;
    c.pass(0.1);
    EXPECT_TRUE(c.screen.overlay().show_numbers);
    EXPECT_FALSE(c.screen.overlay().empty());
    ASSERT_TRUE(c.screen.overlay().numbers);
    EXPECT_EQ(c.screen.overlay().numbers->marks.value, 51234);
}

TEST(LiveScreen, NotesGoByThemselvesAndFailuresStayLonger) {
    Clocked c;
    c.pass(1);
    c.screen.note("Saved", false, c.in.now_s);
    c.pass(1);
    EXPECT_EQ(c.screen.overlay().note_alpha, 1);
    EXPECT_EQ(c.screen.overlay().note, "Saved");
    c.pass(2);
    EXPECT_EQ(c.screen.overlay().note_alpha, 0);
    c.screen.note("Matched to your shaved fringe: neutral grey, 1:12, 140/cm2, dots 0.18 mm", false, c.in.now_s);
    c.pass(5.5);
    EXPECT_EQ(c.screen.overlay().note_alpha, 1) << "two lines take longer to read";
    c.pass(1.5);
    EXPECT_EQ(c.screen.overlay().note_alpha, 0);
    c.screen.note("Not saved: the disk is full", true, c.in.now_s);
    c.pass(4);
    EXPECT_EQ(c.screen.overlay().note_alpha, 1);
    c.pass(4);
    EXPECT_EQ(c.screen.overlay().note_alpha, 0);
}

// The line goes over the whole head and back without a leap, and the bare side comes and goes softly.
TEST(LiveScreen, AWipeSweepsOverTheHead) {
    Clocked c;
    c.in.head_left = 0.3;
    c.in.head_right = 0.7;
    c.pass(0.2);
    EXPECT_EQ(c.screen.compare_rest(), 1);
    c.controls.compare = Compare::wipe;
    c.controls.wipe_sweeps = true;
    double least = 1, most = 0, step = 0, softest = 0, before = -1, rest = 1;
    for (int i = 0; i < 900; ++i) {
        c.pass(0.01);
        const double at = c.screen.wipe();
        least = std::min(least, at);
        most = std::max(most, at);
        if (before >= 0) step = std::max(step, std::abs(at - before));
        before = at;
        softest = std::max(softest, std::abs(c.screen.compare_rest() - rest));
        rest = c.screen.compare_rest();
        EXPECT_TRUE(c.screen.moving());
    }
    EXPECT_NEAR(least, 0.3, 0.01);
    EXPECT_NEAR(most, 0.7, 0.01);
    EXPECT_LT(step, 0.01);
    EXPECT_LT(softest, 0.1);
    EXPECT_EQ(c.screen.compare_rest(), 0);
    EXPECT_EQ(c.screen.overlay().wipe_alpha, 1);
    c.controls.wipe_sweeps = false;
    c.controls.wipe_at = 0.42;
    c.pass(0.2);
    EXPECT_EQ(c.screen.wipe(), 0.42);
    EXPECT_FALSE(c.screen.moving()) << "held";
}

TEST(LiveScreen, OneComparisonFadesOutBeforeTheNextComesIn) {
    Clocked c;
    c.controls.compare = Compare::split;
    c.pass(0.4);
    EXPECT_EQ(c.screen.compare(), Compare::split);
    c.controls.compare = Compare::none;
    c.pass(0.07);
    EXPECT_EQ(c.screen.compare(), Compare::split) << "still fading";
    EXPECT_GT(c.screen.compare_rest(), 0.2);
    EXPECT_LT(c.screen.compare_rest(), 0.8);
    c.pass(0.4);
    EXPECT_EQ(c.screen.compare(), Compare::none);
    EXPECT_FALSE(c.screen.moving());
}

}  // namespace
}  // namespace smp
