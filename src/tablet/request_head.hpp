// The head of an HTTP request as it came off the wire, looked over before any of it is believed. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace smp {

inline constexpr std::size_t largest_head = 12 << 10, largest_body = 16 << 10;  // bytes

struct RequestHead {
    int refused = 0;             // HTTP status of what this server does not do; 0: it may be treated
    std::size_t head_bytes = 0;  // with the empty line
    std::size_t body_bytes = 0;
    std::string token;    // of the cookie; empty: none
    bool closes = false;  // the other side wants nothing more
};

inline constexpr std::string_view token_cookie = "__Host-smp-tablet";

// Empty while the head is not whole; one that can never become whole is refused at once.
std::optional<RequestHead> look_at_head(std::string_view bytes);

}  // namespace smp
