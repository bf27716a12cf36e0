// Secrets from the operating system's random source, and how they are kept and compared.
#pragma once

#include <string>
#include <string_view>

namespace smp {

std::string random_hex(std::size_t bytes);                 // two digits a byte
std::string random_digits(std::size_t count);              // each place evenly 0 .. 9
std::string sha256_hex(std::string_view bytes);            // 64 digits
bool same_secret(std::string_view a, std::string_view b);  // takes as long wherever they differ

}  // namespace smp
