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
    enter,
    tab,
    backspace,
    insert,
    del,
    home,
    end,
    page_up,
    page_down,
    escape,
    bracket_left,
    bracket_right,
    minus,
    equal,
    comma,
    period,
    a,
    b,
    c,
    d,
    e,
    f,
    g,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    o,
    p,
    q,
    r,
    s,
    t,
    u,
    v,
    w,
    x,
    y,
    z,
    digit_0,
    digit_1,
    digit_2,
    digit_3,
    digit_4,
    digit_5,
    digit_6,
    digit_7,
    digit_8,
    digit_9,
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f8,
    f9,
    f10,
    f11,
    f12,
    wheel_up,
    wheel_down,    // a notch of the wheel over the window comes as a press
    double_click,  // so does a double click of the first button
};
enum class KeyEdge { press, repeat, release };

struct KeyEvent {
    Key key = Key::none;
    KeyEdge edge = KeyEdge::press;
    bool shift = false, control = false;
    double time_s = 0;  // steady clock
};

// `printed`: what the layout puts on the key (UTF-8), `us`: what a US keyboard has there. A layout whose letters are
// not Latin, or that has none there, falls back to the place on the keyboard.
// Only keys that print a character are found.
Key key_from_label(std::string_view printed, char us);

// Names for people and for files: "Up", "B", "[", "F11", "Page Up". The second is Key::none for what is no key's name;
// case does not matter.
std::string_view key_name(Key key);
Key key_from_name(std::string_view name);
// Its name is a word of a language, such as "Page Up"; not a letter, a sign or F11.
bool named_by_a_word(Key key);

}  // namespace smp
