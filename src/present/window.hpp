// The mirror's window: full screen on a monitor or in a frame, with an OpenGL 3.3 core context that is current on the
// thread that opened it. All calls on that thread, except wake().
#pragma once

#include <glm/glm.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "present/key_event.hpp"

namespace smp {

struct WindowOptions {
    std::string title = "smp-mirror";
    std::optional<int> monitor;  // index from 0; empty: the primary
    bool windowed = false;
    glm::ivec2 size_px{1280, 720};  // in a frame; smaller where the monitor is
};

class Window {
  public:
    // Opens hidden: show() once something is drawn, so that nothing flashes. Fails with ExitCode::device when there is
    // no display, no such monitor or no OpenGL 3.3.
    static Expected<Window> open(const WindowOptions& options);
    Window(Window&&) noexcept;
    ~Window();

    void show();
    void swap();                // waits for the screen where the driver does
    void wait(double seconds);  // until something happens, wake() is called, or the time is over
    static void wake();         // from any thread, while a window is open

    std::vector<KeyEvent> take_keys();  // since the last call, in order
    // Where the pointer has gone since the last call, px of the frame buffer from its top left (whole numbers at the
    // middle of a pixel); empty when it has not moved.
    std::optional<glm::dvec2> take_pointer();
    bool take_damage();          // whether the size changed or the window must be drawn again
    bool closing() const;        // the user closed it
    glm::ivec2 size_px() const;  // of the frame buffer
    double refresh_s() const;    // period of the monitor
    bool full_screen() const;
    void set_full_screen(bool full);

  private:
    struct Impl;
    explicit Window(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
