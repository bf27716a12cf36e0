// How a camera blurs, smears and grains, from its own picture. Pure; pictures are 8-bit grey, sRGB-encoded.
#pragma once

#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>
#include <optional>

namespace smp {

// Sigma of the sharpest edges whose gradient runs along `along` (unit vector; none: any), px: from how two blurs of
// known size change their gradients (after Zhuo and Sim 2011). The pixel's own square is part of it; hairs and other
// lines are left out. None where there are too few edges. Good for 0.3 to 4.
std::optional<double> edge_blur_px(const cv::Mat& grey, const std::optional<glm::dvec2>& along = {});

// Sigma of the noise within a picture, of 0..1, over `where` (CV_8U): what neighbours do not explain (Immerkaer 1996,
// with a median instead of the mean). None when `where` is small.
std::optional<double> grain_within(const cv::Mat& grey, const cv::Mat& where);

// The same from one picture to the next, for a camera and a client that stand still.
std::optional<double> grain_between(const cv::Mat& grey, const cv::Mat& before, const cv::Mat& where);

}  // namespace smp
