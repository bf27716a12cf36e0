#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace smp::test {

// Light to dark, linear R, G, B.
inline const std::vector<cv::Vec3d> skins = {
    {0.60, 0.38, 0.28}, {0.36, 0.20, 0.13}, {0.18, 0.09, 0.055}, {0.075, 0.038, 0.025}};

}  // namespace smp::test
