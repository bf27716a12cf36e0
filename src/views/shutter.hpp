// When the shutter goes by itself: once pose, sharpness and stillness have been right for a moment. Pure; time comes in
// with each frame.
#pragma once

#include <optional>
#include <string>

namespace smp {

// What a frame says.
struct ShutterLook {
    double time_s = 0;      // of the frame; does not run backwards
    bool head = false;      // it is followed
    double off = 0;         // ViewError::off
    double blur_px = 0;     // sigma of lens, sensor and smear together, of the picture
    double motion_px = 0;   // per frame
    double confidence = 0;  // HeadState::confidence
};

// What it waits for.
enum class ShutterWait {
    nothing,  // it has just gone, or goes as soon as this has held a moment longer
    no_camera,
    frozen,
    by_key,  // the view is taken by key alone
    no_head,
    unsure,  // the head is not followed well
    pose,
    still,
    sharp,
    leave,  // taken: for the head to leave the pose, or the next view
};

struct ShutterRules {
    double hold_s = 0.4;
    int least_frames = 4;  // within that time
    double gap_s = 0.35;   // without a frame: what was held is forgotten
    double most_motion_px = 1.2;
    double most_blur_px = 1.8;
    double least_confidence = 0.35;
    double slack = 1.2;     // what has begun to hold may be off by so much more ...
    double left_off = 1.8;  // ... and a pose that was taken is left beyond this,
    double left_s = 0.3;    // for so long
};

class Shutter {
  public:
    explicit Shutter(ShutterRules rules = {}) : rules_(rules) {}

    // Whether the shutter goes with this frame.
    bool step(const ShutterLook& look);
    // Another view is wanted, or the same one again.
    void arm();
    // The picture was taken by key.
    void taken();
    // No frames come, or none that count: what was held is forgotten, what was taken is not.
    void pause(ShutterWait why);

    ShutterWait waits_for() const { return waits_for_; }
    bool is_taken() const { return taken_; }
    double held() const { return held_; }  // 0 .. 1 of the time that it must hold

  private:
    ShutterWait judge(const ShutterLook& look, double slack) const;

    ShutterRules rules_;
    ShutterWait waits_for_ = ShutterWait::no_head;
    bool taken_ = false;
    double held_ = 0;
    int frames_ = 0;
    std::optional<double> since_s_, last_s_, left_since_s_;
};

// "hold still"; for the technician. `pose`: error_in_words().
std::string wait_in_words(ShutterWait wait, const std::string& pose);

}  // namespace smp
