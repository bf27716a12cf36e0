#include "tablet/door.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/steady_clock.hpp"

namespace smp {
namespace {

constexpr std::size_t most_waiting = 192;
constexpr int most_of_a_stranger = 12, most_of_a_known = 40;  // connections from one address, also those at work
constexpr double request_s = 5;    // for the handshake and the first request, or for one that has begun
constexpr double stranger_s = 10;  // a stranger's connection is closed after that
constexpr double idle_s = 90;      // a paired tablet's waits for its next request so long
constexpr int stranger_requests = 10;
constexpr double known_for_s = 8 * 3600;
constexpr std::size_t most_known = 64;

std::string address_of(int fd) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    char text[INET6_ADDRSTRLEN] = "";
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&from), &size) != 0) return "";
    if (from.ss_family == AF_INET) {
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(from).sin_addr, text, sizeof text);
    } else if (from.ss_family == AF_INET6) {
        const in6_addr& a = reinterpret_cast<const sockaddr_in6&>(from).sin6_addr;
        // An IPv4 address in its other clothes; and of IPv6 a network counts as one address, as one machine may take
        // as many of its addresses as it likes.
        if (IN6_IS_ADDR_V4MAPPED(&a)) {
            ::inet_ntop(AF_INET, &a.s6_addr[12], text, sizeof text);
        } else {
            in6_addr network = a;
            if (!IN6_IS_ADDR_LOOPBACK(&a)) std::fill(network.s6_addr + 8, network.s6_addr + 16, 0);
            ::inet_ntop(AF_INET6, &network, text, sizeof text);
        }
    }
    return text;
}

void close_at_once(int fd) {
    const linger hard{1, 0};  // no state is kept for it
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    ::close(fd);
}

void prepare(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    const int on = 1, gone_ms = 4000, idle_probe_s = 10, probe_s = 3, probes = 2;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // A tablet that has left the network takes nothing any more: that is known within seconds.
    ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &gone_ms, sizeof gone_ms);
    ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_probe_s, sizeof idle_probe_s);
    ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &probe_s, sizeof probe_s);
    ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
}

}  // namespace

Door::Door(TlsContext context, Uses uses) : context_(std::move(context)), uses_(std::move(uses)) {
    wake_fd_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    thread_ = std::thread([this] { work(); });
}

Door::~Door() {
    stop();
    ::close(wake_fd_);
}

void Door::stop() {
    ending_ = true;
    wake();
    if (thread_.joinable()) thread_.join();
}

void Door::wake() const {
    const std::uint64_t one = 1;
    // A full counter wakes it as well.
    [[maybe_unused]] const auto written = ::write(wake_fd_, &one, sizeof one);
}

void Door::knock(int fd) {
    const std::string address = address_of(fd);
    const double now_s = steady_s();
    {
        std::lock_guard lock(mutex_);
        const auto at = known_.find(address);
        const bool known = at != known_.end() && now_s < at->second + known_for_s;
        int& open = open_[address];
        const bool room = open < (known ? most_of_a_known : most_of_a_stranger) && new_.size() < most_waiting;
        if (address.empty() || !room || ending_ || !keeper_.admits(address, known, now_s)) {
            ++turned_away_;
            if (open == 0) open_.erase(address);
            close_at_once(fd);
            return;
        }
        ++open;
        prepare(fd);
        auto connection = std::make_unique<Connection>(context_, fd);
        connection->address = address;
        connection->opened_s = now_s;
        connection->deadline_s = now_s + request_s;
        new_.push_back(std::move(connection));
    }
    wake();
}

void Door::back(std::unique_ptr<Connection> connection) {
    const double now_s = steady_s();
    const bool stranger = connection->tablet.empty();
    if (connection->head.closes || (stranger && connection->requests >= stranger_requests)) {
        connection->tls.say_goodbye();
        leave(*connection);
        return;
    }
    connection->began = false;
    connection->deadline_s = stranger ? std::min(now_s + request_s, connection->opened_s + stranger_s) : now_s + idle_s;
    {
        std::lock_guard lock(mutex_);
        new_.push_back(std::move(connection));
    }
    wake();
}

