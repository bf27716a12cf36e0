// Which place of the head each pixel of a coarse picture shows: a small z-buffer for algorithms that run without a GPU.
#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_mesh.hpp"

namespace smp {

// Pixels where the head is not seen have depth 0.
struct HeadRaster {
    cv::Mat chart_deg;  // CV_32FC2: direction from the cranium's middle, for face and ears too
    cv::Mat normal;     // CV_32FC3, Camera frame
    cv::Mat depth_mm;   // CV_32F, along the optical axis
};

class HeadRasteriser {
  public:
    HeadRasteriser(const HeadMesh& mesh, const glm::dvec3& centre_mm);

    // The part `box_px` of the picture at `px` frame pixels to one of the raster's.
    HeadRaster draw(const HeadPose& camera_from_head, const Intrinsics& intrinsics, const cv::Rect& box_px,
                    double px) const;

  private:
    struct Vertex {
        glm::dvec3 p_head_mm, normal;
        glm::dvec2 chart_deg;
    };
    std::vector<Vertex> vertices_;
    std::vector<std::uint32_t> triangles_;
};

}  // namespace smp
