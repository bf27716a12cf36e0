// Where a picture lies in a window: whole, centred, undistorted.
#pragma once

#include <glm/glm.hpp>

namespace smp {

struct Letterbox {
    glm::ivec2 corner_px{0}, size_px{0};  // in the window, from its top left
};

// The largest place with the picture's shape; nothing when either is empty.
Letterbox letterbox(glm::ivec2 picture_px, glm::ivec2 window_px);

// Places, whole numbers at the middle of a pixel; mirrored: left and right of the picture are exchanged in the window.
// Neither may be empty.
glm::dvec2 picture_from_window(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               bool mirrored);
glm::dvec2 window_from_picture(const glm::dvec2& picture_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               bool mirrored);

// Where between the borders of the picture, 0 left .. 1 right on the screen, a place of the window is.
double across(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px);

}  // namespace smp
