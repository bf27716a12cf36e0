#include "present/window.hpp"

// GLEW before GLFW: it must see the GL headers first.
#include <GL/glew.h>
//
#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/steady_clock.hpp"
#include "gl/context.hpp"

namespace smp {
namespace {

// The library's words for its last error, for the inside of a sentence.
std::string reason() {
    const char* text = nullptr;
    if (glfwGetError(&text) == GLFW_NO_ERROR || !text) return "the display refused";
    std::string words = text;
    while (!words.empty() && (words.back() == ' ' || words.back() == '.')) words.pop_back();
    return words;
}

struct Area {
    glm::ivec2 corner{0}, size{0};
};

Area work_area(GLFWmonitor* monitor) {
    Area a;
    glfwGetMonitorWorkarea(monitor, &a.corner.x, &a.corner.y, &a.size.x, &a.size.y);
    return a;
}

double scale_of(GLFWmonitor* monitor) {
    float x = 1, y = 1;
    glfwGetMonitorContentScale(monitor, &x, &y);
    return std::clamp(static_cast<double>(x), 0.5, 8.0);
}

Expected<GLFWmonitor*> find_monitor(std::optional<int> wanted) {
    int count = 0;
    GLFWmonitor** all = glfwGetMonitors(&count);
    if (count <= 0)
        return Error{ExitCode::device, "no monitor is connected to this display", "display",
                     "connect one and try again"};
    if (!wanted) return glfwGetPrimaryMonitor();
    if (*wanted >= 0 && *wanted < count) return all[*wanted];
    std::string there;
    for (int i = 0; i < count; ++i)
        there += (i ? ", " : "") + std::to_string(i) + " (" + glfwGetMonitorName(all[i]) + ")";
    return Error{ExitCode::device, "there is no such monitor", "--monitor " + std::to_string(*wanted),
                 "this display has " + there};
}

Key key_of(int key, int scancode) {
    constexpr std::array<std::pair<int, Key>, 15> silent{{{GLFW_KEY_UP, Key::up},
                                                          {GLFW_KEY_DOWN, Key::down},
                                                          {GLFW_KEY_LEFT, Key::left},
                                                          {GLFW_KEY_RIGHT, Key::right},
                                                          {GLFW_KEY_SPACE, Key::space},
                                                          {GLFW_KEY_ENTER, Key::enter},
                                                          {GLFW_KEY_TAB, Key::tab},
                                                          {GLFW_KEY_BACKSPACE, Key::backspace},
                                                          {GLFW_KEY_INSERT, Key::insert},
                                                          {GLFW_KEY_DELETE, Key::del},
                                                          {GLFW_KEY_HOME, Key::home},
                                                          {GLFW_KEY_END, Key::end},
                                                          {GLFW_KEY_PAGE_UP, Key::page_up},
                                                          {GLFW_KEY_PAGE_DOWN, Key::page_down},
                                                          {GLFW_KEY_ESCAPE, Key::escape}}};
    for (const auto& [code, named] : silent)
        if (key == code) return named;
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12)
        return static_cast<Key>(static_cast<int>(Key::f1) + (key - GLFW_KEY_F1));
    const char* printed = key == GLFW_KEY_UNKNOWN && scancode <= 0 ? nullptr : glfwGetKeyName(key, scancode);
    // The library's numbers of printable keys are the characters of a US keyboard.
    return key_from_label(printed ? printed : "", key > 0 && key < 128 ? static_cast<char>(key) : '\0');
}

// The library is up as long as there is a window.
class Library {
  public:
    Library() { ++users(); }
    ~Library() {
        if (--users() == 0) glfwTerminate();
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

  private:
    static int& users() {
        static int count = 0;
        return count;
    }
};

}  // namespace

struct Window::Impl {
    const Library library;
    GLFWwindow* window = nullptr;
    GLFWmonitor* chosen = nullptr;  // where the user asked for it; else where the window lies
    Area framed;                    // place in a frame, to go back to
    std::vector<KeyEvent> keys;
    std::optional<glm::dvec2> pointer_px;
    double wheel = 0;  // part of a notch that is left
    double clicked_s = -1;
    glm::dvec2 clicked_at{0};
    int swap_interval = 1;
    bool damaged = true, input = false, key_known = false;

    ~Impl() {
        if (window) glfwDestroyWindow(window);
    }

    GLFWmonitor* monitor_here() const {
        if (GLFWmonitor* full = glfwGetWindowMonitor(window)) return full;
        if (chosen) return chosen;
        int count = 0;
        GLFWmonitor** all = glfwGetMonitors(&count);
        Area at;
        glfwGetWindowPos(window, &at.corner.x, &at.corner.y);
        glfwGetWindowSize(window, &at.size.x, &at.size.y);
        GLFWmonitor* best = glfwGetPrimaryMonitor();
        int most = 0;
        for (int i = 0; i < count; ++i) {
            const Area m = work_area(all[i]);
            const glm::ivec2 overlap = glm::min(at.corner + at.size, m.corner + m.size) - glm::max(at.corner, m.corner);
            if (overlap.x <= 0 || overlap.y <= 0 || overlap.x * overlap.y <= most) continue;
            most = overlap.x * overlap.y;
            best = all[i];
        }
        return best;
    }

