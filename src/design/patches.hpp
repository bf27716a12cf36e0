// Patches and scars of a design worked out on one head (Patch in treatment_design.hpp; DOMAIN 7).
#pragma once

#include <vector>

#include "design/chart_skin.hpp"
#include "design/treatment_design.hpp"

namespace smp {

// All per texel, 0..1. Empty when the design has no patches.
struct PatchMaps {
    std::vector<float> fill;         // coverage that patches and scars ask for
    std::vector<float> hairless;     // how much of the client's own hair is missing there
    std::vector<float> scar;         // how much of the skin is scar
    std::vector<float> uptake_lost;  // share of the pigment that the scar does not take
    std::vector<float> kept_out;     // never to be treated
};
PatchMaps patch_maps(const ChartSkin& skin, const std::vector<Patch>& patches);

// What becomes of a mark's strength in scarred skin: uptake is less and uneven, and it fades faster. `deviate` is the
// mark's own normal deviate, `age_strength` that of healthy skin.
double scar_strength(float scar, float uptake_lost, float deviate, double age_strength);

}  // namespace smp
