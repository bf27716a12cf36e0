// Points in time as the local clock and calendar show them.
#pragma once

#include <array>
#include <chrono>
#include <ctime>
#include <string>

namespace smp {

// `form` as in strftime.
inline std::string local_time(std::chrono::system_clock::time_point time, const char* form) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

// "24 Nov 2026": no two readers take it for different days.
inline std::string local_date(std::chrono::system_clock::time_point time) {
    return local_time(time, "%-d %b %Y");
}

}  // namespace smp
