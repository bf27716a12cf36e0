#include "tablet/server.hpp"

#include <httplib.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "base/steady_clock.hpp"
#include "base/texts.hpp"
#include "tablet/routes.hpp"
#include "tablet/shared.hpp"
#include "tablet/workers.hpp"

namespace smp {
namespace {

constexpr int listen_backlog = 128;
// Streams and pictures that are waited for take a thread each while they last.
constexpr std::size_t paired_threads = 22, stranger_threads = 2, most_paired_waiting = 64, most_strangers_waiting = 32;
constexpr double write_s = 4, answer_s = 12;  // one piece; an answer that has an end

// The library's view of a connection whose request has come whole: reading never waits.
class WholeRequest : public httplib::Stream {
  public:
    WholeRequest(Connection& connection, const std::atomic<bool>& ending)
        : c_(connection),
          ending_(ending),
          size_(connection.head.head_bytes + connection.head.body_bytes),
          began_s_(steady_s()) {}

    bool is_readable() const override { return at_ < size_; }
    bool is_writable() const override { return !broken_; }
    ssize_t read(char* to, size_t size) override {
        const std::size_t n = std::min(size, size_ - at_);
        std::memcpy(to, c_.in.data() + at_, n);
        at_ += n;
        return static_cast<ssize_t>(n);
    }
    ssize_t write(const char* from, size_t size) override {
        double deadline_s = steady_s() + write_s;
        if (!tablet::asking().streamed) deadline_s = std::min(deadline_s, began_s_ + answer_s);
        broken_ = broken_ || !c_.tls.write(from, size, deadline_s, ending_);
        return broken_ ? -1 : static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override {
        ip = c_.address;
        port = 0;
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override {
        ip.clear();
        port = 0;
    }
    socket_t socket() const override { return c_.tls.fd(); }
    bool broken() const { return broken_; }

  private:
    Connection& c_;
    const std::atomic<bool>& ending_;
    const std::size_t size_;
    const double began_s_;
    std::size_t at_ = 0;
    bool broken_ = false;
};

// It accepts, and answers what is whole. What comes between is the door's.
class HttpServer : public httplib::Server {
  public:
    std::function<void(int)> knock;

    HttpServer(int listening_fd, const std::atomic<bool>& ending) : ending_(ending) {
        svr_sock_ = listening_fd;
        new_task_queue = [] { return new OnThisThread; };
    }
    // False: the connection is of no use any more.
    bool answer(Connection& connection) {
        tablet::asking() = {&connection, false};
        WholeRequest request(connection, ending_);
        bool closed = false;
        const bool answered = process_request(request, connection.head.closes, closed, nullptr);
        const bool goes_on = answered && !closed && !request.broken() && !tablet::asking().streamed;
        tablet::asking() = {};
        connection.in.erase(0, connection.head.head_bytes + connection.head.body_bytes);
        return goes_on;
    }

  private:
    struct OnThisThread : httplib::TaskQueue {
        void enqueue(std::function<void()> task) override { task(); }
        void shutdown() override {}
    };
    bool process_and_close_socket(socket_t socket) override {
        knock(socket);
        return true;
    }
    const std::atomic<bool>& ending_;
};

Expected<int> listening_socket(int port) {
    const auto failed = [&](int code) {
        const std::string where = tr_fill("port {0}", port);
        if (code == EADDRINUSE)
            return Error{ExitCode::device, tr("another program has it"), where,
                         tr("end that one, or start with --tablet=PORT")};
        return Error{ExitCode::device, tr_fill("cannot be had ({0})", std::strerror(code)), where,
                     tr("start with another one, --tablet=PORT")};
    };
    const int on = 1, off = 0;
    int fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int code = errno;
    if (fd >= 0) {
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);  // IPv4 too
        sockaddr_in6 any{};
        any.sin6_family = AF_INET6;
        any.sin6_port = htons(static_cast<std::uint16_t>(port));
        if (::bind(fd, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0 && ::listen(fd, listen_backlog) == 0)
            return fd;
        code = errno;
        ::close(fd);
        if (code == EADDRINUSE || code == EACCES) return failed(code);
    }
    fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);  // a machine without IPv6
    if (fd < 0) return failed(errno);
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0 && ::listen(fd, listen_backlog) == 0)
        return fd;
    code = errno;
    ::close(fd);
    return failed(code);
}

int port_of(int fd) {
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0) return 0;
    return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(own).sin6_port
                                           : reinterpret_cast<const sockaddr_in&>(own).sin_port);
}

}  // namespace

