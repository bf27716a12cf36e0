// Inside of the server: which address answers what, and to whom.
#pragma once

#include <string>

#include "tablet/shared.hpp"

namespace httplib {
class Server;
}

namespace smp::tablet {

// The connection whose request this thread is answering.
struct Asking {
    const Connection* connection = nullptr;
    bool streamed = false;  // the answer has no end of its own, so nothing can follow it
};
Asking& asking();

void add_routes(httplib::Server& server, Shared& shared);

// The whole answer to what was refused before anybody looked at its address.
std::string refusal(int status);

}  // namespace smp::tablet
