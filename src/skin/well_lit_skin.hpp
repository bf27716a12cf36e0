// One colour for the client's skin in a frame. Pure.
#pragma once

#include <glm/glm.hpp>
#include <optional>

#include "skin/skin_look.hpp"

namespace smp {

// Of well lit bare scalp without shine: linear, 1 is white, of the luminance that `skin` has. None where no skin is
// known.
std::optional<glm::vec3> well_lit_skin_rgb(const SkinLook& skin);

}  // namespace smp
