// Writes finished pictures to files that are whole or not there: a temporary name beside the target, renamed at the
// end.
#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace smp {

enum class VideoFormat {
    h264_mp4,       // BGR in; libx264, high quality, exact size (4:4:4 for odd sizes), BT.709 tagged
    ffv1_grey_mkv,  // 8-bit grey in; lossless
};

class VideoWriter {
  public:
    // Fails with ExitCode::input when the folder cannot be written or the name's format is unknown.
    static Expected<VideoWriter> create(const std::filesystem::path& file, VideoFormat format, int width_px,
                                        int height_px, double fps);
    VideoWriter(VideoWriter&&) noexcept;
    ~VideoWriter();  // without finish(): the temporary file is removed
    Status write(const cv::Mat& picture);
    Status finish();

  private:
    struct Impl;
    explicit VideoWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// A PNG's bytes. `file` is named by the error when there is no picture; compression 0..9.
Expected<std::string> encode_png(const cv::Mat& picture, const std::filesystem::path& file, int compression);
// PNG by extension, written whole or not at all.
Status write_png(const std::filesystem::path& file, const cv::Mat& picture);
// Any text (trace, JSON), written whole or not at all.
Status write_text(const std::filesystem::path& file, std::string_view text);

}  // namespace smp
