#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <opencv2/imgcodecs.hpp>
#include <set>
#include <thread>

#include "capture/source.hpp"
#include "present/video_writer.hpp"
#include "support/mjpeg_server.hpp"
#include "support/rtsp_server.hpp"
#include "support/scratch.hpp"

namespace smp {
namespace {

using namespace std::chrono_literals;
using test::Misbehave;
using test::MjpegServer;
using test::MjpegServerOptions;
using test::pattern_number;
using test::pattern_picture;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;  // the camera of the test itself is many times slower then
#else
constexpr bool sanitized = false;
#endif

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Watches a live source as the program does: takes the newest frame, notes each change of the state.
class Watch {
  public:
    explicit Watch(const std::string& address) : source_(LiveSource::start(*parse_source(address))) { note(); }

    // Until `done` holds; the seconds it took, or -1 after the limit.
    double until(double limit_s, const std::function<bool()>& done) {
        const double began = now_s();
        while (now_s() - began < limit_s) {
            if (auto frame = source_->frames().take(10ms)) {
                last_ = *frame;
                ++taken_;
            }
            note();
            if (done()) return now_s() - began;
        }
        return -1;
    }
    double until_state(double limit_s, LiveState state) {
        return until(limit_s, [&] { return source_->status().state == state; });
    }
    double until_frames(double limit_s, int more) {
        const int wanted = taken_ + more;
        return until(limit_s, [&] { return taken_ >= wanted; });
    }
    double stop() {
        const double began = now_s();
        source_.reset();
        return now_s() - began;
    }

    LiveSource& source() { return *source_; }
    LiveStatus status() const { return source_->status(); }
    const Frame& last() const { return last_; }
    int taken() const { return taken_; }
    const std::string& states() const { return states_; }  // "opening live stalled live"

  private:
    void note() {
        const std::string word(in_words(source_->status().state));
        if (word == word_) return;
        states_ += (states_.empty() ? "" : " ") + word;
        word_ = word;
    }
    std::unique_ptr<LiveSource> source_;
    Frame last_;
    int taken_ = 0;
    std::string states_, word_;
};

std::set<std::string> thread_names() {
    std::set<std::string> names;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::string name;
        std::getline(std::ifstream(task.path() / "comm"), name);
        names.insert(name);
    }
    return names;
}

TEST(LiveHttp, DeliversNamedThreadsAndWhatWasGot) {
    MjpegServer server;
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(3, 10), 0);
    EXPECT_EQ(watch.states(), "opening live");
    EXPECT_EQ(watch.last().bgr.size(), cv::Size(640, 360));
    EXPECT_GE(pattern_number(watch.last().bgr), 8);
    EXPECT_GT(watch.last().time_s, 0);
    EXPECT_GE(watch.last().sequence, 9);
    EXPECT_NE(watch.status().info.description.find("MJPEG 640x360"), std::string::npos);
    EXPECT_EQ(watch.status().info.description.find("x=1"), std::string::npos) << "a query may hold a password";
    const auto names = thread_names();
    EXPECT_TRUE(names.count("smp-capture") && names.count("smp-network"));
    EXPECT_LT(watch.stop(), 0.5);
    for (int i = 0; i < 100 && thread_names().count("smp-capture"); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(thread_names().count("smp-capture")) << "the kernel lists a joined thread for a moment";
}

TEST(LiveHttp, NewestFrameWinsAndDropsAreCounted) {
    MjpegServerOptions options;
    options.fps = 60;
    MjpegServer server(options);
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(3, 1), 0);
    std::this_thread::sleep_for(700ms);  // a reader that is busy
    const auto before = watch.status();
    const auto sent = server.sent();
    const auto frame = watch.source().frames().take(500ms);
    ASSERT_TRUE(frame);
    EXPECT_LE(static_cast<int>(sent) - pattern_number(frame->bgr), 8) << "the newest, not the oldest that waited";
    EXPECT_GE(sent, 5u);
    EXPECT_GE(before.dropped * 2, sent) << "all but those taken and under way";
    EXPECT_GE(before.frames + before.dropped, static_cast<std::uint64_t>(pattern_number(frame->bgr)));
}

