// What the consultation record says, in the language chosen: its own sentences are English, as its commands are.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace smp {

// One line, as Error::line(). A sentence that is not in the table stays as it is.
std::string record_words(const Error& error);

}  // namespace smp
