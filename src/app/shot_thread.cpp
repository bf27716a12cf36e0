#include "app/shot_thread.hpp"

#include <pthread.h>

#include <exception>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr std::size_t most_waiting = 4;  // two pictures each: some 40 MB

}  // namespace

ShotThread::ShotThread(std::filesystem::path folder, std::function<void()> finished)
    : folder_(std::move(folder)), finished_(std::move(finished)), thread_([this] { work(); }) {}

ShotThread::~ShotThread() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool ShotThread::put(Shot shot) {
    {
        std::lock_guard lock(mutex_);
        if (waiting_.size() >= most_waiting) return false;
        waiting_.push_back(std::move(shot));
    }
    changed_.notify_all();
    return true;
}

std::vector<Expected<std::string>> ShotThread::take_results() {
    std::lock_guard lock(mutex_);
    return std::exchange(results_, {});
}

void ShotThread::work() {
    pthread_setname_np(pthread_self(), "smp-pictures");
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !waiting_.empty() || ending_; });
        if (waiting_.empty()) return;
        const Shot shot = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        Expected<std::string> result =
            Error{ExitCode::fault, tr("the pictures could not be written"), folder_.string(), ""};
        try {
            result = write_screenshot(folder_, shot);
        } catch (const std::exception& fault) {  // out of memory, say: the mirror goes on
            result = Error{ExitCode::fault, fault.what(), folder_.string(), tr("free some memory and try again")};
        }
        lock.lock();
        results_.push_back(std::move(result));
        lock.unlock();
        finished_();
    }
}

}  // namespace smp