TEST(LiveHttp, AStallIsSaidAndItsEndIsSeenAtOnce) {
    MjpegServer server;
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(3, 10), 0);
    server.misbehave(Misbehave::stall);
    const double said = watch.until_state(2, LiveState::stalled);
    EXPECT_GE(said, 0.9);
    EXPECT_LE(said, 1.5);
    EXPECT_NE(watch.status().detail.find("no picture"), std::string::npos);
    server.misbehave(Misbehave::none);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
    EXPECT_EQ(watch.states(), "opening live stalled live");
}

TEST(LiveHttp, AfterALongStallItComesBackWithinTwoSeconds) {
    MjpegServer server;
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(3, 5), 0);
    server.misbehave(Misbehave::stall);
    watch.until(3.5, [] { return false; });
    EXPECT_NE(watch.status().state, LiveState::live);
    server.misbehave(Misbehave::none);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
}

TEST(LiveHttp, ACutConnectionIsGoneAndComesBack) {
    MjpegServer server;
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(3, 5), 0);
    const auto frames = watch.status().frames;
    server.misbehave(Misbehave::cut);
    EXPECT_GE(watch.until_state(1, LiveState::gone), 0);
    watch.until(0.8, [] { return false; });
    EXPECT_EQ(watch.status().state, LiveState::gone);
    EXPECT_NE(watch.status().detail.find("127.0.0.1"), std::string::npos) << watch.status().detail;
    server.misbehave(Misbehave::none);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
    EXPECT_EQ(watch.states(), "opening live gone live");
    ASSERT_GE(watch.until_frames(1, 1), 0);
    EXPECT_GE(watch.last().sequence, static_cast<std::int64_t>(frames)) << "numbers go on";
}

TEST(LiveHttp, AClosedPortIsGoneAndComesBack) {
    MjpegServer server;
    server.misbehave(Misbehave::refuse);
    std::this_thread::sleep_for(100ms);
    Watch watch(server.address());
    EXPECT_GE(watch.until_state(1, LiveState::gone), 0);
    server.misbehave(Misbehave::none);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
    server.misbehave(Misbehave::refuse);
    EXPECT_GE(watch.until_state(1, LiveState::gone), 0);
    server.misbehave(Misbehave::none);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
    EXPECT_EQ(watch.states(), "opening gone live gone live");
}

TEST(LiveHttp, BusyIsNotGone) {
    MjpegServer server;
    server.misbehave(Misbehave::busy);
    Watch watch(server.address());
    EXPECT_GE(watch.until_state(1, LiveState::busy), 0);
    server.misbehave(Misbehave::none);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
    EXPECT_EQ(watch.states(), "opening busy live");
}

TEST(LiveHttp, GarbageBetweenPicturesCostsNoGoodPicture) {
    MjpegServer server;
    server.misbehave(Misbehave::garbage);
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(4, 20), 0);
    EXPECT_GE(pattern_number(watch.last().bgr), 10) << "whole pictures only";
    EXPECT_GE(watch.status().dropped, 10u) << "the cut ones are counted";
    EXPECT_EQ(watch.states(), "opening live");
}

TEST(LiveHttp, NothingButNoiseIsNeverLive) {
    MjpegServer server;
    server.misbehave(Misbehave::only_noise);
    Watch watch(server.address());
    EXPECT_EQ(watch.until_frames(1, 1), -1);
    EXPECT_NE(watch.status().state, LiveState::live);
    server.misbehave(Misbehave::none);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
    server.misbehave(Misbehave::only_noise);
    EXPECT_GE(watch.until_state(2, LiveState::stalled), 0);
}

TEST(LiveHttp, APictureSizeThatChangesHalfWayIsTakenAsItIs) {
    MjpegServer server;
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(3, 5), 0);
    server.misbehave(Misbehave::resize);
    EXPECT_GE(watch.until(2, [&] { return watch.last().bgr.size() == cv::Size(320, 180); }), 0);
    EXPECT_EQ(watch.status().info.width_px, 320);
    EXPECT_NE(watch.status().detail.find("320x180"), std::string::npos) << watch.status().detail;
    EXPECT_EQ(watch.states(), "opening live");
}

