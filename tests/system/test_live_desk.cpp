// The technician's desk beside the mirror, driven by mouse and keys and judged by what the mirror shows.
#include <gtest/gtest.h>

#include <csignal>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>

#include "system/screen.hpp"

namespace smp::test {
namespace {

// One wide screen: the mirror in its middle, the desk at its right border, neither over the other.
constexpr int screen_width = 4000, screen_height = 800;
const cv::Rect mirror_place(1360, 40, 1280, 720), desk_place(2720, 0, 1280, 800);
// On the desk: the first row, hairline height. Its bar, its button for the default, its label.
const cv::Point bar(1010, 120), reset(1200, 120);

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

int differing_px(const cv::Mat& a, const cv::Mat& b) {
    cv::Mat d;
    cv::absdiff(a, b, d);
    cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
    return cv::countNonZero(d);
}

class LiveDeskWindow : public testing::Test {
  protected:
    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
    }

    // A still client, so that the mirror's picture changes with the design alone.
    void start(const std::vector<std::string>& more) {
        begin(more, first_frame(demo_clip, scratch_, "client.png"));
        ASSERT_TRUE(eventually(20, [&] { return cv::mean(mirror())[1] > 40; })) << program_->err();
        ASSERT_TRUE(settled(15));
    }
    void begin(const std::vector<std::string>& more, const std::string& picture) {
        screen_.emplace(screen_width, screen_height);
        std::vector<std::string> words{program().string(), "live",  "--pictures", scratch_.file("pictures"),
                                       "--input",          picture, "--windowed"};
        words.insert(words.end(), more.begin(), more.end());
        auto environment = screen_->environment();
        environment["XDG_STATE_HOME"] = scratch_.file("state");
        environment["XDG_CONFIG_HOME"] = scratch_.file("config");
        program_.emplace(words, environment, scratch_.path(), "mirror");
    }

    // Without the label at its foot.
    cv::Mat mirror() const { return screen_->grab()(mirror_place).rowRange(0, 640).clone(); }
    cv::Mat desk() const { return screen_->grab()(desk_place).clone(); }
    bool desk_is_open() const {
        cv::Mat bright;
        cv::cvtColor(desk(), bright, cv::COLOR_BGR2GRAY);
        return cv::countNonZero(bright > 200) > 3000;  // its letters
    }

    bool settled(double timeout_s) const {
        cv::Mat last = mirror();
        double since_s = seconds();
        return eventually(timeout_s, [&] {
            const cv::Mat now = mirror();
            if (!same(now, last)) {
                last = now;
                since_s = seconds();
            }
            return seconds() - since_s > 0.6;
        });
    }

    void move(cv::Point at) const {
        const cv::Point there = desk_place.tl() + at;
        screen_->keys({"mousemove", std::to_string(there.x), std::to_string(there.y)});
        sleep_s(0.3);  // a hand is no faster, and each frame sees one move
    }
    void click(cv::Point at) const {
        move(at);
        screen_->keys({"mousedown", "1"});
        sleep_s(0.2);
        screen_->keys({"mouseup", "1"});
    }
    void press(const std::string& key) const {
        screen_->press(key);
        sleep_s(0.2);
    }
    bool mirror_becomes(const cv::Mat& picture) const {
        return eventually(8, [&] { return same(mirror(), picture); });
    }
    bool mirror_leaves(const cv::Mat& picture) const {
        return eventually(8, [&] { return differing_px(mirror(), picture) > 300; });
    }

