#include "present/key_event.hpp"

namespace smp {

Key key_from_label(std::string_view printed, char us) {
    const bool ascii = printed.size() == 1 && static_cast<unsigned char>(printed[0]) < 0x80;
    char label = ascii ? printed[0] : us;
    if (label >= 'A' && label <= 'Z') label = static_cast<char>(label - 'A' + 'a');
    switch (label) {
        case '[':
            return Key::bracket_left;
        case ']':
            return Key::bracket_right;
        case 'b':
            return Key::b;
        case 'd':
            return Key::d;
        case 'f':
            return Key::f;
        case 'h':
            return Key::h;
        case 'l':
            return Key::l;
        case 'm':
            return Key::m;
        case 'n':
            return Key::n;
        case 'q':
            return Key::q;
        case 's':
            return Key::s;
        default:
            return Key::none;
    }
}

}  // namespace smp
