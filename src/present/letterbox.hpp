// Where a picture lies in a window: whole, centred, undistorted.
#pragma once

#include <glm/glm.hpp>

namespace smp {

struct Letterbox {
    glm::ivec2 corner_px{0}, size_px{0};  // in the window, from its top left
};

// The largest place with the picture's shape; nothing when either is empty.
Letterbox letterbox(glm::ivec2 picture_px, glm::ivec2 window_px);

// How the picture lies in that place: turned as in a mirror or not, and what part of it is seen.
struct PictureView {
    bool mirrored = true;    // left and right of the picture are exchanged in the window
    double zoom = 1;         // 1: the whole picture, 2: half its width and height
    glm::dvec2 centre{0.5};  // of what is seen: 0, 0 the picture's top left .. 1, 1
    bool operator==(const PictureView&) const = default;

    glm::dvec2 corner() const { return centre - 0.5 / zoom; }  // of what is seen
};
inline constexpr double most_picture_zoom = 8;
// The nearest view that shows nothing but picture.
PictureView within_picture(PictureView view);
// Closer, with the place `at` (0 .. 1 of the picture) staying where it is in the window.
PictureView zoomed(PictureView view, double factor, const glm::dvec2& at);

// Places, whole numbers at the middle of a pixel. Neither picture nor window may be empty.
glm::dvec2 picture_from_window(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               const PictureView& view);
glm::dvec2 window_from_picture(const glm::dvec2& picture_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               const PictureView& view);

// Where in the picture, 0 .. 1, what is seen at `seen` lies: 0, 0 the top left of what is seen .. 1, 1.
glm::dvec2 picture_from_seen(const glm::dvec2& seen, const PictureView& view);

// Where between the borders of what is seen, 0 left .. 1 right on the screen, a place of the window is.
double across(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px);
// The same for columns of the picture, px: there and back.
double across_from_column(double column_px, int picture_width_px, const PictureView& view);
double column_from_across(double across, int picture_width_px, const PictureView& view);

}  // namespace smp
