// The tablets that are paired, as they are kept: {"schema": "smp-mirror/tablets/1", "tablets": [...]}. No token is in
// it, only what a token is checked against.
#pragma once

#include <filesystem>

#include "base/expected.hpp"
#include "tablet/pairing.hpp"

namespace smp {

// Fails with ExitCode::input when it is damaged or of a newer program.
Expected<PairedTablets> parse_tablets(std::string_view text, std::string_view where);
std::string tablets_to_json(const PairedTablets& tablets);

// Only its owner can read it. The folder is made (mode 0700) when it is missing.
Status write_private_file(const std::filesystem::path& file, std::string_view text);

}  // namespace smp
