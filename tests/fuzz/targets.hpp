// One entry a parser of what comes from outside: files of the salon, cameras, the tablet. Each takes any bytes, and
// aborts only where the program is wrong: what it accepts must come back the same when it is written and read again.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace smp::fuzz {

struct Target {
    std::string_view name;  // also of its folder of the corpus
    void (*run)(std::span<const std::uint8_t> bytes);
};
std::span<const Target> targets();

}  // namespace smp::fuzz
