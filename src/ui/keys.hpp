// The one table of keys: what is pressed, what it does, and the words for people. The help overlay and `smp-mirror
// keys` print it, keys.json changes it; a test holds the README to it.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"
#include "present/key_event.hpp"
#include "ui/controls.hpp"

namespace smp {

// A key, alone or with Ctrl. Shift is not part of it: it gives an act its other amount.
struct Chord {
    Key key = Key::none;
    bool control = false;
    bool operator==(const Chord&) const = default;
};
std::string to_text(Chord chord);                        // "Ctrl+Z", in files
std::string in_words(Chord chord);                       // the same in the language chosen, for people
std::optional<Chord> chord_from_text(std::string_view);  // case does not matter; empty: no such key

struct KeyBinding {
    std::string_view name;  // in keys.json; empty: no binding
    Act act = Act::help;
    double amount = 0, shift_amount = 0;
    bool repeats = false;  // while it is held
    std::array<Chord, 2> usual{};
};

struct KeyRow {
    std::string_view words;  // translated where they are shown
    std::array<KeyBinding, 3> bindings;
};

std::span<const KeyRow> key_rows();

// Which keys do what: as usual, or as the salon wants it.
class KeyMap {
  public:
    KeyMap();

    // Empty when the key does nothing there.
    std::optional<Command> command_for(const KeyEvent& event) const;
    // In the language chosen.
    std::string keys_of(const KeyRow& row) const;              // "Up / Down", "Esc, Q"; empty when none is left
    std::string first_key_of(std::string_view binding) const;  // "U"; empty when there is none

    // {"schema": "smp-mirror/keys/1", "keys": {NAME: ["U", "Ctrl+Z"], ...}}. An act that is named has these keys and no
    // others; a key that is given goes to that act. Fails with ExitCode::input, saying where.
    static Expected<KeyMap> parse(std::string_view json_text, std::string_view where);
    std::string to_json() const;  // every act with its keys, in the form that parse() reads

  private:
    std::vector<std::pair<Chord, const KeyBinding*>> keys_;
};

}  // namespace smp
