#include "capture/video_reader.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

#include "base/texts.hpp"
#include "capture/picture.hpp"
#include "capture/picture_convert.hpp"
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/log.h>
}

namespace smp {
namespace {

// Only containers of moving pictures: left to itself libav also "plays" text as ANSI art and follows playlists.
const char* const containers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,gif,apng,mjpeg,yuv4mpegpipe,ivf,h264,"
    "hevc,m4v,mxf,dv,nut,rtsp,rtp,sdp";

// Cameras send a picture that can be decoded alone every few seconds only; silence ends the wait earlier.
constexpr double first_pictures_s = 6;

std::string av_words(int code) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return text;
}

std::string fps_words(double fps) {
    char text[32];
    std::snprintf(text, sizeof text, std::abs(fps - std::round(fps)) < 5e-4 ? "%.0f" : "%.3f", fps);
    return text;
}

}  // namespace

double steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct VideoReader::Impl {
    std::string where;
    VideoReaderOptions options;
    SourceInfo info;
    AVFormatContext* format = nullptr;
    AVCodecContext* codec = nullptr;
    AVPacket* packet = av_packet_alloc();
    AVFrame* frame = av_frame_alloc();
    PictureConvert convert;
    int stream = -1, quarter_turns = 0;
    int coded_width = 0, coded_height = 0;
    double deadline_s = 0;  // of the network wait in progress
    double began_s = 0;     // work on the next frame, without waiting for the network
    std::int64_t packets = 0, packets_expected = 0, sequence = 0;
    double start_s = 0, last_time_s = -1, data_end_s = 0;
    bool ended = false, cut_packet = false;

    ~Impl() {
        av_frame_free(&frame);
        av_packet_free(&packet);
        avcodec_free_context(&codec);
        avformat_close_input(&format);
    }

    static int interrupted(void* self) {
        const auto* impl = static_cast<const Impl*>(self);
        if (impl->options.stop && *impl->options.stop) return 1;
        return impl->options.network && steady_seconds() > impl->deadline_s;
    }

    Error fail(std::string what, std::string advice) const {
        return {options.network ? ExitCode::device : ExitCode::input, std::move(what), where, std::move(advice)};
    }
    Error breaks_off() const {
        std::string what = "the video breaks off after frame " + std::to_string(sequence);
        if (info.frame_count > 0) what += " of " + std::to_string(info.frame_count);
        return fail(what, "give a whole copy of it");
    }

    Status open_container(const std::string& path_or_url);
    Status open_decoder();
    void describe();
    Expected<bool> feed_decoder();
    Expected<std::optional<Frame>> finish_frame();
    bool broken_off() const;
};

Status VideoReader::Impl::open_container(const std::string& path_or_url) {
    av_log_set_level(AV_LOG_QUIET);  // what fails is said once, by the returned error
    format = avformat_alloc_context();
    if (!format || !packet || !frame) return Error{ExitCode::fault, "out of memory", where, ""};
    format->interrupt_callback = {&Impl::interrupted, this};
    deadline_s = steady_seconds() + options.timeout_s;
    std::optional<std::vector<std::uint8_t>> head;
    if (!options.network) {
        auto bytes = read_head(path_or_url, 12);
        if (!bytes) return bytes.error();
        head = *bytes;
    }
    AVDictionary* settings = nullptr;
    av_dict_set(&settings, "format_whitelist", containers, 0);
    if (options.network) {
        av_dict_set(&settings, "rtsp_transport", "tcp", 0);
        av_dict_set(&settings, "timeout", std::to_string(static_cast<long>(options.timeout_s * 1e6)).c_str(), 0);
        av_dict_set(&settings, "fflags", "nobuffer", 0);
        av_dict_set(&settings, "analyzeduration", "200000", 0);
        av_dict_set(&settings, "protocol_whitelist", "rtsp,tcp,udp,rtp", 0);
    } else {
        av_dict_set(&settings, "protocol_whitelist", "file", 0);
    }
    // "file:" keeps a name like a:b.mp4 from being read as a protocol.
    const std::string name = options.network ? path_or_url : "file:" + path_or_url;
    // A file of JPEGs one after the other would be taken for one picture.
    const bool jpegs = head && head->size() > 2 && (*head)[0] == 0xFF && (*head)[1] == 0xD8;
    const int opened =
        avformat_open_input(&format, name.c_str(), jpegs ? av_find_input_format("mjpeg") : nullptr, &settings);
    av_dict_free(&settings);
    if (opened < 0) {
        if (options.network)
            return fail(tr_fill("no stream comes ({0})", av_words(opened)),
                        tr("check the address and that the camera is on"));
        if (head && head->size() == 12 && !std::memcmp(&(*head)[4], "ftyp", 4))
            return fail("the video is cut off or damaged: it has no index", "give a whole copy of it");
        return fail("not a picture or a video that can be read (" + av_words(opened) + ")",
                    "give a whole copy of it, or another format");
    }
    deadline_s = steady_seconds() + std::max(options.timeout_s, first_pictures_s);
    if (const int found = avformat_find_stream_info(format, nullptr); found < 0)
        return fail("the video cannot be read (" + av_words(found) + ")", "give a whole copy of it");
    return Done{};
}

