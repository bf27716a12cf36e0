// A tablet for tests, with everything that a browser would send; and sockets for those that are none.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tablet/server.hpp"

namespace smp::test {

struct Answer {
    int status = 0;  // 0: none came
    std::string body, cookie, all_headers;
};

// Speaks from one of the loopback network's addresses.
class RawClient {
  public:
    RawClient(int port, const std::string& from = "127.0.0.1");
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return fd_ >= 0; }
    bool shake_hands();                   // TLS; false when the other side will not
    bool send(const std::string& bytes);  // over TLS once hands are shaken
    std::string receive(double timeout_s,
                        std::size_t most = 1 << 20);  // until it is silent, closes or has an answer whole
    bool ended() const;                               // by the other side; what has come is still there to be received
    bool closed(double timeout_s);                    // by the other side, within that time

  private:
    int fd_ = -1;
    void* ssl_ = nullptr;
};

// One request on a connection of its own; `extra`: more header lines, each with its line end.
Answer ask(int port, const std::string& method, const std::string& path, const std::string& token = "",
           const std::string& body = "", const std::string& extra = "", const std::string& from = "127.0.0.1");
std::string post_headers(int port);  // as the page's own script sends them

// Reads /events until it is destroyed.
class EventReader {
  public:
    EventReader(int port, std::string token, std::string hand, std::string from = "127.0.0.1");
    ~EventReader();
    std::vector<std::string> events() const;
    bool has_heard(const std::string& words) const;  // in any of them
    bool ended() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
    std::thread thread_;
};

TabletServerOptions server_options();
int free_tablet_port();  // 0: there is none
// The code by which a tablet pairs, out of what the mirror has said so far; empty: it has not said it.
std::string pairing_code_in(const std::string& said);
std::string pair(TabletServer& server, const std::string& name);  // token

}  // namespace smp::test
