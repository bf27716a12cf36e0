#include "present/video_writer.hpp"

#include <opencv2/imgcodecs.hpp>
#include <optional>
#include <vector>

#include "present/video_encoder.hpp"

namespace smp {
namespace {

constexpr int max_side_px = 16384;  // of libx264

std::string lower_extension(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return extension;
}

// Null when videos of this kind are not kept under such a name.
const char* muxer_for(const std::filesystem::path& file, VideoFormat format) {
    const std::string extension = lower_extension(file);
    if (extension == ".mkv") return "matroska";
    if (format != VideoFormat::h264_mp4) return nullptr;
    if (extension == ".mp4" || extension == ".m4v") return "mp4";
    return extension == ".mov" ? "mov" : nullptr;
}

}  // namespace

struct VideoWriter::Impl {
    AtomicFile file;
    VideoEncoder encoder;  // after the file, as it goes first
    cv::Size size;
    int type = CV_8UC3;
    std::int64_t written = 0;
    std::optional<Error> failed;

    Status check(Status status) {
        if (status) return status;
        failed = encoder.write_errno() != 0
                     ? file.failure(encoder.write_errno())
                     : Error{status.error().code, status.error().what, file.target().string(), status.error().advice};
        return *failed;
    }
};

VideoWriter::VideoWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VideoWriter::VideoWriter(VideoWriter&&) noexcept = default;
VideoWriter::~VideoWriter() = default;

Expected<VideoWriter> VideoWriter::create(const std::filesystem::path& file, VideoFormat format, int width_px,
                                          int height_px, double fps) {
    const char* muxer = muxer_for(file, format);
    if (!muxer)
        return Error{ExitCode::input, "the name's ending is of no known video format", file.string(),
                     format == VideoFormat::h264_mp4 ? "end it in .mp4" : "end it in .mkv"};
    const Rate rate = rational_rate(fps);
    if (rate.num <= 0 || rate.den <= 0 || width_px <= 0 || height_px <= 0 || width_px > max_side_px ||
        height_px > max_side_px)
        return Error{ExitCode::input,
                     "no video of " + std::to_string(width_px) + "x" + std::to_string(height_px) + " at " +
                         std::to_string(fps) + " fps can be written",
                     file.string(), "give an input of at most 16384 pixels a side and a usual frame rate"};
    auto target = AtomicFile::create(file);
    if (!target) return target.error();
    auto encoder = VideoEncoder::open(target->fd(), format, muxer, width_px, height_px, rate);
    if (!encoder) {
        const Error& e = encoder.error();
        return Error{e.code, e.what, file.string(), e.advice};
    }
    const int type = format == VideoFormat::h264_mp4 ? CV_8UC3 : CV_8UC1;
    return VideoWriter(std::unique_ptr<Impl>(
        new Impl{std::move(target).value(), std::move(encoder).value(), {width_px, height_px}, type, 0, std::nullopt}));
}

Status VideoWriter::write(const cv::Mat& picture) {
    Impl& v = *impl_;
    if (v.failed) return *v.failed;
    if (picture.size() != v.size || picture.type() != v.type)
        return v.check(Error{ExitCode::fault, "a picture of another size or kind was given", "", "report this"});
    ++v.written;
    return v.check(v.encoder.write(picture));
}

Expected<AtomicFile> VideoWriter::close() {
    Impl& v = *impl_;
    if (v.failed) return *v.failed;
    if (v.written == 0)
        return v
            .check(Error{ExitCode::input, "a video without a frame is not written", "", "give an input with frames"})
            .error();
    if (auto ok = v.check(v.encoder.finish()); !ok) return ok.error();
    v.failed = Error{ExitCode::fault, "the video was finished already", v.file.target().string(), "report this"};
    return std::move(v.file);
}

Status VideoWriter::finish() {
    auto file = close();
    if (!file) return file.error();
    return file->commit();
}

Expected<AtomicFile> text_file(const std::filesystem::path& file, std::string_view text) {
    auto target = AtomicFile::create(file);
    if (!target) return target.error();
    if (auto ok = target->write(text); !ok) return ok.error();
    return target;
}

Expected<std::string> encode_png(const cv::Mat& picture, const std::filesystem::path& file, int compression) {
    std::vector<unsigned char> bytes;
    try {
        if (!picture.empty() && cv::imencode(".png", picture, bytes, {cv::IMWRITE_PNG_COMPRESSION, compression}))
            return std::string(bytes.begin(), bytes.end());
    } catch (const cv::Exception&) {
    }
    return Error{ExitCode::fault, "the picture cannot be encoded", file.string(), "report this"};
}

Expected<AtomicFile> png_file(const std::filesystem::path& file, const cv::Mat& picture) {
    if (lower_extension(file) != ".png")
        return Error{ExitCode::input, "the name does not end in .png", file.string(), "end it in .png"};
    auto png = encode_png(picture, file, 6);
    if (!png) return png.error();
    return text_file(file, *png);
}

}  // namespace smp
