#include "present/presenter.hpp"

#include <algorithm>

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
    out.source_ = gl::Framebuffer::make();
    out.picture_.target = gl::Framebuffer::make();
    out.from_.target = gl::Framebuffer::make();
    return out;
}

// The texture's bytes into a copy; with GL_FRAMEBUFFER_SRGB off they go over as they are.
void Presenter::copy(unsigned texture, Copy& to, glm::ivec2 picture_px, bool smaller) {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, source_.id());
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    if (to.size_px != picture_px) {
        to.size_px = picture_px;
        to.texture = gl::Texture::make();
        glBindTexture(GL_TEXTURE_2D, to.texture.id());
        glTexImage2D(GL_TEXTURE_2D, 0, GL_SRGB8_ALPHA8, picture_px.x, picture_px.y, 0, GL_BGRA, GL_UNSIGNED_BYTE,
                     nullptr);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to.target.id());
        glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, to.texture.id(), 0);
    }
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to.target.id());
    glBlitFramebuffer(0, 0, picture_px.x, picture_px.y, 0, 0, picture_px.x, picture_px.y, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
    glBindTexture(GL_TEXTURE_2D, to.texture.id());
    // Four texels are enough down to half the size; below it the smaller ones of a pyramid keep it from glittering.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, smaller ? GL_LINEAR_MIPMAP_LINEAR : GL_LINEAR);
    if (smaller) glGenerateMipmap(GL_TEXTURE_2D);
}

void Presenter::draw(unsigned texture, glm::ivec2 picture_px, glm::ivec2 window_px, const PictureView& view,
                     double veil, const std::optional<Fade>& fade, unsigned target) {
    const auto shade = static_cast<float>(std::clamp(veil, 0.0, 1.0));
    glBindFramebuffer(GL_FRAMEBUFFER, target);
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
    const int left = place.corner_px.x, right = left + place.size_px.x;
    const int top = window_px.y - place.corner_px.y, bottom = top - place.size_px.y;  // the window's rows run up
    glActiveTexture(GL_TEXTURE0);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, source_.id());
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    if (place.size_px == picture_px && shade <= 0 && !fade && view.zoom <= 1) {
        // Pixel for pixel: nothing to work out, and the bytes stay what they are.
        glBlitFramebuffer(0, 0, picture_px.x, picture_px.y, view.mirrored ? right : left, top,
                          view.mirrored ? left : right, bottom, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    } else {
        const bool smaller = picture_px.x > 2 * view.zoom * place.size_px.x;
        if (fade) copy(fade->from, from_, picture_px, smaller);
        copy(texture, picture_, picture_px, smaller);
        glActiveTexture(GL_TEXTURE1);
        glBindTexture(GL_TEXTURE_2D, fade ? from_.texture.id() : picture_.texture.id());
        glActiveTexture(GL_TEXTURE0);
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target);
        glViewport(left, bottom, place.size_px.x, place.size_px.y);
        glBindSampler(0, 0);
        glBindSampler(1, 0);
        program_.use();
        program_.set("u_picture", 0);
        program_.set("u_from", 1);
        program_.set("u_share", fade ? static_cast<float>(fade->share) : 1.f);
        program_.set("u_corner_px", glm::vec2(place.corner_px));
        program_.set("u_size_px", glm::vec2(place.size_px));
        program_.set("u_window_height_px", static_cast<float>(window_px.y));
        program_.set("u_mirrored", view.mirrored ? 1.f : 0.f);
        program_.set("u_seen_corner", glm::vec2(view.corner()));
        program_.set("u_seen_size", static_cast<float>(1 / view.zoom));
        program_.set("u_veil", shade);
        program_.set("u_veil_rgb", veil_linear);
        glBindVertexArray(no_layout_.id());
        glDrawArrays(GL_TRIANGLES, 0, 3);
        glBindVertexArray(0);
        glUseProgram(0);
        glActiveTexture(GL_TEXTURE1);
        glBindTexture(GL_TEXTURE_2D, 0);
        glActiveTexture(GL_TEXTURE0);
    }
    glBindTexture(GL_TEXTURE_2D, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, window_px.x, window_px.y);
}

}  // namespace smp
