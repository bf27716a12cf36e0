// The parts of a network camera's address.
#pragma once

#include <string>

#include "base/expected.hpp"

namespace smp {

struct Url {
    std::string scheme, user, password, host;  // user and password with their %XX undone; host without [ ]
    int port = 0;                              // the scheme's own (http 80, rtsp 554) when none is given
    std::string target;                        // path and query as they stand, at least "/"

    std::string shown() const;  // without the password, for messages
};

// scheme://[user[:password]@]host[:port][/path][?query][#...]; fails with ExitCode::input.
Expected<Url> parse_url(const std::string& text);

}  // namespace smp
