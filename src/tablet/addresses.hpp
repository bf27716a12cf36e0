// This machine's addresses on the salon's network.
#pragma once

#include <string>
#include <vector>

namespace smp {

// Those that another machine can reach, IPv4 first; the best one to show comes first. Empty without a network.
std::vector<std::string> network_addresses();
// The same, and those by which the machine reaches itself.
std::vector<std::string> own_names();

// "https://192.168.1.20:8443/"
std::string page_address(const std::string& host, int port);

}  // namespace smp