TEST(LiveHttp, LoginsRedundantHeadersAndSinglePictures) {
    MjpegServerOptions options;
    options.basic_token = "dXMgZXI6cEBzcw==";  // "us er:p@ss"
    options.content_length = false;
    options.boundary = "x";
    MjpegServer basic(options);
    const std::string rest = std::to_string(basic.port()) + "/video?x=1";
    {
        Watch watch("http://us%20er:p%40ss@127.0.0.1:" + rest);
        EXPECT_GE(watch.until_frames(3, 3), 0) << watch.status().detail;
    }
    {
        Watch watch("http://us%20er:wrong@127.0.0.1:" + rest);
        EXPECT_GE(watch.until_state(2, LiveState::gone), 0);
        EXPECT_NE(watch.status().detail.find("password"), std::string::npos) << watch.status().detail;
        EXPECT_EQ(watch.status().detail.find("wrong"), std::string::npos);
    }
    options.basic_token.clear();
    options.digest_user = "admin";
    MjpegServer digest(options);
    {
        Watch watch("http://admin:x@127.0.0.1:" + std::to_string(digest.port()) + "/video?x=1");
        EXPECT_GE(watch.until_frames(3, 3), 0) << watch.status().detail;
    }
    MjpegServer plain;
    const std::string host = "http://127.0.0.1:" + std::to_string(plain.port());
    {
        Watch watch(host + "/still.jpg");
        EXPECT_GE(watch.until_frames(3, 5), 0) << watch.status().detail;
        EXPECT_EQ(watch.states(), "opening live");
    }
    for (const char* path : {"/page", "/nothing"}) {
        Watch watch(host + path);
        EXPECT_GE(watch.until_state(2, LiveState::gone), 0);
        EXPECT_NE(watch.status().detail.find(path == std::string("/page") ? "text/html" : "404"), std::string::npos);
    }
}

TEST(LiveHttp, StoppingIsPromptWhateverTheServerDoes) {
    for (const auto how :
         {Misbehave::none, Misbehave::stall, Misbehave::hang, Misbehave::only_noise, Misbehave::refuse}) {
        MjpegServer server;
        if (how != Misbehave::stall) server.misbehave(how);
        for (const auto wait : {0ms, 30ms, 400ms}) {
            Watch watch(server.address());
            if (how == Misbehave::stall) {
                server.misbehave(Misbehave::none);
                ASSERT_GE(watch.until_frames(3, 1), 0);
                server.misbehave(how);
            }
            std::this_thread::sleep_for(wait);
            EXPECT_LT(watch.stop(), 0.5) << test::in_words(how) << " after " << wait.count() << " ms";
        }
    }
}

TEST(LiveHttp, AHostThatNeverAnswersStopsPromptlyToo) {
    // A listener whose queue is full drops further connection requests, as a host that is off does.
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    ASSERT_EQ(::listen(listener, 0), 0);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size);
    std::vector<int> fillers;
    for (int i = 0; i < 4; ++i) {
        fillers.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        (void)::connect(fillers.back(), reinterpret_cast<sockaddr*>(&at), sizeof at);
    }
    {
        Watch watch("http://127.0.0.1:" + std::to_string(ntohs(at.sin_port)) + "/video");
        std::this_thread::sleep_for(300ms);
        EXPECT_LT(watch.stop(), 0.3);
    }
    Watch watch("http://127.0.0.1:" + std::to_string(ntohs(at.sin_port)) + "/video");
    EXPECT_GE(watch.until_state(1.5, LiveState::gone), 0.8);
    for (const int fd : fillers) ::close(fd);
    ::close(listener);
}

