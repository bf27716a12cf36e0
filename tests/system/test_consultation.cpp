// A whole consultation by keys, mouse and tablet, as a technician does it with the client before the mirror, and how
// long the picture takes to follow the hand. The tablet is a real browser (tests/browser); where it cannot be had, that
// part is left out and said. SMP_CONSULTATION_PICTURES: a folder that gets the screen after every step.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sstream>

#include "system/hands.hpp"
#include "system/screen.hpp"
#include "unit/tablet_client.hpp"

namespace smp::test {
namespace {

namespace fs = std::filesystem;

// One wide screen: the mirror in its middle, the desk at its right border, neither over the other.
constexpr int screen_width = 4000, screen_height = 800;
const cv::Rect mirror_place(1360, 40, 1280, 640), desk_place(2720, 0, 1280, 800);
// On the desk: the bar of the first row, and the client's front edge and forehead on its picture.
const cv::Point bar(1010, 120), front_edge(331, 124), scalp(331, 105);

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

// A tablet in a real browser, which does what it is told.
class TabletBrowser {
  public:
    // Null, with the reason on standard output, where there is no browser.
    static std::unique_ptr<TabletBrowser> open(int port, const Scratch& scratch) {
        const std::string source = SMP_SOURCE_DIR;
        Running prepare({source + "/tests/browser/prepare", SMP_BINARY_DIR}, {}, scratch.path(), "prepare");
        const int left = prepare.wait(120);
        const auto told = lines_of(prepare.out());
        if (left != 0 || told.size() < 2) {
            std::cout << "no tablet: " << prepare.out() << prepare.err() << std::endl;
            return nullptr;
        }
        return std::unique_ptr<TabletBrowser>(new TabletBrowser(told[0], told[1], port, scratch));
    }

    // An order as JSON; whether it was done.
    testing::AssertionResult does(const std::string& order, double timeout_s = 40) {
        std::ofstream(folder_ / "orders", std::ios::app) << order << std::endl;
        ++orders_;
        const auto answers = [&] { return lines_of(read_bytes(folder_ / "answers")); };
        if (!eventually(timeout_s, [&] { return answers().size() >= orders_ || !browser_.alive(); }) ||
            answers().size() < orders_)
            return testing::AssertionFailure() << order << ": no answer; " << browser_.err();
        const std::string said = answers()[orders_ - 1];
        return said == "done" ? testing::AssertionSuccess() : testing::AssertionFailure() << order << ": " << said;
    }

  private:
    TabletBrowser(const std::string& work, const std::string& browser, int port, const Scratch& scratch)
        : folder_(scratch.path()),
          browser_({"node", work + "/consultation.mjs", browser, std::to_string(port), folder_.string()}, {}, folder_,
                   "browser") {
        std::ofstream(folder_ / "answers");
    }

    fs::path folder_;
    Running browser_;
    std::size_t orders_ = 0;
};

int differing_px(const cv::Mat& a, const cv::Mat& b) {
    cv::Mat d;
    cv::absdiff(a, b, d);
    cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
    return cv::countNonZero(d);
}

class Consultation : public testing::Test {
  protected:
    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
        if (const char* folder = std::getenv("SMP_CONSULTATION_PICTURES")) pictures_ = folder;
        screen_.emplace(screen_width, screen_height);
        hands_.emplace(screen_->environment().at("DISPLAY"));
    }

    void start(const std::string& input, const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{program().string(), "live", "--pictures", scratch_.file("pictures"),
                                       "--input",          input,  "--windowed", "--desk"};
        words.insert(words.end(), more.begin(), more.end());
        auto environment = screen_->environment();
        environment["XDG_STATE_HOME"] = scratch_.file("state");
        environment["XDG_CONFIG_HOME"] = scratch_.file("config");
        environment["XDG_DATA_HOME"] = scratch_.file("data");
        mirror_.emplace(words, environment, scratch_.path(), "mirror");
        ASSERT_TRUE(eventually(30, [&] { return cv::mean(look())[1] > 40; })) << mirror_->err();
        ASSERT_TRUE(eventually(10, [&] { return cv::mean(screen_->grab(desk_place))[1] > 20; })) << mirror_->err();
    }
    std::string still_client() { return first_frame(demo_clip, scratch_, "client.png"); }