    Scratch scratch_;
    std::optional<Screen> screen_;
    std::optional<Running> program_;
};

TEST_F(LiveDeskWindow, OpensOnDAndItsRowsActOnTheMirror) {
    start({});
    ASSERT_FALSE(desk_is_open()) << "one monitor: only when it is asked for";
    screen_->keys({"mousemove", "1500", "100"});
    press("d");
    ASSERT_TRUE(eventually(8, [&] { return desk_is_open(); })) << program_->err();
    const cv::Mat before = mirror();

    // Dragged: the mirror follows while the button is down.
    move(bar);
    screen_->keys({"mousedown", "1"});
    sleep_s(0.3);
    EXPECT_TRUE(same(mirror(), before)) << "a touch alone changes nothing";
    for (int x = 10; x <= 40; x += 10) move(bar - cv::Point(x, 0));
    EXPECT_TRUE(mirror_leaves(before)) << "while it is dragged";
    screen_->keys({"mouseup", "1"});
    ASSERT_TRUE(settled(8));
    const cv::Mat dragged = mirror();
    EXPECT_GT(differing_px(dragged, before), 1000);

    // Undone as one step, and done again; reset, wheeled, typed.
    press("u");
    EXPECT_TRUE(mirror_becomes(before)) << "a drag is one step";
    press("shift+u");
    EXPECT_TRUE(mirror_becomes(dragged));
    click(reset);
    EXPECT_TRUE(mirror_becomes(before)) << "back to the default";
    move(bar);
    sleep_s(0.8);
    screen_->keys({"click", "4"});
    EXPECT_TRUE(mirror_leaves(before)) << "a notch of the wheel";
    screen_->keys({"click", "5"});
    EXPECT_TRUE(mirror_becomes(before));
    screen_->keys({"click", "--repeat", "2", "--delay", "60", "1"});
    sleep_s(0.8);
    screen_->keys({"type", "--delay", "80", "62 mm"});
    press("Return");
    EXPECT_TRUE(mirror_leaves(before)) << "typed; and the m of its unit did not turn the mirror";
    ASSERT_TRUE(settled(8));
    EXPECT_LT(differing_px(mirror(), before), 200000);
    click(reset);
    EXPECT_TRUE(mirror_becomes(before));

    // With the keyboard alone: to the row, a step up, back to the default.
    press("Tab");
    press("Right");
    EXPECT_TRUE(mirror_leaves(before)) << "the row that was touched last";
    press("BackSpace");
    EXPECT_TRUE(mirror_becomes(before));
    press("Escape");
    // Then the keys are the mirror's again.
    press("m");
    EXPECT_TRUE(eventually(5, [&] { return differing_px(mirror(), before) > 200000; }));
    press("m");
    EXPECT_TRUE(mirror_becomes(before));
    press("Escape");
    EXPECT_TRUE(program_->alive()) << "a habit of the hand does not end the mirror";

    press("d");
    EXPECT_TRUE(eventually(5, [&] { return !desk_is_open(); }));
    EXPECT_TRUE(same(mirror(), before)) << "the mirror lives on";
    screen_->keys({"mousemove", "1500", "100"});
    press("Up");
    EXPECT_TRUE(mirror_leaves(before)) << "and has the keys";
    press("d");
    EXPECT_TRUE(eventually(8, [&] { return desk_is_open(); })) << "as often as one likes";
    press("q");
    EXPECT_EQ(program_->wait(10), 0);
    EXPECT_EQ(program_->err(), "");
}

TEST_F(LiveDeskWindow, ItsButtonsAreTheMirrorsKeys) {
    start({"--desk"});
    ASSERT_TRUE(eventually(8, [&] { return desk_is_open(); })) << program_->err();
    const cv::Mat treated = mirror();
    cv::Mat bare;
    cv::flip(cv::imread(scratch_.file("client.png")), bare, 1);
    bare = bare.rowRange(0, 640);
    const cv::Point before(72, 547), screenshot(608, 547);
    move(before);
    screen_->keys({"mousedown", "1"});
    EXPECT_TRUE(mirror_becomes(bare)) << "held";
    sleep_s(0.4);  // shorter is a tap, which switches
    screen_->keys({"mouseup", "1"});
    EXPECT_TRUE(mirror_becomes(treated)) << "let go";
    // Held as the desk goes: nobody can let it go any more.
    move(before);
    screen_->keys({"mousedown", "1"});
    EXPECT_TRUE(mirror_becomes(bare));
    sleep_s(0.4);
    press("d");
    EXPECT_TRUE(eventually(5, [&] { return !desk_is_open(); }));
    screen_->keys({"mouseup", "1"});
    EXPECT_TRUE(mirror_becomes(treated));
    screen_->keys({"mousemove", "1500", "100"});
    press("d");
    ASSERT_TRUE(eventually(8, [&] { return desk_is_open(); }));
    click(screenshot);
    EXPECT_TRUE(eventually(8, [&] {
        const auto folder = scratch_.path() / "pictures";
        return std::filesystem::exists(folder) && !std::filesystem::is_empty(folder);
    }));
    program_->send(SIGTERM);
    EXPECT_EQ(program_->wait(10), 0);
    EXPECT_EQ(program_->err(), "");
}

TEST_F(LiveDeskWindow, StaysAwayWhereItIsNotWanted) {
    start({"--no-desk"});
    EXPECT_FALSE(desk_is_open());
    press("q");
    EXPECT_EQ(program_->wait(10), 0);
}

int times(const std::string& text, const std::string& words) {
    int n = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++n;
    return n;
}

TEST_F(LiveDeskWindow, LightAndCameraAreCheckedAtTheStartAndOnC) {
    start({"--desk"});
    ASSERT_TRUE(eventually(8, [&] { return desk_is_open(); })) << program_->err();
    ASSERT_TRUE(eventually(20, [&] { return times(program_->out(), "Left and right doubtful") == 1; }))
        << "by itself, and the demo client's lamp stands a little to one side: " << program_->out();
    const cv::Mat before = mirror();
    const cv::Rect panel(680, 60, 600, 730);
    const cv::Mat closed = desk()(panel).clone();
    screen_->keys({"mousemove", "1500", "100"});
    press("c");
    EXPECT_TRUE(eventually(8, [&] { return differing_px(desk()(panel), closed) > 5000; })) << "the group opens";
    EXPECT_TRUE(eventually(20, [&] { return times(program_->out(), "Left and right doubtful") == 2; }))
        << program_->out();
    EXPECT_EQ(times(program_->out(), "light and camera:"), 2) << "nothing else: " << program_->out();
    EXPECT_TRUE(same(mirror(), before)) << "nothing of it on the mirror";
    press("q");
    EXPECT_EQ(program_->wait(10), 0);
    EXPECT_EQ(program_->err(), "");
}

TEST_F(LiveDeskWindow, FindingsComeIntoSight) {
    begin({"--desk"}, first_frame(demo_clip, scratch_, "client.png"));
    ASSERT_TRUE(eventually(20, [&] { return desk_is_open(); })) << program_->err();
    // Asked for before there are any, so that the group is still short.
    screen_->keys({"mousemove", "1500", "100"});
    press("c");
    EXPECT_EQ(times(program_->out(), "Left and right doubtful"), 0) << "too late to tell";
    const auto found_times = [&](int n) {
        return eventually(30, [&] { return times(program_->out(), "Left and right doubtful") == n; });
    };
    ASSERT_TRUE(found_times(1)) << program_->out();
    // A busy machine draws the desk seldom.
    const auto at_rest = [&] {
        const cv::Rect panel(680, 8, 560, 780);
        cv::Mat last = desk()(panel).clone();
        EXPECT_TRUE(eventually(15, [&] {
            sleep_s(1.5);
            const cv::Mat now = desk()(panel).clone();
            return same(std::exchange(last, now), now);
        }));
        return last;
    };
    // Where they would come to if they were asked for now that they are there.
    const cv::Mat found = at_rest();
    press("c");
    ASSERT_TRUE(found_times(2)) << program_->out();
    EXPECT_TRUE(same(at_rest(), found)) << "they were not in sight";
    press("q");
    EXPECT_EQ(program_->wait(10), 0);
}

TEST_F(LiveDeskWindow, ASwatchThatIsPressedIsTheShade) {
    start({"--desk"});
    ASSERT_TRUE(eventually(8, [&] { return desk_is_open(); })) << program_->err();
    const cv::Point hairline_head(980, 78), pigment_head(980, 246), other_swatch(1050, 332);
    click(hairline_head);  // closes
    sleep_s(1);
    click(pigment_head);
    // Skin is light and brownish there: a patch of it, and marks.
    const cv::Rect patch(1010, 322, 80, 20);
    EXPECT_TRUE(eventually(10, [&] {
        const cv::Scalar bgr = cv::mean(desk()(patch));
        return bgr[2] > 1.15 * bgr[0] && bgr[2] > 100;
    })) << cv::mean(desk()(patch));
    const cv::Mat grey = mirror();
    click(other_swatch);
    EXPECT_TRUE(mirror_leaves(grey)) << "another shade";
    screen_->keys({"mousemove", "1500", "100"});
    press("u");
    EXPECT_TRUE(mirror_becomes(grey)) << "one step";
    press("q");
    EXPECT_EQ(program_->wait(10), 0);
    EXPECT_EQ(program_->err(), "");
}

TEST_F(LiveDeskWindow, ADarkPictureIsCalledDark) {
    cv::Mat dark = cv::imread(first_frame(demo_clip, scratch_, "client.png"));
    dark.convertTo(dark, -1, 0.15);  // of the codes: a hundredth of the light
    cv::imwrite(scratch_.file("dark.png"), dark);
    begin({"--desk"}, scratch_.file("dark.png"));
    ASSERT_TRUE(eventually(30, [&] { return times(program_->out(), "Exposure bad") == 1; })) << program_->out();
    EXPECT_EQ(times(program_->out(), "Too dark: put more light in front of the client."), 1) << program_->out();
    program_->send(SIGTERM);
    EXPECT_EQ(program_->wait(10), 0);
}

TEST_F(LiveDeskWindow, TheFrontEdgeIsDraggedOnThePicture) {
    start({"--desk"});
    ASSERT_TRUE(eventually(8, [&] { return desk_is_open(); })) << program_->err();
    sleep_s(1);
    const cv::Mat before = mirror();
    const cv::Point middle(331, 124);  // of the front edge, where the client is seen on the desk
    move(middle);
    screen_->keys({"mousedown", "1"});
    sleep_s(0.3);
    EXPECT_TRUE(same(mirror(), before)) << "a touch alone changes nothing";
    for (int y = 4; y <= 12; y += 4) move(middle + cv::Point(0, y));
    EXPECT_TRUE(mirror_leaves(before)) << "while it is dragged";
    ASSERT_TRUE(settled(8));
    const cv::Mat lower = mirror();
    const cv::Rect words(0, 395, 660, 28);  // at the foot of the desk's picture
    const cv::Mat wordless = desk()(words).clone();
    move({60, 300});
    EXPECT_TRUE(eventually(4, [&] { return differing_px(desk()(words), wordless) > 200; })) << "off the head: said";
    EXPECT_TRUE(same(mirror(), lower)) << "and nothing changes";
    screen_->keys({"mouseup", "1"});
    sleep_s(0.3);
    screen_->keys({"mousemove", "1500", "100"});
    press("u");
    EXPECT_TRUE(mirror_becomes(before)) << "the whole drag is one step";
    // Beside the grips a hand does nothing.
    click({100, 350});
    sleep_s(0.5);
    EXPECT_TRUE(mirror_becomes(before));
    press("q");
    EXPECT_EQ(program_->wait(10), 0) << program_->err();
}

// Nothing but keys: to the settings, and to the language; the desk is drawn in it at once.
TEST_F(LiveDeskWindow, AnotherLanguageIsChosenByKeyboardAlone) {
    start({"--desk"});
    ASSERT_TRUE(eventually(8, [&] { return desk_is_open(); })) << program_->err();
    move({640, 440});  // over the desk, so that it has the keys, and where nothing is
    const auto acts = [&] { return desk()(cv::Rect(0, 520, 680, 170)).clone(); };
    sleep_s(1);
    const cv::Mat english = acts();
    press("Tab");
    // Enter acts where the ring is when it is drawn next, so it is given the time.
    // The first group with its eleven rows, six more, client, presets, views, light.
    for (int i = 0; i < 24; ++i) screen_->press("Tab");
    sleep_s(1);
    press("Return");
    sleep_s(1);
    for (int i = 0; i < 3; ++i) screen_->press("Tab");
    sleep_s(1);
    press("Return");
    EXPECT_TRUE(eventually(8, [&] { return differing_px(acts(), english) > 2000; }));
    const auto file = scratch_.path() / "config" / "smp-mirror" / "settings.json";
    EXPECT_TRUE(eventually(
        8, [&] { return std::filesystem::exists(file) && read_bytes(file).find("\"Deutsch\"") != std::string::npos; }));
    const cv::Mat german = acts();
    screen_->press("shift+Tab");
    sleep_s(1);
    press("Return");
    EXPECT_TRUE(eventually(8, [&] { return same(acts(), english); })) << "and back";
    EXPECT_GT(differing_px(german, english), 2000);
    press("q");
    EXPECT_EQ(program_->wait(10), 0);
    EXPECT_EQ(program_->err(), "");
}

}  // namespace
}  // namespace smp::test
