// Points in time as the local clock and calendar show them.
#pragma once

#include <array>
#include <chrono>
#include <ctime>
#include <string>

#include "base/texts.hpp"

namespace smp {

// `form` as in strftime.
inline std::string local_time(std::chrono::system_clock::time_point time, const char* form) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

// "24 Nov 2026", in the language chosen: no two readers take it for different days.
inline std::string local_date(std::chrono::system_clock::time_point time) {
    static constexpr std::array months{tr_later("month|Jan"), tr_later("month|Feb"), tr_later("month|Mar"),
                                       tr_later("month|Apr"), tr_later("month|May"), tr_later("month|Jun"),
                                       tr_later("month|Jul"), tr_later("month|Aug"), tr_later("month|Sep"),
                                       tr_later("month|Oct"), tr_later("month|Nov"), tr_later("month|Dec")};
    const auto month = static_cast<std::size_t>(std::stoi(local_time(time, "%m")) - 1);
    return tr_fill("date|{0} {1} {2}", local_time(time, "%-d"), tr(months[month]), local_time(time, "%Y"));
}

}  // namespace smp
