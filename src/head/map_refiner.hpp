// Refines map and head together beside the frames: bundle adjustment of the map's keyframes, the client's shape and the
// focal length, on a thread of its own.
#pragma once

#include <future>
#include <memory>
#include <optional>

#include "head/head_fit.hpp"
#include "head/skin_map.hpp"

namespace smp {

struct RefinedHead {
    MapBundle map;
    std::vector<FitView> first_views;  // pictures that the shape was first learnt from
    HeadShape shape;
    Intrinsics intrinsics;
    std::shared_ptr<const ScalpSurface> scalp;  // of the shape
};

// Pure: the work itself. False where it came to nothing.
bool refine(const HeadModel& model, const FitOptions& options, RefinedHead& head);

class MapRefiner {
  public:
    // A result is handed out this many frames after the start, neither sooner nor later, so that a video gives the same
    // picture on every machine; who asks before the work is done waits.
    static int frames(std::size_t views) { return 2 + static_cast<int>(views / 6); }

    bool busy() const { return work_.valid(); }
    void start(const HeadModel& model, const FitOptions& options, RefinedHead head);

    // Nobody wants the result any more.
    void abandon();

    // Call once a frame.
    std::optional<RefinedHead> poll();

  private:
    std::future<std::optional<RefinedHead>> work_, abandoned_;
    int frames_left_ = 0;
};

}  // namespace smp
