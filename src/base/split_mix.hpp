#pragma once

#include <cstdint>

namespace smp {

// One step of SplitMix64 (Steele, Lea and Flood 2014): the same on every machine.
constexpr std::uint64_t split_mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

// 0 up to, not including, 1.
constexpr double unit_of(std::uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

class SplitMix {
  public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}
    double unit() {
        const std::uint64_t bits = split_mix(state_);
        state_ += 0x9e3779b97f4a7c15ull;
        return unit_of(bits);
    }

  private:
    std::uint64_t state_;
};

}  // namespace smp
