#include "tablet/workers.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace smp {

void give_way(int niceness) {
    // On Linux the niceness is a thread's own.
    if (niceness > 0) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

Workers::Workers(std::string name, std::size_t threads, std::size_t most_waiting, int niceness, Work work)
    : most_waiting_(most_waiting), work_(std::move(work)) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, name, niceness] { run(name, niceness); });
}

Workers::~Workers() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& t : threads_) t.join();
}

std::unique_ptr<Connection> Workers::put(std::unique_ptr<Connection> connection) {
    {
        std::lock_guard lock(mutex_);
        if (ending_ || waiting_.size() >= most_waiting_) return connection;
        waiting_.push_back(std::move(connection));
    }
    changed_.notify_one();
    return nullptr;
}

void Workers::run(const std::string& name, int niceness) {
    pthread_setname_np(pthread_self(), name.c_str());
    give_way(niceness);
    for (;;) {
        std::unique_ptr<Connection> next;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
            if (ending_) return;
            next = std::move(waiting_.front());
            waiting_.pop_front();
        }
        work_(std::move(next));
    }
}

}  // namespace smp
