// Textures of one picture size. Row 0 is the picture's top row everywhere.
#pragma once

#include <glm/glm.hpp>

#include "gl/object.hpp"

namespace smp {

struct Targets {
    glm::ivec2 size_px{0};
    gl::Texture picture;  // RGBA8, sRGB-encoded: the frame, then the result
    gl::Texture before;   // RGBA8: the frame where the head is
    gl::Texture tone;     // RG32F: of dots, and of the skin around them
    gl::Texture depth;    // D32F
    gl::Framebuffer picture_target, tone_target;
    gl::Framebuffer tone_on_depth_target;  // tone and depth together

    static Targets make(glm::ivec2 size_px);
};

// The mask, drawn with four samples a pixel and resolved.
struct MaskTargets {
    glm::ivec2 size_px{0};
    gl::Renderbuffer samples, sample_depth, resolved;
    gl::Framebuffer sample_target, resolved_target;

    static MaskTargets make(glm::ivec2 size_px);
};

// A texture with storage and without mipmaps, repeat or, unless asked for, interpolation.
gl::Texture make_texture(GLenum internal_format, glm::ivec2 size_px, GLenum format, GLenum type,
                         GLint filter = GL_NEAREST);

}  // namespace smp
