// The fine relief of skin, for close looks at frames that do not show it: noise of the size of skin's own lines and
// pores, fixed to the head.
#pragma once

#include <opencv2/core/mat.hpp>

#include "head/head_raster.hpp"
#include "render/renderer.hpp"

namespace smp {

// Gain - 1 of each pixel of a view that magnifies its frame by `scale`: CV_32F of the view's size, mean nothing, 0
// where no skin is seen. Holds what is too fine for the frame and not too fine for the view.
cv::Mat skin_relief(const HeadRasteriser& skin, const HeadView& view, double scale);

}  // namespace smp
