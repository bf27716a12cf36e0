// A close look: a piece of a frame magnified, and the camera that would have taken it, so that the Renderer draws
// single marks there at their true size. Pure; no GPU.
#pragma once

#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>
#include <optional>

#include "head/head_raster.hpp"
#include "render/renderer.hpp"

namespace smp {

struct Loupe {
    glm::dvec2 centre_px{0};  // place of the frame that stands in the middle of the view
    double scale = 8;         // pixels of the view to one of the frame, 1 or more
    cv::Size size_px;         // of the view
};

// Whole numbers at the middle of a pixel, in the frame and in the view.
glm::dvec2 loupe_from_frame(const Loupe& loupe, const glm::dvec2& frame_px);
glm::dvec2 frame_from_loupe(const Loupe& loupe, const glm::dvec2& loupe_px);

// The same head seen by the camera of the view, with the part of its cover that lies there.
HeadView magnified(const HeadView& head, const Loupe& loupe);

// The bare picture in the view (8-bit BGR), interpolated in linear light without overshoot. `view` (of magnified())
// and `skin`, where they are given, tell where there is skin: it gets a faint relief that stays on its place of the
// head and fills in only what is too fine for the frame; its mean is nothing. Beyond the frame it is dark.
cv::Mat magnified_picture(const cv::Mat& bgr, const Loupe& loupe, const std::optional<HeadView>& view = {},
                          const HeadRasteriser* skin = nullptr);

}  // namespace smp
