#include "ui/keys.hpp"

namespace smp {
namespace {

constexpr KeyBinding once(Key key, Act act) {
    return {key, act, 0, 0, false};
}
constexpr KeyBinding moves(Key key, Act act, double amount, double shift_amount) {
    return {key, act, amount, shift_amount, true};
}

constexpr std::array rows{
    KeyRow{"Up / Down",
           "hairline 1 mm up / down; with Shift 5 mm",
           {moves(Key::up, Act::hairline, 1, 5), moves(Key::down, Act::hairline, -1, -5)}},
    // Held, a style would fly past: one a press.
    KeyRow{"Left / Right",
           "previous / next hairline style",
           {KeyBinding{Key::left, Act::style, -1, -1, false}, KeyBinding{Key::right, Act::style, 1, 1, false}}},
    KeyRow{"[ / ]",
           "density down / up",
           {moves(Key::bracket_left, Act::density, -1, -1), moves(Key::bracket_right, Act::density, 1, 1)}},
    KeyRow{"B", "match my stubble; with Shift one step lighter", {KeyBinding{Key::b, Act::match_stubble, 0, 1, false}}},
    KeyRow{"Space", "before/after: held shows the bare head, tapped switches", {once(Key::space, Act::bare_press)}},
    KeyRow{"F", "freeze and resume", {once(Key::f, Act::freeze)}},
    KeyRow{"M", "mirrored / as others see you", {once(Key::m, Act::mirror)}},
    KeyRow{"L", "loupe: single marks close up, where the mouse points", {once(Key::l, Act::loupe)}},
    KeyRow{"Wheel",
           "loupe larger / smaller",
           {KeyBinding{Key::wheel_up, Act::loupe_zoom, 1, 1, false},
            KeyBinding{Key::wheel_down, Act::loupe_zoom, -1, -1, false}}},
    KeyRow{"S", "screenshot", {once(Key::s, Act::screenshot)}},
    KeyRow{"N", "numbers: area, marks, millimetres", {once(Key::n, Act::numbers)}},
    KeyRow{"D", "technician's desk", {once(Key::d, Act::desk)}},
    KeyRow{"F11", "full screen", {once(Key::f11, Act::full_screen)}},
    KeyRow{"H", "help overlay", {once(Key::h, Act::help)}},
    KeyRow{"Esc, Q", "quit", {once(Key::escape, Act::quit), once(Key::q, Act::quit)}},
};

const KeyBinding* find_binding(Key key) {
    for (const KeyRow& row : rows)
        for (const KeyBinding& binding : row.bindings)
            if (key != Key::none && binding.key == key) return &binding;
    return nullptr;
}

}  // namespace

std::span<const KeyRow> key_rows() {
    return rows;
}

std::optional<Command> command_for(const KeyEvent& event) {
    const KeyBinding* binding = find_binding(event.key);
    if (!binding) return std::nullopt;
    if (event.edge == KeyEdge::release) {
        if (binding->act != Act::bare_press) return std::nullopt;
        return Command{Act::bare_release, 0, event.time_s};
    }
    if (event.edge == KeyEdge::repeat && !binding->repeats) return std::nullopt;
    return Command{binding->act, event.shift ? binding->shift_amount : binding->amount, event.time_s};
}

}  // namespace smp
