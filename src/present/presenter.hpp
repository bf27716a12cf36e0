// Puts the renderer's picture on the window: letterboxed, scaled in linear light; the one place that mirrors it.
#pragma once

#include <glm/glm.hpp>
#include <optional>

#include "base/expected.hpp"
#include "gl/object.hpp"
#include "gl/program.hpp"
#include "present/letterbox.hpp"

namespace smp {

// A picture of the same size that is faded from, and how much of the other is seen: 0 .. 1.
struct Fade {
    unsigned from = 0;
    double share = 1;
};

class Presenter {
  public:
    // On the thread of the window's context. Fails with ExitCode::device when the shader does not compile.
    static Expected<Presenter> create();

    // texture: sRGB-encoded, row 0 at the top; 0 when there is none. veil 0..1: towards a calm dark screen.
    // target: framebuffer to draw into, as large as `window_px`; 0: the window's.
    void draw(unsigned texture, glm::ivec2 picture_px, glm::ivec2 window_px, const PictureView& view, double veil,
              const std::optional<Fade>& fade = {}, unsigned target = 0);

  private:
    struct Copy {
        gl::Framebuffer target;
        gl::Texture texture;
        glm::ivec2 size_px{0};
    };
    void copy(unsigned texture, Copy& to, glm::ivec2 picture_px, bool smaller);

    gl::Program program_;
    gl::VertexArray no_layout_;
    gl::Framebuffer source_;  // the renderer's picture, to be read
    Copy picture_, from_;     // the same bytes in a format whose sampler decodes before it filters
};

}  // namespace smp
