#include "present/video_encoder.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

namespace smp {
namespace {

constexpr int io_buffer_bytes = 1 << 16;

Error fault(const std::string& what, int code) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return {ExitCode::fault, what + " (" + text + ")", "", "use the Debian packages named in the README"};
}

}  // namespace

Rate rational_rate(double fps) {
    if (!std::isfinite(fps) || fps < 0.01 || fps > 1000) return {};
    if (const double whole = std::round(fps); whole > 0 && std::abs(fps - whole) < 1e-4)
        return {static_cast<int>(whole), 1};
    // NTSC rates are 1000/1001 of whole ones and often rounded to two or three decimals: 29.97.
    if (const double whole = std::round(fps * 1.001); whole > 0 && std::abs(fps * 1.001 - whole) < 1e-3)
        return {static_cast<int>(whole) * 1000, 1001};
    const AVRational near = av_d2q(fps, 60000);
    return {near.num, near.den};
}

struct VideoEncoder::Impl {
    int fd = -1, write_errno = 0;
    AVFormatContext* format = nullptr;
    AVCodecContext* codec = nullptr;
    AVStream* stream = nullptr;
    AVFrame* frame = av_frame_alloc();
    AVPacket* packet = av_packet_alloc();
    SwsContext* scaler = nullptr;
    std::int64_t next = 0, frame_ticks = 1;

    ~Impl() {
        sws_freeContext(scaler);
        av_packet_free(&packet);
        av_frame_free(&frame);
        avcodec_free_context(&codec);
        if (format && format->pb) {
            av_freep(&format->pb->buffer);
            avio_context_free(&format->pb);
        }
        avformat_free_context(format);
    }

    static int write_bytes(void* self, std::uint8_t* data, int size) {
        auto* impl = static_cast<Impl*>(self);
        for (int done = 0; done < size;) {
            const auto n = ::write(impl->fd, data + done, static_cast<std::size_t>(size - done));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) {
                impl->write_errno = n < 0 ? errno : EIO;
                return AVERROR(impl->write_errno);
            }
            done += static_cast<int>(n);
        }
        return size;
    }

    static std::int64_t seek(void* self, std::int64_t offset, int whence) {
        const auto* impl = static_cast<Impl*>(self);
        if (whence & AVSEEK_SIZE) return AVERROR(ENOSYS);
        const auto at = ::lseek(impl->fd, offset, whence & ~AVSEEK_FORCE);
        return at < 0 ? AVERROR(errno) : at;
    }

    Status open_codec(VideoFormat kind, int width_px, int height_px, Rate rate, Rate clock);
    Status open_container(const char* muxer, Rate rate);
    Status open_converter(VideoFormat kind);
    Status drain(bool flush);
};

Status VideoEncoder::Impl::open_codec(VideoFormat kind, int width_px, int height_px, Rate rate, Rate clock) {
    const bool h264 = kind == VideoFormat::h264_mp4;
    const AVCodec* encoder = h264 ? avcodec_find_encoder_by_name("libx264") : avcodec_find_encoder(AV_CODEC_ID_FFV1);
    if (!encoder)
        return Error{ExitCode::fault, std::string("libavcodec here has no ") + (h264 ? "libx264" : "FFV1") + " encoder",
                     "", "install Debian's libavcodec59"};
    codec = avcodec_alloc_context3(encoder);
    if (!codec || !frame || !packet) return Error{ExitCode::fault, "out of memory", "", ""};
    codec->width = width_px, codec->height = height_px;
    codec->time_base = {clock.den, clock.num};
    frame_ticks = std::max<std::int64_t>(1, av_rescale(clock.num, rate.den, std::int64_t(clock.den) * rate.num));
    codec->framerate = {rate.num, rate.den};
    codec->sample_aspect_ratio = {1, 1};
    if (format->oformat->flags & AVFMT_GLOBALHEADER) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (h264) {
        // 4:2:0 cannot hold an odd number of columns or rows.
        codec->pix_fmt = width_px % 2 || height_px % 2 ? AV_PIX_FMT_YUV444P : AV_PIX_FMT_YUV420P;
        codec->color_range = AVCOL_RANGE_MPEG;
        codec->colorspace = AVCOL_SPC_BT709;
        codec->color_primaries = AVCOL_PRI_BT709;
        codec->color_trc = AVCOL_TRC_BT709;
        codec->chroma_sample_location = AVCHROMA_LOC_LEFT;
        av_opt_set(codec->priv_data, "crf", "14", 0);
        av_opt_set(codec->priv_data, "preset", "veryfast", 0);
    } else {
        codec->pix_fmt = AV_PIX_FMT_GRAY8;
        codec->color_range = AVCOL_RANGE_JPEG;
        // Slices are decoded in parallel and checked by CRC; tiny pictures cannot have them, and FFmpeg's own version
        // 3 loses a picture of one pixel.
        const bool sliced = width_px >= 64 && height_px >= 64;
        codec->level = sliced ? 3 : 1;
        codec->slices = sliced ? 4 : 1;
    }
    if (const int rc = avcodec_open2(codec, encoder, nullptr); rc < 0)
        return Error{ExitCode::input,
                     "a video of " + std::to_string(width_px) + "x" + std::to_string(height_px) + " cannot be encoded",
                     "", "scale the input to a usual size"};
    frame->format = codec->pix_fmt;
    frame->width = width_px, frame->height = height_px;
    frame->color_range = codec->color_range, frame->colorspace = codec->colorspace;
    if (const int rc = av_frame_get_buffer(frame, 0); rc < 0) return fault("no memory for a picture", rc);
    return Done{};
}

