// From what each pixel says of something standing before the head to where it stands.
#pragma once

#include <opencv2/core/mat.hpp>

namespace smp {

// Neighbours go together, less across an edge of the picture: mean field of a Potts model. `odds` are logarithms
// (CV_32F), `log_light` is CV_32FC3; out comes -1 the head .. 1 something before it.
cv::Mat settle(const cv::Mat& odds, const cv::Mat& log_light);

// How well each pixel's colour is that of what stands before the head nearby, 0..1 (CV_32F): a hand has the colour of
// heads, so that a colour which fits the head says nothing beside it. `belief` as settle() gives it.
cv::Mat likeness(const cv::Mat& belief, const cv::Mat& log_light);

// Whatever stands before the head reaches over its outline: takes back islands within it, which are shine, shadows,
// eyes and mouths. `head` and `well_inside` (a few pixels from its outline) are CV_8U.
void drop_islands(const cv::Mat& head, const cv::Mat& well_inside, cv::Mat& belief);

}  // namespace smp
