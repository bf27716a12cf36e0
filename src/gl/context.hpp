// An OpenGL 3.3 core context without a window (EGL surfaceless on Mesa, or an EGL device), current on its thread.
#pragma once

#include <memory>
#include <string>

#include "base/expected.hpp"

namespace smp::gl {

class OffscreenContext {
  public:
    // Fails with ExitCode::device and says what was tried.
    static Expected<OffscreenContext> create();
    OffscreenContext(OffscreenContext&&) noexcept;
    ~OffscreenContext();

  private:
    struct Impl;
    explicit OffscreenContext(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// Loads GL functions for the current context. glewInit reports a missing GLX display under EGL although the
// functions load, so the result is judged by the version that the context reports.
Status load_functions();

struct Report {
    std::string version, renderer, vendor;
};
Report report();

}  // namespace smp::gl