TEST(LiveRtsp, DeliversStallsGoesAndComesBack) {
    test::RtspServer server;
    Watch watch(server.address());
    ASSERT_GE(watch.until_frames(8, 10), 0) << watch.status().detail;
    EXPECT_EQ(watch.last().bgr.size(), cv::Size(640, 360));
    EXPECT_GE(pattern_number(watch.last().bgr), 5);
    EXPECT_NE(watch.status().info.description.find("h264 640x360"), std::string::npos);
    EXPECT_LT(watch.last().capture_ms, 100);
    server.stall(true);
    EXPECT_GE(watch.until_state(2, LiveState::stalled), 0.9);
    server.stall(false);
    EXPECT_GE(watch.until_state(2, LiveState::live), 0);
    server.cut();
    EXPECT_GE(watch.until_state(1, LiveState::gone), 0);
    const double back = watch.until_state(5, LiveState::live);
    EXPECT_GE(back, 0);
    if (!sanitized) {
        EXPECT_LE(back, 2) << "with the moment that libav looks at a stream first";
    }
    RecordProperty("back_ms", static_cast<int>(back * 1e3));
    EXPECT_TRUE(watch.states() == "opening live stalled live gone live" ||
                watch.states() == "opening live stalled gone live gone live")
        << watch.states();
    EXPECT_LT(watch.stop(), 0.5);
}

TEST(LiveRtsp, AServerThatHangsOrIsNotThereIsGoneAndStopsPromptly) {
    MjpegServer server;
    server.misbehave(Misbehave::hang);
    const std::string address = "rtsp://user:secret@127.0.0.1:" + std::to_string(server.port()) + "/stream";
    {
        Watch watch(address);
        std::this_thread::sleep_for(300ms);
        EXPECT_LT(watch.stop(), 0.5);
    }
    Watch watch(address);
    EXPECT_GE(watch.until_state(3, LiveState::gone), 0);
    EXPECT_EQ(watch.status().detail.find("secret"), std::string::npos) << watch.status().detail;
    MjpegServer none;
    none.misbehave(Misbehave::refuse);
    std::this_thread::sleep_for(50ms);
    Watch refused("rtsp://127.0.0.1:" + std::to_string(none.port()) + "/stream");
    EXPECT_GE(refused.until_state(1, LiveState::gone), 0);
}

TEST(LiveFile, AVideoPlaysAtItsOwnRateRoundAndRound) {
    test::Scratch dir;
    const auto file = dir / "clip.mp4";
    {
        auto writer = VideoWriter::create(file, VideoFormat::h264_mp4, 320, 180, 25);
        ASSERT_TRUE(writer);
        for (int i = 0; i < 20; ++i) ASSERT_TRUE(writer->write(pattern_picture(i, {320, 180})));
        ASSERT_TRUE(writer->finish());
    }
    Watch watch(file.string());
    ASSERT_GE(watch.until_frames(2, 1), 0);
    const double took = watch.until_frames(4, 50);  // two and a half rounds: 2.0 s
    EXPECT_NEAR(took, 2.0, 0.25);
    EXPECT_EQ(watch.last().sequence % 20, pattern_number(watch.last().bgr)) << "every frame of every round";
    EXPECT_EQ(watch.states(), "opening live");
    EXPECT_EQ(watch.status().info.frame_count, 0) << "live";
    EXPECT_LT(watch.stop(), 0.3);
}

TEST(LiveFile, APictureIsRepeatedAndASequencePlays) {
    test::Scratch dir;
    for (int i = 0; i < 4; ++i) cv::imwrite((dir / ("p" + std::to_string(i) + ".png")).string(), pattern_picture(i));
    {
        Watch watch((dir / "p2.png").string());
        ASSERT_GE(watch.until_frames(2, 1), 0);
        EXPECT_NEAR(watch.until_frames(3, 15), 1.0, 0.2);
        EXPECT_EQ(pattern_number(watch.last().bgr), 2);
    }
    Watch watch((dir / "p%d.png").string());
    EXPECT_GE(watch.until_frames(2, 10), 0);
    EXPECT_EQ(watch.last().sequence % 4, pattern_number(watch.last().bgr));
    test::write_file(dir / "p2.png", "broken");
    EXPECT_GE(watch.until_state(2, LiveState::gone), 0) << "a file that breaks is said, not fatal";
    EXPECT_NE(watch.status().detail.find("p2.png"), std::string::npos);
}

}  // namespace
}  // namespace smp
