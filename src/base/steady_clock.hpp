// Seconds of the steady clock, as live stages stamp and compare them.
#pragma once

#include <chrono>

namespace smp {

inline double steady_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace smp
