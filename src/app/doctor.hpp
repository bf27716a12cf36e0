// `smp-mirror doctor`: what this machine has and lacks, all at once.
#pragma once

#include "app/session.hpp"

namespace smp {

// Prints a report; fails with the code of the first thing that is missing.
Status doctor_command(const SessionOptions& options, bool json);

}  // namespace smp