Status VideoReader::Impl::open_decoder() {
    const AVCodec* decoder = nullptr;
    stream = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0);
    if (stream == AVERROR_DECODER_NOT_FOUND)
        return fail("its video codec is not known", "convert it, for example: ffmpeg -i IN OUT.mp4");
    if (stream < 0 || format->streams[stream]->disposition & AV_DISPOSITION_ATTACHED_PIC)
        return fail("holds no video", "give a picture or a video");
    const AVStream* st = format->streams[stream];
    codec = avcodec_alloc_context3(decoder);
    if (!codec || avcodec_parameters_to_context(codec, st->codecpar) < 0)
        return Error{ExitCode::fault, "out of memory", where, ""};
    codec->pkt_timebase = st->time_base;
    if (options.network) codec->flags |= AV_CODEC_FLAG_LOW_DELAY;
    // Not by frames: that hands a picture out before it is known whether its data were damaged (FFmpeg 5.1 copies the
    // flags while another thread still decodes), and it delays live pictures.
    codec->thread_type = FF_THREAD_SLICE;
    codec->thread_count = 0;
    if (const int rc = avcodec_open2(codec, decoder, nullptr); rc < 0)
        return fail("the video cannot be decoded (" + av_words(rc) + ")", "give a whole copy of it");
    if (st->codecpar->width <= 0 || st->codecpar->height <= 0)
        return fail("the video has no picture size", "give a whole copy of it");
    coded_width = st->codecpar->width, coded_height = st->codecpar->height;
    if (const auto* matrix = av_stream_get_side_data(st, AV_PKT_DATA_DISPLAYMATRIX, nullptr)) {
        const double clockwise_deg = -av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
        if (std::isfinite(clockwise_deg))
            quarter_turns = (static_cast<int>(std::lround(clockwise_deg / 90)) % 4 + 4) % 4;
    }
    return Done{};
}

void VideoReader::Impl::describe() {
    AVStream* st = format->streams[stream];
    info.width_px = coded_width, info.height_px = coded_height;
    if (quarter_turns % 2) std::swap(info.width_px, info.height_px);
    const AVRational rate =
        st->avg_frame_rate.num > 0 && st->avg_frame_rate.den > 0 ? st->avg_frame_rate : st->r_frame_rate;
    if (rate.num > 0 && rate.den > 0) info.fps = av_q2d(rate);
    if (!options.network && st->nb_frames > 0) {
        packets_expected = st->nb_frames;
        info.frame_count = st->nb_frames;
        // An edit list hides samples that are still in the file.
        const int entries = avformat_index_get_entries_count(st);
        if (entries == st->nb_frames)
            for (int i = 0; i < entries; ++i)
                if (avformat_index_get_entry(st, i)->flags & AVINDEX_DISCARD_FRAME) --info.frame_count;
    }
    if (st->start_time != AV_NOPTS_VALUE) start_s = static_cast<double>(st->start_time) * av_q2d(st->time_base);
    info.description = std::string(options.network ? "network camera " : "video ") + where + ": " +
                       avcodec_get_name(codec->codec_id) + " " + std::to_string(info.width_px) + "x" +
                       std::to_string(info.height_px);
    if (info.fps > 0) info.description += " at " + fps_words(info.fps) + " fps";
    if (info.frame_count > 0) info.description += ", " + std::to_string(info.frame_count) + " frames";
}

// mp4 lists its samples, so a missing one is known for certain. Other headers give the duration only.
bool VideoReader::Impl::broken_off() const {
    if (options.network) return false;
    if (cut_packet || (format->pb && format->pb->error < 0)) return true;
    if (std::strstr(format->iformat->name, "mp4")) return packets < packets_expected;
    if (format->duration <= 0 || format->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE) return false;
    const double slack_s = std::max(0.5, info.fps > 0 ? 3 / info.fps : 0.0);
    const double origin_s =
        format->start_time == AV_NOPTS_VALUE ? 0 : static_cast<double>(format->start_time) / AV_TIME_BASE;
    return data_end_s - origin_s < static_cast<double>(format->duration) / AV_TIME_BASE - slack_s;
}

