// A decoded picture on its way through the pipeline. Pixels are shared and never written after capture.
#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

namespace smp {

struct Frame {
    cv::Mat bgr;                // 8-bit, 3 channels, sRGB transfer, full range; not mirrored, not scaled
    std::int64_t sequence = 0;  // index of the frame in its source, from 0
    double time_s = 0;          // presentation time in the source; live: seconds since the source opened
    double captured_s = 0;      // steady clock when the frame was decoded
    double capture_ms = 0;      // what reading and decoding cost

    bool empty() const { return bgr.empty(); }
};

}  // namespace smp
