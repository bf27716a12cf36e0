// What is said on the mirror of an act that changes what nobody has their hands on. Pure.
#pragma once

#include <string>

#include "ui/controls.hpp"

namespace smp {

// Empty: nothing needs to be said.
std::string act_in_words(const Command& command, const LiveControls& before, const LiveControls& now);

}  // namespace smp
