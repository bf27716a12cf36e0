#include "present/key_event.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace smp {
namespace {

constexpr std::array<std::pair<Key, std::string_view>, 71> names{{
    {Key::up, "Up"},
    {Key::down, "Down"},
    {Key::left, "Left"},
    {Key::right, "Right"},
    {Key::space, "Space"},
    {Key::enter, "Enter"},
    {Key::tab, "Tab"},
    {Key::backspace, "Backspace"},
    {Key::insert, "Insert"},
    {Key::del, "Delete"},
    {Key::home, "Home"},
    {Key::end, "End"},
    {Key::page_up, "Page Up"},
    {Key::page_down, "Page Down"},
    {Key::escape, "Esc"},
    {Key::bracket_left, "["},
    {Key::bracket_right, "]"},
    {Key::minus, "-"},
    {Key::equal, "="},
    {Key::comma, ","},
    {Key::period, "."},
    {Key::a, "A"},
    {Key::b, "B"},
    {Key::c, "C"},
    {Key::d, "D"},
    {Key::e, "E"},
    {Key::f, "F"},
    {Key::g, "G"},
    {Key::h, "H"},
    {Key::i, "I"},
    {Key::j, "J"},
    {Key::k, "K"},
    {Key::l, "L"},
    {Key::m, "M"},
    {Key::n, "N"},
    {Key::o, "O"},
    {Key::p, "P"},
    {Key::q, "Q"},
    {Key::r, "R"},
    {Key::s, "S"},
    {Key::t, "T"},
    {Key::u, "U"},
    {Key::v, "V"},
    {Key::w, "W"},
    {Key::x, "X"},
    {Key::y, "Y"},
    {Key::z, "Z"},
    {Key::digit_0, "0"},
    {Key::digit_1, "1"},
    {Key::digit_2, "2"},
    {Key::digit_3, "3"},
    {Key::digit_4, "4"},
    {Key::digit_5, "5"},
    {Key::digit_6, "6"},
    {Key::digit_7, "7"},
    {Key::digit_8, "8"},
    {Key::digit_9, "9"},
    {Key::f1, "F1"},
    {Key::f2, "F2"},
    {Key::f3, "F3"},
    {Key::f4, "F4"},
    {Key::f5, "F5"},
    {Key::f6, "F6"},
    {Key::f7, "F7"},
    {Key::f8, "F8"},
    {Key::f9, "F9"},
    {Key::f10, "F10"},
    {Key::f11, "F11"},
    {Key::f12, "F12"},
    {Key::wheel_up, "Wheel up"},
    {Key::wheel_down, "Wheel down"},
}};

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::string_view key_name(Key key) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& row) { return row.first == key; });
    return found == names.end() ? "" : found->second;
}

Key key_from_name(std::string_view name) {
    const auto same = [&](const auto& row) {
        return std::equal(name.begin(), name.end(), row.second.begin(), row.second.end(),
                          [](char a, char b) { return upper(a) == upper(b); });
    };
    const auto found = std::find_if(names.begin(), names.end(), same);
    return found == names.end() ? Key::none : found->first;
}

bool named_by_a_word(Key key) {
    const std::string_view name = key_name(key);
    return name.size() > 1 && !(name[0] == 'F' && name[1] >= '0' && name[1] <= '9');
}

Key key_from_label(std::string_view printed, char us) {
    const bool ascii = printed.size() == 1 && static_cast<unsigned char>(printed[0]) < 0x80;
    const char label = ascii ? printed[0] : us;
    return label > ' ' ? key_from_name({&label, 1}) : Key::none;
}

}  // namespace smp