    cv::Mat look() const { return screen_->grab(mirror_place); }

    bool settled(double timeout_s = 12) const {
        cv::Mat last = look();
        double since_s = seconds();
        return eventually(timeout_s, [&] {
            const cv::Mat now = look();
            if (differing_px(now, last)) {
                last = now;
                since_s = seconds();
            }
            return seconds() - since_s > 0.5;
        });
    }

    // One step: what is done, and that the client's picture changes by it (or must not).
    enum class Sees { change, nothing };
    void step(const std::string& name, Sees sees, const std::function<void()>& act) {
        SCOPED_TRACE(name);
        if (sees == Sees::nothing) {
            sleep_s(4);  // words of the step before fade by themselves
            settled();
        }
        const cv::Mat before = look();
        act();
        if (sees == Sees::change) {
            EXPECT_TRUE(eventually(8, [&] { return differing_px(look(), before) > 100; })) << "nothing has changed";
        }
        settled();
        // Words that say what was done fade by themselves.
        if (sees == Sees::nothing) {
            EXPECT_TRUE(eventually(12, [&] { return differing_px(look(), before) == 0; })) << "the client sees it";
        }
        ASSERT_TRUE(mirror_->alive()) << mirror_->err();
        ++steps_;
        if (pictures_.empty()) return;
        fs::create_directories(pictures_);
        const std::string number = (steps_ < 10 ? "0" : "") + std::to_string(steps_);
        cv::imwrite((pictures_ / (number + "-" + name + ".png")).string(),
                    screen_->grab()(cv::Rect(1360, 0, screen_width - 1360, screen_height)));
        if (!tablet_) return;
        const fs::path page = fs::absolute(pictures_) / (number + "-" + name + "-tablet.png");
        EXPECT_TRUE(tablet_->does(R"({"do": "shot", "file": ")" + page.string() + "\"}"));
    }
    void press(const std::string& key) { hands_->press(key); }
    void tablet(const std::string& order) { EXPECT_TRUE(tablet_->does(order)); }
    // What the mirror says of its page: the digits that pair.
    std::string code() const { return pairing_code_in(mirror_->out()); }
    void with_shift(const std::string& key) {
        hands_->key("Shift_L", true);
        press(key);
        hands_->key("Shift_L", false);
    }
    void drag(cv::Point from, cv::Point to) {
        from += desk_place.tl();
        to += desk_place.tl();
        hands_->move(from);
        sleep_s(0.4);
        hands_->button(1, true);
        sleep_s(0.2);
        for (int i = 1; i <= 8; ++i) {
            hands_->move(from + (to - from) * i / 8);
            sleep_s(0.06);
        }
        hands_->button(1, false);
        sleep_s(0.2);
    }
    void over_the_mirror() { hands_->move({1500, 100}); }

    Scratch scratch_;
    fs::path pictures_;
    int steps_ = 0;
    std::optional<Screen> screen_;
    std::optional<Hands> hands_;
    std::optional<Running> mirror_;
    std::unique_ptr<TabletBrowser> tablet_;  // after the mirror, so that it goes first
};

