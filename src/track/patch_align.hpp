// Finds a small textured patch of an earlier picture again: inverse-compositional Lucas-Kanade (Baker and Matthews,
// IJCV 2004) for a translation, with gain and offset taken out, on band-passed pictures.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>

namespace smp {

inline constexpr int patch_half_px = 7;
inline constexpr int patch_side_px = 2 * patch_half_px + 1;

struct PatchTemplate {
    std::array<float, patch_side_px * patch_side_px> value, dx, dy;  // zero mean, unit variance, and its gradients
    double hxx = 0, hxy = 0, hyy = 0;
};

// Samples `host` (32-bit float) about `centre` through host_from_current (2x2, px per px). False where the patch leaves
// the picture or has too little texture to hold on to in either direction.
bool make_template(const cv::Mat& host, const glm::dvec2& centre, const glm::dmat2& host_from_current,
                   PatchTemplate& out);

struct PatchFound {
    bool found = false;
    glm::dvec2 p_px{0};
    double zncc = 0;  // zero-mean normalised cross-correlation, -1..1
};

// The best place within +-reach_px of `around`, to a whole pixel, for a patch whose place is hardly known.
PatchFound search_patch(const cv::Mat& current, const PatchTemplate& patch, const glm::dvec2& around, int reach_px);

// Starts at `start`, may move up to reach_px.
PatchFound align_patch(const cv::Mat& current, const PatchTemplate& patch, const glm::dvec2& start, double reach_px);

}  // namespace smp
