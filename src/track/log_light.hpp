// Pictures in logarithms of linear light, where light that changes as a whole adds the same everywhere.
#pragma once

#include <opencv2/core/mat.hpp>

namespace smp {

// For cv::LUT: 8-bit sRGB to `factor` x log(linear light + floor), 32-bit float; linear light is 0..1 (IEC 61966-2-1).
cv::Mat log_light_table(double floor, double factor);

}  // namespace smp
