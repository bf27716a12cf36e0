// From the client's own stubble to the pigment, density and grain that meet it. Pure. DOMAIN 1, 3 and 4.
#pragma once

#include <glm/glm.hpp>
#include <string>
#include <vector>

#include "design/treatment_design.hpp"

namespace smp {

// What is to be met, as measured in a picture.
struct StubbleTarget {
    glm::vec3 depth_rgb{0};               // mean optical depth of the shaved patch, linear R, G, B
    double grain = 0;                     // sigma of it in green, as Stubble has it
    double px_per_mm = 1, blur_px = 0.5;  // of the picture that the grain was measured in
    glm::vec3 skin_rgb{0.5f};             // bare skin, linear
    double skin_luminance = 0;            // as pigment_optics wants it
    bool on_sides = false;                // it is the fringe: what grows there needs no pigment on top
};

struct StubbleOffer {
    TreatmentDesign design;              // the one that was given, with pigment, density and grain as offered
    std::vector<std::string> set;        // what is offered, as NAME=VALUE: what --set takes
    glm::vec3 depth_rgb{0};              // of the offered design's mid-scalp ...
    double grain = 0;                    // ... and its grain in the same picture
    double wanted_depth = 0, depth = 0;  // both as one figure: channels weighed by what they do to the skin's lightness
    double delta_e = 0;                  // CIE 1976, between the shaved patch and the offered one on the same skin
    int steps_lighter = 0;
    std::string unmet;  // what the offer cannot meet, in words; empty: nothing to speak of
};

// One step lighter on the pigment charts: so many more parts of water.
inline constexpr double dilution_step = 10;

// Session, age, depth and size of the design stay. The density stays within DOMAIN's 120 to 180 while the dilution can
// do it, and the dot grows only when neither can. `steps_lighter`: DOMAIN 4 starts one lighter.
StubbleOffer match_stubble(const TreatmentDesign& design, const StubbleTarget& target, int steps_lighter = 0);

// Mean optical depth of the design's mid-scalp: density / 100 x share of its session x tone of a mark x pigment.
glm::vec3 mean_depth_rgb(const TreatmentDesign& design, double skin_luminance);

// Sigma in green from pixel to pixel of the design's mid-scalp in a picture, finer than `window_mm` (sigma).
double mean_grain(const TreatmentDesign& design, const StubbleTarget& seen, double window_mm = 1.5);

}  // namespace smp
