#include "support/mjpeg_server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string_view>
#include <utility>

namespace smp::test {
namespace {

constexpr std::pair<Misbehave, std::string_view> words[] = {
    {Misbehave::none, "none"},        {Misbehave::stall, "stall"},   {Misbehave::garbage, "garbage"},
    {Misbehave::only_noise, "noise"}, {Misbehave::resize, "resize"}, {Misbehave::cut, "cut"},
    {Misbehave::refuse, "refuse"},    {Misbehave::busy, "busy"},     {Misbehave::hang, "hang"}};

constexpr int number_bits = 16;

cv::Rect bit_cell(cv::Size size, int bit) {
    const int w = size.width / number_bits;
    return {bit * w, 0, w, size.height / 8};
}

}  // namespace

std::string_view in_words(Misbehave how) {
    for (const auto& [value, word] : words)
        if (value == how) return word;
    return "";
}

bool from_words(std::string_view word, Misbehave& how) {
    for (const auto& [value, known] : words)
        if (known == word) return how = value, true;
    return false;
}

cv::Mat pattern_picture(int number, cv::Size size) {
    cv::Mat m(size, CV_8UC3);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            m.at<cv::Vec3b>(y, x) = {static_cast<uchar>(40 + 160 * x / size.width),
                                     static_cast<uchar>(40 + 160 * y / size.height),
                                     static_cast<uchar>(60 + (x + 4 * number) / 8 % 16 * 8)};
    for (int bit = 0; bit < number_bits; ++bit)
        m(bit_cell(size, bit)).setTo((number >> bit) & 1 ? cv::Scalar::all(235) : cv::Scalar::all(20));
    return m;
}

int pattern_number(const cv::Mat& bgr) {
    int number = 0;
    for (int bit = 0; bit < number_bits; ++bit) {
        const cv::Rect cell = bit_cell(bgr.size(), bit);
        if (cell.width < 6 || cell.height < 6) return -1;
        const cv::Rect core(cell.x + cell.width / 4, cell.y + cell.height / 4, cell.width / 2, cell.height / 2);
        const double level = cv::mean(bgr(core))[1];
        if (level > 60 && level < 190) return -1;
        if (level >= 190) number |= 1 << bit;
    }
    return number;
}

MjpegServer::MjpegServer(MjpegServerOptions options, NextPicture next)
    : options_(std::move(options)), next_(std::move(next)), listener_(options_.port) {
    if (!next_) next_ = [](int number) { return pattern_picture(number); };
    accepting_ = std::thread([this] { accept_all(); });
}

MjpegServer::~MjpegServer() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    listener_.wake();
    drop_connections();
    accepting_.join();
    for (auto& thread : serving_) thread.join();
}

std::string MjpegServer::address() const {
    return "http://127.0.0.1:" + std::to_string(port()) + options_.path + "?x=1";
}

void MjpegServer::misbehave(Misbehave how) {
    how_ = how;
    listener_.wake();  // the accepting thread opens and closes the port
    if (how == Misbehave::cut || how == Misbehave::refuse || how == Misbehave::busy || how == Misbehave::hang)
        drop_connections();
    changed_.notify_all();
}

void MjpegServer::drop_connections() {
    std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
}

bool MjpegServer::pause(double seconds) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::duration<double>(seconds), [&] { return ending_; });
    return !ending_;
}

void MjpegServer::accept_all() {
    for (;;) {
        {
            std::lock_guard lock(mutex_);
            if (ending_) return;
        }
        if (how_ == Misbehave::refuse)
            listener_.close();
        else
            listener_.open();
        const int fd = listener_.accept();
        if (fd < 0) continue;
        if (how_ == Misbehave::cut) {
            ::close(fd);
            continue;
        }
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ++connections_;
        std::lock_guard lock(mutex_);
        if (ending_) {
            ::close(fd);
            return;
        }
        open_.push_back(fd);
        serving_.emplace_back([this, fd] {
            serve(fd);
            std::lock_guard done(mutex_);
            open_.erase(std::find(open_.begin(), open_.end(), fd));
            ::close(fd);
        });
    }
}

