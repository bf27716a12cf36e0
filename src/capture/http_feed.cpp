// MJPEG cameras over http. One thread reads the network and hands over the newest JPEG; the capture thread decodes it,
// so that a slow decoder never lets pictures queue up in the socket.
#include <httplib.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "base/texts.hpp"
#include "capture/feed.hpp"
#include "capture/mjpeg_parser.hpp"
#include "capture/picture.hpp"
#include "capture/url.hpp"
#include "capture/video_reader.hpp"

namespace smp {
namespace {

// Back within 2 s: a host that was off costs one connect_s, then 0.5 s pause, then it is there.
constexpr double connect_s = 1, silence_s = 1.5;
constexpr std::size_t max_error_page_bytes = 1u << 20;

// A second handle on the connection, so that another thread can end any wait on it and never touches a number that
// the system has given to another file meanwhile.
class Hangup {
  public:
    ~Hangup() { release(); }
    void watch(int socket) {
        std::lock_guard lock(mutex_);
        if (fd_ >= 0) ::close(fd_);
        fd_ = ::dup(socket);
        if (cut_ && fd_ >= 0) ::shutdown(fd_, SHUT_RDWR);
    }
    void release() {
        std::lock_guard lock(mutex_);
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    void cut() {
        std::lock_guard lock(mutex_);
        cut_ = true;
        if (fd_ >= 0) ::shutdown(fd_, SHUT_RDWR);
    }
    bool is_cut() const {
        std::lock_guard lock(mutex_);
        return cut_;
    }
    void reset() {
        std::lock_guard lock(mutex_);
        cut_ = false;
    }

  private:
    mutable std::mutex mutex_;
    int fd_ = -1;
    bool cut_ = false;
};

struct Jpeg {
    std::vector<std::uint8_t> bytes;
    double arrived_s = 0;
};

FeedEnd end_of(const httplib::Result& result, int status, const std::string& type, const std::string& where) {
    const auto gone = [&](const std::string& why) { return FeedEnd{LiveState::gone, where + ": " + why}; };
    if (status == 401 || status == 403) return gone(tr_fill("the camera refuses this user and password ({0})", status));
    if (status == 503) return {LiveState::busy, where + ": " + tr("the camera is busy (503); close its other viewers")};
    if (status != 0 && status != 200) return gone(tr_fill("the camera answers with error {0}", status));
    if (status == 200 && !type.empty()) return gone(tr_fill("sends {0}, not an MJPEG stream; check the path", type));
    if (status == 200) return gone(tr("the stream was cut"));
    switch (result.error()) {
        case httplib::Error::Connection:
            return gone(tr("no connection; check that the camera is on and in this network"));
        case httplib::Error::ConnectionTimeout:
            return gone(tr("does not answer; check that the camera is on"));
        default:
            return gone(tr_fill("no answer that is a stream ({0})", httplib::to_string(result.error())));
    }
}

class HttpFeed final : public Feed {
  public:
    explicit HttpFeed(const std::string& address) : url_(parse_url(address)) {}

    void interrupt() override {
        stop_ = true;
        hangup_.cut();
    }

    FeedEnd run(FeedSink& sink) override {
        if (!url_) return {LiveState::gone, url_.error().line()};
        if (!stop_) hangup_.reset();
        if (stop_) return {};
        Exchange exchange;
        std::thread network([&] {
            pthread_setname_np(pthread_self(), "smp-network");
            try {
                exchange.end = talk(exchange);
            } catch (const std::exception& fault) {
                exchange.end = {LiveState::gone, url_->shown() + ": " + fault.what()};
            }
            exchange.jpegs.close();
        });
        decode(exchange, sink);
        network.join();
        hangup_.release();
        return exchange.end;
    }

  private:
    struct Exchange {
        Mailbox<Jpeg> jpegs;
        std::atomic<bool> answered{false};
        std::atomic<std::uint64_t> skipped{0};
        FeedEnd end;
    };

