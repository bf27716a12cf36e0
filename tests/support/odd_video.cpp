#include "support/odd_video.hpp"

extern "C" {
#include <libavformat/avformat.h>
}

#include <cmath>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <stdexcept>
#include <string>

namespace smp::test {
namespace {

constexpr int samples_per_s = 8000;

void check(int code, const char* what) {
    if (code < 0) throw std::runtime_error(std::string("no odd video: ") + what);
}

struct Muxer {
    AVFormatContext* context = nullptr;
    explicit Muxer(const std::string& file) {
        check(avformat_alloc_output_context2(&context, nullptr, "matroska", file.c_str()), "context");
        check(avio_open(&context->pb, file.c_str(), AVIO_FLAG_WRITE), "file");
    }
    ~Muxer() {
        avio_closep(&context->pb);
        avformat_free_context(context);
    }
    Muxer(const Muxer&) = delete;
    Muxer& operator=(const Muxer&) = delete;

    AVCodecParameters& add_stream(AVMediaType type, AVCodecID codec) {
        AVStream* const stream = avformat_new_stream(context, nullptr);
        if (!stream) throw std::runtime_error("no odd video: stream");
        stream->time_base = {1, 1000};
        stream->codecpar->codec_type = type;
        stream->codecpar->codec_id = codec;
        return *stream->codecpar;
    }
    void write(int stream, const void* data, std::size_t size, int at_ms, int lasts_ms) {
        AVPacket* packet = av_packet_alloc();
        check(av_new_packet(packet, static_cast<int>(size)), "packet");
        std::memcpy(packet->data, data, size);
        packet->stream_index = stream;
        packet->pts = packet->dts = at_ms;
        packet->duration = lasts_ms;
        packet->flags = AV_PKT_FLAG_KEY;
        av_packet_rescale_ts(packet, {1, 1000}, context->streams[stream]->time_base);
        const int code = av_interleaved_write_frame(context, packet);
        av_packet_free(&packet);
        check(code, "write");
    }
};

}  // namespace

void write_odd_video(const std::filesystem::path& file, const std::vector<cv::Mat>& pictures,
                     const std::vector<int>& times_ms, bool sound) {
    Muxer muxer(file.string());
    AVCodecParameters& video = muxer.add_stream(AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_MJPEG);
    video.width = pictures.front().cols;
    video.height = pictures.front().rows;
    video.format = AV_PIX_FMT_YUVJ420P;
    if (sound) {
        AVCodecParameters& audio = muxer.add_stream(AVMEDIA_TYPE_AUDIO, AV_CODEC_ID_PCM_S16LE);
        audio.format = AV_SAMPLE_FMT_S16;
        audio.sample_rate = samples_per_s;
        audio.bits_per_coded_sample = 16;
        audio.block_align = 2;
        av_channel_layout_default(&audio.ch_layout, 1);
    }
    check(avformat_write_header(muxer.context, nullptr), "header");
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const int at_ms = times_ms[i], next_ms = i + 1 < times_ms.size() ? times_ms[i + 1] : at_ms + 33;
        std::vector<unsigned char> jpeg;
        cv::imencode(".jpg", pictures[i], jpeg, {cv::IMWRITE_JPEG_QUALITY, 95});
        muxer.write(0, jpeg.data(), jpeg.size(), at_ms, next_ms - at_ms);
        if (!sound) continue;
        std::vector<std::int16_t> tone(static_cast<std::size_t>((next_ms - at_ms) * samples_per_s / 1000));
        for (std::size_t k = 0; k < tone.size(); ++k)
            tone[k] = static_cast<std::int16_t>(3000 * std::sin(0.3 * static_cast<double>(k)));
        muxer.write(1, tone.data(), 2 * tone.size(), at_ms, next_ms - at_ms);
    }
    check(av_write_trailer(muxer.context), "trailer");
}

}  // namespace smp::test