TEST_F(Consultation, FromTheFirstLookToTheAgreedDesign) {
    const std::string client = still_client();
    const int port = free_tablet_port();
    start(client, {"--tablet=" + std::to_string(port)});
    ASSERT_TRUE(settled());
    over_the_mirror();
    step("first-look", Sees::nothing, [] {});
    step("preset", Sees::change, [&] { press("p"); });
    step("hairline-down", Sees::change, [&] {
        for (int i = 0; i < 4; ++i) press("Down"), sleep_s(0.05);
    });
    step("next-style", Sees::change, [&] { press("Right"); });
    step("lighter", Sees::change, [&] { press("bracketleft"); });
    step("front-edge-dragged", Sees::change, [&] { drag(front_edge, front_edge + cv::Point(0, 14)); });
    step("slider-dragged", Sees::change, [&] { drag(bar, bar - cv::Point(35, 0)); });
    over_the_mirror();
    step("undone", Sees::change, [&] { press("u"); });
    step("done-again", Sees::change, [&] { with_shift("u"); });
    step("variant-b", Sees::nothing, [&] {
        press("2");
        sleep_s(1);
    });
    step("other-style-in-b", Sees::change, [&] { press("Right"), sleep_s(0.1), press("Right"); });
    step("compared", Sees::change, [&] { press("v"); });
    step("scar-painted", Sees::change, [&] {
        press("t"), sleep_s(0.2), press("t"), sleep_s(0.2);
        drag(scalp - cv::Point(25, 0), scalp + cv::Point(25, 2));
        for (int i = 0; i < 3; ++i) press("t"), sleep_s(0.3);
    });
    over_the_mirror();
    step("fresh-to-five-years", Sees::change, [&] {
        for (int i = 0; i < 4; ++i) press("period"), sleep_s(0.3);
    });
    step("healed-again", Sees::change, [&] {
        for (int i = 0; i < 4; ++i) press("comma"), sleep_s(0.3);
    });
    step("half-and-half", Sees::change, [&] { press("x"); });
    step("whole-again", Sees::change, [&] { press("x"), sleep_s(0.4), press("x"); });
    step("loupe", Sees::change, [&] { press("l"); });
    step("loupe-away", Sees::change, [&] { press("l"); });
    step("numbers", Sees::change, [&] { press("n"); });
    step("numbers-away", Sees::change, [&] { press("n"); });
    step("as-others-see", Sees::change, [&] { press("m"); });
    step("mirrored-again", Sees::change, [&] { press("m"); });
    ASSERT_TRUE(eventually(20, [&] { return code().size() == 6; })) << mirror_->out() << mirror_->err();
    tablet_ = TabletBrowser::open(port, scratch_);
    if (tablet_) {
        step("tablet-paired", Sees::nothing, [&] { tablet(R"({"do": "pair", "code": ")" + code() + "\"}"); });
        step("tablet-slider", Sees::change,
             [&] { tablet(R"({"do": "slide", "row": "hairline.height_mm", "by": 0.2})"); });
        step("tablet-density", Sees::change,
             [&] { tablet(R"({"do": "slide", "row": "stipple.density_per_cm2", "by": 0.2})"); });
        step("tablet-closer", Sees::change, [&] { tablet(R"({"do": "press", "name": "Closer"})"); });
        step("tablet-whole", Sees::change, [&] { tablet(R"({"do": "press", "name": "Whole"})"); });
        step("tablet-bare-painted", Sees::change, [&] {
            tablet(R"({"do": "press", "name": "Bare"})");
            tablet(R"({"do": "stroke", "from": [0.46, 0.24], "to": [0.52, 0.24]})");
        });
        step("tablet-undone", Sees::change, [&] {
            tablet(R"({"do": "press", "name": "Undo"})");
            tablet(R"({"do": "press", "name": "Hand"})");
        });
        step("tablet-before-held", Sees::nothing, [&] { tablet(R"({"do": "hold", "name": "Before", "s": 1.5})"); });
        step("tablet-preset-saved", Sees::nothing, [&] {
            tablet(R"({"do": "name", "label": "Save this design as a preset: its name", "text": "As agreed"})");
        });
        step("tablet-freezes", Sees::nothing, [&] {
            tablet(R"({"do": "press", "name": "Freeze"})");
            sleep_s(1);
            tablet(R"({"do": "press", "name": "Resume"})");
        });
        tablet(R"({"do": "end"})");
        tablet_.reset();
    }
    step("screenshot", Sees::nothing, [&] {
        press("s");
        EXPECT_TRUE(eventually(10, [&] {
            std::error_code none_yet;
            for (const auto& entry : fs::directory_iterator(scratch_.path() / "pictures", none_yet))
                if (entry.path().extension() == ".json") return true;
            return false;
        }));
    });
    const cv::Mat agreed = look();
    sleep_s(0.7);  // the work is on the disk within half a second

    // The power goes, and comes back.
    mirror_->send(SIGKILL);
    mirror_->wait(5);
    start(client);
    over_the_mirror();
    ASSERT_TRUE(settled(20));
    sleep_s(6);
    EXPECT_LT(differing_px(look(), agreed), 0.02 * agreed.total()) << "the same work";
    step("after-a-power-cut", Sees::nothing, [] {});
    press("q");
    EXPECT_EQ(mirror_->wait(10), 0) << mirror_->err();
    EXPECT_EQ(mirror_->err(), "");
}

