#include "gl/context.hpp"

// GLEW before EGL: it must see the GL headers first.
#include <GL/glew.h>
//
#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <cstring>
#include <vector>

namespace smp::gl {
namespace {

bool has_extension(const char* list, const char* name) {
    if (!list) return false;
    const std::size_t n = std::strlen(name);
    for (const char* at = std::strstr(list, name); at; at = std::strstr(at + n, name))
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0')) return true;
    return false;
}

EGLDisplay platform_display(EGLenum platform, void* native) {
    const auto get = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    return get ? get(platform, native, nullptr) : EGL_NO_DISPLAY;
}

}  // namespace

// The display is left initialised: EGL shares it between all contexts of the process and does not count them.
struct OffscreenContext::Impl {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    EGLSurface surface = EGL_NO_SURFACE;

    ~Impl() {
        if (display == EGL_NO_DISPLAY) return;
        if (eglGetCurrentContext() == context) eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
    }

    // A current 3.3 core context on the display, with a one-pixel surface where EGL wants one.
    bool open(EGLDisplay on, bool with_surface) {
        if (on == EGL_NO_DISPLAY || !eglInitialize(on, nullptr, nullptr)) return false;
        display = on;
        if (!with_surface && !has_extension(eglQueryString(on, EGL_EXTENSIONS), "EGL_KHR_surfaceless_context"))
            return false;
        if (!eglBindAPI(EGL_OPENGL_API)) return false;
        const EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE,
                                 with_surface ? EGL_PBUFFER_BIT : 0, EGL_NONE};
        EGLConfig config = nullptr;
        EGLint found = 0;
        if (!eglChooseConfig(on, wanted, &config, 1, &found) || found < 1) return false;
        const EGLint version[] = {
            EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
        context = eglCreateContext(on, config, EGL_NO_CONTEXT, version);
        if (context == EGL_NO_CONTEXT) return false;
        if (with_surface) {
            const EGLint size[] = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
            surface = eglCreatePbufferSurface(on, config, size);
            if (surface == EGL_NO_SURFACE) return false;
        }
        return eglMakeCurrent(on, surface, surface, context) == EGL_TRUE;
    }
};

OffscreenContext::OffscreenContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OffscreenContext::OffscreenContext(OffscreenContext&&) noexcept = default;
OffscreenContext::~OffscreenContext() = default;

Expected<OffscreenContext> OffscreenContext::create() {
    const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    const auto attempt = [](EGLDisplay display, bool with_surface) {
        auto impl = std::make_unique<Impl>();
        if (!impl->open(display, with_surface)) impl.reset();
        return impl;
    };
    std::unique_ptr<Impl> impl;
    std::string tried;
    if (has_extension(client, "EGL_MESA_platform_surfaceless")) {
        impl = attempt(platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY), false);
        tried += "Mesa surfaceless, ";
    }
    if (!impl && has_extension(client, "EGL_EXT_platform_device")) {
        const auto query = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
        EGLint count = 0;
        if (query && query(0, nullptr, &count) && count > 0) {
            std::vector<EGLDeviceEXT> devices(static_cast<std::size_t>(count));
            query(count, devices.data(), &count);
            for (EGLint i = 0; i < count && !impl; ++i)
                for (const bool with_surface : {false, true})
                    if (!impl) impl = attempt(platform_display(EGL_PLATFORM_DEVICE_EXT, devices[i]), with_surface);
        }
        tried += std::to_string(count) + " EGL device(s), ";
    }
    if (!impl) {
        impl = attempt(eglGetDisplay(EGL_DEFAULT_DISPLAY), true);
        tried += "a pixel buffer on the default display";
    }
    if (!impl)
        return Error{ExitCode::device, "no OpenGL 3.3 context without a window could be made (tried " + tried + ")",
                     "OpenGL", "install a graphics driver, on Debian libegl-mesa0 and libgl1-mesa-dri"};
    if (auto loaded = load_functions(); !loaded) return loaded.error();
    return OffscreenContext(std::move(impl));
}

Status load_functions() {
    glewExperimental = GL_TRUE;
    const GLenum result = glewInit();
    const auto* version = reinterpret_cast<const char*>(glGetString(GL_VERSION));
    const std::string advice = "install or update the graphics driver";
    if (!version)
        return Error{ExitCode::device,
                     std::string("the OpenGL functions cannot be loaded (") +
                         reinterpret_cast<const char*>(glewGetErrorString(result)) + ")",
                     "OpenGL", advice};
    GLint major = 0, minor = 0;
    glGetIntegerv(GL_MAJOR_VERSION, &major);
    glGetIntegerv(GL_MINOR_VERSION, &minor);
    while (glGetError() != GL_NO_ERROR) {
    }  // glewInit asks in ways that a core profile refuses
    if (major * 10 + minor < 33 || !glVertexAttribDivisor || !glBlitFramebuffer || !glGenVertexArrays)
        return Error{ExitCode::device, std::string("OpenGL 3.3 is needed, the driver offers ") + version, "OpenGL",
                     advice};
    return Done{};
}

Report report() {
    const auto text = [](GLenum name) {
        const auto* value = reinterpret_cast<const char*>(glGetString(name));
        return std::string(value ? value : "");
    };
    return {text(GL_VERSION), text(GL_RENDERER), text(GL_VENDOR)};
}

}  // namespace smp::gl
