#include "capture/picture_convert.hpp"

#include <opencv2/imgproc.hpp>
extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

namespace smp {
namespace {

// What an untagged video means is a convention: BT.601 for standard definition, BT.709 above.
int matrix_of(const AVFrame& frame) {
    switch (frame.colorspace) {
        case AVCOL_SPC_BT709:
            return SWS_CS_ITU709;
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
            return SWS_CS_ITU601;
        case AVCOL_SPC_FCC:
            return SWS_CS_FCC;
        case AVCOL_SPC_SMPTE240M:
            return SWS_CS_SMPTE240M;
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return SWS_CS_BT2020;
        default:
            return frame.width >= 1280 || frame.height > 576 ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }
}

bool full_range(const AVFrame& frame) {
    switch (frame.format) {
        case AV_PIX_FMT_YUVJ420P:
        case AV_PIX_FMT_YUVJ422P:
        case AV_PIX_FMT_YUVJ444P:
        case AV_PIX_FMT_YUVJ440P:
        case AV_PIX_FMT_YUVJ411P:
            return true;
        default:
            return frame.color_range == AVCOL_RANGE_JPEG;
    }
}

}  // namespace

PictureConvert::PictureConvert() = default;
PictureConvert::~PictureConvert() {
    sws_freeContext(scaler_);
}

Status PictureConvert::prepare(const AVFrame& frame) {
    const int space = matrix_of(frame), range = full_range(frame) ? 1 : 0;
    if (scaler_ && frame.width == width_ && frame.height == height_ && frame.format == format_ && space == space_ &&
        range == range_)
        return Done{};
    const auto format = static_cast<AVPixelFormat>(frame.format);
    scaler_ =
        sws_getCachedContext(scaler_, frame.width, frame.height, format, frame.width, frame.height, AV_PIX_FMT_GBRP,
                             SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr);
    if (!scaler_) {
        const char* name = av_get_pix_fmt_name(format);
        return Error{ExitCode::input, std::string("pictures of the format ") + (name ? name : "?") + " are not known",
                     "", "convert the video, for example: ffmpeg -i IN -pix_fmt yuv420p OUT.mp4"};
    }
    sws_setColorspaceDetails(scaler_, sws_getCoefficients(space), range, sws_getCoefficients(SWS_CS_ITU709), 1, 0,
                             1 << 16, 1 << 16);
    width_ = frame.width, height_ = frame.height, format_ = frame.format, space_ = space, range_ = range;
    return Done{};
}

Expected<cv::Mat> PictureConvert::to_bgr(const AVFrame& frame, int quarter_turns) {
    cv::Mat bgr;
    if (frame.format == AV_PIX_FMT_GRAY8) {
        const cv::Mat grey(frame.height, frame.width, CV_8UC1, frame.data[0],
                           static_cast<std::size_t>(frame.linesize[0]));
        cv::cvtColor(grey, bgr, cv::COLOR_GRAY2BGR);
    } else {
        if (auto ok = prepare(frame); !ok) return ok.error();
        // To planes, for which swscale has vector code that is also exact: straight to packed BGR it is four times
        // slower or up to three levels off. Lines are padded, as that code may write a few pixels past their end.
        const int padded = (frame.width + 63) / 64 * 64;
        planes_.create(frame.height * 3, padded, CV_8UC1);
        const auto plane = [&](int k) { return planes_.rowRange(k * frame.height, (k + 1) * frame.height); };
        std::uint8_t* const to[4] = {plane(0).data, plane(1).data, plane(2).data, nullptr};
        const int stride[4] = {padded, padded, padded, 0};
        if (sws_scale(scaler_, frame.data, frame.linesize, 0, frame.height, to, stride) != frame.height)
            return Error{ExitCode::input, "a picture cannot be converted", "", ""};
        const cv::Mat blue_green_red[] = {plane(1).colRange(0, frame.width), plane(0).colRange(0, frame.width),
                                          plane(2).colRange(0, frame.width)};
        cv::merge(blue_green_red, 3, bgr);
    }
    if (quarter_turns == 0) return bgr;
    constexpr cv::RotateFlags turns[] = {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE};
    cv::Mat upright;
    cv::rotate(bgr, upright, turns[quarter_turns - 1]);
    return upright;
}

}  // namespace smp