void Door::leave(const Connection& connection) {
    std::lock_guard lock(mutex_);
    const auto at = open_.find(connection.address);
    if (at != open_.end() && --at->second <= 0) open_.erase(at);
}

void Door::drop(std::unique_ptr<Connection> connection) {
    leave(*connection);
}

Door::Counts Door::counts() const {
    std::lock_guard lock(mutex_);
    return {waiting_count_, turned_away_, too_slow_, refused_};
}

// The oldest stranger goes, who has had the most time.
void Door::make_room() {
    while (waiting_.size() > most_waiting) {
        auto oldest = waiting_.end();
        for (auto at = waiting_.begin(); at != waiting_.end(); ++at)
            if ((*at)->tablet.empty() && (oldest == waiting_.end() || (*at)->opened_s < (*oldest)->opened_s))
                oldest = at;
        if (oldest == waiting_.end()) oldest = waiting_.begin();
        drop(std::move(*oldest));
        waiting_.erase(oldest);
    }
}

void Door::take_new(double now_s) {
    Waiting fresh;
    {
        std::lock_guard lock(mutex_);
        fresh.swap(new_);
    }
    for (auto& connection : fresh)
        if (step(connection, now_s)) waiting_.push_back(std::move(connection));
    make_room();
}

bool Door::step(std::unique_ptr<Connection>& connection, double now_s) {
    Connection& c = *connection;
    const auto ends = [&] {
        drop(std::move(connection));
        return false;
    };
    if (now_s >= c.deadline_s) {
        ++too_slow_;
        return ends();
    }
    if (!c.shaken) {
        const Progress p = c.tls.shake_hands();
        c.wants_write = p == Progress::wants_write;
        if (p == Progress::failed) return ends();
        if (p != Progress::done) return true;
        c.shaken = true;
    }
    const Progress p = c.tls.read(c.in, largest_head + largest_body);
    c.wants_write = p == Progress::wants_write;
    if (!c.in.empty() && !c.began) {
        c.began = true;
        c.deadline_s = std::min(c.deadline_s, now_s + request_s);
    }
    auto head = c.in.empty() ? std::nullopt : look_at_head(c.in);
    if (head && head->refused) {
        ++refused_;
        c.tls.write_once(uses_.refusal(head->refused));
        c.tls.say_goodbye();
        return ends();
    }
    if (head && c.in.size() >= head->head_bytes + head->body_bytes) {
        c.tablet = head->token.empty() ? "" : uses_.tablet_of(head->token);
        c.head = std::move(*head);
        ++c.requests;
        if (!c.tablet.empty()) {
            std::lock_guard lock(mutex_);
            if (known_.size() >= most_known && !known_.contains(c.address))
                known_.erase(std::min_element(known_.begin(), known_.end(),
                                              [](const auto& a, const auto& b) { return a.second < b.second; }));
            known_[c.address] = now_s;
        }
        uses_.whole(std::move(connection));
        return false;
    }
    return p == Progress::failed ? ends() : true;
}

void Door::work() {
    pthread_setname_np(pthread_self(), "smp-door");
    std::vector<pollfd> watched;
    std::vector<Waiting::iterator> order;
    while (!ending_) {
        watched.assign(1, {wake_fd_, POLLIN, 0});
        order.clear();
        double next_s = steady_s() + 1;
        for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
            watched.push_back({(*at)->tls.fd(), static_cast<short>((*at)->wants_write ? POLLOUT : POLLIN), 0});
            order.push_back(at);
            next_s = std::min(next_s, (*at)->deadline_s);
        }
        {
            std::lock_guard lock(mutex_);
            waiting_count_ = waiting_.size();
        }
        ::poll(watched.data(), watched.size(), std::max(0, static_cast<int>((next_s - steady_s()) * 1000) + 1));
        if (watched[0].revents) {
            std::uint64_t count = 0;
            [[maybe_unused]] const auto n = ::read(wake_fd_, &count, sizeof count);
        }
        const double now_s = steady_s();
        for (std::size_t i = 0; i < order.size(); ++i) {
            const bool due = now_s >= (*order[i])->deadline_s;
            if ((watched[i + 1].revents || due) && !step(*order[i], now_s)) waiting_.erase(order[i]);
        }
        take_new(now_s);
    }
    waiting_.clear();
}

}  // namespace smp
