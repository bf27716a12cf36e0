// A window, the mirror's or the technician's: full screen on a monitor or in a frame, with an OpenGL 3.3 core context.
// All calls on the thread that opened it, except wake().
#pragma once

#include <glm/glm.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "present/key_event.hpp"

struct GLFWwindow;

namespace smp {

class Window;

struct WindowOptions {
    std::string title = "smp-mirror";
    std::optional<int> monitor;  // index from 0; empty: the primary
    bool windowed = false;
    glm::ivec2 size_px{1280, 720};  // in a frame; smaller where the monitor is
    glm::ivec2 least_px{0};         // the user cannot make it smaller
    bool for_96_dpi = false;        // the two sizes are larger where the monitor wants everything larger
    bool maximised = false;
    glm::dvec2 place{0.5};          // of the frame in the monitor's free room: 0 left, top .. 1 right, bottom
    bool cursor = false;            // the pointer is seen over it
    int swap_interval = 1;          // 0: swap() never waits for the screen
    const Window* share = nullptr;  // textures, buffers and programs of this one can be used in the new one too
};

class Window {
  public:
    // Opens hidden: show() once something is drawn, so that nothing flashes. Its context is then the current one. Fails
    // with ExitCode::device when there is no display, no such monitor or no OpenGL 3.3; what was current may then not
    // be any more.
    static Expected<Window> open(const WindowOptions& options);
    Window(Window&&) noexcept;
    ~Window();

    void show();
    void focus();  // the keyboard's
    void make_current();
    void swap();                       // waits for the screen where the driver does
    static void wait(double seconds);  // until something happens to a window, wake() is called, or the time is over
    static void wake();                // from any thread, while a window is open

    std::vector<KeyEvent> take_keys();  // since the last call, in order
    // Where the pointer has gone since the last call, px of the frame buffer from its top left (whole numbers at the
    // middle of a pixel); empty when it has not moved.
    std::optional<glm::dvec2> take_pointer();
    bool take_input();             // whether a key, the mouse or the pointer did something here since the last call
    bool take_damage();            // whether the size changed or the window must be drawn again
    bool closing() const;          // the user closed it
    void stay_open();              // all the same
    glm::ivec2 size_px() const;    // of the frame buffer
    double content_scale() const;  // how much larger its monitor wants everything than at 96 dpi
    double refresh_s() const;      // period of the monitor
    int monitor() const;           // index of the one that it lies on
    static int monitors();         // how many are connected, while a window is open
    bool full_screen() const;
    void set_full_screen(bool full);
    GLFWwindow* native() const;

  private:
    struct Impl;
    explicit Window(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
