// Frames tracked off line: decoding and tracking on their own threads ahead of the caller's, every frame exactly once,
// in order.
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
    using Step = std::function<Tracked(Frame)>;

    // Both functions run on threads of this object until it is destroyed.
    TrackedFrames(Decode decode, Step step);
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
