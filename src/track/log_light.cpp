#include "track/log_light.hpp"

#include <cmath>

namespace smp {

cv::Mat log_light_table(double floor, double factor) {
    cv::Mat table(1, 256, CV_32F);
    for (int i = 0; i < 256; ++i) {
        const double v = i / 255.0, linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        table.at<float>(i) = static_cast<float>(factor * std::log(linear + floor));
    }
    return table;
}

}  // namespace smp
