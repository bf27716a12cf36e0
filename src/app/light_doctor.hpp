// The doctor's look at light and camera: a source is followed for some seconds, and what was found is said in words.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"
#include "capture/source.hpp"
#include "check/findings.hpp"

namespace smp {

struct LightFound {
    std::string source;             // what was looked at
    std::vector<Finding> findings;  // empty: nothing could be judged, `trouble` says why
    std::string trouble;
    CameraLock lock;  // whether the camera could be locked; it is left as it is
};

// At most 8 s. `input` as for `live`; never fails: what goes wrong is said in `trouble`.
LightFound look_at_light(const Session& session, const SourceSpec& input);

}  // namespace smp
