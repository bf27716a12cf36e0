// What the window says of a key, free of the window library. Letters and brackets go by what is printed on the key.
#pragma once

#include <string_view>

namespace smp {

enum class Key {
    none,
    up,
    down,
    left,
    right,
    space,
    bracket_left,
    bracket_right,
    b,
    d,
    f,
    h,
    l,
    m,
    n,
    q,
    s,
    f11,
    escape,
    tab,
    enter,
    erase,     // backspace or delete
    wheel_up,  // a notch of the wheel over the window comes as a press
    wheel_down,
    double_click,  // of the first button, as a press
};
enum class KeyEdge { press, repeat, release };

struct KeyEvent {
    Key key = Key::none;
    KeyEdge edge = KeyEdge::press;
    bool shift = false;
    double time_s = 0;  // steady clock
};

// `printed`: what the layout puts on the key (UTF-8), `us`: what a US keyboard has there. A layout whose letters are
// not Latin, or that has none there, falls back to the place on the keyboard.
Key key_from_label(std::string_view printed, char us);

}  // namespace smp
