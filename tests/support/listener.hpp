// A listening TCP socket on 127.0.0.1 for the cameras that the tests serve.
#pragma once

#include <cstddef>

namespace smp::test {

class Listener {
  public:
    explicit Listener(int port = 0);  // 0: any free one. Throws when it cannot be used
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int port() const { return port_; }

    // These three on one thread. Closed, clients are told "connection refused"; open() takes the same port again.
    void open();
    void close();
    int accept();  // the next client's socket; -1 after wake() or a second without one

    void wake();  // from any thread

  private:
    int port_, socket_ = -1, wake_[2] = {-1, -1};
};

bool send_all(int fd, const void* data, std::size_t size);  // false when the client has gone

}  // namespace smp::test