struct TabletServer::Impl {
    Impl(TabletServerOptions options, TlsContext context, int listening_fd)
        : shared(std::move(options)),
          port(port_of(listening_fd)),
          http(listening_fd, ending),
          door(std::move(context), uses()),
          strangers("smp-stranger", stranger_threads, most_strangers_waiting, 10,
                    [this](auto connection) { answer(std::move(connection)); }),
          paired("smp-tablet", paired_threads, most_paired_waiting, 0,
                 [this](auto connection) { answer(std::move(connection)); }) {
        tablet::add_routes(http, shared);
        http.set_keep_alive_max_count(1000);
        http.set_keep_alive_timeout(60);
        http.knock = [this](int fd) { door.knock(fd); };
        accepting = std::thread([this] {
            pthread_setname_np(pthread_self(), "smp-accept");
            give_way(4);
            http.listen_after_bind();
            accepted_last = true;
        });
        while (!http.is_running() && !accepted_last) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ~Impl() {
        {
            std::lock_guard lock(shared.mutex);
            shared.ending = true;
        }
        ending = true;
        shared.changed.notify_all();
        http.stop();
        accepting.join();
        door.stop();  // it hands nothing over any more; the workers may still give back
    }

    Door::Uses uses() {
        Door::Uses out;
        out.tablet_of = [this](const std::string& token) {
            std::lock_guard lock(shared.mutex);
            const PairedTablet* const found = shared.tablets.find(token);
            return found ? found->id : std::string();
        };
        out.whole = [this](std::unique_ptr<Connection> connection) {
            Workers& who = connection->tablet.empty() ? strangers : paired;
            const auto refused = who.put(std::move(connection));
            if (!refused) return;
            refused->tls.write_once(tablet::refusal(503));
            refused->tls.say_goodbye();
            door.leave(*refused);
        };
        out.refusal = tablet::refusal;
        return out;
    }

    void answer(std::unique_ptr<Connection> connection) {
        bool goes_on = false;
        try {
            goes_on = http.answer(*connection);
        } catch (const std::exception&) {  // none is expected; a request is never the end of the mirror
        }
        if (goes_on) return door.back(std::move(connection));
        connection->tls.say_goodbye();
        door.leave(*connection);
    }

    tablet::Shared shared;
    std::atomic<bool> ending = false, accepted_last = false;
    const int port;
    HttpServer http;
    Door door;
    Workers strangers, paired;  // destroyed before the door that they give back to
    std::thread accepting;
};

TabletServer::TabletServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TabletServer::~TabletServer() = default;

Expected<std::unique_ptr<TabletServer>> TabletServer::start(TabletServerOptions options) {
    auto context = TlsContext::create(options.certificate.pem);
    if (!context) return context.error();
    auto socket = listening_socket(options.port);
    if (!socket) return socket.error();
    return std::unique_ptr<TabletServer>(
        new TabletServer(std::make_unique<Impl>(std::move(options), std::move(*context), *socket)));
}

int TabletServer::port() const {
    return impl_->port;
}

void TabletServer::publish(TabletState state) {
    {
        std::lock_guard lock(impl_->shared.mutex);
        if (impl_->shared.state == state) return;
        impl_->shared.state = std::move(state);
        ++impl_->shared.revision;
    }
    impl_->shared.changed.notify_all();
}

std::vector<TabletCommand> TabletServer::take() {
    return impl_->shared.inbox.take();
}

bool TabletServer::picture_wanted() const {
    std::lock_guard lock(impl_->shared.mutex);
    return steady_s() < impl_->shared.picture_asked_s + tablet::looks_for_s;
}

void TabletServer::put_picture(std::string jpeg) {
    {
        std::lock_guard lock(impl_->shared.mutex);
        impl_->shared.picture = std::move(jpeg);
        ++impl_->shared.picture_number;
    }
    impl_->shared.changed.notify_all();
}

void TabletServer::revoke(const std::string& id) {
    PairedTablets left;
    {
        std::lock_guard lock(impl_->shared.mutex);
        if (!impl_->shared.tablets.revoke(id)) return;
        impl_->shared.allowances.erase(id);
        left = impl_->shared.tablets;
    }
    impl_->shared.changed.notify_all();
    if (impl_->shared.options.tablets_changed) impl_->shared.options.tablets_changed(left);
}

void TabletServer::begin_pairing() {
    std::lock_guard lock(impl_->shared.mutex);
    impl_->shared.code.begin(steady_s());
}

TabletServer::Standing TabletServer::standing() const {
    const double now_s = steady_s();
    std::lock_guard lock(impl_->shared.mutex);
    const tablet::Shared& s = impl_->shared;
    Standing out{s.code.digits(now_s), s.code.left_s(now_s), s.code.wrong_guesses(), s.tablets.list(), {}};
    for (const PairedTablet& t : out.tablets)
        out.connected.push_back(
            std::any_of(s.pages.begin(), s.pages.end(), [&](const auto& page) { return page.second.tablet == t.id; }));
    return out;
}

std::size_t TabletServer::pages() const {
    std::lock_guard lock(impl_->shared.mutex);
    return impl_->shared.pages.size();
}

Door::Counts TabletServer::counts() const {
    return impl_->door.counts();
}

}  // namespace smp
