#include "capture/url.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace smp {
namespace {

std::string percent_decoded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3) {
            out += static_cast<char>(value);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

std::string Url::shown() const {
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return scheme + "://" + name + ":" + std::to_string(port) + target.substr(0, target.find('?'));
}

Expected<Url> parse_url(const std::string& text) {
    // The address may hold a password, so messages never repeat it beyond the scheme.
    const auto bad = [&](const char* what) {
        return Error{ExitCode::input, what, text.substr(0, text.find("://")) + "://...",
                     "write it as http://user:password@host:port/path"};
    };
    Url url;
    const auto sep = text.find("://");
    if (sep == std::string::npos) return bad("the address has no scheme");
    url.scheme = text.substr(0, sep);
    std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 127; }))
        return bad("the address holds a space or a control character");
    std::string rest = text.substr(sep + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto slash = rest.find_first_of("/?");
    url.target = slash == std::string::npos ? "/" : rest.substr(slash);
    if (url.target[0] == '?') url.target.insert(0, "/");
    std::string authority = rest.substr(0, slash);
    if (const auto at = authority.rfind('@'); at != std::string::npos) {
        const std::string login = authority.substr(0, at);
        const auto colon = login.find(':');
        url.user = percent_decoded(login.substr(0, colon));
        if (colon != std::string::npos) url.password = percent_decoded(login.substr(colon + 1));
        authority = authority.substr(at + 1);
    }
    std::string port;
    if (!authority.empty() && authority[0] == '[') {
        const auto close = authority.find(']');
        if (close == std::string::npos) return bad("the address has an unfinished [host]");
        url.host = authority.substr(1, close - 1);
        port = authority.substr(close + 1);
    } else {
        const auto colon = authority.find(':');
        url.host = authority.substr(0, colon);
        if (colon != std::string::npos) port = authority.substr(colon);
    }
    if (url.host.empty()) return bad("the address names no host");
    url.port = url.scheme == "rtsp" ? 554 : 80;
    if (!port.empty()) {
        const char* end = port.data() + port.size();
        if (port[0] != ':' || port.size() < 2 || std::from_chars(port.data() + 1, end, url.port).ptr != end ||
            url.port < 1 || url.port > 65535)
            return bad("the address has no valid port");
    }
    return url;
}

}  // namespace smp
