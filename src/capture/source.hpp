// Where pictures come from: cameras, files, pictures, numbered sequences, network cameras. OpenCV and libav stay in
// .cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "base/mailbox.hpp"
#include "capture/frame.hpp"

namespace smp {

enum class SourceKind { camera, video, picture, sequence, http, rtsp };

// What --input names. `demo` is resolved to the demo clip's path by the caller.
struct SourceSpec {
    SourceKind kind = SourceKind::video;
    std::string text;  // as given: "0", "/dev/video0", "clip.mp4", "frames/%04d.png", "http://..."
};

// Decides by form (digits, /dev/, scheme, %0Nd, picture extension or content), without opening devices.
// Fails with ExitCode::input when a file is missing, empty or neither a picture nor a video.
Expected<SourceSpec> parse_source(const std::string& text);

struct SourceInfo {
    int width_px = 0, height_px = 0;
    double fps = 0;                // 0 when unknown (pictures)
    std::int64_t frame_count = 0;  // 0 when unknown or live
    std::string description;       // what was really got: "USB camera (…/by-id/…): MJPG 1280x720 at 30 fps"
    bool camera = true;            // of a live source: sends as fast as it can; false: a file at its own rate
};

// Every frame exactly once, in order: for files, pictures and sequences. The next() of a source that ended is empty.
class OfflineSource {
  public:
    static Expected<OfflineSource> open(const SourceSpec& spec);
    OfflineSource(OfflineSource&&) noexcept;
    OfflineSource& operator=(OfflineSource&&) noexcept;
    ~OfflineSource();
    const SourceInfo& info() const;
    Expected<std::optional<Frame>> next();  // an error when the file breaks off in the middle of its data

  private:
    struct Impl;
    explicit OfflineSource(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

enum class LiveState { opening, live, stalled, busy, gone };
std::string_view in_words(LiveState state);

// Whether exposure, gain, white balance and focus stand still.
enum class LockState { unknown, cannot, automatic, locked, partly, failed };
struct CameraLock {
    LockState state = LockState::unknown;
    std::string text;  // for the technician: what is held, what cannot be, why
    bool operator==(const CameraLock&) const = default;
};

struct LiveStatus {
    LiveState state = LiveState::opening;
    std::string detail;  // one sentence for the technician
    SourceInfo info;
    std::uint64_t frames = 0, dropped = 0;
    CameraLock lock{};
};

// A source on its own thread: newest frame wins. Cameras and network cameras that go come back by themselves
// (looked for every 0.5 s; the choice is never swapped); files are played at their own rate and start again at their
// end.
class LiveSource {
  public:
    static std::unique_ptr<LiveSource> start(const SourceSpec& spec);
    virtual ~LiveSource() = default;
    virtual Mailbox<Frame>& frames() = 0;
    virtual LiveStatus status() const = 0;
    // Asks for the camera to hold what it has settled on, or to go by itself again; returns at once. What came of it
    // stands in the status. At its end a camera goes by itself as before.
    virtual void want_lock(bool locked) = 0;
};

// Cameras that are there, by stable id (/dev/v4l/by-id/... where there is one): path and name.
struct CameraEntry {
    std::string path, name;
};
std::vector<CameraEntry> list_cameras();

}  // namespace smp
