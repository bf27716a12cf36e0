// `smp-mirror doctor`: what this machine has and lacks, all at once.
#pragma once

#include <optional>
#include <string>

#include "app/session.hpp"

namespace smp {

// Prints a report; fails with the code of the first thing that is missing.
// `input`: looked at for some seconds, for light and camera; without one the first camera, where there is one.
Status doctor_command(const SessionOptions& options, const std::optional<std::string>& input, bool json);

}  // namespace smp
