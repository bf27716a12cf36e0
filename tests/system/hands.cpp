#include "system/hands.hpp"

#include <stdexcept>

// Xlib's macros stay in this file.
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>

namespace smp::test {

struct Hands::Impl {
    Display* display = nullptr;
    ~Impl() {
        if (display) XCloseDisplay(display);
    }
};

Hands::Hands(const std::string& display) : impl_(std::make_unique<Impl>()) {
    impl_->display = XOpenDisplay(display.c_str());
    if (!impl_->display) throw std::runtime_error("no display " + display);
}
Hands::~Hands() = default;

void Hands::key(const std::string& name, bool down) {
    const KeySym symbol = XStringToKeysym(name.c_str());
    const KeyCode code = symbol == NoSymbol ? KeyCode{0} : XKeysymToKeycode(impl_->display, symbol);
    if (!code) return;
    XTestFakeKeyEvent(impl_->display, code, down, 0);
    XSync(impl_->display, False);
}

void Hands::move(cv::Point at_px) {
    XTestFakeMotionEvent(impl_->display, -1, at_px.x, at_px.y, 0);
    XSync(impl_->display, False);
}

void Hands::button(int which, bool down) {
    XTestFakeButtonEvent(impl_->display, static_cast<unsigned>(which), down, 0);
    XSync(impl_->display, False);
}

}  // namespace smp::test
