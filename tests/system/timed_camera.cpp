#include "system/timed_camera.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <stdexcept>

#include "system/screen.hpp"

namespace smp::test {
namespace {

constexpr int number_bits = 12, cells = 2 * number_bits;

// Forth and back, so that the head never jumps.
std::vector<cv::Mat> clip(std::size_t frames) {
    cv::VideoCapture video(demo_clip.string());
    std::vector<cv::Mat> out;
    for (cv::Mat bgr; out.size() < frames && video.read(bgr);) out.push_back(bgr.clone());
    if (out.size() < 2 || out.front().size() != TimedCamera::picture_px())
        throw std::runtime_error("the demo clip is not there, or of another size");
    for (std::size_t i = out.size() - 1; i-- > 1;) out.push_back(out[i]);
    return out;
}

MjpegServerOptions at_rate(double fps) {
    MjpegServerOptions out;
    out.fps = fps;
    return out;
}

}  // namespace

TimedCamera::TimedCamera(double fps)
    : client_(clip(150)), wall_(picture_px(), CV_8UC3), server_(at_rate(fps), [this](int) { return picture(); }) {
    cv::randu(wall_, 90, 130);
    cv::GaussianBlur(wall_, wall_, {}, 9);
}

// The number in one half, its complement in the other: a strip half of one picture and half of the next
// is no number.
cv::Mat TimedCamera::picture() {
    const int counted = count_++, number = counted % numbers;
    cv::Mat out = client_there_ ? client_[static_cast<std::size_t>(counted) % client_.size()].clone() : wall_.clone();
    const int width = out.cols / cells;
    for (int cell = 0; cell < cells; ++cell) {
        const bool set = (((number >> (cell % number_bits)) & 1) != 0) == (cell < number_bits);
        out(cv::Rect(cell * width, 0, width, strip_height_px)).setTo(cv::Scalar::all(set ? 235 : 20));
    }
    sent_s_[static_cast<std::size_t>(number)] = seconds();
    return out;
}

std::optional<int> TimedCamera::number_in(const cv::Mat& strip_bgr, bool mirrored) {
    cv::Mat strip = strip_bgr;
    if (mirrored) cv::flip(strip_bgr, strip, 1);
    const int width = strip.cols / cells;
    int number = 0;
    for (int cell = 0; cell < cells; ++cell) {
        const cv::Rect core(cell * width + width / 4, strip.rows / 4, width / 2, std::max(1, strip.rows / 2));
        const double level = cv::mean(strip(core))[1];
        if (level > 90 && level < 165) return {};
        const bool set = level >= 165;
        if (cell < number_bits)
            number |= set << cell;
        else if (set == (((number >> (cell - number_bits)) & 1) != 0))
            return {};
    }
    return number;
}

}  // namespace smp::test
