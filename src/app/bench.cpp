#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "app/offline.hpp"
#include "app/pipeline.hpp"
#include "gl/context.hpp"

namespace smp {
namespace {

using nlohmann::ordered_json;

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

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
    Loop(std::string input, std::optional<cv::Size> size, int frames)
        : input_(std::move(input)), size_(size), left_(frames) {}

    Expected<std::optional<Frame>> next() {
        if (left_-- <= 0) return std::optional<Frame>();
        const double begin_s = now_s();
        std::optional<Frame> frame;
        for (int attempt = 0; attempt < 2 && !frame; ++attempt) {
            if (!source_) {
                auto spec = resolve_input(input_);
                if (!spec) return spec.error();
                auto opened = OfflineSource::open(*spec);
                if (!opened) return opened.error();
                source_.emplace(std::move(*opened));
            }
            auto next = source_->next();
            if (!next) return next.error();
            frame = std::move(*next);
            if (!frame) source_.reset();
        }
        if (!frame) return Error{ExitCode::input, "holds no picture", input_, "give another file"};
        if (size_ && frame->bgr.size() != *size_) {
            cv::Mat scaled;
            cv::resize(frame->bgr, scaled, *size_, 0, 0, cv::INTER_AREA);
            frame->bgr = scaled;
        }
        frame->sequence = count_;
        frame->time_s = static_cast<double>(count_++) / 30;
        frame->capture_ms = (now_s() - begin_s) * 1000;
        return frame;
    }

  private:
    std::string input_;
    std::optional<cv::Size> size_;
    int left_;
    std::int64_t count_ = 0;
    std::optional<OfflineSource> source_;
};

struct Run {
    std::vector<double> capture_ms, track_ms, render_ms, total_ms;
    double fps = 0;
    cv::Size size;
    std::size_t marks = 0;
};

Expected<Run> run(const BenchJob& job, std::optional<cv::Size> size, Painter& painter, const TreatmentDesign& design,
                  const TrackedFrames::Step& step) {
    Run out;
    Loop loop(job.input, size, job.frames);
    const double begin_s = now_s();
    TrackedFrames frames([&] { return loop.next(); }, step);
    for (;;) {
        auto next = frames.next();
        if (!next) return next.error();
        if (!*next) break;
        Tracked& tracked = **next;
        painter.paint(tracked, design);
        out.size = tracked.frame.bgr.size();
        out.marks = std::max(out.marks, painter.treatment().marks.size());
        out.capture_ms.push_back(tracked.times_ms.capture);
        out.track_ms.push_back(tracked.times_ms.track);
        out.render_ms.push_back(tracked.times_ms.render);
        out.total_ms.push_back(tracked.times_ms.total);
    }
    out.fps = static_cast<double>(out.total_ms.size()) / (now_s() - begin_s);
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
    auto session = open_session(options);
    if (!session) return session.error();
    auto tracker = HeadTracker::create(session->model, session->tracker);
    if (!tracker) return tracker.error();
    auto context = gl::OffscreenContext::create();
    if (!context) return context.error();
    auto painter = Painter::create(session->model, session->seed);
    if (!painter) return painter.error();

    FadeState fade;
    auto full = run(job, size, *painter, session->design,
                    [&](Frame frame) { return track_step(*tracker, fade, std::move(frame)); });
    if (!full) return full.error();
    auto bare = run(job, size, *painter, session->design, [](Frame frame) {
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
