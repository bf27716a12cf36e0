// A QR code as squares.
#pragma once

#include <string>
#include <vector>

namespace smp {

struct QrCode {
    int size = 0;            // squares a side, without the quiet border of four that belongs around it; 0: none
    std::vector<bool> dark;  // row by row
    bool at(int x, int y) const { return dark[static_cast<std::size_t>(y * size + x)]; }
    bool operator==(const QrCode&) const = default;
};

// Empty when the text does not fit into one.
QrCode make_qr(const std::string& text);

}  // namespace smp