    FeedEnd talk(Exchange& exchange) {
        httplib::Client client(url_->host, url_->port);
        client.set_connection_timeout(std::chrono::duration<double>(connect_s));
        client.set_read_timeout(std::chrono::microseconds(static_cast<long>(silence_s * 1e6)));
        client.set_write_timeout(std::chrono::microseconds(static_cast<long>(silence_s * 1e6)));
        client.set_follow_location(true);
        client.set_url_encode(false);
        client.set_decompress(false);
        client.set_tcp_nodelay(true);
        client.set_socket_options([this](socket_t socket) { hangup_.watch(socket); });
        if (!url_->user.empty()) {
            client.set_basic_auth(url_->user, url_->password);
            client.set_digest_auth(url_->user, url_->password);
        }
        for (;;) {
            Answer answer;
            const auto result = get(client, exchange, answer);
            // Some cameras give one picture a request: it is asked for again and again.
            if (!answer.one_picture || !result || answer.status != 200 || stop_)
                return end_of(result, answer.status, answer.other_type, url_->shown());
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    struct Answer {
        int status = 0;
        std::string other_type;  // what it sends, where that is no stream of pictures
        bool one_picture = false;
    };

    httplib::Result get(httplib::Client& client, Exchange& exchange, Answer& answer) {
        MjpegParser parser;
        const std::uint64_t skipped_before = exchange.skipped;
        std::size_t unwanted_bytes = 0;
        return client.Get(
            url_->target,
            [&](const httplib::Response& response) {
                answer = {response.status, "", false};
                exchange.answered = true;
                const std::string type = response.get_header_value("Content-Type");
                answer.one_picture = type.starts_with("image/jpeg");
                if (!answer.one_picture && !type.starts_with("multipart/") && !type.starts_with("video/") &&
                    !type.starts_with("application/octet-stream"))
                    answer.other_type = type.empty() ? "no content type" : type;
                return answer.status != 200 || answer.other_type.empty();  // the login needs a 401 to be let through
            },
            [&](const char* data, std::size_t size) {
                if (answer.status != 200) return !stop_ && (unwanted_bytes += size) < max_error_page_bytes;
                for (auto& jpeg : parser.push({reinterpret_cast<const std::uint8_t*>(data), size}))
                    exchange.jpegs.put({std::move(jpeg), steady_seconds()});
                exchange.skipped = skipped_before + parser.skipped();
                return !stop_.load();
            });
    }

    void decode(Exchange& exchange, FeedSink& sink) {
        const double began_s = steady_seconds();
        std::uint64_t told = 0, undecodable = 0;
        cv::Size size;
        for (;;) {
            auto jpeg = exchange.jpegs.take(std::chrono::milliseconds(100));
            if (sink.stopping() || stop_) hangup_.cut();
            if (!exchange.answered && steady_seconds() - began_s > connect_s + silence_s) hangup_.cut();
            if (!jpeg) {
                if (exchange.jpegs.closed()) return;
                continue;
            }
            auto picture = decode_picture(jpeg->bytes, url_->shown());
            if (!picture) {
                ++undecodable;
                continue;
            }
            if (picture->size() != size) {
                size = picture->size();
                sink.opened({picture->cols, picture->rows, 0, 0,
                             "network camera " + url_->shown() + ": MJPEG " + std::to_string(picture->cols) + "x" +
                                 std::to_string(picture->rows)});
            }
            const std::uint64_t lost = exchange.jpegs.dropped() + exchange.skipped + undecodable;
            sink.deliver(*picture, jpeg->arrived_s, lost - told);
            told = lost;
        }
    }

    Expected<Url> url_;
    Hangup hangup_;
    std::atomic<bool> stop_{false};
};

}  // namespace

std::unique_ptr<Feed> make_http_feed(const std::string& address) {
    return std::make_unique<HttpFeed>(address);
}

}  // namespace smp
