// mjpeg_camera: a network camera for scripts. Serves a video or a moving pattern until it is killed.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "capture/source.hpp"
#include "support/mjpeg_server.hpp"

namespace {

using smp::test::Misbehave;

struct Act {
    double at_s = 0;
    Misbehave how = Misbehave::none;
};

// "stall@3" -> at 3 s after the start.
bool parse_act(const std::string& text, Act& act) {
    const auto at = text.find('@');
    if (at == std::string::npos || !smp::test::from_words(text.substr(0, at), act.how)) return false;
    char* end = nullptr;
    act.at_s = std::strtod(text.c_str() + at + 1, &end);
    return end && *end == '\0' && act.at_s >= 0;
}

// Plays a file round and round, one picture a call, whoever asks.
class Clip {
  public:
    explicit Clip(smp::SourceSpec spec) : spec_(std::move(spec)) {}
    cv::Mat next() {
        std::lock_guard lock(mutex_);
        for (int attempt = 0; attempt < 2; ++attempt) {
            if (!source_) {
                auto opened = smp::OfflineSource::open(spec_);
                if (!opened) break;
                source_.emplace(std::move(opened).value());
            }
            auto frame = source_->next();
            if (frame && *frame) return last_ = (*frame)->bgr;
            source_.reset();
        }
        return last_.empty() ? cv::Mat(360, 640, CV_8UC3, cv::Scalar::all(90)) : last_;
    }

  private:
    smp::SourceSpec spec_;
    std::optional<smp::OfflineSource> source_;
    cv::Mat last_;
    std::mutex mutex_;
};

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"A network camera (http MJPEG on 127.0.0.1) that can misbehave on a schedule"};
    smp::test::MjpegServerOptions options;
    std::string input, size = "1280x720";
    std::vector<std::string> acts;
    double seconds = 0;
    app.add_option("--port", options.port, "port; 0 takes a free one (it is printed)");
    app.add_option("--input", input, "video, picture or sequence; default a moving pattern");
    app.add_option("--size", size, "size of the pattern, WxH");
    app.add_option("--fps", options.fps, "pictures a second")->check(CLI::Range(0.1, 240.0));
    app.add_option("--at", acts, "WORD@SECONDS, repeatable: none stall garbage noise resize cut refuse busy hang");
    app.add_option("--seconds", seconds, "end by itself after this time; 0: never");
    CLI11_PARSE(app, argc, argv);

    std::vector<Act> schedule;
    for (const auto& text : acts) {
        Act act;
        if (!parse_act(text, act)) return std::cerr << "--at " << text << ": not WORD@SECONDS\n", 2;
        schedule.push_back(act);
    }
    std::stable_sort(schedule.begin(), schedule.end(), [](const Act& a, const Act& b) { return a.at_s < b.at_s; });
    int width = 0, height = 0;
    if (std::sscanf(size.c_str(), "%dx%d", &width, &height) != 2 || width < 128 || height < 64)
        return std::cerr << "--size " << size << ": not WxH\n", 2;

    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    smp::test::MjpegServer::NextPicture next = [=](int number) {
        return smp::test::pattern_picture(number, {width, height});
    };
    if (!input.empty()) {
        auto spec = smp::parse_source(input);
        if (!spec) return std::cerr << spec.error().line() << "\n", 3;
        auto clip = std::make_shared<Clip>(*spec);
        next = [clip](int) { return clip->next(); };
    }
    try {
        smp::test::MjpegServer server(options, next);
        std::cout << server.address() << std::endl;
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t done = 0;;) {
            const double now_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            if (seconds > 0 && now_s >= seconds) return 0;
            while (done < schedule.size() && schedule[done].at_s <= now_s) {
                server.misbehave(schedule[done].how);
                std::cout << now_s << " s: " << smp::test::in_words(schedule[done].how) << std::endl;
                ++done;
            }
            const timespec tick{0, 20'000'000};
            if (sigtimedwait(&ends, nullptr, &tick) > 0) return 0;
        }
    } catch (const std::exception& fault) {
        return std::cerr << fault.what() << "\n", 4;
    }
}
