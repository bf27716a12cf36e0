#include "design/optics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace smp {
namespace {

struct AgePoint {
    double months, strength;
};
constexpr std::array<AgePoint, 6> ageing{{{0, 1.35}, {1, 1.00}, {6, 0.90}, {12, 0.85}, {36, 0.65}, {60, 0.50}}};

// Optical depth per unit of tone at 650, 550 and 450 nm in light, tan and dark skin (DOMAIN 5).
constexpr std::array<glm::vec3, 3> spectral{
    {{0.18f, 0.087f, 0.053f}, {0.14f, 0.064f, 0.029f}, {0.10f, 0.031f, 0.003f}}};

// DOMAIN 5 asks for one gain "calibrated on real photographs". There are no photographs of before and after; the aim
// is the shadow of a close shave, which photographs do show: 0.28 to 0.43 in red and green on light skin. The default
// then takes 0.37 and 0.24.
constexpr float calibration = 2.3f;

// A camera's channels are broad: each stands for the wavelength about which it sees most, 600, 549 and 464 nm (red
// filters let yellow through; the others are the dominant wavelengths of sRGB's primaries).
glm::vec3 srgb_of(const glm::vec3& at_650_550_450) {
    const auto [r, g, b] = std::array{at_650_550_450.r, at_650_550_450.g, at_650_550_450.b};
    return {g + 0.5f * (r - g), b + 0.991f * (g - b), b + 0.143f * (g - b)};
}

// Light turns back above deep pigment, short wavelengths first (DOMAIN 5: dots of 0.3 mm at 0.1-0.4, 0.5-0.8 and
// 1.0-1.3 mm, against the first).
struct DepthPoint {
    double mm;
    glm::vec3 factor;
};
constexpr std::array<DepthPoint, 3> depths{
    {{0.25, {1, 1, 1}}, {0.65, {0.59f, 0.27f, 0.11f}}, {1.15, {0.30f, 0.0f, 0.0f}}}};
glm::vec3 depth_factor(double mm) {
    if (mm <= depths.front().mm) return depths.front().factor;
    for (std::size_t i = 1; i < depths.size(); ++i)
        if (mm <= depths[i].mm)
            return glm::mix(depths[i - 1].factor, depths[i].factor,
                            static_cast<float>((mm - depths[i - 1].mm) / (depths[i].mm - depths[i - 1].mm)));
    return depths.back().factor;
}

float luminance(const glm::vec3& rgb) {
    return glm::dot(rgb, glm::vec3(0.2126f, 0.7152f, 0.0722f));
}

// What is left after years lies a little deeper, as the upper particles go first; so it turns cooler (DOMAIN 4 names
// the shift, no figure is known). Of `depth_rgb` at the design's own depth; how much is left is age_strength()'s alone,
// so the shift takes nothing from the luminance.
glm::vec3 settled(const glm::vec3& depth_rgb, const TreatmentDesign& design) {
    constexpr double mm_a_year = 0.02;
    const double deeper_mm = design.depth_mm + mm_a_year * std::max(0.0, design.age_months - 1) / 12;
    const glm::vec3 shifted = depth_rgb * depth_factor(deeper_mm);
    const glm::vec3 fresh = depth_rgb * depth_factor(design.depth_mm);
    return shifted * (luminance(fresh) / luminance(shifted));
}

// Blood takes green and blue. It is gone within three days (DOMAIN 4); its depth is a guess.
constexpr glm::vec3 redness_rgb{0.02f, 0.12f, 0.09f};
float redness(double months) {
    constexpr double gone_months = 0.1;
    return static_cast<float>(std::clamp(1 - months / gone_months, 0.0, 1.0));
}

// Tints lean by a tenth or two and keep the green, so that tone stays as agreed.
glm::vec3 tint(PigmentShade shade) {
    switch (shade) {
        case PigmentShade::warm_grey:
            return {0.93f, 1.0f, 1.15f};  // takes more blue: what is left looks warmer
        case PigmentShade::cool_grey:
            return {1.07f, 1.0f, 0.85f};
        case PigmentShade::soft_brown:
            return {0.82f, 1.0f, 1.45f};
        case PigmentShade::neutral_grey:
            break;
    }
    return glm::vec3(1);
}

}  // namespace

double age_strength(double months) {
    months = std::max(0.0, months);
    for (std::size_t i = 1; i < ageing.size(); ++i) {
        const auto [from, a] = ageing[i - 1];
        const auto [to, b] = ageing[i];
        if (months <= to) return a + (b - a) * (months - from) / (to - from);
    }
    // Past the last figure it goes on fading at the last interval's rate.
    const auto [from, a] = ageing[ageing.size() - 2];
    const auto [to, b] = ageing.back();
    return b * std::pow(b / a, (months - to) / (to - from));
}

StrengthBand strength_band(double months) {
    const double strength = age_strength(months);
    return {(1 - ageing_uncertainty) * strength, (1 + ageing_uncertainty) * strength};
}

double dilution_strength(double dilution) {
    // DOMAIN 5: pigment that absorbs 10, 3 and 1 /mm darkens as 1, 0.54 and 0.22: what a dot lets through, the next
    // does not get again. A hyperbola through the three; 10 /mm is the default's.
    constexpr double full_per_mm = 10, half_way_per_mm = 5.75;
    const double absorption_per_mm = full_per_mm * (1 + TreatmentDesign{}.dilution) / (1 + dilution);
    return (1 + half_way_per_mm / full_per_mm) * absorption_per_mm / (absorption_per_mm + half_way_per_mm);
}

double session_share(int session) {
    return session <= 1 ? 0.3 : session == 2 ? 0.7 : 1.0;
}

double soft_edge_mm(double months) {
    return months < 1 ? 0.05 + 0.03 * std::max(0.0, months) : 0.08 + 0.01 * (months - 1) / 12;
}

double mark_sigma_mm(double diameter_mm, double months) {
    // A uniform disc has a standard deviation of a quarter of its diameter along each axis.
    const double disc_mm = diameter_mm / 4, soft_mm = soft_edge_mm(months);
    return std::sqrt(disc_mm * disc_mm + soft_mm * soft_mm);
}

PigmentOptics::Depth PigmentOptics::at(double skin_luminance) const {
    // Luminance of the three skins of DOMAIN 5's table.
    const std::array<double, 3> known{0.293, 0.126, 0.039};
    const double y = std::clamp(skin_luminance > 0 ? skin_luminance : known[0], known[2], known[0]);
    const std::size_t from = y > known[1] ? 0 : 1;
    const double t = std::log(known[from] / y) / std::log(known[from] / known[from + 1]);
    const glm::vec3 all = glm::mix(depth_rgb[from], depth_rgb[from + 1], static_cast<float>(t));
    const glm::vec3 dot = glm::min(all, glm::vec3(seen_share * std::max({all.r, all.g, all.b})));
    return {dot, all - dot};
}

PigmentOptics pigment_optics(const TreatmentDesign& design) {
    const glm::vec3 tinted = tint(design.shade);
    PigmentOptics out;
    for (std::size_t skin = 0; skin < spectral.size(); ++skin) {
        const glm::vec3 bare = srgb_of(spectral[skin]);
        out.depth_rgb[skin] = settled(calibration * bare * tinted, design) +
                              redness(design.age_months) * bare.g / srgb_of(spectral[0]).g * redness_rgb;
    }
    return out;
}

}  // namespace smp
