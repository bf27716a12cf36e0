// An rtsp camera for tests: H.264 over TCP on 127.0.0.1, one client at a time.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "support/listener.hpp"

namespace smp::test {

class RtspServer {
  public:
    RtspServer() : thread_([this] { accept_all(); }) {}
    ~RtspServer();
    std::string address() const { return "rtsp://127.0.0.1:" + std::to_string(listener_.port()) + "/stream"; }
    void stall(bool on) { stalled_ = on; }
    void cut();  // ends the connection there is

  private:
    void accept_all();
    void serve(int fd);
    void play(int fd, struct RtpStream& stream);

    Listener listener_;
    std::atomic<int> client_{-1};
    std::atomic<bool> ending_{false}, stalled_{false};
    std::thread thread_;
};

}  // namespace smp::test
