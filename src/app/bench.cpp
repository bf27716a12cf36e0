#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "app/offline.hpp"
#include "app/offline_chain.hpp"
#include "app/pipeline.hpp"
#include "base/steady_clock.hpp"

namespace smp {
namespace {

using nlohmann::ordered_json;

double at_share(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

ordered_json summary(const std::vector<double>& values) {
    return {{"median", at_share(values, 0.5)}, {"p95", at_share(values, 0.95)}};
}

Expected<cv::Size> parse_size(const std::string& text) {
    int width = 0, height = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2 || width < 16 || height < 16 ||
        width > 8192 || height > 8192)
        return Error{ExitCode::usage, "not a picture size", "--size " + text, "write for instance --size 1280x720"};
    return cv::Size(width, height);
}

// The input over and over, scaled to the wanted size. Decoding and scaling count as capture.
class Loop {
  public:
    Loop(OfflineChain& chain, std::optional<cv::Size> size, int frames) : chain_(chain), size_(size), left_(frames) {}

    Expected<std::optional<Frame>> next() {
        if (left_-- <= 0) return std::optional<Frame>();
        const double begin_s = steady_s();
        auto frame = chain_.source.next();
        if (frame && !*frame) {
            if (auto again = chain_.rewind(); !again) return again.error();
            frame = chain_.source.next();
        }
        if (!frame) return frame.error();
        if (!*frame) return Error{ExitCode::input, "holds no picture", chain_.spec.text, "give another file"};
        Frame& picture = **frame;
        if (size_ && picture.bgr.size() != *size_) {
            cv::Mat scaled;
            cv::resize(picture.bgr, scaled, *size_, 0, 0, cv::INTER_AREA);
            picture.bgr = scaled;
        }
        picture.sequence = count_;
        picture.time_s = static_cast<double>(count_++) / 30;
        picture.capture_ms = (steady_s() - begin_s) * 1000;
        return frame;
    }

  private:
    OfflineChain& chain_;
    std::optional<cv::Size> size_;
    int left_;
    std::int64_t count_ = 0;
};

struct Run {
    std::vector<double> capture_ms, track_ms, skin_ms, render_ms, total_ms;
    double fps = 0;
    cv::Size size;
    std::size_t marks = 0;
};

Expected<Run> run(OfflineChain& chain, int wanted_frames, std::optional<cv::Size> size,
                  const TrackedFrames::Step& step) {
    Run out;
    Loop loop(chain, size, wanted_frames);
    const double begin_s = steady_s();
    TrackedFrames frames([&] { return loop.next(); }, step);
    for (;;) {
        auto next = frames.next();
        if (!next) return next.error();
        if (!*next) break;
        Tracked& tracked = **next;
        chain.painter.paint(tracked, chain.session->design);
        out.size = tracked.frame.bgr.size();
        out.marks = std::max(out.marks, chain.painter.treatment().marks.size());
        out.capture_ms.push_back(tracked.times_ms.capture);
        out.track_ms.push_back(tracked.times_ms.track);
        out.skin_ms.push_back(tracked.times_ms.skin);
        out.render_ms.push_back(tracked.times_ms.render);
        out.total_ms.push_back(tracked.times_ms.total);
    }
    out.fps = static_cast<double>(out.total_ms.size()) / (steady_s() - begin_s);
    return out;
}

}  // namespace

Status bench_command(const SessionOptions& options, const BenchJob& job) {
    std::optional<cv::Size> size;
    if (job.size) {
        auto parsed = parse_size(*job.size);
        if (!parsed) return parsed.error();
        size = *parsed;
    }
    auto chain = open_chain(options, job.input);
    if (!chain) return chain.error();

    StepState state(chain->session->model);
    auto full =
        run(*chain, job.frames, size, [&](Frame frame) { return track_step(chain->tracker, state, std::move(frame)); });
    if (!full) return full.error();
    if (auto again = chain->rewind(); !again) return again.error();
    auto bare = run(*chain, job.frames, size, [](Frame frame) {
        Tracked tracked;  // lost: the renderer passes the picture through
        tracked.times_ms.capture = frame.capture_ms;
        tracked.frame = std::move(frame);
        return tracked;
    });
    if (!bare) return bare.error();

    const std::string size_text = std::to_string(full->size.width) + "x" + std::to_string(full->size.height);
    ordered_json j = {{"size", size_text},
                      {"frames", full->total_ms.size()},
                      {"marks", full->marks},
                      {"gl_renderer", gl::report().renderer},
                      {"fps", full->fps},
                      {"stages_ms",
                       {{"capture", summary(full->capture_ms)},
                        {"track", summary(full->track_ms)},
                        {"skin", summary(full->skin_ms)},
                        {"render", summary(full->render_ms)},
                        {"total", summary(full->total_ms)}}},
                      {"passthrough_fps", bare->fps},
                      {"passthrough_ms", summary(bare->total_ms)}};
    if (job.json) {
        std::printf("%s\n", j.dump(1).c_str());
        return Done{};
    }
    std::printf("%s, %zu frames, %zu marks, %s\n%.1f frames a second (without tracking and marks %.1f)\n",
                size_text.c_str(), full->total_ms.size(), full->marks, gl::report().renderer.c_str(), full->fps,
                bare->fps);
    for (const auto& [stage, ms] : j["stages_ms"].items())
        std::printf("%-8s median %6.2f ms, p95 %6.2f ms\n", stage.c_str(), ms["median"].get<double>(),
                    ms["p95"].get<double>());
    return Done{};
}

}  // namespace smp
