#include "support/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace smp::test {

Listener::Listener(int port) : port_(port) {
    open();
    if (::pipe(wake_) == 0) return;
    close();
    throw std::runtime_error("no pipe");
}

Listener::~Listener() {
    close();
    for (const int fd : wake_) ::close(fd);
}

void Listener::open() {
    if (socket_ >= 0) return;
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<std::uint16_t>(port_));
    socklen_t size = sizeof at;
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || ::listen(socket_, 16) != 0) {
        close();
        throw std::runtime_error("port " + std::to_string(port_) + " cannot be used");
    }
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
}

void Listener::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

int Listener::accept() {
    pollfd fds[2] = {{wake_[0], POLLIN, 0}, {socket_, POLLIN, 0}};
    ::poll(fds, socket_ >= 0 ? 2 : 1, 1000);
    if (fds[0].revents) {
        char text[64];
        (void)!::read(wake_[0], text, sizeof text);
        return -1;
    }
    if (socket_ < 0 || !(fds[1].revents & POLLIN)) return -1;
    return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
}

void Listener::wake() {
    (void)!::write(wake_[1], "x", 1);
}

bool send_all(int fd, const void* data, std::size_t size) {
    const char* from = static_cast<const char*>(data);
    while (size > 0) {
        const auto n = ::send(fd, from, size, MSG_NOSIGNAL);
        if (n <= 0) return false;
        from += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

}  // namespace smp::test
