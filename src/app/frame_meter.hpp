// What a live mirror took for its last frames: rate, age of the picture at the swap, stages, and what the tracker said.
// Pure: times come in with the sample. Bounded.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "app/tracked.hpp"
#include "ui/overlay_snapshot.hpp"

namespace smp {

struct FrameSample {
    double swapped_s = 0;   // steady clock when the frame was on the screen for the first time
    double captured_s = 0;  // when its bytes had come, before they were decoded
    StageTimes_ms times_ms;
    bool tracking = false;
    double confidence = 0;
};

class FrameMeter {
  public:
    void add(const FrameSample& sample);
    std::size_t frames() const { return count_; }
    // Of the samples that are kept, at most two seconds' worth of a quick camera.
    Hud hud() const;
    // Of all frames since the start, ms: median and 95th percentile, to a tenth; 0 before there is one.
    double median_age_ms() const { return age_at(0.5); }
    double p95_age_ms() const { return age_at(0.95); }

  private:
    static constexpr std::size_t kept = 120;
    double age_at(double share) const;

    std::vector<FrameSample> ring_;
    std::size_t next_ = 0, count_ = 0;
    std::array<std::size_t, 5000> ages_{};  // how many in each tenth of a millisecond; the last: that and more
};

}  // namespace smp