Status VideoEncoder::Impl::open_container(const char* muxer, Rate rate) {
    auto* buffer = static_cast<unsigned char*>(av_malloc(io_buffer_bytes));
    format->pb = buffer ? avio_alloc_context(buffer, io_buffer_bytes, 1, this, nullptr, &Impl::write_bytes, &Impl::seek)
                        : nullptr;
    if (!format->pb) {
        av_free(buffer);
        return Error{ExitCode::fault, "out of memory", "", ""};
    }
    format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;  // the same pictures give the same file
    stream = avformat_new_stream(format, nullptr);
    if (!stream || avcodec_parameters_from_context(stream->codecpar, codec) < 0)
        return Error{ExitCode::fault, "out of memory", "", ""};
    stream->time_base = codec->time_base;
    stream->avg_frame_rate = stream->r_frame_rate = {rate.num, rate.den};
    stream->sample_aspect_ratio = codec->sample_aspect_ratio;
    if (const int rc = avformat_write_header(format, nullptr); rc < 0)
        return fault(std::string("the ") + muxer + " header cannot be written", rc);
    return Done{};
}

Status VideoEncoder::Impl::open_converter(VideoFormat kind) {
    if (kind != VideoFormat::h264_mp4) return Done{};
    scaler = sws_getContext(codec->width, codec->height, AV_PIX_FMT_BGR24, codec->width, codec->height, codec->pix_fmt,
                            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, nullptr, nullptr, nullptr);
    if (!scaler) return Error{ExitCode::fault, "the pictures cannot be converted to YUV", "", ""};
    const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler, bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
    return Done{};
}

Status VideoEncoder::Impl::drain(bool flush) {
    for (;;) {
        int rc = avcodec_receive_packet(codec, packet);
        if (rc == AVERROR(EAGAIN) || (flush && rc == AVERROR_EOF)) return Done{};
        if (rc < 0) return fault("a picture cannot be encoded", rc);
        if (packet->duration == 0) packet->duration = frame_ticks;
        av_packet_rescale_ts(packet, codec->time_base, stream->time_base);
        packet->stream_index = stream->index;
        rc = av_interleaved_write_frame(format, packet);
        if (rc < 0 || format->pb->error < 0)
            return fault("the video cannot be written", rc < 0 ? rc : format->pb->error);
    }
}

VideoEncoder::VideoEncoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VideoEncoder::VideoEncoder(VideoEncoder&&) noexcept = default;
VideoEncoder::~VideoEncoder() = default;
int VideoEncoder::write_errno() const {
    return impl_->write_errno;
}

Expected<VideoEncoder> VideoEncoder::open(int fd, VideoFormat format, const char* muxer, int width_px, int height_px,
                                          Rate rate, std::optional<Rate> clock) {
    av_log_set_level(AV_LOG_QUIET);  // what fails is said once, by the returned error
    auto impl = std::make_unique<Impl>();
    impl->fd = fd;
    if (const int rc = avformat_alloc_output_context2(&impl->format, nullptr, muxer, nullptr); rc < 0)
        return fault(std::string("libavformat here cannot write ") + muxer, rc);
    if (auto ok = impl->open_codec(format, width_px, height_px, rate, clock.value_or(rate)); !ok) return ok.error();
    if (auto ok = impl->open_container(muxer, rate); !ok) return ok.error();
    if (auto ok = impl->open_converter(format); !ok) return ok.error();
    return VideoEncoder(std::move(impl));
}

Status VideoEncoder::write(const cv::Mat& picture) {
    return write_at(picture, impl_->next);
}

Status VideoEncoder::write_at(const cv::Mat& picture, std::int64_t ticks) {
    Impl& v = *impl_;
    if (const int rc = av_frame_make_writable(v.frame); rc < 0) return fault("no memory for a picture", rc);
    if (v.scaler) {
        const std::uint8_t* const from[4] = {picture.data, nullptr, nullptr, nullptr};
        const int stride[4] = {static_cast<int>(picture.step[0]), 0, 0, 0};
        sws_scale(v.scaler, from, stride, 0, picture.rows, v.frame->data, v.frame->linesize);
    } else {
        for (int y = 0; y < picture.rows; ++y)
            std::memcpy(v.frame->data[0] + y * v.frame->linesize[0], picture.ptr(y),
                        static_cast<std::size_t>(picture.cols));
    }
    v.frame->pts = ticks;
    v.next = ticks + 1;
    if (const int rc = avcodec_send_frame(v.codec, v.frame); rc < 0) return fault("a picture cannot be encoded", rc);
    return v.drain(false);
}

Status VideoEncoder::finish() {
    Impl& v = *impl_;
    if (const int rc = avcodec_send_frame(v.codec, nullptr); rc < 0) return fault("the video cannot be ended", rc);
    if (auto ok = v.drain(true); !ok) return ok;
    if (const int rc = av_write_trailer(v.format); rc < 0) return fault("the video cannot be ended", rc);
    avio_flush(v.format->pb);
    if (v.format->pb->error < 0) return fault("the video cannot be written", v.format->pb->error);
    return Done{};
}

}  // namespace smp
