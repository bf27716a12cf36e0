// The text of every file in shaders/, built into the program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smp::gl {

// Empty when there is no such file.
std::optional<std::string_view> built_in_shader(std::string_view name);

}  // namespace smp::gl
