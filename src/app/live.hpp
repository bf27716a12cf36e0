// The live mirror: capture, tracking and drawing each on their own thread, the newest frame wins.
#pragma once

#include <optional>
#include <string>

#include "app/session.hpp"

namespace smp {

struct LiveJob {
    std::optional<std::string> input;  // empty: the first camera
    std::optional<int> monitor;        // index of the monitor; empty: the primary
    bool windowed = false;
    bool resume = false;  // goes on with earlier work
};
Status live_command(const SessionOptions& options, const LiveJob& job);

}  // namespace smp
