// A network camera whose pictures say when they were sent: the client of the demo clip, over and over, with a number in
// a strip at the top; so that a picture of the mirror's window tells how old what it shows is.
#pragma once

#include <array>
#include <atomic>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "support/mjpeg_server.hpp"

namespace smp::test {

class TimedCamera {
  public:
    explicit TimedCamera(double fps);

    std::string address() const { return server_.address(); }
    static cv::Size picture_px() { return {1280, 720}; }
    // Where the number is in a picture, mirrored or not.
    static cv::Rect strip_px() { return {0, 0, picture_px().width, strip_height_px}; }
    // Of a grabbed strip; none when it shows no number of this camera's.
    static std::optional<int> number_in(const cv::Mat& strip_bgr, bool mirrored);
    // Steady clock when that picture was made to be sent; 0: it was not yet.
    double sent_s(int number) const { return sent_s_[static_cast<std::size_t>(number)].load(); }

    void misbehave(Misbehave how) { server_.misbehave(how); }
    void show_client(bool there) { client_there_ = there; }  // else the wall behind

  private:
    static constexpr int strip_height_px = 12, numbers = 1 << 12;  // then it begins anew
    cv::Mat picture();

    std::vector<cv::Mat> client_;
    cv::Mat wall_;
    std::array<std::atomic<double>, numbers> sent_s_{};
    std::atomic<int> count_ = 0;
    std::atomic<bool> client_there_ = true;
    MjpegServer server_;  // last: it asks for pictures from its first moment on
};

}  // namespace smp::test