bool MjpegServer::send_noise(int fd, std::size_t bytes) {
    static thread_local std::mt19937 random(7);
    std::string noise(bytes, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    return send_all(fd, noise.data(), noise.size());
}

bool MjpegServer::send_part(int fd, int number) {
    cv::Mat picture = next_(number);
    if (how_ == Misbehave::resize) cv::resize(picture, picture, {}, 0.5, 0.5, cv::INTER_AREA);
    std::vector<unsigned char> jpeg;
    cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, 90});
    std::size_t said = jpeg.size();
    if (how_ == Misbehave::garbage) {
        if (!send_noise(fd, 500) || !send_all(fd, jpeg.data(), jpeg.size() * 2 / 3) || !send_all(fd, "\r\n", 2))
            return false;
        said = static_cast<std::size_t>(number) * 7919 % 200000;
    }
    std::string head = "--" + options_.boundary + "\r\nContent-Type: image/jpeg\r\n";
    if (options_.content_length) head += "Content-Length: " + std::to_string(said) + "\r\n";
    head += "\r\n";
    if (!send_all(fd, head.data(), head.size()) || !send_all(fd, jpeg.data(), jpeg.size()) || !send_all(fd, "\r\n", 2))
        return false;
    ++sent_;
    return true;
}

// The head of the answer. False when that is all.
bool MjpegServer::answer(int fd, const std::string& request) {
    const auto say = [&](const std::string& text) { return send_all(fd, text.data(), text.size()); };
    if (how_ == Misbehave::busy) return say("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy"), false;
    const auto refuse_login = [&](const std::string& challenge) {
        return say("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + challenge +
                   "\r\nContent-Length: 6\r\nConnection: close\r\n\r\nno way"),
               false;
    };
    const auto holds = [&](const std::string& text) { return request.find(text) != std::string::npos; };
    if (!options_.basic_token.empty() && !holds("Authorization: Basic " + options_.basic_token + "\r\n"))
        return refuse_login("Basic realm=\"cam\"");
    if (!options_.digest_user.empty() && !holds("Authorization: Digest username=\"" + options_.digest_user + "\""))
        return refuse_login("Digest realm=\"cam\", nonce=\"0123456789\", qop=\"auth\", algorithm=MD5");
    if (request.starts_with("GET /still.jpg")) {
        std::vector<unsigned char> jpeg;
        cv::imencode(".jpg", next_(static_cast<int>(sent_++)), jpeg);
        say("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: " + std::to_string(jpeg.size()) +
            "\r\nConnection: close\r\n\r\n");
        send_all(fd, jpeg.data(), jpeg.size());
        return false;
    }
    if (request.starts_with("GET /page"))
        return say("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"), false;
    if (!request.starts_with("GET " + options_.path + "?x=1 ") && !request.starts_with("GET " + options_.path + " "))
        return say("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), false;
    return say(
        "HTTP/1.0 200 OK\r\nConnection: close\r\nCache-Control: no-cache\r\n"
        "Content-Type: multipart/x-mixed-replace; boundary=\"" +
        options_.boundary + "\"\r\n\r\n");
}

void MjpegServer::serve(int fd) {
    std::string request;
    char text[2048];
    while (request.find("\r\n\r\n") == std::string::npos) {
        const auto n = ::recv(fd, text, sizeof text, 0);
        if (n <= 0 || request.size() > 16384) return;
        request.append(text, static_cast<std::size_t>(n));
    }
    while (how_ == Misbehave::hang)
        if (!pause(0.05)) return;
    if (!answer(fd, request)) return;
    auto due = std::chrono::steady_clock::now();
    for (int number = 0;; ++number) {
        while (how_ == Misbehave::stall)
            if (!pause(0.02)) return;
        if (how_ == Misbehave::only_noise ? !send_noise(fd, 20000) : !send_part(fd, number)) return;
        due = std::max(due + std::chrono::microseconds(static_cast<long>(1e6 / options_.fps)),
                       std::chrono::steady_clock::now() - std::chrono::milliseconds(100));
        if (!pause(std::chrono::duration<double>(due - std::chrono::steady_clock::now()).count())) return;
    }
}

}  // namespace smp::test
