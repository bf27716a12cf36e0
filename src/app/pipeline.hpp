// Frames tracked off line: decoding, tracking and reading the skin on threads of their own ahead of the caller's, every
// frame exactly once, in order.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "app/session.hpp"
#include "base/bounded_queue.hpp"
#include "capture/source.hpp"

namespace smp {

class TrackedFrames {
  public:
    using Decode = std::function<Expected<std::optional<Frame>>()>;  // an empty frame ends the stream
    using Follow = std::function<Tracked(Frame)>;
    using Read = std::function<void(Tracked&)>;

    // The functions run on threads of this object until it is destroyed, each on one.
    TrackedFrames(Decode decode, Follow follow, Read read);
    ~TrackedFrames();
    TrackedFrames(const TrackedFrames&) = delete;
    TrackedFrames& operator=(const TrackedFrames&) = delete;

    // The next frame; empty at the end; an error where the input breaks off.
    Expected<std::optional<Tracked>> next();

  private:
    struct Threads;
    std::unique_ptr<Threads> threads_;
};

}  // namespace smp
