#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/texts.hpp"
#include "capture/feed.hpp"
#include "capture/video_reader.hpp"

namespace smp {
namespace {

constexpr double least_stall_s = 1;
constexpr double stall_periods = 5;
constexpr double slowest_expected_fps = 2;  // below it a pause is taken for a stall, not for a slow camera

class LiveThread final : public LiveSource, private FeedSink {
  public:
    LiveThread(std::unique_ptr<Feed> feed, CameraLock lock) : feed_(std::move(feed)), began_s_(steady_seconds()) {
        status_.lock = std::move(lock);
        thread_ = std::thread([this] { work(); });
    }

    ~LiveThread() override {
        box_.close();
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        feed_->interrupt();
        thread_.join();
    }

    Mailbox<Frame>& frames() override { return box_; }
    void want_lock(bool locked) override { feed_->want_lock(locked); }

    LiveStatus status() const override {
        std::lock_guard lock(mutex_);
        LiveStatus out = status_;
        out.dropped = box_.dropped() + lost_;
        if (out.state == LiveState::live) {
            const double pause_s = steady_seconds() - last_frame_s_;
            if (pause_s > std::max(least_stall_s, stall_periods * period_s_)) {
                out.state = LiveState::stalled;
                out.detail = tr_fill("no picture for {0} s", static_cast<int>(pause_s));
            }
        }
        return out;
    }

  private:
    void work() {
        pthread_setname_np(pthread_self(), "smp-capture");
        while (!stopping()) {
            FeedEnd end;
            try {
                end = feed_->run(*this);
            } catch (const std::exception& fault) {
                end = {LiveState::gone, tr_fill("the source failed: {0}", fault.what())};
            }
            if (stopping()) return;
            {
                std::lock_guard lock(mutex_);
                status_.state = end.state;
                status_.detail = end.detail;
            }
            sleep_until(steady_seconds() + end.retry_s);
        }
    }

    void opened(const SourceInfo& info) override {
        std::lock_guard lock(mutex_);
        status_.info = info;
        period_s_ = info.fps > 0 ? 1 / info.fps : 0;
    }

    void deliver(cv::Mat bgr, double began_s, std::uint64_t lost) override {
        Frame frame;
        frame.captured_s = steady_seconds();
        frame.capture_ms = (frame.captured_s - began_s) * 1e3;
        frame.time_s = frame.captured_s - began_s_;
        {
            std::lock_guard lock(mutex_);
            if (status_.state == LiveState::live && last_frame_s_ > 0) {
                const double step_s = std::min(frame.captured_s - last_frame_s_, 1 / slowest_expected_fps);
                period_s_ = period_s_ > 0 ? period_s_ + 0.1 * (step_s - period_s_) : step_s;
            }
            last_frame_s_ = frame.captured_s;
            lost_ += lost;
            sequence_ += static_cast<std::int64_t>(lost);
            frame.sequence = sequence_++;
            ++status_.frames;
            status_.state = LiveState::live;
            status_.detail = status_.info.description;
            status_.info.width_px = bgr.cols;
            status_.info.height_px = bgr.rows;
        }
        frame.bgr = std::move(bgr);
        box_.put(std::move(frame));
    }

    void locked(const CameraLock& lock) override {
        std::lock_guard lock_it(mutex_);
        status_.lock = lock;
    }

    bool stopping() const override {
        std::lock_guard lock(mutex_);
        return stopping_;
    }

    bool sleep_until(double steady_s) override {
        std::unique_lock lock(mutex_);
        const auto pause = std::chrono::duration<double>(steady_s - steady_seconds());
        if (pause.count() > 0) wake_.wait_for(lock, pause, [&] { return stopping_; });
        return !stopping_;
    }

    std::unique_ptr<Feed> feed_;
    const double began_s_;
    Mailbox<Frame> box_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    bool stopping_ = false;
    LiveStatus status_{LiveState::opening, "opening", {}, 0, 0, {}};
    double last_frame_s_ = 0, period_s_ = 0;
    std::uint64_t lost_ = 0;
    std::int64_t sequence_ = 0;
    std::thread thread_;
};

}  // namespace

std::string_view in_words(LiveState state) {
    switch (state) {
        case LiveState::opening:
            return "opening";
        case LiveState::live:
            return "live";
        case LiveState::stalled:
            return "stalled";
        case LiveState::busy:
            return "busy";
        case LiveState::gone:
            return "gone";
    }
    return "unknown";
}

std::unique_ptr<LiveSource> start_live(std::unique_ptr<Feed> feed, CameraLock lock) {
    return std::make_unique<LiveThread>(std::move(feed), std::move(lock));
}

std::unique_ptr<LiveSource> LiveSource::start(const SourceSpec& spec) {
    const CameraLock of_network{LockState::cannot,
                                std::string(tr_later("A network camera cannot be locked from here: set it to manual "
                                                     "exposure and white balance in its own settings."))};
    switch (spec.kind) {
        case SourceKind::camera:
            return start_live(make_camera_feed(spec.text));
        case SourceKind::http:
            return start_live(make_http_feed(spec.text), of_network);
        case SourceKind::rtsp:
            return start_live(make_rtsp_feed(spec.text), of_network);
        default:
            return start_live(
                make_file_feed(spec),
                {LockState::cannot, std::string(tr_later("A file is played: there is no camera to lock."))});
    }
}

}  // namespace smp
