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

double dilution_strength(double dilution) {
    return (1 + TreatmentDesign{}.dilution) / (1 + dilution);
}

double session_share(int session) {
    return session <= 1 ? 0.3 : session == 2 ? 0.7 : 1.0;
}

double soft_edge_mm(double months) {
    return months < 1 ? 0.05 + 0.03 * std::max(0.0, months) : 0.08 + 0.01 * (months - 1) / 12;
}

double mark_sigma_mm(double diameter_mm, double months) {
    // A uniform disc has a standard deviation of a quarter of its diameter along each axis.
    return std::hypot(diameter_mm / 4, soft_edge_mm(months));
}

glm::vec3 optical_depth(PigmentShade shade) {
    // Light skin (DOMAIN 5). Tints lean by a tenth or two and keep the green, so that tone stays as agreed.
    const glm::vec3 neutral{0.180f, 0.087f, 0.053f};
    switch (shade) {
        case PigmentShade::warm_grey:
            return neutral * glm::vec3{0.93f, 1.0f, 1.15f};  // takes more blue: what is left looks warmer
        case PigmentShade::cool_grey:
            return neutral * glm::vec3{1.07f, 1.0f, 0.85f};
        case PigmentShade::soft_brown:
            return neutral * glm::vec3{0.82f, 1.0f, 1.45f};
        case PigmentShade::neutral_grey:
            break;
    }
    return neutral;
}

}  // namespace smp
