// What the technician sees of the standard views.
#pragma once

#include <array>
#include <string>

#include "views/standard_views.hpp"

namespace smp {

struct ViewsStatus {
    bool on = false;
    ViewId chosen = ViewId::front;
    ViewSet taken{};        // in this set, and on the disk
    ViewSet saving{};       // taken, and under way there
    ViewSet from_before{};  // the ghost is the pose of last time
    std::string words;      // what the shutter waits for: "turn 8° more to the client's left"
    bool by_key = false;    // the one chosen can be taken by key alone, at least now
    bool operator==(const ViewsStatus&) const = default;
};

}  // namespace smp
