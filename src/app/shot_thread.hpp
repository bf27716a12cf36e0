// Writes screenshots on a thread of its own, so that the mirror never waits for a disk.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/screenshot.hpp"

namespace smp {

class ShotThread {
  public:
    // `finished` is called on the thread after each shot, to wake the one who collects results.
    ShotThread(std::filesystem::path folder, std::function<void()> finished);
    ~ShotThread();  // writes what is still waiting
    ShotThread(const ShotThread&) = delete;
    ShotThread& operator=(const ShotThread&) = delete;

    // False when too many are still waiting: the shot is not taken.
    bool put(Shot shot);
    std::vector<Expected<std::string>> take_results();  // names of those written since the last call, or why not

  private:
    void work();

    const std::filesystem::path folder_;
    const std::function<void()> finished_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::deque<Shot> waiting_;
    std::vector<Expected<std::string>> results_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace smp