    void on_key(int key, int scancode, int action, int modifiers) {
        input = true;
        KeyEvent event;
        event.key = key_of(key, scancode);
        key_known = event.key != Key::none;
        event.edge = action == GLFW_RELEASE  ? KeyEdge::release
                     : action == GLFW_REPEAT ? KeyEdge::repeat
                                             : KeyEdge::press;
        event.shift = (modifiers & GLFW_MOD_SHIFT) != 0;
        event.control = (modifiers & GLFW_MOD_CONTROL) != 0;
        event.time_s = steady_s();
        // With these held a key belongs to the desktop.
        const bool desktop = (modifiers & (GLFW_MOD_ALT | GLFW_MOD_SUPER)) != 0;
        if (key_known && (!desktop || event.edge == KeyEdge::release)) keys.push_back(event);
    }

    // Brackets that a layout makes with AltGr arrive as characters only.
    void on_character(unsigned code) {
        input = true;
        if (key_known || (code != '[' && code != ']')) return;
        keys.push_back(
            {code == '[' ? Key::bracket_left : Key::bracket_right, KeyEdge::press, false, false, steady_s()});
    }

    void on_pointer(double x, double y) {
        input = true;
        glm::ivec2 points{0}, pixels{0};
        glfwGetWindowSize(window, &points.x, &points.y);
        glfwGetFramebufferSize(window, &pixels.x, &pixels.y);
        if (std::min(points.x, points.y) > 0)
            pointer_px = glm::dvec2(x, y) * glm::dvec2(pixels) / glm::dvec2(points) - 0.5;
    }

    // Fine wheels and touchpads send parts of a notch.
    void on_wheel(double notches) {
        input = true;
        wheel += notches;
        for (; std::abs(wheel) >= 1; wheel -= std::copysign(1.0, wheel))
            keys.push_back({wheel > 0 ? Key::wheel_up : Key::wheel_down, KeyEdge::press, false, false, steady_s()});
    }

    void on_button(int button, int action) {
        input = true;
        if (button != GLFW_MOUSE_BUTTON_LEFT || action != GLFW_PRESS) return;
        glm::dvec2 at{0};
        glfwGetCursorPos(window, &at.x, &at.y);
        const double now_s = steady_s();
        const bool again = now_s - clicked_s < 0.4 && glm::distance(at, clicked_at) < 8;
        if (again) keys.push_back({Key::double_click, KeyEdge::press, false, false, now_s});
        clicked_s = again ? -1 : now_s;
        clicked_at = at;
    }

    static Impl& of(GLFWwindow* window) { return *static_cast<Impl*>(glfwGetWindowUserPointer(window)); }

    void listen() {
        glfwSetWindowUserPointer(window, this);
        glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int modifiers) {
            of(w).on_key(key, scancode, action, modifiers);
        });
        glfwSetCharCallback(window, [](GLFWwindow* w, unsigned code) { of(w).on_character(code); });
        glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) { of(w).on_pointer(x, y); });
        glfwSetScrollCallback(window, [](GLFWwindow* w, double, double notches) { of(w).on_wheel(notches); });
        glfwSetMouseButtonCallback(window,
                                   [](GLFWwindow* w, int button, int action, int) { of(w).on_button(button, action); });
        glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { of(w).input = true; });
        glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { of(w).input = true; });
        glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { of(w).damaged = true; });
        glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { of(w).damaged = true; });
    }
};

