#include "capture/camera_feed.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>

#include "base/texts.hpp"
#include "capture/camera_lock.hpp"
#include "capture/cameras.hpp"
#include "capture/video_reader.hpp"

namespace smp {
namespace {

constexpr int poll_ms = 200;
constexpr double silent_restart_s = 5;  // some cameras never recover from a stall until the stream is started anew

class CameraFeed final : public Feed {
  public:
    CameraFeed(const std::string& text, std::shared_ptr<V4l2Calls> calls, const std::filesystem::path& dev)
        : text_(text),
          dev_(dev),
          calls_(std::move(calls)),
          wake_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          locker_(*calls_) {}
    ~CameraFeed() override {
        if (wake_fd_ >= 0) ::close(wake_fd_);
    }

    void interrupt() override { ::eventfd_write(wake_fd_, 1); }
    void want_lock(bool locked) override { wish_ = locked ? Wish::lock : Wish::unlock; }

    FeedEnd run(FeedSink& sink) override {
        const std::string path = chosen_.empty() ? stable_camera_path(text_, dev_) : chosen_;
        const auto name = camera_name(*calls_, path);
        // Without a stable path another camera may have taken the number; it must say that it is the same one.
        if (name && !chosen_.empty() && (name->card != name_.card || name->bus != name_.bus))
            return {LiveState::gone, path + ": " +
                                         tr_fill("the chosen camera ({0}) is not there, {1} is in its place; choose it "
                                                 "if it is wanted",
                                                 name_.card, name->card)};
        if (name && name->captures) {
            chosen_ = path;
            name_ = *name;
        }
        V4l2Device device(*calls_);
        if (const auto error = device.start(path)) return end_of(*error, path);
        const CameraMode& mode = device.mode();
        sink.opened({mode.width_px, mode.height_px, mode.fps, 0,
                     (name ? name->card : "camera") + " (" + path + "): " + mode.words()});
        locker_.begin(device.fd());
        sink.locked(locker_.state());
        FeedEnd end = stream(device, path, sink);
        // One that stalls is started anew, and one that is gone may come back: both stay locked.
        if (sink.stopping()) locker_.restore(device.fd());
        return end;
    }

  private:
    enum class Wish { none, lock, unlock };

    void follow_wish(int fd, FeedSink& sink) {
        const Wish wish = wish_.exchange(Wish::none);
        if (wish == Wish::none && language_ == chosen_language()) return;
        language_ = chosen_language();
        if (wish == Wish::none)
            locker_.say();
        else
            wish == Wish::lock ? locker_.lock(fd) : locker_.unlock(fd);
        sink.locked(locker_.state());
    }

    static FeedEnd end_of(const CameraError& error, const std::string& path) {
        return {error.fault == CameraFault::busy ? LiveState::busy : LiveState::gone, path + ": " + error.text};
    }

    FeedEnd stream(V4l2Device& device, const std::string& path, FeedSink& sink) {
        std::vector<std::uint8_t> bytes;
        std::uint64_t lost = 0;
        CameraError error;
        double last_s = steady_seconds();
        while (!sink.stopping()) {
            follow_wish(device.fd(), sink);
            switch (device.newest(wake_fd_, poll_ms, bytes, lost, error)) {
                case V4l2Device::Wait::woken:
                    return {};
                case V4l2Device::Wait::failed:
                    return end_of(error, path);
                case V4l2Device::Wait::nothing:
                    if (steady_seconds() - last_s > silent_restart_s)
                        return {LiveState::stalled,
                                path + ": " + tr("the camera sends no pictures; it is started anew")};
                    continue;
                case V4l2Device::Wait::picture:
                    break;
            }
            const double began_s = steady_seconds();
            cv::Mat bgr = decode_camera_picture(device.mode(), bytes);
            if (bgr.empty()) {
                ++lost;
                continue;
            }
            sink.deliver(std::move(bgr), began_s, lost);
            lost = 0;
            last_s = began_s;
        }
        return {};
    }

    std::string text_;
    std::filesystem::path dev_;
    std::shared_ptr<V4l2Calls> calls_;
    int wake_fd_;
    std::string chosen_;  // the stable path, from the first time the camera was there
    CameraName name_;
    std::atomic<Wish> wish_{Wish::none};
    CameraLocker locker_;
    std::string_view language_ = chosen_language();  // that the lock is told in
};

}  // namespace

std::unique_ptr<Feed> make_camera_feed(const std::string& text, std::shared_ptr<V4l2Calls> calls,
                                       const std::filesystem::path& dev) {
    return std::make_unique<CameraFeed>(text, std::move(calls), dev);
}

std::unique_ptr<Feed> make_camera_feed(const std::string& text) {
    return make_camera_feed(text, std::make_shared<V4l2Calls>(), "/dev");
}

}  // namespace smp
