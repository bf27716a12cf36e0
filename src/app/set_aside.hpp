// A file that cannot be used is kept, under a name that says so.
#pragma once

#include <filesystem>
#include <string>

namespace smp {

// Renames NAME.json to NAME-damaged-TIME.json beside it. Returns the new name without its folder; empty when it failed.
std::string set_aside(const std::filesystem::path& file);

}  // namespace smp
