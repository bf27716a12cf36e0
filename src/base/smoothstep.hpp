#pragma once

#include <algorithm>
#include <type_traits>

namespace smp {

// From 0 at t = 0 to 1 at t = 1, level at both ends and held beyond (smoothstep of GLSL 3.30, section 8.3).
template <typename Real>
Real smooth(Real t) {
    t = std::clamp(t, Real(0), Real(1));
    return t * t * (3 - 2 * t);
}

// The same from `low` to `high`.
template <typename Real>
Real smooth(std::type_identity_t<Real> low, std::type_identity_t<Real> high, Real v) {
    return smooth((v - low) / (high - low));
}

}  // namespace smp
