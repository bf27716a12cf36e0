// The standard views in the real window: the ghost, the shutter that goes by itself, and what it leaves.
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "support/mjpeg_server.hpp"
#include "system/screen.hpp"

namespace smp::test {
namespace {

int differing_px(const cv::Mat& a, const cv::Mat& b) {
    cv::Mat d;
    cv::absdiff(a, b, d);
    cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
    return cv::countNonZero(d);
}

class LiveViewsWindow : public testing::Test {
  protected:
    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
    }

    void start(const std::string& input) {
        screen_.emplace(1280, 720);
        auto environment = screen_->environment();
        environment["XDG_STATE_HOME"] = scratch_.file("state");
        environment["XDG_CONFIG_HOME"] = scratch_.file("config");
        mirror_.emplace(std::vector<std::string>{program().string(), "live", "--pictures", scratch_.file("pictures"),
                                                 "--input", input, "--windowed"},
                        environment, scratch_.path(), "mirror");
        ASSERT_TRUE(eventually(60, [&] { return cv::mean(grab())[1] > 40; })) << mirror_->err();
    }

    cv::Mat grab() const { return screen_->grab(); }

    std::vector<std::string> taken(const std::string& view) const {
        std::vector<std::string> out;
        const auto folder = scratch_.path() / "pictures";
        if (!std::filesystem::exists(folder)) return out;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (const std::string name = entry.path().string();
                name.find("_" + view + "-") != std::string::npos && name.ends_with(".json"))
                out.push_back(name);
        std::sort(out.begin(), out.end());
        return out;
    }

    void expect_end() {
        screen_->press("q");
        EXPECT_EQ(mirror_->wait(10), 0) << mirror_->err();
        EXPECT_EQ(mirror_->err(), "");
    }

    Scratch scratch_;
    std::optional<Screen> screen_;
    std::optional<Running> mirror_;
};

TEST_F(LiveViewsWindow, TheShutterGoesByItselfAtTheFront) {
    start(demo_clip.string());
    screen_->press("g");
    ASSERT_TRUE(eventually(90, [&] { return !taken("front").empty(); })) << mirror_->err();
    const std::string json = taken("front")[0], stem = json.substr(0, json.size() - 5);
    const auto j = nlohmann::json::parse(read_bytes(json));
    EXPECT_EQ(j["view"]["name"], "front");
    EXPECT_EQ(j["view"]["taken"], "by itself");
    for (const char* angle : {"yaw", "pitch", "roll"})
        EXPECT_LE(std::abs(j["view"]["seen_deg"][angle].get<double>()), 4.01) << angle;
    // Full pictures, not cut; the cut holds the head.
    const cv::Mat before = cv::imread(stem + "-before.png"), after = cv::imread(stem + "-after.png");
    ASSERT_EQ(before.size(), cv::Size(1280, 720));
    ASSERT_EQ(after.size(), before.size());
    EXPECT_GT(differing_px(before, after), 1500);
    const auto& crop = j["view"]["crop"];
    const auto& t = j["pose"]["t_mm"];
    const double fx = j["camera"]["fx"], cx = j["camera"]["cx"], x = cx + fx * t[0].get<double>() / t[2].get<double>();
    EXPECT_GT(x, crop["x_px"].get<double>() + 0.3 * crop["width_px"].get<double>());
    EXPECT_LT(x, crop["x_px"].get<double>() + 0.7 * crop["width_px"].get<double>());
    EXPECT_LE(crop["y_px"].get<double>() + crop["height_px"].get<double>(), 720.01);

    // It goes on by itself, and the client of the clip does turn to 35 degrees only.
    sleep_s(6);
    EXPECT_EQ(taken("front").size(), 1u) << "once";
    EXPECT_TRUE(taken("left_45").empty());
    // What nobody can follow is taken by key.
    screen_->press("k");
    EXPECT_TRUE(eventually(10, [&] { return taken("left_45").size() == 1; }));
    EXPECT_EQ(nlohmann::json::parse(read_bytes(taken("left_45")[0]))["view"]["taken"], "by key");
    expect_end();
}

TEST_F(LiveViewsWindow, TheGhostIsMirroredWithThePictureAndGoes) {
    start(first_frame(demo_clip, scratch_, "client.png"));
    const auto settled = [&] {
        cv::Mat last = grab();
        double since_s = seconds();
        return eventually(15, [&] {
            const cv::Mat now = grab();
            if (differing_px(now, last) > 0) {
                last = now;
                since_s = seconds();
            }
            return seconds() - since_s > 1;
        });
    };
    ASSERT_TRUE(settled());
    const cv::Mat plain = grab();
    screen_->keys({"key", "j", "key", "j", "key", "j"});  // right side, 45 degrees: to the client's left
    ASSERT_TRUE(settled());
    const cv::Mat ghost = grab();
    EXPECT_GT(differing_px(ghost, plain), 4000);
    // Its middle is where the face will look: on the left in the mirror.
    const auto middle = [&](const cv::Mat& picture, const cv::Mat& without) {
        cv::Mat d;
        cv::absdiff(picture.rowRange(120, 640), without.rowRange(120, 640), d);
        cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
        const cv::Moments m = cv::moments(d > 12, true);
        return m.m10 / m.m00;
    };
    const double mirrored_x = middle(ghost, plain);
    screen_->press("m");
    ASSERT_TRUE(settled());
    const cv::Mat others = grab();
    screen_->press("g");
    ASSERT_TRUE(settled());
    const double others_x = middle(others, grab());
    EXPECT_LT(mirrored_x, others_x - 20);
    EXPECT_NEAR(mirrored_x + others_x, 1279, 12) << "mirror images of one another";
    screen_->press("m");
    ASSERT_TRUE(settled());
    EXPECT_EQ(differing_px(grab().rowRange(0, 640), plain.rowRange(0, 640)), 0) << "nothing but the client";
    EXPECT_TRUE(taken("right_45").empty());
    expect_end();
}

TEST_F(LiveViewsWindow, AFrozenPictureIsNotTaken) {
    start(first_frame(demo_clip, scratch_, "client.png"));
    sleep_s(2);
    screen_->press("f");
    sleep_s(0.3);
    screen_->press("g");
    sleep_s(4);
    EXPECT_TRUE(taken("front").empty());
    screen_->press("f");
    EXPECT_TRUE(eventually(15, [&] { return taken("front").size() == 1; })) << "a client who holds quite still";
    expect_end();
}

}  // namespace
}  // namespace smp::test
