#include "views/shutter.hpp"

#include <algorithm>

#include "base/texts.hpp"

namespace smp {

ShutterWait Shutter::judge(const ShutterLook& look, double slack) const {
    if (!look.head) return ShutterWait::no_head;
    if (!(look.confidence >= rules_.least_confidence)) return ShutterWait::unsure;
    if (!(look.off <= slack)) return ShutterWait::pose;
    if (!(look.motion_px <= slack * rules_.most_motion_px)) return ShutterWait::still;
    if (!(look.blur_px <= rules_.most_blur_px)) return ShutterWait::sharp;
    return ShutterWait::nothing;
}

bool Shutter::step(const ShutterLook& look) {
    if (last_s_ && look.time_s - *last_s_ > rules_.gap_s) {
        since_s_.reset();
        left_since_s_.reset();
    }
    last_s_ = look.time_s;
    if (taken_) {
        // A head that is lost in the pose has not left it.
        const bool left = look.head && look.off > rules_.left_off;
        if (!left)
            left_since_s_.reset();
        else if (!left_since_s_)
            left_since_s_ = look.time_s;
        if (!left_since_s_ || look.time_s - *left_since_s_ < rules_.left_s) {
            waits_for_ = ShutterWait::leave;
            return false;
        }
        arm();
        last_s_ = look.time_s;
    }
    waits_for_ = judge(look, since_s_ ? rules_.slack : 1);
    if (waits_for_ != ShutterWait::nothing) {
        since_s_.reset();
        held_ = 0;
        return false;
    }
    if (!since_s_) {
        since_s_ = look.time_s;
        frames_ = 0;
    }
    ++frames_;
    held_ = std::clamp((look.time_s - *since_s_) / rules_.hold_s, 0.0, 1.0);
    // The frame that is taken is within the rules itself, not within their slack.
    if (held_ < 1 || frames_ < rules_.least_frames || judge(look, 1) != ShutterWait::nothing) return false;
    taken();
    return true;
}

void Shutter::arm() {
    *this = Shutter(rules_);
}

void Shutter::taken() {
    arm();
    taken_ = true;
    held_ = 1;
    waits_for_ = ShutterWait::nothing;
}

void Shutter::pause(ShutterWait why) {
    waits_for_ = why;
    since_s_.reset();
    left_since_s_.reset();
    if (!taken_) held_ = 0;
}

std::string wait_in_words(ShutterWait wait, const std::string& pose) {
    switch (wait) {
        case ShutterWait::nothing:
            return tr("hold still");
        case ShutterWait::no_camera:
            return tr("there is no picture from the camera");
        case ShutterWait::frozen:
            return tr("the picture is frozen");
        case ShutterWait::by_key:
            return tr("no face to follow here: take it by key");
        case ShutterWait::no_head:
            return tr("no head is seen; it can be taken by key");
        case ShutterWait::unsure:
            return tr("the head is not followed surely yet");
        case ShutterWait::pose:
            return pose.empty() ? tr("nearly there") : pose;
        case ShutterWait::still:
            return tr("hold still");
        case ShutterWait::sharp:
            return tr("too blurred: more light, or a cleaner lens");
        case ShutterWait::leave:
            return tr("view|taken");
    }
    return "";
}

}  // namespace smp
