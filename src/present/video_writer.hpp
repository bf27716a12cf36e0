// Writes finished pictures and text to files that are whole or not there: a temporary name beside the target, which the
// caller commits when all that belongs together is whole (commit_all).
#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "present/atomic_file.hpp"

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
    Expected<AtomicFile> close();  // the whole video, still under its temporary name
    Status finish();               // close() and commit

  private:
    struct Impl;
    explicit VideoWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// A PNG's bytes. `file` is named by the error when there is no picture; compression 0..9.
Expected<std::string> encode_png(const cv::Mat& picture, const std::filesystem::path& file, int compression);
// PNG by extension, and any text (trace, JSON): whole, still under their temporary names.
Expected<AtomicFile> png_file(const std::filesystem::path& file, const cv::Mat& picture);
Expected<AtomicFile> text_file(const std::filesystem::path& file, std::string_view text);

}  // namespace smp
