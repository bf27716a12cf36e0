// Heads drawn from the model's own spread, for property tests.
#pragma once

#include <algorithm>
#include <random>

#include "head/head_model.hpp"

namespace smp::test {

// Coefficients are normal with the model's deviations, cut off at 3, which is as far as a fit may go.
inline HeadShape random_head(const HeadModel& model, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    HeadShape shape;
    for (int k = 0; k < shape_modes; ++k) shape.b[k] = model.sd()[k] * std::clamp(normal(random), -3.0, 3.0);
    shape.scale = std::clamp(1 + 0.03 * normal(random), 0.92, 1.08);
    shape.revision = static_cast<int>(seed) + 1;
    return shape;
}

}  // namespace smp::test
