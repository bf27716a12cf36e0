#include "app/pipeline.hpp"

#include <pthread.h>

#include <thread>

namespace smp {

struct TrackedFrames::Threads {
    // Two frames of slack on either side evens out a slow one without piling up pictures.
    BoundedQueue<Frame> decoded{2};
    BoundedQueue<Tracked> followed{2}, tracked{2};
    std::mutex mutex;
    std::optional<Error> broken;
    std::thread decoder, tracker, reader;
};

TrackedFrames::TrackedFrames(Decode decode, Follow follow, Read read) : threads_(std::make_unique<Threads>()) {
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
    t.tracker = std::thread([&t, follow = std::move(follow)] {
        pthread_setname_np(pthread_self(), "track");
        while (auto frame = t.decoded.take())
            if (!t.followed.put(follow(std::move(*frame)))) break;
        t.followed.close();
    });
    t.reader = std::thread([&t, read = std::move(read)] {
        pthread_setname_np(pthread_self(), "skin");
        while (auto tracked = t.followed.take()) {
            read(*tracked);
            if (!t.tracked.put(std::move(*tracked))) break;
        }
        t.tracked.close();
    });
}

TrackedFrames::~TrackedFrames() {
    threads_->decoded.close();
    threads_->followed.close();
    threads_->tracked.close();
    threads_->decoder.join();
    threads_->tracker.join();
    threads_->reader.join();
}

Expected<std::optional<Tracked>> TrackedFrames::next() {
    auto frame = threads_->tracked.take();
    if (frame) return frame;
    std::lock_guard lock(threads_->mutex);
    if (threads_->broken) return *threads_->broken;
    return std::optional<Tracked>();
}

}  // namespace smp
