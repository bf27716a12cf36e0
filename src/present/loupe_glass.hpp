// The round glass of a loupe over the picture in the window: where it lies, what of the picture it shows, and drawing
// it.
#pragma once

#include <glm/glm.hpp>

#include "base/expected.hpp"
#include "gl/object.hpp"
#include "gl/program.hpp"
#include "present/letterbox.hpp"

namespace smp {

struct LoupePlace {
    glm::ivec2 corner_px{0};  // of the glass's square in the window, from its top left
    int size_px = 0;          // its side; 0 when there is no room
    glm::dvec2 centre_px{0};  // place of the picture under its middle
    double scale = 1;         // pixels of the window to one of the picture
};

// The glass about `pointer_px` (window, from its top left), moved so that it stays on the picture; it shows the place
// under the pointer `zoom` times as large as the window does.
LoupePlace loupe_place(const glm::dvec2& pointer_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                       const PictureView& view, double zoom);

class LoupeGlass {
  public:
    // On the thread of the window's context. Fails with ExitCode::device when the shader does not compile.
    static Expected<LoupeGlass> create();

    // texture: sRGB-encoded, row 0 at the top, place.size_px square; shown pixel for pixel, mirrored as the picture is.
    void draw(unsigned texture, const LoupePlace& place, glm::ivec2 window_px, bool mirrored);

  private:
    gl::Program program_;
    gl::VertexArray no_layout_;
};

}  // namespace smp
