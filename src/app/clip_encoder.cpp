#include "app/clip_encoder.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "app/memory_file.hpp"
#include "app/picture_label.hpp"
#include "present/video_encoder.hpp"

namespace smp {
namespace {

class Mp4Sink final : public ClipSink {
  public:
    Mp4Sink(MemoryFile file, VideoEncoder encoder) : file_(std::move(file)), encoder_(std::move(encoder)) {}

    Status write(const ClipPicture& picture, std::int64_t at_ms) override {
        cv::cvtColor(picture.bgra, bgr_, cv::COLOR_BGRA2BGR);
        if (picture.label != words_) {  // the design was changed, or another day has begun
            words_ = picture.label;
            label_ = PictureLabel(words_);
        }
        if (!words_.empty()) label_.burn(bgr_, 1);
        return encoder_.write_at(bgr_, at_ms);
    }
    std::size_t bytes() const override { return file_.size(); }
    Expected<records::Bytes> finish() override {
        if (auto done = encoder_.finish(); !done) return done.error();
        return file_.read();
    }

  private:
    MemoryFile file_;
    VideoEncoder encoder_;  // after the file, as it goes first
    cv::Mat bgr_;
    std::string words_;
    PictureLabel label_{""};
};

}  // namespace

Expected<std::unique_ptr<ClipSink>> make_clip_encoder(const cv::Size& size_px) {
    auto file = MemoryFile::create();
    if (!file) return file.error();
    auto encoder = VideoEncoder::open(file->fd(), VideoFormat::h264_mp4, "mp4", size_px.width, size_px.height,
                                      rational_rate(clip_fps), Rate{1000, 1});
    if (!encoder) return encoder.error();
    return std::unique_ptr<ClipSink>(new Mp4Sink(std::move(*file), std::move(*encoder)));
}

}  // namespace smp
