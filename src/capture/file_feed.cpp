// Files played live: at their own rate, from the start again at their end. A picture is repeated, so that a live
// session works on a still.
#include <algorithm>

#include "capture/feed.hpp"
#include "capture/video_reader.hpp"

namespace smp {
namespace {

constexpr double picture_fps = 15;
constexpr double catch_up_s = 0.25;  // further behind than this the clock is set anew instead of hurrying

class FileFeed final : public Feed {
  public:
    explicit FileFeed(const SourceSpec& spec) : spec_(spec) {}
    void interrupt() override {}  // it never waits other than in the sink's sleep

    FeedEnd run(FeedSink& sink) override {
        double start_s = steady_seconds();
        for (bool first = true; !sink.stopping(); first = false) {
            auto source = OfflineSource::open(spec_);
            if (!source) return {LiveState::gone, source.error().line()};
            if (first) sink.opened(described(source->info()));
            if (auto end = play(*source, sink, start_s); !end.detail.empty()) return end;
        }
        return {};
    }

  private:
    static SourceInfo described(SourceInfo info) {
        info.frame_count = 0;
        info.camera = false;
        if (info.fps <= 0) info.fps = picture_fps;
        return info;
    }

    // One pass over the file. start_s: when its time 0 is due; moved on to its end.
    FeedEnd play(OfflineSource& source, FeedSink& sink, double& start_s) {
        const double fps = described(source.info()).fps, step_s = fps > 0 && fps < 1000 ? 1 / fps : 0.04;
        double end_s = start_s;
        for (;;) {
            const double began_s = steady_seconds();
            auto next = source.next();
            if (!next) return {LiveState::gone, next.error().line()};
            if (!*next) break;
            const Frame& frame = **next;
            const double cost_s = steady_seconds() - began_s;
            double due_s = start_s + std::max(0.0, frame.time_s);
            if (const double late_s = steady_seconds() - due_s; late_s > catch_up_s) start_s += late_s, due_s += late_s;
            if (!sink.sleep_until(due_s)) return {};
            sink.deliver(frame.bgr, steady_seconds() - cost_s, 0);
            end_s = std::max(end_s, due_s + step_s);
            if (spec_.kind == SourceKind::picture) {
                for (; sink.sleep_until(end_s); end_s += step_s) sink.deliver(frame.bgr, steady_seconds(), 0);
                return {};
            }
        }
        start_s = end_s;
        return {};
    }

    SourceSpec spec_;
};

}  // namespace

std::unique_ptr<Feed> make_file_feed(const SourceSpec& spec) {
    return std::make_unique<FileFeed>(spec);
}

}  // namespace smp
