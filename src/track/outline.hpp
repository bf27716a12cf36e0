// Looks for the head's outline in the picture: colour edges along normals of an expected contour.
#pragma once

#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace smp {

// In their order along the contour.
struct ContourSample {
    glm::dvec2 p_px;
    glm::dvec2 normal;  // unit, pointing away from the head
};

struct EdgeFound {
    double offset_px = 0;  // of the edge along the normal, positive outwards
    double contrast = 0;   // difference between inside and outside, as outline_picture counts; 0: no edge
};

// Logarithms of linear light, 32-bit float, blurred, of the part of an 8-bit BGR picture that outlines are looked for
// in. 18 is a factor of two in all three channels. A dark fringe before a dark room is a ratio, hardly a difference.
cv::Mat outline_picture(const cv::Mat& bgr, double blur_sigma_px);

// How the edges of neighbouring samples are chosen. `together`: an outline runs smoothly beside the expected one, so
// the run of edges is found that is crisp and smooth as a whole (Viterbi, with a truncated quadratic cost of its
// slope). For an expectation that is nearly right: of a wrong one, a long edge in the background may be the smoothest.
enum class EdgeChoice { each, together };

// The crispest step within +-reach_px of each sample, between means over window_px on either side. Nearer ones are
// preferred; of two alike the outer one, by the share outward_per_px: a shaved fringe has its edge inside the head.
std::vector<EdgeFound> find_edges(const cv::Mat& log_light, const std::vector<ContourSample>& contour, double reach_px,
                                  double window_px, double outward_per_px = 0, EdgeChoice choice = EdgeChoice::each);

}  // namespace smp
