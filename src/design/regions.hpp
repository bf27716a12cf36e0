// Parts of the scalp that are fixed to the skin, as weights over the mean head's chart.
#pragma once

#include "head/head_model.hpp"

namespace smp {

inline constexpr ChartPoint whorl{0, -38};  // of the crown

// 0 on the top, 1 on sides and nape, over about 30 mm at the upper border of the fringe that a bald man keeps.
double sides_weight(const ChartPoint& chart);

// Density of marks against that of the mid-scalp (DOMAIN 3): temples and crown are set lighter, the sides as wanted.
double regional_density(const ChartPoint& chart, double sides_density);

// Direction of hair growth on the chart: away from the whorl, so forward on the top and down the sides.
glm::dvec2 growth_direction(const ChartPoint& chart);

}  // namespace smp
