// From the pigment that was put in to what light does with it (DOMAIN 2, 4 and 5; docs/design.md).
#pragma once

#include <glm/glm.hpp>

#include "design/treatment_design.hpp"

namespace smp {

double age_strength(double age_months);                       // 1.35 fresh, 1 healed, then fading
double dilution_strength(double dilution);                    // 1 at the default
double session_share(int session);                            // of the final density
double soft_edge_mm(double age_months);                       // sigma of a mark's soft edge
double mark_sigma_mm(double diameter_mm, double age_months);  // the Gaussian of the same spread as the soft disc
glm::vec3 optical_depth(PigmentShade shade);                  // per unit of tone, linear R, G, B

}  // namespace smp
