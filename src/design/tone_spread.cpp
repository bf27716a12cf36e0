#include "design/tone_spread.hpp"

#include <algorithm>

namespace smp {

using chart_grid::size;

ToneSpread::ToneSpread() : tone_mm2_(static_cast<std::size_t>(size) * size, 0.0f) {}

void ToneSpread::add(const chart_grid::Tap& at, float tone_mm2) {
    first_ = std::min(first_, at.index / size);
    last_ = std::max(last_, at.index / size + 1);
    float* t = &tone_mm2_[static_cast<std::size_t>(at.index)];
    t[0] += (1 - at.a) * (1 - at.b) * tone_mm2;
    t[1] += at.a * (1 - at.b) * tone_mm2;
    t[size] += (1 - at.a) * at.b * tone_mm2;
    t[size + 1] += at.a * at.b * tone_mm2;
}

ToneMap ToneSpread::finish(const std::vector<float>& area_mm2) const {
    // A texel is some 0.9 mm wide; shares to the neighbours of 1, 2, 1 add half a texel's variance to that of the taps.
    const int from = std::max(1, first_ - 1), to = std::min(size - 2, last_ + 1);
    ToneMap across(tone_mm2_.size(), 0.0f), out(tone_mm2_.size(), 0.0f);
    for (int j = from - 1; j <= to + 1; ++j)
        for (int i = 1; i + 1 < size; ++i) {
            const float* t = &tone_mm2_[static_cast<std::size_t>(j * size + i)];
            across[static_cast<std::size_t>(j * size + i)] = 0.25f * (t[-1] + 2 * t[0] + t[1]);
        }
    for (int j = from; j <= to; ++j)
        for (int i = 0; i < size; ++i) {
            const auto k = static_cast<std::size_t>(j * size + i);
            out[k] = 0.25f * (across[k - size] + 2 * across[k] + across[k + size]) / std::max(area_mm2[k], 1e-3f);
        }
    return out;
}

}  // namespace smp
