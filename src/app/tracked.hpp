// A frame together with what was solved for it: pose N is never drawn over frame N+1.
#pragma once

#include "app/pace.hpp"
#include "capture/frame.hpp"
#include "head/head_tracker.hpp"
#include "skin/skin_reader.hpp"

namespace smp {

struct StageTimes_ms {
    double capture = 0, track = 0, skin = 0, render = 0, total = 0;
};

struct Tracked {
    Frame frame;
    HeadState head;             // what the tracker says of this frame
    SkinReading skin;           // and what it shows of skin and camera
    Ease ease = Ease::nothing;  // what was left out for want of time
    double overlay_alpha = 0;   // 0..1: fades within 200 ms when the head is lost, and returns the same way
    StageTimes_ms times_ms;
};

}  // namespace smp
