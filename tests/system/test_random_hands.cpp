// Hands that know nothing: keys, mouse and wheel at random over mirror and desk, and a paired tablet's.
// SMP_RANDOM_HANDS_S: for how long, of real time; a short while without it. The same seed (SMP_RANDOM_HANDS_SEED) does
// the same.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <opencv2/core.hpp>
#include <random>
#include <sstream>

#include "system/hands.hpp"
#include "system/process_use.hpp"
#include "system/random_tablet.hpp"
#include "system/screen.hpp"
#include "unit/tablet_client.hpp"

namespace smp::test {
namespace {

namespace fs = std::filesystem;

constexpr int width_px = 2600, height_px = 800;

double given(const char* name, double usual) {
    const char* text = std::getenv(name);
    return text ? std::atof(text) : usual;
}

// All that a keyboard has, but for what ends the mirror.
const std::vector<std::string>& all_keys() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out{"Up",     "Down",   "Left",       "Right",     "bracketleft", "bracketright",
                                     "space",  "Tab",    "Return",     "BackSpace", "Delete",      "Prior",
                                     "Next",   "Home",   "End",        "minus",     "equal",       "comma",
                                     "period", "F1",     "F5",         "F11",       "slash",       "semicolon",
                                     "grave",  "Insert", "apostrophe", "backslash", "KP_Add",      "KP_Enter"};
        for (char c = 'a'; c <= 'z'; ++c)
            if (c != 'q') out.emplace_back(1, c);
        for (char c = '0'; c <= '9'; ++c) out.emplace_back(1, c);
        return out;
    }();
    return names;
}

class RandomHands {
  public:
    RandomHands(Hands& hands, unsigned seed) : hands_(hands), random_(seed) {}

    void act() {
        switch (up_to(9)) {
            case 0:
            case 1:
            case 2: {
                const auto& keys = all_keys();
                const std::string& key = keys[static_cast<std::size_t>(up_to(static_cast<int>(keys.size()) - 1))];
                const char* const with = up_to(3) == 0 ? "Shift_L" : up_to(5) == 0 ? "Control_L" : nullptr;
                if (with) hands_.key(with, true);
                hands_.key(key, true);
                if (up_to(9) == 0) sleep_s(0.4);  // held, so that it repeats
                hands_.key(key, false);
                if (with) hands_.key(with, false);
                break;
            }
            case 3: {
                const int notch = up_to(1) ? 4 : 5;
                hands_.button(notch, true);
                hands_.button(notch, false);
                break;
            }
            case 4:
            case 5: {  // a drag, here and there with Shift
                const bool shift = up_to(4) == 0;
                if (shift) hands_.key("Shift_L", true);
                const int button = up_to(5) ? 1 : 3;
                hands_.move(at_ = anywhere());
                hands_.button(button, true);
                for (int i = up_to(12); i > 0; --i) {
                    at_ += cv::Point(up_to(60) - 30, up_to(60) - 30);
                    hands_.move(at_);
                    sleep_s(0.01);
                }
                hands_.button(button, false);
                if (shift) hands_.key("Shift_L", false);
                break;
            }
            case 6:
                hands_.move(anywhere());
                break;
            default: {
                hands_.move(anywhere());
                const int times = 1 + up_to(1);
                for (int i = 0; i < times; ++i) {
                    hands_.button(1, true);
                    hands_.button(1, false);
                }
            }
        }
    }

    void let_go() {
        for (const char* key : {"Shift_L", "Control_L", "space"}) hands_.key(key, false);
        for (const int button : {1, 2, 3}) hands_.button(button, false);
    }

  private:
    int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
    cv::Point anywhere() { return {up_to(width_px - 1), up_to(height_px - 1)}; }

    Hands& hands_;
    std::mt19937 random_;
    cv::Point at_;
};

TEST(RandomHands, NeitherEndNorSwellTheMirror) {
    if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
    const double last_s = given("SMP_RANDOM_HANDS_S", 25);
    const auto seed = static_cast<unsigned>(given("SMP_RANDOM_HANDS_SEED", 1));
    Scratch scratch;
    Screen screen(width_px, height_px);
    auto environment = screen.environment();
    environment["XDG_STATE_HOME"] = scratch.file("state");
    environment["XDG_CONFIG_HOME"] = scratch.file("config");
    environment["XDG_DATA_HOME"] = scratch.file("data");
    const int port = free_tablet_port();
    Running mirror({program().string(), "live", "--input", demo_clip.string(), "--windowed", "--desk",
                    "--tablet=" + std::to_string(port), "--pictures", scratch.file("pictures")},
                   environment, scratch.path(), "mirror");
    ASSERT_TRUE(eventually(30, [&] { return cv::mean(screen.grab())[1] > 20; })) << mirror.err();
    const auto code = [&] { return pairing_code_in(mirror.out()); };
    ASSERT_TRUE(eventually(20, [&] { return !code().empty(); })) << mirror.out() << mirror.err();
    RandomTablet tablet(port, code(), seed);
    ASSERT_TRUE(tablet.paired());
    sleep_s(3);

    Hands hands(environment.at("DISPLAY"));
    RandomHands random(hands, seed);
    const double begin_s = seconds();
    // What loads once (fonts, programs, maps of the head) has been loaded by then.
    const double settled_s = std::min(120.0, 0.4 * last_s);
    std::optional<ProcessUse> settled;
    ProcessUse most;
    std::size_t acts = 0;
    for (double next_look_s = 0; seconds() - begin_s < last_s;) {
        random.act();
        ++acts;
        sleep_s(0.03);
        const double now_s = seconds() - begin_s;
        ASSERT_TRUE(mirror.alive()) << "seed " << seed << ", after " << now_s << " s and " << acts
                                    << " acts: " << mirror.err();
        if (now_s < next_look_s) continue;
        next_look_s = now_s + 5;
        const ProcessUse now = use_of(mirror.pid());
        if (!settled && now_s >= settled_s) settled = now;
        most.resident_mb = std::max(most.resident_mb, now.resident_mb);
        most.files = std::max(most.files, now.files);
        // Screenshots and kept presets are the disk's, not the memory's; the disk of a test is small.
        if (static_cast<int>(now_s) % 60 < 5) fs::remove_all(scratch.path() / "pictures");
    }
    random.let_go();
    tablet.end();
    sleep_s(2);  // connections that are closed are let go
    const ProcessUse last = use_of(mirror.pid());
    std::cout << acts << " acts in " << last_s << " s; resident " << settled.value_or(last).resident_mb << " MB at "
              << settled_s << " s, " << last.resident_mb << " at the end, " << most.resident_mb << " at most; files "
              << settled.value_or(last).files << ", " << last.files << ", " << most.files << std::endl;
    for (const auto& [status, times] : tablet.answers())
        std::cout << "tablet: " << times << " answers " << status << std::endl;
    EXPECT_TRUE(tablet.answers().contains(204)) << "some of it was obeyed";
    EXPECT_TRUE(tablet.answers().contains(400)) << "and some refused";
    EXPECT_EQ(mirror.err(), "");
    if (settled && last_s >= 600) {
        // Undo goes back without limit, so what is remembered of the steps grows a little.
        EXPECT_LT(last.resident_mb, 1.1 * settled->resident_mb + 20);
        EXPECT_LE(last.files, settled->files + 4);
    }
    mirror.send(SIGTERM);
    EXPECT_EQ(mirror.wait(10), 0) << mirror.err();
}

}  // namespace
}  // namespace smp::test
