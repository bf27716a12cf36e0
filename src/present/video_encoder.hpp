// Pictures to an encoded stream in a container, written to a file that is already open.
#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>

#include "base/expected.hpp"
#include "present/video_writer.hpp"

namespace smp {

struct Rate {
    int num = 0, den = 1;
};
// 25 -> 25/1, 29.97 -> 30000/1001, else the nearest small fraction; num 0 when it is no frame rate.
Rate rational_rate(double fps);

// Errors of this class name no file; what failed to be written is told by write_errno().
class VideoEncoder {
  public:
    // muxer: "mp4", "mov" or "matroska". fd stays the caller's. `clock`: ticks a second, for pictures that do not come
    // evenly; as given, a tick is a frame.
    static Expected<VideoEncoder> open(int fd, VideoFormat format, const char* muxer, int width_px, int height_px,
                                       Rate rate, std::optional<Rate> clock = {});
    VideoEncoder(VideoEncoder&&) noexcept;
    ~VideoEncoder();
    Status write(const cv::Mat& picture);                         // a tick after the one before
    Status write_at(const cv::Mat& picture, std::int64_t ticks);  // later than the one before
    Status finish();                                              // encodes what waits and writes the container's end
    int write_errno() const;

  private:
    struct Impl;
    explicit VideoEncoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
