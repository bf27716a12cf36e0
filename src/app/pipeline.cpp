#include "app/pipeline.hpp"

#include <pthread.h>

#include <thread>

namespace smp {

struct TrackedFrames::Threads {
    // Two frames of slack on either side evens out a slow one without piling up pictures.
    BoundedQueue<Frame> decoded{2};
    BoundedQueue<Tracked> tracked{2};
    std::mutex mutex;
    std::optional<Error> broken;
    std::thread decoder, tracker;
};

TrackedFrames::TrackedFrames(Decode decode, Step step) : threads_(std::make_unique<Threads>()) {
    Threads& t = *threads_;
    t.decoder = std::thread([&t, decode = std::move(decode)] {
        pthread_setname_np(pthread_self(), "decode");
        for (;;) {
            auto frame = decode();
            if (!frame) {
                std::lock_guard lock(t.mutex);
                t.broken = frame.error();
            }
            if (!frame || !*frame || !t.decoded.put(std::move(**frame))) break;
        }
        t.decoded.close();
    });
    t.tracker = std::thread([&t, step = std::move(step)] {
        pthread_setname_np(pthread_self(), "track");
        while (auto frame = t.decoded.take())
            if (!t.tracked.put(step(std::move(*frame)))) break;
        t.tracked.close();
    });
}

TrackedFrames::~TrackedFrames() {
    threads_->decoded.close();
    threads_->tracked.close();
    threads_->decoder.join();
    threads_->tracker.join();
}

Expected<std::optional<Tracked>> TrackedFrames::next() {
    auto frame = threads_->tracked.take();
    if (frame) return frame;
    std::lock_guard lock(threads_->mutex);
    if (threads_->broken) return *threads_->broken;
    return std::optional<Tracked>();
}

}  // namespace smp
