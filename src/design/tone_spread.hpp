// Marks' tone, spread over the skin as far as light wanders in it.
#pragma once

#include "design/chart_grid.hpp"
#include "design/treatment.hpp"

namespace smp {

class ToneSpread {
  public:
    ToneSpread();
    void add(const chart_grid::Tap& at, float tone_mm2);
    // Tone per mm2 of the client's skin: the sum over the skin is that of what was added.
    ToneMap finish(const std::vector<float>& area_mm2) const;  // of each texel

  private:
    std::vector<float> tone_mm2_;               // of each texel
    int first_ = chart_grid::size, last_ = -1;  // rows in which anything lies
};

}  // namespace smp
