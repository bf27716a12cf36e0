// A clip while it is being taken: pictures come in from the mirror's thread, which never waits, and are encoded on a
// thread of their own. Between the two wait a few at most; what does not fit is left out and counted, and the others
// keep their times.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/screenshot.hpp"
#include "records/record_types.hpp"

namespace smp {

struct ClipRules {
    double longest_s = 15;
    std::size_t largest_bytes = std::size_t(96) << 20;  // beyond it the clip ends, and is kept
    std::size_t most_waiting = 6;                       // pictures that are not encoded yet
};

// asked: by hand. longest, largest: it is as much as one may be. stopped: no new pictures come, as it was frozen or the
// camera went. resized: pictures of another size come. closed: the record that it belongs to, or the mirror.
enum class ClipEnd { asked, longest, largest, stopped, resized, closed };
std::string_view name_of(ClipEnd end);

struct ClipPicture {
    cv::Mat bgra;  // 8-bit, not mirrored, of the camera's size; not written any more
    double captured_s = 0;
    std::optional<HeadPose> camera_from_head = {};  // empty: no head was seen
    std::string label = {};                         // to be burnt in; empty: nothing is simulated
};

// What pictures become, as bytes of one file. Belongs to the recorder's thread.
class ClipSink {
  public:
    virtual ~ClipSink() = default;
    virtual Status write(const ClipPicture& picture, std::int64_t at_ms) = 0;  // at_ms grows
    virtual std::size_t bytes() const = 0;                                     // so far
    virtual Expected<records::Bytes> finish() = 0;
};
using MakeClipSink = std::function<Expected<std::unique_ptr<ClipSink>>(const cv::Size& size_px)>;

struct ClipPose {
    double at_s = 0;
    std::optional<HeadPose> camera_from_head;
};

struct TakenClip {
    Shot first;  // what was known when it began; `before` is the camera's picture
    records::Bytes mp4;
    cv::Size size_px;
    double length_s = 0;  // until the end of its last picture
    std::size_t pictures = 0, left_out = 0;
    ClipEnd ended = ClipEnd::asked;
    std::vector<ClipPose> poses;  // a few a second
};

class ClipRecorder {
  public:
    ClipRecorder(Shot first, MakeClipSink make_sink, ClipRules rules = {});
    ~ClipRecorder();  // ends it
    ClipRecorder(const ClipRecorder&) = delete;
    ClipRecorder& operator=(const ClipRecorder&) = delete;

    // From any thread, none of them waits.
    void put(ClipPicture picture);
    void leave_out();  // a picture that was lost on its way
    void end(ClipEnd why);
    struct State {
        std::optional<ClipEnd> ended;  // empty: it goes on
        double length_s = 0;
        std::size_t left_out = 0;
    };
    State state() const;
    bool ready() const;  // it has ended, and all of it is encoded

    // Waits until it is ready. Once; fails with a sentence.
    Expected<TakenClip> take();

  private:
    void work();
    Expected<TakenClip> encode();
    void end_locked(ClipEnd why);

    const ClipRules rules_;
    const MakeClipSink make_sink_;
    Shot first_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    struct Waiting {
        ClipPicture picture;
        std::int64_t at_ms;
    };
    std::deque<Waiting> waiting_;
    std::optional<double> began_s_;
    std::int64_t last_ms_ = 0;
    cv::Size size_px_;
    std::size_t left_out_ = 0;
    std::optional<ClipEnd> ended_;
    std::optional<Expected<TakenClip>> taken_;
    std::thread thread_;
};

inline constexpr double clip_fps = 30;  // what the last picture's length, and the encoder, go by

}  // namespace smp
