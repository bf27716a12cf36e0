// Move-only owners of GL names: empty until make(), freed on the context's thread before it closes.
#pragma once

#include <GL/glew.h>

#include <utility>

namespace smp::gl {

template <class Kind>
class GlObject {  // Kind: static GLuint create(); static void destroy(GLuint);
  public:
    static GlObject make() {
        GlObject object;
        object.id_ = Kind::create();
        return object;
    }
    GlObject() = default;
    GlObject(GlObject&& other) noexcept : id_{std::exchange(other.id_, 0)} {}
    GlObject& operator=(GlObject&& other) noexcept {
        std::swap(id_, other.id_);
        return *this;
    }
    ~GlObject() {
        if (id_) Kind::destroy(id_);
    }
    GLuint id() const { return id_; }
    explicit operator bool() const { return id_ != 0; }

  private:
    GLuint id_ = 0;
};

namespace kind {
struct Buffer {
    static GLuint create() {
        GLuint id = 0;
        glGenBuffers(1, &id);
        return id;
    }
    static void destroy(GLuint id) { glDeleteBuffers(1, &id); }
};
struct Texture {
    static GLuint create() {
        GLuint id = 0;
        glGenTextures(1, &id);
        return id;
    }
    static void destroy(GLuint id) { glDeleteTextures(1, &id); }
};
struct Renderbuffer {
    static GLuint create() {
        GLuint id = 0;
        glGenRenderbuffers(1, &id);
        return id;
    }
    static void destroy(GLuint id) { glDeleteRenderbuffers(1, &id); }
};
struct Framebuffer {
    static GLuint create() {
        GLuint id = 0;
        glGenFramebuffers(1, &id);
        return id;
    }
    static void destroy(GLuint id) { glDeleteFramebuffers(1, &id); }
};
struct VertexArray {
    static GLuint create() {
        GLuint id = 0;
        glGenVertexArrays(1, &id);
        return id;
    }
    static void destroy(GLuint id) { glDeleteVertexArrays(1, &id); }
};
struct VertexShader {
    static GLuint create() { return glCreateShader(GL_VERTEX_SHADER); }
    static void destroy(GLuint id) { glDeleteShader(id); }
};
struct FragmentShader {
    static GLuint create() { return glCreateShader(GL_FRAGMENT_SHADER); }
    static void destroy(GLuint id) { glDeleteShader(id); }
};
struct ProgramName {
    static GLuint create() { return glCreateProgram(); }
    static void destroy(GLuint id) { glDeleteProgram(id); }
};
}  // namespace kind

using Buffer = GlObject<kind::Buffer>;
using Texture = GlObject<kind::Texture>;
using Renderbuffer = GlObject<kind::Renderbuffer>;
using Framebuffer = GlObject<kind::Framebuffer>;
using VertexArray = GlObject<kind::VertexArray>;

}  // namespace smp::gl
