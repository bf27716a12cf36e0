#include "tablet/request_head.hpp"

#include <algorithm>
#include <charconv>

namespace smp {
namespace {

constexpr std::size_t longest_line = 2048, longest_field = 8000, most_fields = 64;

RequestHead refused(int status) {
    RequestHead out;
    out.refused = status;
    out.closes = true;
    return out;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return low(x) == low(y);
    });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string cookie_token(std::string_view cookies) {
    while (!cookies.empty()) {
        const auto end = std::min(cookies.find(';'), cookies.size());
        const std::string_view one = trimmed(cookies.substr(0, end));
        const auto equals = one.find('=');
        if (equals != std::string_view::npos && one.substr(0, equals) == token_cookie)
            return std::string(one.substr(equals + 1, 128));
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
    }
    return "";
}

bool good_request_line(std::string_view line) {
    const auto first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return false;
    const std::string_view target = line.substr(first + 1, last - first - 1), version = line.substr(last + 1);
    return target.starts_with('/') && target.find(' ') == std::string_view::npos &&
           (version == "HTTP/1.1" || version == "HTTP/1.0");
}

}  // namespace

std::optional<RequestHead> look_at_head(std::string_view bytes) {
    const auto end = bytes.find("\r\n\r\n");
    // What is there already must be text: a TLS record or a port scan is not waited for.
    const std::string_view head = bytes.substr(0, std::min(end, bytes.size()));
    for (const char c : head)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\n' && c != '\t') || c == 0x7f)
            return refused(400);
    if (end == std::string_view::npos && bytes.size() <= largest_head)
        return bytes.find("\r\n") == std::string_view::npos && bytes.size() > longest_line ? std::optional(refused(414))
                                                                                           : std::nullopt;
    if (head.size() > largest_head) return refused(431);

    RequestHead out;
    out.head_bytes = end + 4;
    std::string_view rest = head;
    const auto next_line = [&] {
        const auto at = rest.find("\r\n");
        const std::string_view line = rest.substr(0, at);
        rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 2);
        return line;
    };
    const std::string_view line = next_line();
    if (line.size() > longest_line) return refused(414);
    if (!good_request_line(line)) return refused(400);
    const std::string_view method = line.substr(0, line.find(' '));
    if (method != "GET" && method != "POST") return refused(405);
    out.closes = line.ends_with("1.0");

    bool has_length = false, has_host = false;
    std::size_t fields = 0;
    while (!rest.empty()) {
        const std::string_view field = next_line();
        const auto colon = field.find(':');
        // A name with a blank before its colon, and a line that goes on with the one before, mean different things to
        // different programs.
        if (colon == 0 || colon == std::string_view::npos || field.find_first_of(" \t\r\n") < colon ||
            field.find_first_of("\r\n") != std::string_view::npos)
            return refused(400);
        if (++fields > most_fields || field.size() > longest_field) return refused(431);
        const std::string_view name = field.substr(0, colon), value = trimmed(field.substr(colon + 1));
        if (same_word(name, "content-length")) {
            const auto [stop, problem] = std::from_chars(value.data(), value.data() + value.size(), out.body_bytes);
            if (has_length || value.empty() || stop != value.data() + value.size()) return refused(400);
            if (problem != std::errc{} || out.body_bytes > largest_body) return refused(413);
            has_length = true;
        } else if (same_word(name, "transfer-encoding")) {
            return refused(411);
        } else if (same_word(name, "content-encoding")) {
            return refused(415);
        } else if (same_word(name, "expect")) {
            return refused(417);
        } else if (same_word(name, "range")) {
            return refused(416);
        } else if (same_word(name, "upgrade")) {
            return refused(426);
        } else if (same_word(name, "host")) {
            if (has_host) return refused(400);
            has_host = true;
        } else if (same_word(name, "connection")) {
            out.closes = out.closes || same_word(value, "close");
        } else if (same_word(name, "cookie") && out.token.empty()) {
            out.token = cookie_token(value);
        }
    }
    if (!has_host) return refused(400);
    if (method == "POST" && !has_length) return refused(411);
    if (method == "GET" && out.body_bytes > 0) return refused(400);
    return out;
}

}  // namespace smp
