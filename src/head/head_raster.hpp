// Which place of the head each pixel of a coarse picture shows: a small z-buffer for algorithms that run without a GPU.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/coarse_grid.hpp"
#include "head/head_mesh.hpp"

namespace smp {

// Pixels where the head is not seen have depth 0.
struct HeadRaster {
    cv::Mat chart_deg;  // CV_32FC2: direction from the cranium's middle, for face and ears too
    cv::Mat normal;     // CV_32FC3, Camera frame
    cv::Mat depth_mm;   // CV_32F, along the optical axis
};

// The part of a frame about the head, with pixels of `pixel_mm` at the head's distance but not under one of the
// frame's. None when too little of the head is in the frame, or it is too near.
std::optional<CoarseGrid> grid_about(const HeadPose& camera_from_head, const Intrinsics& intrinsics,
                                     const cv::Size& frame, double pixel_mm);

// The frame on the grid, averaged over its pixels.
cv::Mat shrunk(const cv::Mat& frame, const CoarseGrid& grid);

// Whether a place lies below the line from brow to nape, where expression moves the skin and beard and lips colour it.
inline bool is_face(const cv::Vec2f& chart_deg) {
    return cv::norm(chart_deg) > 92;
}

class HeadRasteriser {
  public:
    HeadRasteriser(const HeadMesh& mesh, const glm::dvec3& centre_mm);

    HeadRaster draw(const HeadPose& camera_from_head, const Intrinsics& intrinsics, const CoarseGrid& grid) const;

  private:
    struct Vertex {
        glm::dvec3 p_head_mm, normal;
        glm::dvec2 chart_deg;
    };
    std::vector<Vertex> vertices_;
    std::vector<std::uint32_t> triangles_;
};

}  // namespace smp
