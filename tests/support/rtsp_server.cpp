#include "support/rtsp_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <opencv2/core/mat.hpp>
#include <stdexcept>

#include "support/mjpeg_server.hpp"
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

namespace smp::test {
namespace {

constexpr int width = 640, height = 360, fps = 25;
constexpr int packet_bytes = 1400;

}  // namespace

// Pattern pictures encoded, cut into RTP packets, each sent between the rtsp messages ("interleaved").
struct RtpStream {
    int fd;
    bool failed = false;
    AVCodecContext* codec = nullptr;
    AVFormatContext* format = nullptr;
    AVFrame* frame = av_frame_alloc();
    AVPacket* packet = av_packet_alloc();
    SwsContext* scaler = nullptr;
    std::string sdp;

    explicit RtpStream(int socket) : fd(socket) {
        const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
        codec = avcodec_alloc_context3(encoder);
        codec->width = width, codec->height = height, codec->pix_fmt = AV_PIX_FMT_YUV420P;
        codec->time_base = {1, fps}, codec->framerate = {fps, 1}, codec->gop_size = fps / 2;
        codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        av_opt_set(codec->priv_data, "preset", "ultrafast", 0);
        av_opt_set(codec->priv_data, "tune", "zerolatency", 0);
        avformat_alloc_output_context2(&format, nullptr, "rtp", "rtp://127.0.0.1:0");
        if (!codec || avcodec_open2(codec, encoder, nullptr) < 0 || !format)
            throw std::runtime_error("no H.264 encoder");
        AVStream* st = avformat_new_stream(format, nullptr);
        avcodec_parameters_from_context(st->codecpar, codec);
        st->time_base = codec->time_base;
        format->pb = avio_alloc_context(static_cast<unsigned char*>(av_malloc(packet_bytes)), packet_bytes, 1, this,
                                        nullptr, &RtpStream::send_packet, nullptr);
        format->pb->max_packet_size = packet_bytes;
        format->packet_size = packet_bytes;
        if (avformat_write_header(format, nullptr) < 0) throw std::runtime_error("no RTP");
        char text[4096];
        av_sdp_create(&format, 1, text, sizeof text);
        sdp = text;
        frame->format = codec->pix_fmt, frame->width = width, frame->height = height;
        av_frame_get_buffer(frame, 0);
        scaler = sws_getContext(width, height, AV_PIX_FMT_BGR24, width, height, codec->pix_fmt, SWS_BILINEAR, nullptr,
                                nullptr, nullptr);
    }
    ~RtpStream() {
        av_write_trailer(format);
        sws_freeContext(scaler);
        av_packet_free(&packet);
        av_frame_free(&frame);
        av_freep(&format->pb->buffer);
        avio_context_free(&format->pb);
        avformat_free_context(format);
        avcodec_free_context(&codec);
    }
    RtpStream(const RtpStream&) = delete;
    RtpStream& operator=(const RtpStream&) = delete;

    static int send_packet(void* self, std::uint8_t* data, int size) {
        auto* stream = static_cast<RtpStream*>(self);
        const bool control = size > 1 && data[1] >= 192 && data[1] <= 223;  // RTCP goes on channel 1
        const unsigned char head[4] = {'$', control, static_cast<unsigned char>(size >> 8),
                                       static_cast<unsigned char>(size)};
        if (!send_all(stream->fd, head, 4) || !send_all(stream->fd, data, static_cast<std::size_t>(size)))
            stream->failed = true;
        return size;
    }

    bool send_picture(int number) {
        const cv::Mat picture = pattern_picture(number, {width, height});
        const std::uint8_t* const from[4] = {picture.data, nullptr, nullptr, nullptr};
        const int stride[4] = {static_cast<int>(picture.step[0]), 0, 0, 0};
        av_frame_make_writable(frame);
        sws_scale(scaler, from, stride, 0, height, frame->data, frame->linesize);
        frame->pts = number;
        avcodec_send_frame(codec, frame);
        while (avcodec_receive_packet(codec, packet) == 0) {
            av_packet_rescale_ts(packet, codec->time_base, format->streams[0]->time_base);
            av_write_frame(format, packet);
            av_packet_unref(packet);
        }
        return !failed;
    }
};

RtspServer::~RtspServer() {
    ending_ = true;
    cut();
    listener_.wake();
    thread_.join();
}

void RtspServer::cut() {
    if (const int fd = client_; fd >= 0) ::shutdown(fd, SHUT_RDWR);
}

void RtspServer::accept_all() {
    while (!ending_) {
        const int fd = listener_.accept();
        if (fd < 0) continue;
        client_ = fd;
        if (!ending_) serve(fd);
        client_ = -1;
        ::close(fd);
    }
}

void RtspServer::serve(int fd) {
    RtpStream stream(fd);
    std::string text;
    for (;;) {
        auto end = text.find("\r\n\r\n");
        while (end == std::string::npos) {
            char more[2048];
            const auto n = ::recv(fd, more, sizeof more, 0);
            if (n <= 0) return;
            text.append(more, static_cast<std::size_t>(n));
            end = text.find("\r\n\r\n");
        }
        const std::string request = text.substr(0, end);
        text.erase(0, end + 4);
        const auto at = request.find("CSeq:");
        const std::string cseq = request.substr(at, request.find("\r\n", at) - at);
        std::string answer = "RTSP/1.0 200 OK\r\n" + cseq + "\r\nSession: 7\r\n", body;
        if (request.starts_with("OPTIONS")) answer += "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n";
        if (request.starts_with("SETUP")) answer += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
        if (request.starts_with("DESCRIBE")) {
            body = stream.sdp;
            answer += "Content-Type: application/sdp\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        }
        answer += "\r\n" + body;
        if (!send_all(fd, answer.data(), answer.size())) return;
        if (request.starts_with("PLAY")) return play(fd, stream);
    }
}

void RtspServer::play(int fd, RtpStream& stream) {
    for (int number = 0; !ending_; ++number) {
        while (stalled_ && !ending_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (!stream.send_picture(number)) return;
        pollfd client{fd, POLLIN, 0};  // reads away what the client says, and sees it go
        if (::poll(&client, 1, 1000 / fps) > 0) {
            char ignored[2048];
            if (::recv(fd, ignored, sizeof ignored, MSG_DONTWAIT) == 0) return;
        }
    }
}

}  // namespace smp::test
