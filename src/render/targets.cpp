#include "render/targets.hpp"

namespace smp {
namespace {

gl::Framebuffer target_of(const gl::Texture& colour) {
    auto target = gl::Framebuffer::make();
    glBindFramebuffer(GL_FRAMEBUFFER, target.id());
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour.id(), 0);
    return target;
}

gl::Renderbuffer make_renderbuffer(GLenum format, glm::ivec2 size_px, int samples) {
    auto buffer = gl::Renderbuffer::make();
    glBindRenderbuffer(GL_RENDERBUFFER, buffer.id());
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, format, size_px.x, size_px.y);
    glBindRenderbuffer(GL_RENDERBUFFER, 0);
    return buffer;
}

}  // namespace

gl::Texture make_texture(GLenum internal_format, glm::ivec2 size_px, GLenum format, GLenum type, GLint filter) {
    auto texture = gl::Texture::make();
    glBindTexture(GL_TEXTURE_2D, texture.id());
    glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(internal_format), size_px.x, size_px.y, 0, format, type, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glBindTexture(GL_TEXTURE_2D, 0);
    return texture;
}

Targets Targets::make(glm::ivec2 size_px) {
    Targets out;
    out.size_px = size_px;
    // The picture is what others present, perhaps at another size: interpolated.
    out.picture = make_texture(GL_RGBA8, size_px, GL_BGRA, GL_UNSIGNED_BYTE, GL_LINEAR);
    out.before = make_texture(GL_RGBA8, size_px, GL_BGRA, GL_UNSIGNED_BYTE);
    // 32 bits: in 16 the sum of many faint marks loses some of them.
    out.tone = make_texture(GL_RG32F, size_px, GL_RG, GL_FLOAT);
    out.depth = make_texture(GL_DEPTH_COMPONENT32F, size_px, GL_DEPTH_COMPONENT, GL_FLOAT);
    out.picture_target = target_of(out.picture);
    out.tone_target = target_of(out.tone);
    out.tone_on_depth_target = target_of(out.tone);
    glBindFramebuffer(GL_FRAMEBUFFER, out.tone_on_depth_target.id());
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, out.depth.id(), 0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    return out;
}

MaskTargets MaskTargets::make(glm::ivec2 size_px) {
    MaskTargets out;
    out.size_px = size_px;
    constexpr int samples = 4;
    out.samples = make_renderbuffer(GL_R8, size_px, samples);
    out.sample_depth = make_renderbuffer(GL_DEPTH_COMPONENT24, size_px, samples);
    out.resolved = make_renderbuffer(GL_R8, size_px, 0);
    out.sample_target = gl::Framebuffer::make();
    glBindFramebuffer(GL_FRAMEBUFFER, out.sample_target.id());
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, out.samples.id());
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, out.sample_depth.id());
    out.resolved_target = gl::Framebuffer::make();
    glBindFramebuffer(GL_FRAMEBUFFER, out.resolved_target.id());
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, out.resolved.id());
    return out;
}

}  // namespace smp
