// Several pictures of a card make one scale: their median, and what they differ by. Pure.
#pragma once

#include <array>
#include <vector>

#include "base/expected.hpp"
#include "head/true_scale.hpp"
#include "scale/card_measure.hpp"

namespace smp {

class CardTally {
  public:
    static constexpr int wanted = 15;  // pictures with a card

    void add(const CardLook& look);
    int seen() const { return static_cast<int>(ipd_mm_.size()); }
    int looked() const { return looked_; }
    bool enough() const { return seen() >= wanted; }
    // Why most pictures without a card said nothing.
    CardMiss trouble() const;

    // Of all so far; twice the standard deviation is the tolerance. Fails with ExitCode::input and a sentence where no
    // card was seen, or where the pictures disagree.
    Expected<TrueScale> result() const;

  private:
    std::vector<double> ipd_mm_, sigma_mm_;
    std::array<int, 5> missed_{};
    int looked_ = 0;
};

}  // namespace smp
