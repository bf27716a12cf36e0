// What is as fine as hair in a frame, on its coarse grid. Pure; a texture of a frame depends on that frame alone.
#pragma once

#include <opencv2/core/mat.hpp>

#include "head/coarse_grid.hpp"

namespace smp {

// CV_32F each, on the grid; of the sRGB-encoded picture.
struct FineTexture {
    // Contrast of what is finer than about 1.5 mm, as a share of the light there, typical of 15 mm about: single lines
    // and edges, as wrinkles, veins and the outline, do not count.
    cv::Mat contrast;
    // Slope of what is finer than a cell, a pixel at least 0.5 mm wide, as a share of the light there; typical of 15 mm
    // about as well.
    cv::Mat slope;
    // How much the lines of 15 mm about run one way, 0..1: a cell counts the same however strong its lines
    // are, unless they are faint.
    cv::Mat coherence;
};

// `on_head`: CV_8U on the grid, what is beyond it takes the values within.
FineTexture fine_texture(const cv::Mat& bgr, const CoarseGrid& grid, const cv::Mat& on_head);

// The part of the grid that a head's values reach, spread and smoothed over 15 mm; beyond they are nothing.
cv::Rect with_beyond(const cv::Rect& head, const cv::Size& cells);

// `values` (CV_32F, one or more channels) where `where` (CV_8U) is not set: the mean of those that are, `reach` cells
// about.
void spread(cv::Mat& values, const cv::Mat& where, int reach);

}  // namespace smp
