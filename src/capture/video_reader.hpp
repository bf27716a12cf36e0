// Videos and rtsp streams by libav: every frame in order, upright, as BGR by the stream's own colour tags.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "base/expected.hpp"
#include "capture/source.hpp"

namespace smp {

struct VideoReaderOptions {
    bool network = false;                     // rtsp: low delay, damaged pictures are shown, silence ends it
    double timeout_s = 3;                     // of silence
    const std::atomic<bool>* stop = nullptr;  // set from any thread: open() and next() return within some 100 ms
};

class VideoReader {
  public:
    static Expected<VideoReader> open(const std::string& path_or_url, const VideoReaderOptions& options = {});
    VideoReader(VideoReader&&) noexcept;
    VideoReader& operator=(VideoReader&&) noexcept;
    ~VideoReader();
    const SourceInfo& info() const;
    // Empty at the end. Files: an error when the data break off, are damaged, or change their picture size.
    Expected<std::optional<Frame>> next();

  private:
    struct Impl;
    explicit VideoReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

double steady_seconds();  // the clock of Frame::captured_s

}  // namespace smp
