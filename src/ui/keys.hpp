// The one table of keys: what is pressed, what it does, and the words for people. The help overlay draws it; a test
// holds the README to it.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "present/key_event.hpp"
#include "ui/controls.hpp"

namespace smp {

struct KeyBinding {
    Key key = Key::none;
    Act act = Act::help;
    double amount = 0, shift_amount = 0;
    bool repeats = false;  // while it is held
};

struct KeyRow {
    std::string_view keys, words;
    std::array<KeyBinding, 2> bindings;
};

std::span<const KeyRow> key_rows();

// Empty when the key does nothing there.
std::optional<Command> command_for(const KeyEvent& event);

}  // namespace smp
