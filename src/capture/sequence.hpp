// Numbered pictures: frames/%04d.png. The number may start anywhere, but none may be missing in between.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/expected.hpp"

namespace smp {

struct Sequence {
    std::string before, after;  // of the number, in the file's name
    std::filesystem::path folder;
    int digits = 0;  // zero-padded to this many, as %04d asks; 0 for %d
    std::int64_t first = 0, last = 0;

    std::filesystem::path file(std::int64_t number) const;
};

// True when the last part of the path holds one %d or %0Nd.
bool names_sequence(const std::string& text);

// Looks which numbers are there; fails with ExitCode::input when none is, or one is missing in between.
Expected<Sequence> find_sequence(const std::string& text);

inline constexpr double sequence_fps = 25;  // pictures carry no time of their own

}  // namespace smp
