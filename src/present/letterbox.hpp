// Where a picture lies in a window: whole, centred, undistorted.
#pragma once

#include <glm/glm.hpp>

namespace smp {

struct Letterbox {
    glm::ivec2 corner_px{0}, size_px{0};  // in the window, from its top left
};

// The largest place with the picture's shape; nothing when either is empty.
Letterbox letterbox(glm::ivec2 picture_px, glm::ivec2 window_px);

}  // namespace smp
