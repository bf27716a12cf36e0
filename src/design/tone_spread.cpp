#include "design/tone_spread.hpp"

namespace smp {

using chart_grid::size;

ToneSpread::ToneSpread() : tone_mm2_(static_cast<std::size_t>(size) * size, 0.0f) {}

void ToneSpread::add(const chart_grid::Tap& at, float tone_mm2) {
    float* t = &tone_mm2_[static_cast<std::size_t>(at.index)];
    t[0] += (1 - at.a) * (1 - at.b) * tone_mm2;
    t[1] += at.a * (1 - at.b) * tone_mm2;
    t[size] += (1 - at.a) * at.b * tone_mm2;
    t[size + 1] += at.a * at.b * tone_mm2;
}

ToneMap ToneSpread::finish(const SkinGrid& skin) const {
    // A texel is some 0.9 mm wide; shares to the neighbours of 1, 2, 1 add half a texel's variance to that of the taps.
    ToneMap across(tone_mm2_.size(), 0.0f), out(tone_mm2_.size(), 0.0f);
    for (int j = 0; j < size; ++j)
        for (int i = 1; i + 1 < size; ++i) {
            const float* t = &tone_mm2_[static_cast<std::size_t>(j * size + i)];
            across[static_cast<std::size_t>(j * size + i)] = 0.25f * (t[-1] + 2 * t[0] + t[1]);
        }
    for (int j = 1; j + 1 < size; ++j)
        for (int i = 0; i < size; ++i) {
            const auto k = static_cast<std::size_t>(j * size + i);
            const float sum = 0.25f * (across[k - size] + 2 * across[k] + across[k + size]);
            if (sum == 0) continue;
            const float area_mm2 = skin.at({chart_grid::to_chart(i), chart_grid::to_chart(j)}).area *
                                   static_cast<float>(chart_grid::pitch_deg * chart_grid::pitch_deg);
            out[k] = sum / area_mm2;
        }
    return out;
}

}  // namespace smp