Window::Window(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Window::Window(Window&&) noexcept = default;
Window::~Window() = default;

Expected<Window> Window::open(const WindowOptions& options) {
    const auto no_window = [](const std::string& what, const std::string& why) {
        return Error{ExitCode::device, what + " (" + why + ")", "display",
                     "start it on a desktop with OpenGL 3.3, or use `smp-mirror render`, which needs no display"};
    };
    if (!glfwInit()) return no_window("no display to open a window on", reason());
    auto impl = std::make_unique<Impl>();
    auto monitor = find_monitor(options.monitor);
    if (!monitor) return monitor.error();
    if (options.monitor) impl->chosen = *monitor;
    const GLFWvidmode* mode = glfwGetVideoMode(*monitor);
    if (!mode) return no_window("the monitor tells no size", reason());

    const Area desk = work_area(*monitor);
    const double wanted = options.for_96_dpi ? scale_of(*monitor) : 1.0;
    const double fit = std::min({wanted, static_cast<double>(desk.size.x) / options.size_px.x,
                                 static_cast<double>(desk.size.y) / options.size_px.y});
    impl->framed.size = glm::max(glm::ivec2(glm::dvec2(options.size_px) * fit), glm::ivec2(64));
    impl->framed.corner =
        desk.corner + glm::ivec2(glm::dvec2(desk.size - impl->framed.size) * glm::clamp(options.place, 0.0, 1.0));

    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    // The technician works in another window on another screen: the mirror must not fold away then.
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
    glfwWindowHint(GLFW_MAXIMIZED, options.maximised ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_RED_BITS, mode->redBits);
    glfwWindowHint(GLFW_GREEN_BITS, mode->greenBits);
    glfwWindowHint(GLFW_BLUE_BITS, mode->blueBits);
    glfwWindowHint(GLFW_REFRESH_RATE, mode->refreshRate);
    const glm::ivec2 size = options.windowed ? impl->framed.size : glm::ivec2(mode->width, mode->height);
    impl->window = glfwCreateWindow(size.x, size.y, options.title.c_str(), options.windowed ? nullptr : *monitor,
                                    options.share ? options.share->impl_->window : nullptr);
    if (!impl->window) return no_window("no window with OpenGL 3.3 could be opened", reason());
    if (options.windowed) glfwSetWindowPos(impl->window, impl->framed.corner.x, impl->framed.corner.y);
    if (options.least_px.x > 0 && options.least_px.y > 0) {
        const glm::ivec2 least = glm::min(glm::ivec2(glm::dvec2(options.least_px) * wanted), size);
        glfwSetWindowSizeLimits(impl->window, least.x, least.y, GLFW_DONT_CARE, GLFW_DONT_CARE);
    }
    glfwMakeContextCurrent(impl->window);
    if (auto loaded = gl::load_functions(); !loaded) return loaded.error();
    impl->swap_interval = options.swap_interval;
    glfwSwapInterval(impl->swap_interval);
    if (!options.cursor) glfwSetInputMode(impl->window, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
    impl->listen();
    return Window(std::move(impl));
}

void Window::show() {
    glfwShowWindow(impl_->window);
}
void Window::focus() {
    glfwFocusWindow(impl_->window);
}
void Window::make_current() {
    glfwMakeContextCurrent(impl_->window);
}
void Window::swap() {
    glfwSwapBuffers(impl_->window);
}
void Window::wait(double seconds) {
    if (seconds > 0)
        glfwWaitEventsTimeout(seconds);
    else
        glfwPollEvents();
}
void Window::wake() {
    glfwPostEmptyEvent();
}
std::vector<KeyEvent> Window::take_keys() {
    return std::exchange(impl_->keys, {});
}
std::optional<glm::dvec2> Window::take_pointer() {
    return std::exchange(impl_->pointer_px, {});
}
bool Window::take_input() {
    return std::exchange(impl_->input, false);
}
bool Window::take_damage() {
    return std::exchange(impl_->damaged, false);
}
bool Window::closing() const {
    return glfwWindowShouldClose(impl_->window) != 0;
}

void Window::stay_open() {
    glfwSetWindowShouldClose(impl_->window, GLFW_FALSE);
}

glm::ivec2 Window::size_px() const {
    glm::ivec2 size{0};
    glfwGetFramebufferSize(impl_->window, &size.x, &size.y);
    return size;
}

double Window::content_scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(impl_->window, &x, &y);
    return std::clamp(static_cast<double>(x), 0.5, 8.0);
}

int Window::monitors() {
    int count = 0;
    glfwGetMonitors(&count);
    return count;
}

int Window::monitor() const {
    int count = 0;
    GLFWmonitor** all = glfwGetMonitors(&count);
    return static_cast<int>(std::find(all, all + count, impl_->monitor_here()) - all);
}

GLFWwindow* Window::native() const {
    return impl_->window;
}

double Window::refresh_s() const {
    const GLFWvidmode* mode = glfwGetVideoMode(impl_->monitor_here());
    return mode && mode->refreshRate > 0 ? 1.0 / mode->refreshRate : 1.0 / 60;
}

bool Window::full_screen() const {
    return glfwGetWindowMonitor(impl_->window) != nullptr;
}

void Window::set_full_screen(bool full) {
    if (full == full_screen()) return;
    Impl& my = *impl_;
    if (full) {
        GLFWmonitor* monitor = my.monitor_here();
        const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
        if (!mode) return;
        glfwGetWindowPos(my.window, &my.framed.corner.x, &my.framed.corner.y);
        glfwGetWindowSize(my.window, &my.framed.size.x, &my.framed.size.y);
        glfwSetWindowMonitor(my.window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    } else {
        glfwSetWindowMonitor(my.window, nullptr, my.framed.corner.x, my.framed.corner.y, my.framed.size.x,
                             my.framed.size.y, GLFW_DONT_CARE);
    }
    make_current();
    glfwSwapInterval(my.swap_interval);  // some drivers forget it with the change
    my.damaged = true;
}

}  // namespace smp
