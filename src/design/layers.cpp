#include "design/layers.hpp"

#include <optional>

#include "design/optics.hpp"

namespace smp {

namespace {

// At an irregularity of 1; a preset is broken in its own proportions.
constexpr double jitter_mm = 2.5, stray_mm = 5;

// DOMAIN 6. Nothing for custom.
std::optional<EdgeLook> look_of(EdgePreset edge) {
    switch (edge) {
        case EdgePreset::edge_up:
            return EdgeLook{1.5, 0.3, 0};
        case EdgePreset::defined:
            return EdgeLook{3.5, 0.7, 1};
        case EdgePreset::natural:
            return EdgeLook{7, 1.5, 2.5};
        case EdgePreset::soft:
            return EdgeLook{10.5, 2.5, 5};
        case EdgePreset::custom:
            break;
    }
    return std::nullopt;
}

}  // namespace

void choose_edge(TreatmentDesign& d, EdgePreset edge) {
    d.edge = edge;
    if (const auto look = look_of(edge)) {
        d.edge_width_mm = look->width_mm;
        d.irregularity = look->jitter_mm / jitter_mm;
    }
}

EdgeLook edge_look(const TreatmentDesign& d) {
    const auto look = look_of(d.edge);
    const double stray_share = look ? look->stray_mm / look->jitter_mm : stray_mm / jitter_mm;
    return {d.edge_width_mm, jitter_mm * d.irregularity, stray_share * jitter_mm * d.irregularity};
}

Layer layer_of(double share, double coverage, double layering) {
    if (layering <= 0) return {};
    // At full layering; the shares of the sessions weigh them to a mean tone of 1 (optics: 0.3, 0.4, 0.3).
    constexpr double first_tone = -0.3, second_tone = 0.1;
    const double first = session_share(1), second = session_share(2) - first, third = 1 - first - second;
    const double third_tone = -(first * first_tone + second * second_tone) / third;
    double tone = third_tone, size = -0.15;
    if (share < first)
        tone = first_tone, size = 0.25;
    else if (share < first + second)
        tone = second_tone, size = 0;
    // The outermost marks of an edge are the lightest of all.
    constexpr double lightest_edge = 0.35;
    return {(1 + layering * tone) * (1 - layering * lightest_edge * (1 - coverage)), 1 + layering * size};
}

}  // namespace smp
