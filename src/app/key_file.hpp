// The salon's own keys: keys.json in the configuration folder.
#pragma once

#include <string>

#include "ui/keys.hpp"

namespace smp {

struct KeysRead {
    KeyMap map;           // as usual where there is no file, or it cannot be used
    std::string trouble;  // then why, in one sentence; empty when all is well
};
KeysRead read_keys();

// `smp-mirror keys`. Fails with ExitCode::input when the salon's own file cannot be used.
Status keys_command(bool json);

}  // namespace smp
