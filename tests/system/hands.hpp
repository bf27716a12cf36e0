// Keyboard and mouse of a test's display through XTEST, without a program between: what is pressed is pressed when the
// call returns, so that time from hand to picture can be measured.
#pragma once

#include <memory>
#include <opencv2/core/types.hpp>
#include <string>

namespace smp::test {

class Hands {
  public:
    explicit Hands(const std::string& display);  // ":7"; throws std::runtime_error when it cannot be reached
    ~Hands();
    Hands(const Hands&) = delete;
    Hands& operator=(const Hands&) = delete;

    // By X's names: "Up", "a", "bracketleft". A name that the keyboard lacks does nothing.
    void key(const std::string& name, bool down);
    void press(const std::string& name) {
        key(name, true);
        key(name, false);
    }
    void move(cv::Point at_px);
    void button(int which, bool down);  // 1 left, 2 middle, 3 right, 4 and 5 the wheel

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp::test
