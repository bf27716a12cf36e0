// The mirror in a real window, driven by its keys and judged by what the screen shows.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <functional>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "support/mjpeg_server.hpp"
#include "system/screen.hpp"

namespace smp::test {
namespace {

using Words = std::vector<std::string>;

double difference(const cv::Mat& a, const cv::Mat& b, const cv::Mat& where = {}) {
    cv::Mat d;
    cv::absdiff(a, b, d);
    const cv::Scalar mean = cv::mean(d, where);
    return (mean[0] + mean[1] + mean[2]) / 3;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

cv::Mat mirrored(const cv::Mat& picture) {
    cv::Mat out;
    cv::flip(picture, out, 1);
    return out;
}

int differing_px(const cv::Mat& a, const cv::Mat& b, const cv::Mat& where) {
    cv::Mat d;
    cv::absdiff(a, b, d);
    cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
    d.setTo(0, ~where);
    return cv::countNonZero(d);
}

class LiveWindow : public testing::Test {
  protected:
    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
    }

    // Again on the same screen, or on a new one; the folders of the user stay.
    void start(const Words& more, int width_px = 1280, int height_px = 720) {
        mirror_.reset();
        screen_.emplace(width_px, height_px);
        Words words{program().string(), "live", "--pictures", scratch_.file("pictures")};
        words.insert(words.end(), more.begin(), more.end());
        auto environment = screen_->environment();
        environment["XDG_STATE_HOME"] = scratch_.file("state");
        environment["XDG_CONFIG_HOME"] = scratch_.file("config");
        mirror_.emplace(words, environment, scratch_.path(), "mirror");
    }

    // The first picture of the demo clip, in a window of its size; waits until the head has settled.
    void start_on_a_still(const std::function<void(cv::Mat&)>& repaint = {}) {
        const std::string picture = first_frame(demo_clip, scratch_, "client.png");
        frame_ = cv::imread(picture);
        if (repaint) {
            repaint(frame_);
            cv::imwrite(picture, frame_);
        }
        start({"--input", picture, "--windowed"});
        ASSERT_TRUE(eventually(20, [&] { return cv::mean(grab())[1] > 40; })) << mirror_->err();
        const auto drawn = run(
            {"still", "--input", picture, "--output", scratch_.file("after.png"), "--mask", scratch_.file("mask.png")});
        ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
        // Well around the head, as the settled head of a live session lies a little beside that of one picture.
        cv::Mat mask = cv::imread(scratch_.file("mask.png"), cv::IMREAD_GRAYSCALE) > 0;
        cv::dilate(mask, head_, cv::getStructuringElement(cv::MORPH_ELLIPSE, {121, 121}));
        // The label stands there, and keeps its side when the picture is flipped.
        foot_ = cv::Rect(0, 660, frame_.cols, frame_.rows - 660);
        ASSERT_TRUE(settled(12));
    }

    // The picture without its label.
    cv::Mat unlabelled(const cv::Mat& picture) const { return picture.rowRange(0, foot_.y); }

    cv::Mat grab() const { return screen_->grab(); }

    // Nothing has moved for a while.
    bool settled(double timeout_s) {
        cv::Mat last = grab();
        double since_s = seconds();
        return eventually(timeout_s, [&] {
            const cv::Mat now = grab();
            if (!same(now, last)) {
                last = now;
                since_s = seconds();
            }
            return seconds() - since_s > 0.4;
        });
    }

    cv::Mat after(const std::string& key) {
        screen_->press(key);
        sleep_s(0.15);
        EXPECT_TRUE(settled(8)) << key;
        return grab();
    }

    void expect_end(int code) {
        EXPECT_EQ(mirror_->wait(10), code) << mirror_->err();
        EXPECT_EQ(mirror_->err(), "");
    }

    Scratch scratch_;
    cv::Mat frame_, head_;  // the still picture, and where its head is
    cv::Rect foot_;
    std::optional<Screen> screen_;
    std::optional<Running> mirror_;
};

TEST_F(LiveWindow, ShowsTheClientMirroredAndFlipsOnM) {
    start_on_a_still();
    const cv::Mat mirror = grab();
    cv::Mat beside_head = ~head_;
    beside_head(foot_).setTo(0);
    ASSERT_EQ(mirror.size(), frame_.size());
    EXPECT_EQ(differing_px(mirrored(mirror), frame_, beside_head), 0) << "pixel for pixel beside the head";
    EXPECT_GT(differing_px(mirrored(mirror), frame_, head_), 1500) << "the treatment";
    EXPECT_LT(difference(mirrored(mirror), frame_), 8);
    const cv::Mat others = after("m");
    EXPECT_TRUE(same(unlabelled(others), unlabelled(mirrored(mirror))));
    EXPECT_FALSE(same(mirror(foot_), mirrored(frame_)(foot_))) << "says that it is a preview";
    const cv::Rect words(0, foot_.y, 500, foot_.height);
    EXPECT_LT(difference(others(words), mirror(words)), 12) << "and can be read either way";
    EXPECT_TRUE(same(after("m"), mirror));
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, KeysChangeTheDesignOnTheHeadAlone) {
    start_on_a_still();
    const cv::Mat start = grab();
    cv::flip(head_, head_, 1);
    for (const char* key : {"Up", "bracketright", "Right"}) {
        const cv::Mat changed = after(key);
        EXPECT_GT(differing_px(changed, start, head_), 100) << key;
        EXPECT_EQ(differing_px(changed, start, ~head_), 0) << key;
        const std::string back = key == std::string("Up")      ? "Down"
                                 : key == std::string("Right") ? "Left"
                                                               : "bracketleft";
        EXPECT_TRUE(same(after(back), start)) << back;
    }
    // 5 mm with Shift are as many single ones, and as many as a held key repeats.
    const cv::Mat five = after("shift+Up");
    EXPECT_GT(differing_px(five, start, head_), 1000);
    for (int i = 0; i < 4; ++i) screen_->press("Down");
    EXPECT_TRUE(same(after("Down"), start));
    screen_->keys({"keydown", "Up"});
    sleep_s(1.2);  // the server repeats after 0.66 s, 25 times a second
    screen_->keys({"keyup", "Up"});
    ASSERT_TRUE(settled(8));
    const cv::Mat held = grab();
    EXPECT_GT(differing_px(held, start, head_), 2 * differing_px(after("Down"), held, head_)) << "auto-repeat";
    screen_->press("Escape");
    expect_end(0);
}

TEST_F(LiveWindow, SpaceShowsTheBareHead) {
    start_on_a_still();
    const cv::Mat treated = grab(), bare = mirrored(frame_);
    EXPECT_TRUE(same(after("space"), bare)) << "tapped: switched";
    EXPECT_TRUE(same(after("space"), treated));
    screen_->keys({"keydown", "space"});
    EXPECT_TRUE(eventually(2, [&] { return same(grab(), bare); })) << "held";
    sleep_s(0.3);
    screen_->keys({"keyup", "space"});
    EXPECT_TRUE(eventually(2, [&] { return same(grab(), treated); })) << "let go";
    mirror_->send(SIGTERM);
    expect_end(0);
}

TEST_F(LiveWindow, TheLoupeShowsMarksCloseUpAndFollowsTheMouse) {
    start_on_a_still();
    screen_->keys({"mousemove", "900", "600"});  // before the loupe comes: nobody knows where the pointer rests
    const cv::Mat start = grab();
    const cv::Mat everywhere(start.size(), CV_8U, 255);
    const auto box_of_change = [&](const cv::Mat& a, const cv::Mat& b) {
        cv::Mat d;
        cv::absdiff(a, b, d);
        cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
        return cv::boundingRect(d > 0);
    };
    // A round glass of 40 % of the height, on the hairline of the head in the middle.
    const cv::Mat resting = after("l");
    const cv::Rect glass = box_of_change(resting, start);
    EXPECT_NEAR(glass.width, 288, 3);
    EXPECT_NEAR(glass.height, 288, 3);
    EXPECT_NEAR(glass.x + glass.width / 2, 640, 60);
    EXPECT_LT(glass.y, 200);

    // The mouse at its place shows what is under it, in the mirror: the frame's other side, eight times as large.
    screen_->keys({"mousemove", "1000", "420"});
    ASSERT_TRUE(settled(5));
    const cv::Mat there = grab();
    const cv::Rect moved = box_of_change(there, start);
    EXPECT_NEAR(moved.x + moved.width / 2, 1000, 2);
    EXPECT_NEAR(moved.y + moved.height / 2, 420, 2);
    cv::Mat patch = mirrored(frame_)(cv::Rect(1000 - 12, 420 - 12, 25, 25)), large;
    cv::resize(patch, large, {200, 200}, 0, 0, cv::INTER_LINEAR);
    EXPECT_LT(difference(there(cv::Rect(900, 320, 200, 200)), large), 4);
    EXPECT_FALSE(same(after("m"), there));
    cv::Mat others = frame_(cv::Rect(1000 - 12, 420 - 12, 25, 25));
    cv::resize(others, large, {200, 200}, 0, 0, cv::INTER_LINEAR);
    EXPECT_LT(difference(grab()(cv::Rect(900, 320, 200, 200)), large), 4) << "as others see you";
    EXPECT_TRUE(same(after("m"), there));

    // Before and after is in the glass too, and the wheel magnifies what it shows.
    screen_->keys({"mousemove", "640", "140"});
    ASSERT_TRUE(settled(5));
    const cv::Mat treated = grab();
    const cv::Rect inside(540, 60, 200, 160);
    cv::Mat dark;
    const auto dark_px = [&](const cv::Mat& picture) {
        cv::cvtColor(picture(inside), dark, cv::COLOR_BGR2GRAY);
        return cv::countNonZero(dark < 110);
    };
    EXPECT_GT(dark_px(treated), 50) << "single marks";
    const cv::Mat bare = after("space");
    EXPECT_EQ(dark_px(bare), 0);
    EXPECT_TRUE(same(after("space"), treated));
    screen_->keys({"click", "4", "click", "4"});
    ASSERT_TRUE(settled(5));
    EXPECT_GT(differing_px(grab(), treated, everywhere), 5000);
    screen_->keys({"click", "5", "click", "5"});
    ASSERT_TRUE(settled(5));
    EXPECT_TRUE(same(grab(), treated));
    EXPECT_TRUE(same(after("l"), start)) << "nothing on the mirror but the client";
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, UndoAndVariantsBringBackThePicture) {
    start_on_a_still();
    const auto show = [&](const std::string& key) {  // once the words about it are gone
        screen_->press(key);
        sleep_s(5);
        EXPECT_TRUE(settled(8)) << key;
        return grab();
    };
    const cv::Mat first = grab();
    const cv::Mat higher = show("shift+Up");
    ASSERT_FALSE(same(higher, first));
    EXPECT_TRUE(same(show("ctrl+z"), first));
    EXPECT_TRUE(same(show("shift+u"), higher));
    EXPECT_TRUE(same(show("2"), higher)) << "B begins as a copy";
    const cv::Mat b = show("shift+Up");
    ASSERT_FALSE(same(b, higher));
    EXPECT_TRUE(same(show("v"), higher)) << "A";
    EXPECT_TRUE(same(show("v"), b));
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, WorkOutlivesAPowerCut) {
    start_on_a_still();
    const std::string picture = scratch_.file("client.png");
    const cv::Mat before = grab();
    screen_->press("shift+Up");
    sleep_s(1);
    mirror_->send(SIGKILL);
    EXPECT_EQ(mirror_->wait(5), 128 + SIGKILL);

    const Words input{"--input", picture, "--windowed"};
    const auto words_over = [&](const cv::Mat& shown) {
        return difference(shown(cv::Rect(0, 560, 1280, 100)), before(cv::Rect(0, 560, 1280, 100)));
    };
    start(input);
    ASSERT_TRUE(eventually(20, [&] { return cv::mean(grab())[1] > 40; })) << mirror_->err();
    EXPECT_TRUE(eventually(5, [&] { return words_over(grab()) > 1; })) << "says that it goes on";
    sleep_s(4);
    ASSERT_TRUE(settled(12));
    const cv::Mat again = grab();
    EXPECT_GT(differing_px(again, before, head_), 1000);
    screen_->press("shift+Down");
    sleep_s(1);
    ASSERT_TRUE(settled(8));
    EXPECT_TRUE(same(grab(), before));
    screen_->press("shift+Up");
    sleep_s(0.5);
    screen_->press("q");
    expect_end(0);

    // It has ended well: the next client begins anew, unless somebody asks for it.
    start(input);
    ASSERT_TRUE(eventually(20, [&] { return cv::mean(grab())[1] > 40; }));
    ASSERT_TRUE(settled(12));
    EXPECT_TRUE(same(grab(), before));
    screen_->press("q");
    expect_end(0);
    start({"--input", picture, "--windowed", "--resume"});
    ASSERT_TRUE(eventually(20, [&] { return cv::mean(grab())[1] > 40; }));
    sleep_s(4);
    ASSERT_TRUE(settled(12));
    EXPECT_TRUE(same(grab(), again));
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, TheSalonsOwnKeys) {
    std::filesystem::create_directories(scratch_.path() / "config/smp-mirror");
    scratch_.write("config/smp-mirror/keys.json",
                   R"({"schema": "smp-mirror/keys/1", "keys": {"hairline_up": ["Page Down"]}})");
    start_on_a_still();
    const cv::Mat before = grab();
    EXPECT_TRUE(same(after("Up"), before));
    EXPECT_FALSE(same(after("Page_Down"), before));
    screen_->press("q");
    expect_end(0);

    scratch_.write("config/smp-mirror/keys.json", "{");
    start({"--input", scratch_.file("client.png"), "--windowed"});
    ASSERT_TRUE(eventually(20, [&] { return cv::mean(grab())[1] > 40; }));
    sleep_s(1);
    screen_->press("q");
    EXPECT_EQ(mirror_->wait(10), 0) << "keys as usual";
    EXPECT_NE(mirror_->err().find("keys.json: not valid, or cut off"), std::string::npos) << mirror_->err();
}

TEST_F(LiveWindow, BMatchesTheClientsBeardAndSaysWhatItIs) {
    start_on_a_still();
    const cv::Mat before = grab();
    const cv::Rect above(0, 0, 1280, 560), line(0, 580, 1280, 100);  // the head's top; where notes stand
    const cv::Mat all(above.size(), CV_8U, 255);
    screen_->press("b");
    const double pressed_s = seconds();
    ASSERT_TRUE(eventually(5, [&] { return differing_px(grab()(above), before(above), all) > 1000; })) << "the design";
    ASSERT_TRUE(eventually(2, [&] { return difference(grab()(line), before(line)) > 2; })) << "the note";
    sleep_s(std::max(0.0, pressed_s + 6 - seconds()));
    const cv::Mat matched = grab();
    EXPECT_GT(difference(matched(line), before(line)), 2) << "two lines take six seconds to read";
    ASSERT_TRUE(eventually(5, [&] { return difference(grab()(line), before(line)) < 1; })) << "then it goes";
    EXPECT_EQ(differing_px(grab()(above), matched(above), all), 0) << "and the design stays";
    // One step lighter is another design, and the same answer again.
    screen_->press("shift+b");
    ASSERT_TRUE(eventually(5, [&] { return differing_px(grab()(above), matched(above), all) > 300; }));
    screen_->press("b");
    EXPECT_TRUE(eventually(5, [&] { return same(grab()(above), matched(above)); }));
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, BAsksAgainBeforeItTakesWhatIsNotSure) {
    // The beard without its hairs might be a shadow.
    start_on_a_still([](cv::Mat& client) {
        cv::Mat soft, chin(client.size(), CV_8U, cv::Scalar(0));
        cv::GaussianBlur(client, soft, {}, 4);
        cv::ellipse(chin, {645, 570}, {175, 120}, 0, 0, 360, 255, cv::FILLED);
        soft.copyTo(client, chin);
    });
    const cv::Mat before = grab();
    const cv::Rect above(0, 0, 1280, 560), line(0, 560, 1280, 100);
    const cv::Mat all(above.size(), CV_8U, 255);
    screen_->press("b");
    ASSERT_TRUE(eventually(5, [&] { return difference(grab()(line), before(line)) > 2; })) << "says so";
    sleep_s(1);
    EXPECT_TRUE(same(grab()(above), before(above))) << "and leaves the design alone";
    screen_->press("b");
    EXPECT_TRUE(eventually(5, [&] { return differing_px(grab()(above), before(above), all) > 1000; }));
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, HelpStandsOverThePictureAndGoes) {
    start_on_a_still();
    const cv::Mat before = grab();
    const cv::Mat help = after("h");
    EXPECT_GT(differing_px(help, before, cv::Mat(before.size(), CV_8U, 255)), 50000);
    const cv::Mat left = help.colRange(0, 640), right = help.colRange(640, 1280);
    cv::Mat bright;
    cv::cvtColor(left, bright, cv::COLOR_BGR2GRAY);
    EXPECT_GT(cv::countNonZero(bright > 230), 1500) << "letters";
    // Words are drawn after the flip: they stay where they are and as they are.
    const cv::Mat flipped = after("m");
    EXPECT_LT(difference(flipped(cv::Rect(60, 120, 180, 300)), help(cv::Rect(60, 120, 180, 300))), 25);
    after("m");
    EXPECT_TRUE(same(after("h"), before)) << "nothing on the mirror but the client";
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, NumbersStandBesideTheClientAndFollowTheDesign) {
    start_on_a_still();
    const cv::Mat before = grab();
    const cv::Mat numbers = after("n");
    const cv::Rect panel(820, 0, 460, 720), beside(0, 0, 300, 720);
    cv::Mat bright;
    cv::cvtColor(numbers(panel), bright, cv::COLOR_BGR2GRAY);
    EXPECT_GT(cv::countNonZero(bright > 230), 1500) << "letters";
    EXPECT_TRUE(same(numbers(beside), before(beside)));
    const cv::Mat higher = after("shift+Up");
    EXPECT_GT(differing_px(higher(panel), numbers(panel), cv::Mat(panel.size(), CV_8U, 255)), 100) << "other figures";
    after("shift+Down");
    EXPECT_TRUE(same(after("n"), before)) << "nothing on the mirror but the client";
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, FreezeStopsThePictureButNotTheDesign) {
    start({"--input", "demo", "--windowed"});
    ASSERT_TRUE(eventually(20, [&] { return cv::mean(grab())[1] > 40; })) << mirror_->err();
    sleep_s(1);
    const cv::Mat moving = grab();
    ASSERT_TRUE(eventually(3, [&] { return !same(grab(), moving); }));
    const cv::Mat frozen = after("f");
    sleep_s(0.7);
    EXPECT_TRUE(same(grab(), frozen));
    EXPECT_FALSE(same(after("shift+Up"), frozen)) << "the design can still be changed";
    EXPECT_TRUE(same(after("shift+Down"), frozen)) << "on the same frame";
    screen_->press("f");
    EXPECT_TRUE(eventually(1, [&] { return !same(grab(), frozen); })) << "resumed";
    mirror_->send(SIGINT);
    expect_end(0);
}

TEST_F(LiveWindow, ScreenshotHoldsBothPicturesAndTheDesign) {
    start_on_a_still();
    screen_->press("Up");
    const cv::Mat treated = after("m");
    screen_->press("space");  // the bare head on the screen: the record still holds the treated one
    ASSERT_TRUE(settled(5));
    const std::filesystem::path folder = scratch_.path() / "pictures";
    const auto count = [&] {
        return std::filesystem::exists(folder) ? std::distance(std::filesystem::directory_iterator(folder), {}) : 0;
    };
    const auto written = [&](const std::string& ending) {
        std::filesystem::path newest;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (entry.path().string().ends_with(ending)) newest = std::max(newest, entry.path());
        return newest.string();
    };
    screen_->press("s");
    const auto complete = [&] {  // files under way have another ending
        return count() == 3 && !written("-before.png").empty() && !written("-after.png").empty() &&
               !written(".json").empty();
    };
    ASSERT_TRUE(eventually(10, complete)) << mirror_->err();
    EXPECT_TRUE(same(cv::imread(written("-before.png")), frame_));
    const cv::Mat saved = cv::imread(written("-after.png"));
    EXPECT_TRUE(same(unlabelled(saved), unlabelled(treated)));
    EXPECT_FALSE(same(saved(foot_), frame_(foot_))) << "says that it is a preview";
    const auto j = nlohmann::json::parse(read_bytes(written(".json")));
    EXPECT_EQ(j["design"]["params"]["hairline.height_mm"], 76);
    EXPECT_EQ(j["label"].get<std::string>().find("Preview, not a result"), 0u);
    EXPECT_EQ(j["pose"]["R"].size(), 9u);
    EXPECT_NEAR(j["numbers"]["hairline"]["height_mm"]["value"].get<double>(), 76, 0.1);
    EXPECT_GT(j["camera"]["fx"], 0);
    for (const char* key : {"software", "time", "input"}) EXPECT_TRUE(j.contains(key)) << key;
    struct stat is {};
    ASSERT_EQ(stat(written(".json").c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777u, 0600u);
    screen_->press("s");
    EXPECT_TRUE(eventually(5, [&] { return count() == 6; }));

    // Where the folder cannot be used, the screen says so and the session goes on.
    std::filesystem::rename(folder, scratch_.path() / "elsewhere");
    scratch_.write("pictures", "in the way");
    ASSERT_TRUE(settled(8));
    const cv::Mat quiet = grab();
    screen_->press("s");
    EXPECT_TRUE(eventually(5, [&] { return difference(grab().rowRange(620, 720), quiet.rowRange(620, 720)) > 2; }));
    EXPECT_TRUE(mirror_->alive());
    EXPECT_NE(mirror_->err().find("pictures"), std::string::npos);
    screen_->press("q");
    EXPECT_EQ(mirror_->wait(10), 0);
}

TEST_F(LiveWindow, ACameraThatGoesComesBack) {
    const cv::Mat client = cv::imread(first_frame(demo_clip, scratch_, "client.png"));
    cv::Mat small;
    cv::resize(client, small, {}, 0.5, 0.5, cv::INTER_AREA);
    std::atomic<bool> half{false};
    MjpegServerOptions options;
    options.fps = 15;
    MjpegServer camera(options, [&](int) { return half ? small : client; });
    start({"--input", camera.address(), "--windowed"});
    const auto shows_client = [&] { return difference(mirrored(grab()), client) < 12; };
    const auto dark = [&] {
        const cv::Scalar mean = cv::mean(grab());
        return mean[1] > 15 && mean[1] < 45;
    };
    ASSERT_TRUE(eventually(20, shows_client)) << mirror_->err();
    camera.misbehave(Misbehave::cut);
    ASSERT_TRUE(eventually(6, dark)) << "a calm dark screen";
    ASSERT_TRUE(eventually(3, [&] {
        cv::Mat grey;
        cv::cvtColor(grab(), grey, cv::COLOR_BGR2GRAY);
        return cv::countNonZero(grey > 150) > 500;
    })) << "with the state in words";
    EXPECT_NE(mirror_->out().find("gone"), std::string::npos) << mirror_->out();
    screen_->press("s");  // nobody wants a record of a picture that is not there
    sleep_s(0.5);
    EXPECT_FALSE(std::filesystem::exists(scratch_.path() / "pictures"));
    ASSERT_TRUE(mirror_->alive());
    camera.misbehave(Misbehave::none);
    const double back_s = seconds();
    EXPECT_TRUE(eventually(4, shows_client));
    EXPECT_LT(seconds() - back_s, 2.0);
    // Another picture size on the way, and back.
    half = true;
    sleep_s(0.7);
    EXPECT_TRUE(eventually(4, shows_client));
    half = false;
    sleep_s(0.5);
    EXPECT_TRUE(eventually(4, shows_client));
    camera.misbehave(Misbehave::stall);
    EXPECT_TRUE(eventually(6, dark));
    camera.misbehave(Misbehave::none);
    EXPECT_TRUE(eventually(6, shows_client));
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, FullScreenFillsTheMonitorAndF11TakesItBack) {
    const std::string picture = first_frame(demo_clip, scratch_, "client.png");
    start({"--input", picture, "--monitor", "0"}, 1600, 1000);
    cv::Mat large;
    cv::resize(cv::imread(picture), large, {1600, 900}, 0, 0, cv::INTER_LINEAR);
    const auto fills = [&] { return difference(mirrored(grab().rowRange(50, 950)), large) < 12; };
    ASSERT_TRUE(eventually(20, fills)) << mirror_->err();
    const auto black_beside = [&] { return cv::norm(grab().rowRange(0, 48), cv::NORM_INF) == 0; };
    EXPECT_TRUE(eventually(4, black_beside)) << "black beside the picture, once notes are gone";
    ASSERT_TRUE(settled(12));
    screen_->press("F11");
    const cv::Rect framed(160, 140, 1280, 720);
    EXPECT_TRUE(eventually(5, [&] { return difference(mirrored(grab()(framed)), cv::imread(picture)) < 12; }));
    screen_->press("F11");
    EXPECT_TRUE(eventually(5, fills));
    screen_->press("q");
    expect_end(0);
}

TEST_F(LiveWindow, AMonitorThatIsNotThereIsAMissingDevice) {
    start({"--input", "demo", "--monitor", "7"});
    EXPECT_EQ(mirror_->wait(20), 4);
    const std::string said = mirror_->err();
    EXPECT_NE(said.find("--monitor 7"), std::string::npos) << said;
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

}  // namespace
}  // namespace smp::test
