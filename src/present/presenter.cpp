#include "present/presenter.hpp"

#include <algorithm>

#include "present/letterbox.hpp"

namespace smp {
namespace {

// sRGB 22, 24, 28: dark enough not to light up the room, not the black of a screen that is off.
const glm::vec3 veil_linear{0.0080f, 0.0091f, 0.0116f};
const glm::vec3 veil_srgb{22 / 255.f, 24 / 255.f, 28 / 255.f};

}  // namespace

Expected<Presenter> Presenter::create() {
    auto program = gl::Program::create("full.vert", "present.frag");
    if (!program) return program.error();
    Presenter out;
    out.program_ = std::move(*program);
    out.no_layout_ = gl::VertexArray::make();
    return out;
}

void Presenter::draw(unsigned texture, glm::ivec2 picture_px, glm::ivec2 window_px, bool mirrored, double veil) {
    const auto shade = static_cast<float>(std::clamp(veil, 0.0, 1.0));
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    for (const GLenum capability :
         {GL_BLEND, GL_CULL_FACE, GL_DEPTH_TEST, GL_STENCIL_TEST, GL_SCISSOR_TEST, GL_FRAMEBUFFER_SRGB})
        glDisable(capability);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
    glViewport(0, 0, window_px.x, window_px.y);
    // The bars beside the picture are black, as the edge of a mirror is.
    const glm::vec3 bars = veil_srgb * shade;
    glClearColor(bars.r, bars.g, bars.b, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    const Letterbox place = letterbox(picture_px, window_px);
    if (texture == 0 || place.size_px.x == 0 || shade >= 1) return;
    glViewport(place.corner_px.x, window_px.y - place.corner_px.y - place.size_px.y, place.size_px.x, place.size_px.y);
    program_.use();
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture);
    glBindSampler(0, 0);
    program_.set("u_picture", 0);
    program_.set("u_picture_size_px", glm::vec2(picture_px));
    program_.set("u_corner_px", glm::vec2(place.corner_px));
    program_.set("u_size_px", glm::vec2(place.size_px));
    program_.set("u_window_height_px", static_cast<float>(window_px.y));
    program_.set("u_mirrored", mirrored ? 1.f : 0.f);
    program_.set("u_veil", shade);
    program_.set("u_veil_rgb", veil_linear);
    glBindVertexArray(no_layout_.id());
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glBindVertexArray(0);
    glBindTexture(GL_TEXTURE_2D, 0);
    glUseProgram(0);
    glViewport(0, 0, window_px.x, window_px.y);
}

}  // namespace smp
