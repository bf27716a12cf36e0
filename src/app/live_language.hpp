// The language of desk, mirror and pictures, as the salon's settings have it.
#pragma once

#include <string>

#include "desk/settings.hpp"

namespace smp {

// Chooses it for every thread. Returns a sentence for the technician when its texts cannot be read; then it is English.
std::string use_language(const Settings& settings);

}  // namespace smp
