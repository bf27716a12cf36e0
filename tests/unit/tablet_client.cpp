#include "unit/tablet_client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <ctime>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/steady_clock.hpp"

namespace smp::test {
namespace {

SSL_CTX* context() {
    static SSL_CTX* const made = [] {
        std::signal(SIGPIPE, SIG_IGN);
        SSL_CTX* const c = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_verify(c, SSL_VERIFY_NONE, nullptr);
        return c;
    }();
    return made;
}

Answer parsed(const std::string& text) {
    Answer out;
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos || text.size() < 12) return out;
    out.status = std::atoi(text.c_str() + 9);
    out.all_headers = text.substr(0, end);
    out.body = text.substr(end + 4);
    const std::string name = "__Host-smp-tablet=";
    if (const auto at = text.find(name); at != std::string::npos && at < end)
        out.cookie = text.substr(at + name.size(), text.find(';', at) - at - name.size());
    return out;
}

}  // namespace

RawClient::RawClient(int port, const std::string& from) {
    context();
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in own{}, other{};
    own.sin_family = other.sin_family = AF_INET;
    ::inet_pton(AF_INET, from.c_str(), &own.sin_addr);
    ::inet_pton(AF_INET, "127.0.0.1", &other.sin_addr);
    other.sin_port = htons(static_cast<std::uint16_t>(port));
    const timeval wait{5, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    if (::bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0 &&
        ::connect(fd, reinterpret_cast<sockaddr*>(&other), sizeof other) == 0)
        fd_ = fd;
    else
        ::close(fd);
}

RawClient::~RawClient() {
    SSL_free(static_cast<SSL*>(ssl_));
    if (fd_ >= 0) ::close(fd_);
}

bool RawClient::shake_hands() {
    if (fd_ < 0) return false;
    SSL* const ssl = SSL_new(context());
    SSL_set_fd(ssl, fd_);
    ERR_clear_error();
    if (SSL_connect(ssl) == 1) {
        ssl_ = ssl;
        return true;
    }
    SSL_free(ssl);
    return false;
}

bool RawClient::send(const std::string& bytes) {
    if (fd_ < 0) return false;
    ERR_clear_error();
    if (ssl_) return SSL_write(static_cast<SSL*>(ssl_), bytes.data(), static_cast<int>(bytes.size())) > 0;
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

std::string RawClient::receive(double timeout_s, std::size_t most) {
    std::string out;
    char block[4096];
    auto* const ssl = static_cast<SSL*>(ssl_);
    const double end_s = steady_s() + timeout_s;
    while (out.size() < most) {
        const auto head = out.find("\r\n\r\n");
        const auto at = out.find("Content-Length: ");
        if (head != std::string::npos && at < head &&
            out.size() >= head + 4 + static_cast<std::size_t>(std::atol(out.c_str() + at + 16)))
            break;
        if (head != std::string::npos && out.starts_with("HTTP/1.1 204")) break;
        if (!ssl || SSL_pending(ssl) == 0) {
            pollfd wait{fd_, POLLIN, 0};
            const double left_s = end_s - steady_s();
            if (left_s <= 0 || ::poll(&wait, 1, static_cast<int>(left_s * 1000) + 1) <= 0) break;
        }
        ERR_clear_error();
        const auto n = ssl ? SSL_read(ssl, block, sizeof block) : static_cast<int>(::recv(fd_, block, sizeof block, 0));
        if (n <= 0) break;
        out.append(block, static_cast<std::size_t>(n));
    }
    return out;
}

bool RawClient::ended() const {
    pollfd wait{fd_, POLLIN, 0};
    char one = 0;
    return ::poll(&wait, 1, 0) > 0 && ::recv(fd_, &one, 1, MSG_PEEK) <= 0;
}

bool RawClient::closed(double timeout_s) {
    const double end_s = steady_s() + timeout_s;
    char block[4096];
    for (;;) {
        pollfd wait{fd_, POLLIN, 0};
        const double left_s = std::max(0.0, end_s - steady_s());
        if (::poll(&wait, 1, static_cast<int>(left_s * 1000)) <= 0) return false;
        if (::recv(fd_, block, sizeof block, 0) <= 0) return true;
    }
}

Answer ask(int port, const std::string& method, const std::string& path, const std::string& token,
           const std::string& body, const std::string& extra, const std::string& from) {
    RawClient client(port, from);
    if (!client.shake_hands()) return {};
    std::string text =
        method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nConnection: close\r\n";
    if (!token.empty()) text += "Cookie: __Host-smp-tablet=" + token + "\r\n";
    if (method != "GET") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    client.send(text + extra + "\r\n" + body);
    return parsed(client.receive(5));
}

std::string post_headers(int port) {
    return "Content-Type: application/json\r\nOrigin: https://127.0.0.1:" + std::to_string(port) + "\r\n";
}

struct EventReader::State {
    std::mutex mutex;
    std::vector<std::string> events;
    std::atomic<bool> stop = false, ended = false;
};

EventReader::EventReader(int port, std::string token, std::string hand, std::string from)
    : state_(std::make_shared<State>()) {
    thread_ = std::thread([state = state_, port, token, hand, from] {
        RawClient client(port, from);
        if (client.shake_hands() &&
            client.send("GET /events?hand=" + hand +
                        " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-smp-tablet=" + token + "\r\n\r\n")) {
            std::string text;
            while (!state->stop) {
                const std::string more = client.receive(0.005);
                if (more.empty() && client.ended()) break;
                text += more;
                for (auto end = text.find("\n\n"); end != std::string::npos; end = text.find("\n\n")) {
                    const auto begin = text.rfind("data: {", end);
                    if (begin != std::string::npos) {
                        std::lock_guard lock(state->mutex);
                        state->events.push_back(text.substr(begin + 6, end - begin - 6));
                    }
                    text.erase(0, end + 2);
                }
            }
        }
        state->ended = true;
    });
}

EventReader::~EventReader() {
    state_->stop = true;
    thread_.join();
}

std::vector<std::string> EventReader::events() const {
    std::lock_guard lock(state_->mutex);
    return state_->events;
}

bool EventReader::has_heard(const std::string& words) const {
    const auto all = events();
    return std::any_of(all.begin(), all.end(), [&](const auto& e) { return e.find(words) != std::string::npos; });
}
bool EventReader::ended() const {
    return state_->ended;
}

int free_tablet_port() {
    const auto server = TabletServer::start(server_options());
    return server ? (*server)->port() : 0;
}

std::string pairing_code_in(const std::string& said) {
    constexpr std::size_t digits = 6;
    const std::string before = "code ";
    const auto at = said.find(before);
    const std::string code = at == std::string::npos ? "" : said.substr(at + before.size(), digits);
    return code.size() == digits ? code : "";
}

TabletServerOptions server_options() {
    static const Expected<Certificate> certificate = make_certificate({"127.0.0.1", "localhost"}, std::time(nullptr));
    TabletServerOptions out;
    out.port = 0;
    if (certificate) out.certificate = *certificate;
    return out;
}

std::string pair(TabletServer& server, const std::string& name) {
    server.begin_pairing();
    const nlohmann::json body{{"code", server.standing().code}, {"name", name}};
    const Answer answer = ask(server.port(), "POST", "/pair", "", body.dump(), post_headers(server.port()));
    EXPECT_EQ(answer.status, 200) << answer.all_headers << answer.body;
    return answer.cookie;
}

}  // namespace smp::test
