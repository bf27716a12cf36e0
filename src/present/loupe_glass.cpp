#include "present/loupe_glass.hpp"

#include <algorithm>
#include <cmath>

namespace smp {
namespace {

constexpr double share_of_height = 0.4;

}  // namespace

LoupePlace loupe_place(const glm::dvec2& pointer_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                       const PictureView& view, double zoom) {
    const Letterbox box = letterbox(picture_px, window_px);
    LoupePlace place;
    place.size_px = static_cast<int>(std::lround(share_of_height * std::min(box.size_px.x, box.size_px.y)));
    if (place.size_px <= 0) return place;
    place.scale = zoom * view.zoom * box.size_px.x / picture_px.x;
    place.centre_px = glm::clamp(picture_from_window(pointer_px, picture_px, window_px, view), glm::dvec2(0),
                                 glm::dvec2(picture_px - 1));
    const glm::ivec2 corner(glm::round(pointer_px - 0.5 * (place.size_px - 1)));
    place.corner_px = glm::clamp(corner, box.corner_px, box.corner_px + box.size_px - place.size_px);
    return place;
}

Expected<LoupeGlass> LoupeGlass::create() {
    auto program = gl::Program::create("full.vert", "glass.frag");
    if (!program) return program.error();
    LoupeGlass out;
    out.program_ = std::move(*program);
    out.no_layout_ = gl::VertexArray::make();
    return out;
}

void LoupeGlass::draw(unsigned texture, const LoupePlace& place, glm::ivec2 window_px, bool mirrored) {
    if (texture == 0 || place.size_px <= 0) return;
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    for (const GLenum capability : {GL_CULL_FACE, GL_DEPTH_TEST, GL_STENCIL_TEST, GL_SCISSOR_TEST, GL_FRAMEBUFFER_SRGB})
        glDisable(capability);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    const int bottom = window_px.y - place.corner_px.y - place.size_px;  // the window's rows run up
    glViewport(place.corner_px.x, bottom, place.size_px, place.size_px);
    glActiveTexture(GL_TEXTURE0);
    glBindSampler(0, 0);
    glBindTexture(GL_TEXTURE_2D, texture);
    program_.use();
    program_.set("u_picture", 0);
    program_.set("u_corner_px", glm::vec2(place.corner_px.x, bottom));
    program_.set("u_size_px", static_cast<float>(place.size_px));
    program_.set("u_mirrored", mirrored ? 1.f : 0.f);
    glBindVertexArray(no_layout_.id());
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glBindVertexArray(0);
    glUseProgram(0);
    glDisable(GL_BLEND);
    glBindTexture(GL_TEXTURE_2D, 0);
    glViewport(0, 0, window_px.x, window_px.y);
}

}  // namespace smp
