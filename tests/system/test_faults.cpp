// What a salon's machine may meet: drivers that are too old, pictures of any size, videos as telephones make them, a
// computer that sleeps. Each ends in one clear sentence, or goes on.
#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "support/odd_video.hpp"
#include "system/screen.hpp"

namespace smp::test {
namespace {

void expect_one_sentence(const Outcome& outcome, int exit_code, const std::string& about) {
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_NE(outcome.err.find(about), std::string::npos) << outcome.err;
}

TEST(Faults, ADriverThatIsTooOldIsNamed) {
    Scratch scratch;
    const std::string picture = first_frame(demo_clip, scratch, "client.png");
    RunOptions old;
    old.environment = {{"MESA_GL_VERSION_OVERRIDE", "3.0"}};
    expect_one_sentence(run({"still", "--input", picture, "--output", scratch.file("out.png")}, old), 4, "OpenGL 3.3");
    EXPECT_FALSE(std::filesystem::exists(scratch.file("out.png")));
    if (!Screen::available()) return;
    const Screen screen(640, 480);
    old.environment.merge(screen.environment());
    old.environment["XDG_STATE_HOME"] = scratch.file("state");
    old.environment["XDG_CONFIG_HOME"] = scratch.file("config");
    expect_one_sentence(run({"live", "--input", picture, "--windowed"}, old), 4, "OpenGL 3.3");
}

TEST(Faults, PicturesOfNoSizeAndOfAnySize) {
    Scratch scratch;
    const cv::Mat client = cv::imread(first_frame(demo_clip, scratch, "client.png"));
    const auto still = [&](const std::string& picture) {
        return run({"still", "--input", picture, "--output", scratch.file("out.png")});
    };
    expect_one_sentence(still(scratch.write("nothing.png", "")), 3, "empty");
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1280, 1), cv::Size(1, 720), cv::Size(31, 17)}) {
        cv::imwrite(scratch.file("small.png"), client(cv::Rect({}, size)));
        expect_one_sentence(still(scratch.file("small.png")), 5, "no face");
        EXPECT_FALSE(std::filesystem::exists(scratch.file("out.png")));
    }
    cv::Mat large;
    cv::resize(client, large, {7680, 4320}, 0, 0, cv::INTER_CUBIC);
    cv::imwrite(scratch.file("large.jpg"), large);
    const Outcome of_large = still(scratch.file("large.jpg"));
    ASSERT_EQ(of_large.exit_code, 0) << of_large.err;
    const cv::Mat out = cv::imread(scratch.file("out.png"));
    ASSERT_EQ(out.size(), large.size());
    // The same marks as on the small one: where the head is treated the picture is darker by as much.
    cv::Mat small_out, darker;
    cv::resize(out, small_out, client.size(), 0, 0, cv::INTER_AREA);
    cv::subtract(client, small_out, darker);
    const double on_large = cv::mean(darker)[1];
    const Outcome of_small = still(scratch.file("client.png"));
    ASSERT_EQ(of_small.exit_code, 0) << of_small.err;
    cv::subtract(client, cv::imread(scratch.file("out.png")), darker);
    EXPECT_NEAR(on_large / cv::mean(darker)[1], 1, 0.15);
}

// Frames at uneven times, with sound and without: every frame once, in order.
TEST(Faults, VideosAsTelephonesMakeThem) {
    Scratch scratch;
    cv::VideoCapture video(demo_clip.string());
    std::vector<cv::Mat> pictures(14);
    std::vector<int> times_ms;
    int at_ms = 0;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        ASSERT_TRUE(video.read(pictures[i]));
        cv::resize(pictures[i], pictures[i], {640, 360}, 0, 0, cv::INTER_AREA);
        times_ms.push_back(at_ms);
        at_ms += i % 3 == 0 ? 33 : i % 3 == 1 ? 17 : 100;
    }
    for (const bool sound : {true, false}) {
        write_odd_video(scratch.file("odd.mkv"), pictures, times_ms, sound);
        const Outcome outcome = run({"render", "--input", scratch.file("odd.mkv"), "--output", scratch.file("out.mp4"),
                                     "--trace", scratch.file("trace.jsonl")});
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
        cv::VideoCapture out(scratch.file("out.mp4"));
        std::size_t frames = 0;
        for (cv::Mat bgr; out.read(bgr); ++frames) {
            ASSERT_LT(frames, pictures.size());
            EXPECT_EQ(bgr.size(), pictures[frames].size());
        }
        EXPECT_EQ(frames, pictures.size());
        const std::string trace = read_bytes(scratch.file("trace.jsonl"));
        EXPECT_GE(std::count(trace.begin(), trace.end(), '\n'), static_cast<long>(pictures.size()));
    }
}

}  // namespace
}  // namespace smp::test
