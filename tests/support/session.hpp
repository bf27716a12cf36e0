#pragma once

#include "app/session.hpp"

namespace smp::test {

// What a command opens first, opened once for all tests of a program.
inline const Session& session() {
    static const auto opened = open_session({});
    return opened.value();
}

}  // namespace smp::test
