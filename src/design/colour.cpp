#include "design/colour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace smp {

glm::dvec3 lab_of(const glm::dvec3& c) {
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * c.r + 0.3576 * c.g + 0.1805 * c.b) / 0.9505),
                 y = f(0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b),
                 z = f((0.0193 * c.r + 0.1192 * c.g + 0.9505 * c.b) / 1.0890);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double delta_e(const glm::dvec3& a, const glm::dvec3& b) {
    return glm::length(lab_of(a) - lab_of(b));
}

std::uint8_t srgb_code(double v) {
    v = std::clamp(v, 0.0, 1.0);
    const double code = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(255 * code));
}

std::string srgb_hex(const glm::dvec3& rgb) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x", srgb_code(rgb.r), srgb_code(rgb.g), srgb_code(rgb.b));
    return text.data();
}

}  // namespace smp
