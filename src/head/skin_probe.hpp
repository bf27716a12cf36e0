// A patch of the client's skin that was looked for in a picture: what the map finds, and the memory of the head learns
// by.
#pragma once

#include <glm/glm.hpp>

namespace smp {

struct SkinProbe {
    glm::dvec3 p_head_mm;
    glm::dvec2 p_px;  // of the frame
    bool agreed;      // found, and where the pose has it
};

}  // namespace smp
