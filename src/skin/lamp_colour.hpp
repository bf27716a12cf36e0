// The colour of the light from shine on the skin: the dichromatic plane crossed with the colours of lamps and daylight
// (Finlayson and Schaefer 2001, "Solving for colour constancy using a constrained dichromatic reflection model").
#pragma once

#include <glm/glm.hpp>
#include <optional>
#include <vector>

namespace smp {

struct ShinySkin {
    glm::vec3 seen_rgb, matt_rgb;  // linear; matt: as it would be without shine
};

// Linear sRGB of a black body as seen by a camera balanced for D65, green 1. temperature_k 1700 to 25000 (Krystek
// 1985).
glm::vec3 black_body_rgb(double temperature_k);

// Green is 1. None when too little shines, or when what shines fits no lamp.
std::optional<glm::vec3> lamp_colour(const std::vector<ShinySkin>& samples);

}  // namespace smp
