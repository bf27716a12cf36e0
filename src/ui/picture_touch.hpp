// The technician's hand on the desk's picture.
#pragma once

#include <glm/glm.hpp>

namespace smp {

struct PictureTouch {
    glm::dvec2 px;        // of the picture, not mirrored; also beyond its border
    double reach_px = 0;  // how far a finger reaches, in the same pixels
    bool began = false;   // it was put down just now, or since it was last asked for
    bool apart = false;   // one side alone
};

}  // namespace smp
