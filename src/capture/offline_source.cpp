#include <filesystem>

#include "capture/picture.hpp"
#include "capture/sequence.hpp"
#include "capture/source.hpp"
#include "capture/video_reader.hpp"

namespace smp {

struct OfflineSource::Impl {
    SourceKind kind = SourceKind::video;
    std::string text;
    SourceInfo info;
    std::optional<VideoReader> video;
    std::optional<Sequence> sequence;
    cv::Mat first;        // pictures: decoded by open(), so that what is no picture fails there
    double first_ms = 0;  // what that cost
    std::int64_t done = 0;

    Expected<std::optional<Frame>> next_picture();
};

namespace {

std::string size_words(const cv::Mat& m) {
    return std::to_string(m.cols) + "x" + std::to_string(m.rows);
}

}  // namespace

Expected<std::optional<Frame>> OfflineSource::Impl::next_picture() {
    if (done >= info.frame_count) return std::optional<Frame>();
    const double began_s = steady_seconds();
    Frame frame;
    if (done == 0) {
        frame.bgr = std::exchange(first, cv::Mat());
        frame.capture_ms = first_ms;
    } else {
        const auto file = sequence->file(sequence->first + done);
        auto picture = read_picture(file);
        if (!picture) {
            done = info.frame_count;
            return picture.error();
        }
        frame.bgr = *picture;
        if (frame.bgr.cols != info.width_px || frame.bgr.rows != info.height_px) {
            done = info.frame_count;
            return Error{ExitCode::input,
                         "the picture size changes from " + std::to_string(info.width_px) + "x" +
                             std::to_string(info.height_px) + " to " + size_words(frame.bgr),
                         file.string(), "give pictures of one size"};
        }
        frame.capture_ms = (steady_seconds() - began_s) * 1e3;
    }
    frame.sequence = done;
    frame.time_s = info.fps > 0 ? static_cast<double>(done) / info.fps : 0;
    frame.captured_s = steady_seconds();
    ++done;
    return std::optional<Frame>(std::move(frame));
}

OfflineSource::OfflineSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OfflineSource::OfflineSource(OfflineSource&&) noexcept = default;
OfflineSource& OfflineSource::operator=(OfflineSource&&) noexcept = default;
OfflineSource::~OfflineSource() = default;
const SourceInfo& OfflineSource::info() const {
    return impl_->info;
}

Expected<OfflineSource> OfflineSource::open(const SourceSpec& spec) {
    auto impl = std::make_unique<Impl>();
    impl->kind = spec.kind;
    impl->text = spec.text;
    const double began_s = steady_seconds();
    switch (spec.kind) {
        case SourceKind::video: {
            auto video = VideoReader::open(spec.text);
            if (!video) return video.error();
            impl->info = video->info();
            impl->video = std::move(video).value();
            return OfflineSource(std::move(impl));
        }
        case SourceKind::picture: {
            auto picture = read_picture(spec.text);
            if (!picture) return picture.error();
            impl->first = *picture;
            impl->info.frame_count = 1;
            impl->info.description = "picture " + spec.text + ": " + size_words(impl->first);
            break;
        }
        case SourceKind::sequence: {
            auto sequence = find_sequence(spec.text);
            if (!sequence) return sequence.error();
            auto picture = read_picture(sequence->file(sequence->first));
            if (!picture) return picture.error();
            impl->first = *picture;
            impl->sequence = *sequence;
            impl->info.fps = sequence_fps;
            impl->info.frame_count = sequence->last - sequence->first + 1;
            impl->info.description = "sequence " + spec.text + ": " + size_words(impl->first) + ", " +
                                     std::to_string(impl->info.frame_count) + " pictures from number " +
                                     std::to_string(sequence->first) + ", taken as 25 fps";
            break;
        }
        case SourceKind::camera: {
            const std::string device = spec.text.front() == '/' ? spec.text : "/dev/video" + spec.text;
            std::error_code error;
            if (!std::filesystem::exists(device, error))
                return Error{ExitCode::device, "there is no such camera", device,
                             "plug it in, or give a video, a picture or a numbered sequence"};
            [[fallthrough]];
        }
        default:
            return Error{ExitCode::input, "is a camera, which has no end", spec.text,
                         "give a video, a picture or a numbered sequence"};
    }
    impl->info.width_px = impl->first.cols;
    impl->info.height_px = impl->first.rows;
    impl->first_ms = (steady_seconds() - began_s) * 1e3;
    return OfflineSource(std::move(impl));
}

Expected<std::optional<Frame>> OfflineSource::next() {
    return impl_->kind == SourceKind::video ? impl_->video->next() : impl_->next_picture();
}

}  // namespace smp
