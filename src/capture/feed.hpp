// One kind of live source, run by the capture thread: opens, delivers pictures until it fails or is told to stop.
#pragma once

#include <memory>
#include <string>

#include "capture/source.hpp"

namespace smp {

// What a feed tells the capture thread; all calls on the thread that runs the feed.
class FeedSink {
  public:
    virtual ~FeedSink() = default;
    virtual void opened(const SourceInfo& info) = 0;
    // began_s: steady clock before reading and decoding began. `lost`: pictures passed over since the last call.
    virtual void deliver(cv::Mat bgr, double began_s, std::uint64_t lost) = 0;
    virtual void locked(const CameraLock& lock) = 0;
    virtual bool stopping() const = 0;
    virtual bool sleep_until(double steady_s) = 0;  // false when stopping
};

// Why a feed ended: busy or gone, and one sentence for the technician. It is tried again after `retry_s`.
struct FeedEnd {
    LiveState state = LiveState::gone;
    std::string detail;
    double retry_s = 0.5;
};

class Feed {
  public:
    virtual ~Feed() = default;
    virtual FeedEnd run(FeedSink& sink) = 0;
    virtual void want_lock(bool) {}  // from another thread; done between two pictures
    virtual void interrupt() = 0;    // from another thread, once: run() returns promptly, now or when it is called
};

std::unique_ptr<Feed> make_camera_feed(const std::string& text);
std::unique_ptr<Feed> make_file_feed(const SourceSpec& spec);
std::unique_ptr<Feed> make_http_feed(const std::string& address);
std::unique_ptr<Feed> make_rtsp_feed(const std::string& address);

// Runs a feed on its own thread until the returned source is destroyed. `lock`: what is known of it before it runs.
std::unique_ptr<LiveSource> start_live(std::unique_ptr<Feed> feed, CameraLock lock = {});

}  // namespace smp
