// The client's own shaved hair, measured in one frame against their bare skin in the same light. Pure.
#pragma once

#include <functional>
#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>
#include <string>

#include "base/expected.hpp"
#include "head/head_raster.hpp"
#include "head/head_tracker.hpp"
#include "skin/skin_reader.hpp"

namespace smp {

enum class StubblePlace { fringe, beard };

struct Stubble {
    StubblePlace place = StubblePlace::fringe;
    // Optical depth against bare skin, -ln(seen / bare), linear R, G, B: median over the place, and half of its
    // interquartile range.
    glm::vec3 depth_rgb{0}, spread_rgb{0};
    // Sigma of that depth in green from pixel to pixel, finer than grain_window_mm, beyond what bare skin and the
    // camera's noise have.
    double grain = 0;
    double px_per_mm = 1, blur_px = 0.5;  // where it was measured: along the skin, seen as it lies; the camera's blur
    double area_cm2 = 0;                  // of the skin that was measured
    glm::vec3 skin_rgb{0};                // bare skin, facing the light: linear
    double skin_luminance = 0;            // as SkinLook has it
    std::string doubt;                    // in words, why it may be none; empty: it is surely stubble
};
inline constexpr double grain_window_mm = 1.5;  // sigma

// 0..1: how much a place of the scalp belongs to what is shaved rather than bald (1), and 0 where it is bare.
using FringeWeight = std::function<double(const glm::dvec2& chart_deg)>;

// The fringe where it can be seen, else the beard; what is sure before what is not, and of that what is seen most.
// `bgr`: 8-bit, sRGB; all four of the same frame and head. Fails with ExitCode::input and one sentence when there is no
// stubble: nothing of the kind is seen, it is no darker than bare skin, or it is hair that was not shaved.
Expected<Stubble> read_stubble(const cv::Mat& bgr, const HeadState& head, const SkinReading& skin,
                               const HeadRasteriser& rasteriser, const FringeWeight& fringe_weight);

}  // namespace smp
