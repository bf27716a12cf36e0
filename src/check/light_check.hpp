// What a few frames of the client show of light and camera. Pure; pixel work in linear light.
#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "head/head_raster.hpp"
#include "head/head_tracker.hpp"
#include "skin/skin_reader.hpp"

namespace smp {

// Of one frame. Sides are the client's; light is linear, 1 is white; shares are of 1.
struct LightSample {
    double skin_luminance = 0;     // median of bare skin
    double picture_luminance = 0;  // what a twentieth of the whole picture is brighter than
    double burnt_share = 0;        // of face and scalp: a channel at its end
    double glare_share = 0;        // of the scalp: shine stronger than the skin under it
    double glare_above = 0;        // of the glare: on top of the head, where a ceiling lamp makes it
    // Of skin that faces left and right alike: log2 of the light on the left against the right, and how much redder
    // that is, log2 of red to blue. Empty when too little of one side is seen.
    std::optional<double> left_stops, left_redder;
    double grain = 0;        // CameraLook::grain
    double blur_px = 0;      // CameraLook::blur_px
    double px_per_mm = 0;    // at the face
    double distance_mm = 0;  // of the face from the camera
    double cut_share = 0;    // of the scalp that faces the camera: beyond the picture's border
};

// Keeps the client's head between frames, for speed alone: a sample depends on its frame.
class LightSampler {
  public:
    explicit LightSampler(const HeadModel& model) : model_(model) {}

    // `bgr`: 8-bit, sRGB; all of the same frame. Empty when no head or no skin is known in it.
    std::optional<LightSample> sample(const cv::Mat& bgr, const HeadState& head, const SkinReading& reading);

  private:
    void settle_on(const HeadShape& shape);

    const HeadModel& model_;
    std::optional<HeadShape> shape_;
    std::optional<HeadRasteriser> rasteriser_;
    HeadMesh mesh_;
};

}  // namespace smp
