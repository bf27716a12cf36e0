// The files of the tablet's page, built into the program (assets/tablet).
#pragma once

#include <optional>
#include <string_view>

namespace smp {

std::optional<std::string_view> tablet_page_file(std::string_view name);

}  // namespace smp
