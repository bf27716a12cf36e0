// Puts the renderer's picture on the window: letterboxed, scaled in linear light; the one place that mirrors it.
#pragma once

#include <glm/glm.hpp>

#include "base/expected.hpp"
#include "gl/object.hpp"
#include "gl/program.hpp"

namespace smp {

class Presenter {
  public:
    // On the thread of the window's context. Fails with ExitCode::device when the shader does not compile.
    static Expected<Presenter> create();

    // texture: sRGB-encoded, row 0 at the top; 0 when there is none. veil 0..1: towards a calm dark screen.
    void draw(unsigned texture, glm::ivec2 picture_px, glm::ivec2 window_px, bool mirrored, double veil);

  private:
    void copy(glm::ivec2 picture_px, bool smaller);

    gl::Program program_;
    gl::VertexArray no_layout_;
    gl::Framebuffer source_, copy_target_;  // the renderer's picture, to be read; and its copy, to be written
    gl::Texture copy_;                      // the same bytes in a format whose sampler decodes before it filters
    glm::ivec2 copy_px_{0};
};

}  // namespace smp