// Gives the decoder one packet of the video. False when there are no more.
Expected<bool> VideoReader::Impl::feed_decoder() {
    for (;;) {
        deadline_s = steady_seconds() + options.timeout_s;
        const int rc = av_read_frame(format, packet);
        if (rc == AVERROR(EAGAIN)) continue;
        if (rc < 0) {
            if (options.stop && *options.stop) return false;
            if (options.network) return fail(tr_fill("the stream ended ({0})", av_words(rc)), "");
            if (rc != AVERROR_EOF) cut_packet = true;
            return false;
        }
        const AVStream* st = format->streams[packet->stream_index];
        if (packet->pts != AV_NOPTS_VALUE)
            data_end_s =
                std::max(data_end_s, static_cast<double>(packet->pts + packet->duration) * av_q2d(st->time_base));
        const bool wanted = packet->stream_index == stream;
        if (options.network) began_s = steady_seconds();
        int sent = 0;
        if (wanted) {
            ++packets;
            if (packet->flags & AV_PKT_FLAG_CORRUPT && !options.network) cut_packet = true;
            sent = cut_packet ? 0 : avcodec_send_packet(codec, packet);
        }
        av_packet_unref(packet);
        if (cut_packet) return false;
        if (sent == AVERROR_INVALIDDATA && options.network) continue;
        if (sent < 0)
            return fail("the video is damaged after frame " + std::to_string(sequence) + " (" + av_words(sent) + ")",
                        "give a whole copy of it");
        if (wanted) return true;
    }
}

Expected<std::optional<Frame>> VideoReader::Impl::finish_frame() {
    const bool damaged = frame->decode_error_flags != 0 || frame->flags & AV_FRAME_FLAG_CORRUPT;
    if (!options.network) {
        if (damaged)
            return fail("the video is damaged at frame " + std::to_string(sequence), "give a whole copy of it");
        if (frame->width != coded_width || frame->height != coded_height)
            return fail("the picture size changes from " + std::to_string(coded_width) + "x" +
                            std::to_string(coded_height) + " to " + std::to_string(frame->width) + "x" +
                            std::to_string(frame->height) + " at frame " + std::to_string(sequence),
                        "give a video of one size");
    }
    auto bgr = convert.to_bgr(*frame, quarter_turns);
    if (!bgr) return Error{ExitCode::input, bgr.error().what, where, bgr.error().advice};
    Frame out;
    out.bgr = *bgr;
    out.sequence = sequence;
    const AVStream* st = format->streams[stream];
    out.time_s = frame->best_effort_timestamp != AV_NOPTS_VALUE
                     ? static_cast<double>(frame->best_effort_timestamp) * av_q2d(st->time_base) - start_s
                     : last_time_s + 1 / (info.fps > 0 ? info.fps : 25.0);
    if (sequence == 0 && frame->best_effort_timestamp == AV_NOPTS_VALUE) out.time_s = 0;
    last_time_s = out.time_s;
    ++sequence;
    av_frame_unref(frame);
    out.captured_s = steady_seconds();
    out.capture_ms = (out.captured_s - began_s) * 1e3;
    return std::optional<Frame>(std::move(out));
}

VideoReader::VideoReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VideoReader::VideoReader(VideoReader&&) noexcept = default;
VideoReader& VideoReader::operator=(VideoReader&&) noexcept = default;
VideoReader::~VideoReader() = default;
const SourceInfo& VideoReader::info() const {
    return impl_->info;
}

Expected<VideoReader> VideoReader::open(const std::string& path_or_url, const VideoReaderOptions& options) {
    auto impl = std::make_unique<Impl>();
    impl->where = path_or_url;
    impl->options = options;
    if (options.network) {  // a password in the address is not for messages
        const auto sep = path_or_url.find("://"), at = path_or_url.find('@');
        if (sep != std::string::npos && at != std::string::npos && at < path_or_url.find('/', sep + 3))
            impl->where = path_or_url.substr(0, sep + 3) + path_or_url.substr(at + 1);
    }
    if (auto ok = impl->open_container(path_or_url); !ok) return ok.error();
    if (auto ok = impl->open_decoder(); !ok) return ok.error();
    impl->describe();
    return VideoReader(std::move(impl));
}

Expected<std::optional<Frame>> VideoReader::next() {
    Impl& v = *impl_;
    v.began_s = steady_seconds();
    while (!v.ended) {
        const int rc = avcodec_receive_frame(v.codec, v.frame);
        if (rc == 0) {
            auto out = v.finish_frame();
            if (!out) v.ended = true;
            return out;
        }
        if (rc == AVERROR_EOF) {
            v.ended = true;
            if (v.sequence == 0 && !v.options.network)
                return v.fail("the video holds no frame", "give a whole copy of it");
            break;
        }
        if (rc != AVERROR(EAGAIN)) {
            if (v.options.network && rc == AVERROR_INVALIDDATA) continue;
            v.ended = true;
            return v.fail("the video is damaged after frame " + std::to_string(v.sequence) + " (" + av_words(rc) + ")",
                          "give a whole copy of it");
        }
        auto fed = v.feed_decoder();
        if (!fed) {
            v.ended = true;
            return fed.error();
        }
        if (!*fed) {
            if (v.options.stop && *v.options.stop) break;
            if (v.broken_off()) {  // what the decoder still holds may have gaps
                v.ended = true;
                return v.breaks_off();
            }
            avcodec_send_packet(v.codec, nullptr);  // the decoder gives what it still holds
        }
    }
    return std::optional<Frame>();
}

}  // namespace smp
