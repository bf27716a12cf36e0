// Looks for the head's outline in the picture: colour edges along normals of an expected contour.
#pragma once

#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace smp {

struct ContourSample {
    glm::dvec2 p_px;
    glm::dvec2 normal;  // unit, pointing away from the head
};

struct EdgeFound {
    double offset_px = 0;  // of the edge along the normal, positive outwards
    double contrast = 0;   // CIE76 difference between inside and outside; 0: no edge
};

// Blurred CIE Lab, 32-bit float, of the part of an 8-bit BGR picture that outlines are looked for in.
cv::Mat outline_picture(const cv::Mat& bgr, double blur_sigma_px);

// The strongest step within +-reach_px of each sample, nearer ones preferred.
std::vector<EdgeFound> find_edges(const cv::Mat& lab, const std::vector<ContourSample>& contour, double reach_px,
                                  double window_px);

}  // namespace smp
