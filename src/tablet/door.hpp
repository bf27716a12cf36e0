// Where connections wait until a whole request is there: the TLS handshake and the reading of every request, of all of
// them on one thread that never waits for any. So a side that sends slowly, or nothing, costs a place here and no
// thread, and only for so long.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tablet/rates.hpp"
#include "tablet/request_head.hpp"
#include "tablet/tls.hpp"

namespace smp {

struct Connection {
    Connection(const TlsContext& context, int fd) : tls(context, fd) {}
    TlsSocket tls;
    std::string address;  // of the other side, without its port
    std::string in;       // what has come and is not treated yet
    RequestHead head;     // of the whole request that `in` begins with
    std::string tablet;   // id of the tablet that asks; empty: a stranger
    bool shaken = false;  // hands, for TLS
    bool wants_write = false;
    bool began = false;  // some of the next request is there
    int requests = 0;
    double opened_s = 0, deadline_s = 0;
};

class Door {
  public:
    struct Uses {
        std::function<std::string(const std::string& token)> tablet_of;  // id; empty: no such token
        std::function<void(std::unique_ptr<Connection>)> whole;  // a request can be treated: on the door's thread
        std::function<std::string(int status)> refusal;          // the answer to what is refused
    };
    Door(TlsContext context, Uses uses);
    ~Door();
    void stop();  // hands nothing over any more; the other calls do no harm
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    // A socket that was accepted. Closes it where there is no room, or its address knocks too often.
    void knock(int fd);
    // One whose request has been answered, for the next one.
    void back(std::unique_ptr<Connection> connection);
    void leave(const Connection& connection);  // before one that was handed out is destroyed

    struct Counts {
        std::size_t waiting = 0;        // connections, at this moment
        unsigned long turned_away = 0;  // sockets closed at once, so far
        unsigned long too_slow = 0, refused = 0;
    };
    Counts counts() const;

  private:
    using Waiting = std::list<std::unique_ptr<Connection>>;
    void work();
    void take_new(double now_s);
    bool step(std::unique_ptr<Connection>& connection, double now_s);  // false: it is not waiting any more
    void drop(std::unique_ptr<Connection> connection);
    void wake() const;
    void make_room();

    const TlsContext context_;
    const Uses uses_;
    int wake_fd_ = -1;
    mutable std::mutex mutex_;  // guards what follows
    Doorkeeper keeper_;
    std::map<std::string, double> known_;  // addresses of paired tablets, and when they were last seen
    std::map<std::string, int> open_;      // connections of each address
    Waiting new_;
    std::size_t waiting_count_ = 0;
    unsigned long turned_away_ = 0;
    std::atomic<unsigned long> too_slow_ = 0, refused_ = 0;
    std::atomic<bool> ending_ = false;
    Waiting waiting_;  // the thread's own
    std::thread thread_;
};

}  // namespace smp
