// Where the mirror's picture comes from.
#pragma once

#include <optional>
#include <string>

#include "base/expected.hpp"
#include "capture/source.hpp"

namespace smp {

// As given on the command line, or the first camera. Fails with ExitCode::device when there is none.
Expected<SourceSpec> choose_live_input(const std::optional<std::string>& wanted);
// A file that cannot be played is refused at once; a camera may yet come.
Status check_playable(const SourceSpec& spec);
std::string without_password(const SourceSpec& spec);

}  // namespace smp
