// How each shade of pigment would look on a skin, by the optics that the picture is drawn with: a close look at a patch
// of it, bare on the left, with the design's marks on the right. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <glm/glm.hpp>
#include <vector>

#include "design/treatment_design.hpp"

namespace smp {

inline constexpr int shade_count = 4;  // of PigmentShade

struct PigmentSwatches {
    static constexpr int width_px = 200, height_px = 48;
    static constexpr double px_per_mm = 10;
    static constexpr double bare_share = 0.34;  // of the width

    glm::vec3 skin_rgb{0};  // linear, bare
    struct One {
        glm::vec3 mean_rgb{0};          // linear, of the part with marks, as seen from afar
        std::vector<std::uint8_t> rgb;  // sRGB-encoded, row 0 at the top
    };
    std::array<One, shade_count> shades;  // in the order of PigmentShade; people count them from 1
};

// `skin_rgb`: of well lit bare scalp in the frame, linear, 1 is white. Everything of the design counts that mid-scalp
// shows of it: pigment, marks, density, session and age.
PigmentSwatches pigment_swatches(const TreatmentDesign& design, const glm::vec3& skin_rgb);

// Of a design what swatches depend on; the rest, the shade too, is as in any design.
TreatmentDesign swatch_design(const TreatmentDesign& design);

}  // namespace smp
