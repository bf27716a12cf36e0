// The page for tablets beside the real mirror: switched on from the command line, a port in use, and a flood while the
// client looks.
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "system/screen.hpp"
#include "unit/tablet_client.hpp"

namespace smp::test {
namespace {

constexpr int width = 1280, height = 720;

class LiveTabletPage : public testing::Test {
  protected:
    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
    }
    void start(const std::vector<std::string>& more) {
        const std::string picture = first_frame(demo_clip, scratch_, "client.png");
        screen_.emplace(width, height);
        std::vector<std::string> words{program().string(), "live",  "--pictures", scratch_.file("pictures"),
                                       "--input",          picture, "--windowed", "--no-desk"};
        words.insert(words.end(), more.begin(), more.end());
        auto environment = screen_->environment();
        environment["XDG_STATE_HOME"] = scratch_.file("state");
        environment["XDG_CONFIG_HOME"] = scratch_.file("config");
        program_.emplace(words, environment, scratch_.path(), "mirror");
        ASSERT_TRUE(eventually(30, [&] { return cv::mean(mirror())[1] > 40; })) << program_->err();
    }
    cv::Mat mirror() const { return screen_->grab().rowRange(0, 560).clone(); }
    // Turns the picture round, and says how long that took.
    double turned_s() const {
        const cv::Mat before = mirror();
        const double begin_s = seconds();
        screen_->press("m");
        EXPECT_TRUE(eventually(20, [&] {
            cv::Mat d;
            cv::absdiff(mirror(), before, d);
            return cv::mean(d)[1] > 8;
        }));
        return seconds() - begin_s;
    }
    std::string told(const std::string& after, std::size_t size) const {
        const std::string out = program_->out();
        const auto at = out.find(after);
        return at == std::string::npos ? "" : out.substr(at + after.size(), size);
    }

    Scratch scratch_;
    std::optional<Screen> screen_;
    std::optional<Running> program_;
};

TEST_F(LiveTabletPage, IsOffUnlessItIsAskedFor) {
    start({});
    RawClient client(8443);
    EXPECT_FALSE(client.connected());
    EXPECT_FALSE(std::filesystem::exists(scratch_ / "config" / "smp-mirror" / "tablet"));
    screen_->press("q");
    EXPECT_EQ(program_->wait(10), 0);
}

TEST_F(LiveTabletPage, APortInUseIsSaidAndTheMirrorRunsOn) {
    auto other = TabletServer::start(server_options());
    ASSERT_TRUE(other);
    start({"--tablet=" + std::to_string((*other)->port())});
    EXPECT_TRUE(eventually(20, [&] { return program_->err().find("another program has it") != std::string::npos; }))
        << program_->err();
    EXPECT_LT(turned_s(), 20);
    screen_->press("q");
    EXPECT_EQ(program_->wait(10), 0);
}

TEST_F(LiveTabletPage, ATabletPairsAndIsRememberedAndAFloodLeavesTheMirrorAlone) {
    const int port = free_tablet_port();
    start({"--tablet=" + std::to_string(port)});
    ASSERT_TRUE(eventually(20, [&] { return !told("code ", 6).empty(); })) << program_->err();
    const nlohmann::json body{{"code", told("code ", 6)}, {"name", "Chair 1"}};
    const Answer in = ask(port, "POST", "/pair", "", body.dump(), post_headers(port));
    ASSERT_EQ(in.status, 200) << in.body;
    {
        EventReader reader(port, in.cookie, "aaaaaaaa");
        ASSERT_TRUE(eventually(20, [&] { return !reader.events().empty(); }));
        // What it asks for is on the mirror.
        const cv::Mat before = mirror();
        const std::string set =
            R"({"hand": "aaaaaaaa", "number": 1, "commands": [{"act": "set", "name": "hairline.height_mm", "value": 60}]})";
        EXPECT_EQ(ask(port, "POST", "/commands", in.cookie, set, post_headers(port)).status, 204);
        EXPECT_TRUE(eventually(20, [&] {
            cv::Mat d;
            cv::absdiff(mirror(), before, d);
            cv::cvtColor(d, d, cv::COLOR_BGR2GRAY);
            return cv::countNonZero(d) > 300;
        }));
        EXPECT_TRUE(eventually(
            5, [&] { return reader.events().back().find("\"hairline.height_mm\":60") != std::string::npos; }));
        EXPECT_TRUE(eventually(20, [&] {
            const Answer picture = ask(port, "GET", "/picture.jpg?after=0", in.cookie);
            return picture.status == 200 && picture.body.starts_with("\xff\xd8");
        }));

        // A busy machine is slow without a flood too.
        double calm_s = 0, flooded_s = 0;
        for (int i = 0; i < 3; ++i) calm_s = std::max(calm_s, turned_s());
        std::atomic<bool> stop = false;
        std::atomic<long> knocks = 0;
        std::thread flood([&] {
            while (!stop && knocks < 60000) {
                RawClient client(port, "127.0.9." + std::to_string(1 + knocks % 200));
                if (++knocks % 16 == 0 && client.shake_hands()) client.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        });
        for (int i = 0; i < 3; ++i) flooded_s = std::max(flooded_s, turned_s());
        EXPECT_LT(flooded_s, 2 * calm_s + 1);
        EXPECT_FALSE(reader.ended());
        stop = true;
        flood.join();
        std::printf("the mirror turned its picture within %.0f ms, during %ld knocks within %.0f ms\n", 1000 * calm_s,
                    knocks.load(), 1000 * flooded_s);
        EXPECT_GT(knocks, 100);
    }
    program_->send(SIGTERM);
    EXPECT_EQ(program_->wait(10), 0);
    EXPECT_EQ(program_->err(), "");

    start({"--tablet=" + std::to_string(port)});
    ASSERT_TRUE(eventually(20, [&] { return !told("code ", 6).empty(); }));
    EXPECT_EQ(ask(port, "GET", "/tables.json", in.cookie).status, 200) << "after a new start";
    EXPECT_EQ(ask(port, "GET", "/tables.json").status, 401);
    screen_->press("q");
    EXPECT_EQ(program_->wait(10), 0);
}

}  // namespace
}  // namespace smp::test
