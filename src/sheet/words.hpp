// Numbers into sentences of the paper, which is in English.
#pragma once

#include <array>
#include <cstdarg>
#include <cstdio>
#include <string>

namespace smp {

// printf to a text; what goes beyond 500 bytes is cut off.
__attribute__((format(printf, 1, 2))) inline std::string words(const char* form, ...) {
    std::array<char, 512> text{};
    va_list values;
    va_start(values, form);
    std::vsnprintf(text.data(), text.size(), form, values);
    va_end(values);
    return text.data();
}

}  // namespace smp
