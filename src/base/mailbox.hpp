// A one-slot hand-over between two threads: the newest value wins, what it replaces is counted as dropped.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace smp {

template <class T>
class Mailbox {
  public:
    // Returns false when the box is closed. Never blocks on the reader.
    bool put(T value) {
        {
            std::lock_guard lock(mutex_);
            if (closed_) return false;
            if (slot_) ++dropped_;
            slot_ = std::move(value);
        }
        ready_.notify_one();
        return true;
    }

    // Empty when nothing came within the timeout or the box is closed.
    std::optional<T> take(std::chrono::milliseconds timeout) {
        std::unique_lock lock(mutex_);
        ready_.wait_for(lock, timeout, [&] { return slot_.has_value() || closed_; });
        return std::exchange(slot_, std::nullopt);
    }

    std::optional<T> try_take() {
        std::lock_guard lock(mutex_);
        return std::exchange(slot_, std::nullopt);
    }

    void close() {
        {
            std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
    }

    bool closed() const {
        std::lock_guard lock(mutex_);
        return closed_;
    }

    std::uint64_t dropped() const {
        std::lock_guard lock(mutex_);
        return dropped_;
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::optional<T> slot_;
    std::uint64_t dropped_ = 0;
    bool closed_ = false;
};

}  // namespace smp