// From the moment of the press or the move to a mirror that shows something else. Bounds are wide: other work on the
// machine counts.
TEST_F(Consultation, ThePictureFollowsTheHand) {
    const int port = free_tablet_port();
    start(still_client(), {"--tablet=" + std::to_string(port)});
    ASSERT_TRUE(settled());
    over_the_mirror();
    const auto waits = [&](const std::function<void(int)>& act, int times) {
        std::vector<double> out_ms;
        for (int i = 0; i < times; ++i) {
            settled(6);
            const cv::Mat before = look();
            const double begin_s = seconds();
            act(i);
            while (differing_px(look(), before) < 50 && seconds() - begin_s < 5) sleep_s(0.001);
            out_ms.push_back(1000 * (seconds() - begin_s));
        }
        std::sort(out_ms.begin(), out_ms.end());
        return out_ms;
    };
    const auto tell = [](const char* what, const std::vector<double>& ms) {
        const double p95 = ms[static_cast<std::size_t>(0.95 * static_cast<double>(ms.size() - 1))];
        std::cout << what << ": median " << ms[ms.size() / 2] << " ms, p95 " << p95 << " ms of " << ms.size()
                  << std::endl;
        EXPECT_LT(ms[ms.size() / 2], 1000) << what;
    };
    tell("key", waits([&](int i) { press(i % 2 ? "Up" : "Down"); }, 20));
    hands_->move(desk_place.tl() + bar);
    sleep_s(0.5);
    hands_->button(1, true);
    tell("slider", waits([&](int i) { hands_->move(desk_place.tl() + bar + cv::Point(i % 2 ? 30 : -30, 0)); }, 20));
    hands_->button(1, false);
    press("u");
    settled(6);
    hands_->move(desk_place.tl() + front_edge);
    sleep_s(0.5);
    hands_->button(1, true);
    sleep_s(0.3);
    tell("drag", waits([&](int i) { hands_->move(desk_place.tl() + front_edge + cv::Point(0, i % 2 ? 4 : 12)); }, 20));
    hands_->button(1, false);
    over_the_mirror();
    // A tablet's commands, each on a connection of its own, so that its handshake is in the time.
    ASSERT_TRUE(eventually(20, [&] { return code().size() == 6; })) << mirror_->err();
    const Answer in =
        ask(port, "POST", "/pair", "", R"({"code": ")" + code() + R"(", "name": "Chair 1"})", post_headers(port));
    ASSERT_EQ(in.status, 200) << in.body;
    tell("tablet", waits(
                       [&](int i) {
                           const std::string command = R"({"act": "set", "name": "hairline.height_mm", "value": )" +
                                                       std::to_string(60 + i % 2 * 5);
                           ask(port, "POST", "/commands", in.cookie,
                               R"({"hand": "consultation", "number": )" + std::to_string(i + 1) + R"(, "commands": [)" +
                                   command + "}]}",
                               post_headers(port));
                       },
                       20));
    press("q");
    EXPECT_EQ(mirror_->wait(10), 0) << mirror_->err();
}

}  // namespace
}  // namespace smp::test
