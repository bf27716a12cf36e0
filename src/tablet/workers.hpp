// A few threads that answer requests which are whole, and a bounded queue before them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tablet/door.hpp"

namespace smp {

class Workers {
  public:
    using Work = std::function<void(std::unique_ptr<Connection>)>;
    // `niceness`: how far they give way to everything else on the machine.
    Workers(std::string name, std::size_t threads, std::size_t most_waiting, int niceness, Work work);
    ~Workers();  // those that are at work finish; what waits is closed
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // Null when it was taken; else given back, as there is no room.
    std::unique_ptr<Connection> put(std::unique_ptr<Connection> connection);

  private:
    void run(const std::string& name, int niceness);

    const std::size_t most_waiting_;
    const Work work_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Connection>> waiting_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

void give_way(int niceness);  // the calling thread

}  // namespace smp
