#include "tablet/addresses.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

namespace smp {
namespace {

// Lower is better: a home or salon network before anything else, bridges of virtual machines last.
int rank(const std::string& interface, const std::string& address) {
    if (interface.starts_with("docker") || interface.starts_with("virbr") || interface.starts_with("veth") ||
        interface.starts_with("br-"))
        return 3;
    return address.find(':') == std::string::npos ? 0 : 1;
}

}  // namespace

std::vector<std::string> network_addresses() {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return {};
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(first, ::freeifaddrs);
    std::vector<std::pair<int, std::string>> found;
    for (const ifaddrs* i = first; i; i = i->ifa_next) {
        if (!i->ifa_addr || !(i->ifa_flags & IFF_UP) || (i->ifa_flags & IFF_LOOPBACK)) continue;
        char text[INET6_ADDRSTRLEN] = "";
        if (i->ifa_addr->sa_family == AF_INET) {
            ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(i->ifa_addr)->sin_addr, text, sizeof text);
        } else if (i->ifa_addr->sa_family == AF_INET6) {
            const in6_addr& a = reinterpret_cast<const sockaddr_in6*>(i->ifa_addr)->sin6_addr;
            if (IN6_IS_ADDR_LINKLOCAL(&a)) continue;  // no browser takes one
            ::inet_ntop(AF_INET6, &a, text, sizeof text);
        }
        if (*text) found.emplace_back(rank(i->ifa_name, text), text);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> out;
    for (auto& [_, address] : found) out.push_back(std::move(address));
    return out;
}

std::vector<std::string> own_names() {
    std::vector<std::string> out = network_addresses();
    out.insert(out.end(), {"127.0.0.1", "::1", "localhost"});
    char host[256] = "";
    if (::gethostname(host, sizeof host - 1) == 0 && *host) {
        out.emplace_back(host);
        if (out.back().find('.') == std::string::npos) out.push_back(out.back() + ".local");
    }
    return out;
}

std::string page_address(const std::string& host, int port) {
    const bool v6 = host.find(':') != std::string::npos;
    return "https://" + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port) + "/";
}

}  // namespace smp
