// From the pigment that was put in to what light does with it (DOMAIN 2, 4 and 5; docs/pigment.md).
#pragma once

#include <array>
#include <glm/glm.hpp>

#include "design/treatment_design.hpp"

namespace smp {

double age_strength(double age_months);                       // 1.35 fresh, 1 healed, then fading
double dilution_strength(double dilution);                    // 1 at the default
double session_share(int session);                            // of the final density
double soft_edge_mm(double age_months);                       // sigma of a mark's soft edge
double mark_sigma_mm(double diameter_mm, double age_months);  // the Gaussian of the same spread as the soft disc

// How far real strength may lie off age_strength(), as a share of it (DOMAIN 4: a band, never a promise).
inline constexpr double ageing_uncertainty = 0.25;
struct StrengthBand {
    double low, high;  // against the healed strength
};
StrengthBand strength_band(double age_months);

// How much of the light that comes back out of the skin a tone of 1 takes: optical depth, linear R, G, B of sRGB. It
// depends on the skin: melanin above the pigment hides it, in blue first.
struct PigmentOptics {
    std::array<glm::vec3, 3> depth_rgb{};  // in light, tan and dark skin
    // Light wanders a millimetre through the skin before it comes out, so that a dot takes most of it from its
    // surroundings (optical gain, DOMAIN 5) and only a part where it is seen itself, which is a plain grey: at most
    // this share of the deepest channel. Of pigment that lies on the skin it would be 1.
    float seen_share = 0.4f;

    struct Depth {
        glm::vec3 dot, around;
        glm::vec3 all() const { return dot + around; }  // what the mean of a stippled patch follows
    };
    // `skin_luminance`: of well lit bare scalp, linear, 1 is white. 0, not known: as light skin.
    Depth at(double skin_luminance) const;
    static PigmentOptics same_in_all(const glm::vec3& depth) { return {{depth, depth, depth}, 1}; }
};

// Of the design's shade, depth and age, the redness of its first days included.
PigmentOptics pigment_optics(const TreatmentDesign& design);

}  // namespace smp
