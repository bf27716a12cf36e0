// Pictures in logarithms of linear light, where light that changes as a whole adds the same everywhere.
#pragma once

#include <opencv2/core/mat.hpp>

namespace smp {

// For cv::LUT: 8-bit sRGB to `factor` x log(linear light + floor), 32-bit float; linear light is 0..1 (IEC 61966-2-1).
cv::Mat log_light_table(double floor, double factor);

// Of a colour in logarithms, or of the difference of two.
inline float tone_of(const cv::Vec3f& log_light) {
    return (log_light[0] + log_light[1] + log_light[2]) / 3;
}

// How surprising a difference is, in squared standard deviations, given what variance tone and hue have.
inline float surprise_of(const cv::Vec3f& off, float tone2, float hue2) {
    const float tone = tone_of(off);
    const cv::Vec3f hue = off - cv::Vec3f(tone, tone, tone);
    return tone * tone / tone2 + hue.dot(hue) / hue2;
}

}  // namespace smp
