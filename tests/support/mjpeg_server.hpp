// A network camera for tests: serves JPEGs as multipart/x-mixed-replace on 127.0.0.1 and misbehaves when told to.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <opencv2/core/mat.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/listener.hpp"

namespace smp::test {

enum class Misbehave {
    none,
    stall,       // connections stay open, no more bytes
    garbage,     // random bytes between the parts, a cut JPEG before each good one, wrong lengths
    only_noise,  // random bytes and nothing else
    resize,      // half the picture size
    cut,         // open connections are closed and new ones are closed at once
    refuse,      // the port is closed: "connection refused"
    busy,        // 503
    hang,        // new connections are taken and never answered
};
// Empty for an unknown word.
std::string_view in_words(Misbehave how);
bool from_words(std::string_view word, Misbehave& how);

struct MjpegServerOptions {
    int port = 0;  // 0: any free one
    double fps = 30;
    bool content_length = true;
    std::string basic_token;               // base64 of user:password that is asked for; empty: no login
    std::string digest_user;               // user that a digest login is asked for (its hash is not checked)
    std::string path = "/video";           // "/still.jpg" beside it gives one picture a request
    std::string boundary = "--smp frame";  // as bad cameras write it
};

// A moving test pattern: the frame number is readable by pattern_number() even after JPEG.
cv::Mat pattern_picture(int number, cv::Size size = {640, 360});
int pattern_number(const cv::Mat& bgr);  // 0..65535, -1 when it is no such pattern

class MjpegServer {
  public:
    using NextPicture = std::function<cv::Mat(int number)>;  // empty: the pattern

    explicit MjpegServer(MjpegServerOptions options = {}, NextPicture next = {});
    ~MjpegServer();

    int port() const { return listener_.port(); }
    std::string address() const;  // http://127.0.0.1:PORT/video?x=1
    void misbehave(Misbehave how);
    std::uint64_t sent() const { return sent_; }  // pictures sent whole, over all connections
    std::uint64_t connections() const { return connections_; }

  private:
    void accept_all();
    void serve(int fd);
    bool answer(int fd, const std::string& request);
    bool send_part(int fd, int number);
    bool send_noise(int fd, std::size_t bytes);
    void drop_connections();
    bool pause(double seconds);  // false when the server ends

    MjpegServerOptions options_;
    NextPicture next_;
    Listener listener_;
    std::atomic<Misbehave> how_{Misbehave::none};
    std::atomic<std::uint64_t> sent_{0}, connections_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ending_ = false;
    std::vector<int> open_;
    std::vector<std::thread> serving_;
    std::thread accepting_;
};

}  // namespace smp::test
