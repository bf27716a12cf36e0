// Looks that a design chooses by name: the front edge's, and the layers of shade that sessions leave.
#pragma once

#include "design/treatment_design.hpp"

namespace smp {

// How the front edge fades in and is broken (DOMAIN 6).
struct EdgeLook {
    double width_mm;   // of the ramp, from 10 to 90 %
    double jitter_mm;  // standard deviation of single marks' own edge
    double stray_mm;   // how far the farthest strays stand ahead
};
// Chooses a preset, which gives edge_width_mm and irregularity their values; custom leaves them as they are. What is
// set afterwards wins (set_parameters); the preset then still says how far strays stand for so much irregularity.
void choose_edge(TreatmentDesign& design, EdgePreset edge);
// The one place that says what hairline.edge, edge_width_mm and irregularity make of the edge.
EdgeLook edge_look(const TreatmentDesign& design);

// A mark against the design's mean mark, by the session that sets it.
struct Layer {
    double tone = 1, size = 1;  // optical effect; spread on the skin
};
// `share`: which share of the place's final marks is set before this one, 0..1; `coverage`: 0..1 at the mark.
Layer layer_of(double share, double coverage, double layering);

}  // namespace smp
