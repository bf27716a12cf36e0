#pragma once

#include <cmath>

#include "head/true_scale.hpp"

namespace smp {

// To a tenth of a millimetre; the tolerance is twice the standard deviation, rounded up.
inline TrueScale measured_scale(ScaleSource source, double ipd_mm, double sigma_mm) {
    return {std::round(10 * ipd_mm) / 10, source, std::ceil(20 * sigma_mm) / 10};
}

}  // namespace smp
