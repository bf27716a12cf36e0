// Heads drawn without a GPU: what a camera of given light shows of the model's own head.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "head/head_raster.hpp"
#include "support/seen_heads.hpp"

namespace smp::test {

inline const HeadRasteriser& rasteriser() {
    static const ScalpSurface scalp(head_model(), {});
    static const HeadRasteriser out(HeadMesh::build(head_model(), {}, scalp), scalp.centre_mm());
    return out;
}

// sRGB of linear light 0..1.
inline std::uint8_t encoded(double linear) {
    static const auto table = [] {
        std::array<std::uint8_t, 4096> t{};
        for (int i = 0; i < 4096; ++i) {
            const double v = i / 4095.0;
            t[i] = cv::saturate_cast<std::uint8_t>(255 *
                                                   (v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055));
        }
        return t;
    }();
    return table[static_cast<int>(4095 * std::clamp(linear, 0.0, 1.0))];
}

}  // namespace smp::test
