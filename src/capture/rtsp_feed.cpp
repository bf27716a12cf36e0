// rtsp cameras, by libav over TCP.
#include <atomic>

#include "base/texts.hpp"
#include "capture/feed.hpp"
#include "capture/video_reader.hpp"

namespace smp {
namespace {

class RtspFeed final : public Feed {
  public:
    explicit RtspFeed(const std::string& address) : address_(address) {}
    void interrupt() override { stop_ = true; }

    FeedEnd run(FeedSink& sink) override {
        auto reader = VideoReader::open(address_, {.network = true, .timeout_s = 1.5, .stop = &stop_});
        if (!reader) return {LiveState::gone, reader.error().line()};
        sink.opened(reader->info());
        while (!sink.stopping()) {
            auto frame = reader->next();
            if (!frame) return {LiveState::gone, frame.error().line()};
            if (!*frame) return {LiveState::gone, tr("the stream ended")};
            sink.deliver((*frame)->bgr, steady_seconds() - (*frame)->capture_ms / 1e3, 0);
        }
        return {};
    }

  private:
    std::string address_;
    std::atomic<bool> stop_{false};
};

}  // namespace

std::unique_ptr<Feed> make_rtsp_feed(const std::string& address) {
    return std::make_unique<RtspFeed>(address);
}

}  // namespace smp
