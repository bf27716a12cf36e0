// Colours as people see them: sRGB's curve, lightness and hue. Pure.
#pragma once

#include <cstdint>
#include <glm/glm.hpp>
#include <string>

namespace smp {

// CIE L*a*b*, D65, of linear sRGB.
glm::dvec3 lab_of(const glm::dvec3& linear_rgb);
// CIE 1976, between two colours in linear sRGB.
double delta_e(const glm::dvec3& linear_a, const glm::dvec3& linear_b);
// The sRGB curve (IEC 61966-2-1), 0..255; clamped.
std::uint8_t srgb_code(double linear);
std::string srgb_hex(const glm::dvec3& linear_rgb);  // "#c49a83"
inline double luminance_of(const glm::dvec3& linear_rgb) {
    return glm::dot(linear_rgb, glm::dvec3(0.2126, 0.7152, 0.0722));
}

}  // namespace smp
