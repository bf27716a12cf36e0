// What every target needs: to end the program where it is wrong, and to look at an error's words.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "fuzz/targets.hpp"

namespace smp::fuzz {

using Bytes = std::span<const std::uint8_t>;

inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

inline std::string_view text(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// One sentence, on one line.
inline void require_sentence(const Error& error) {
    const std::string line = error.line();
    require(!error.what.empty() && line.find('\n') == std::string::npos, "an error is one sentence");
    require(error.code == ExitCode::input, "what is wrong is the input");
}

std::span<const Target> record_targets();
std::span<const Target> tablet_targets();

}  // namespace smp::fuzz
