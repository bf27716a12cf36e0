// Inside of the card measure: what its steps hand on.
#pragma once

#include <array>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"

namespace smp::card {

struct Card;  // origin in its middle; x right, y down as the camera sees it, z away from the camera; millimetres

using CardPose = Rigid<Camera, Card>;

// Where to look, and what is known of it beforehand.
struct Expectation {
    cv::Rect box_px;                            // of the frame
    glm::dvec2 across_px, down_px;              // unit vectors: the head's own axes in the picture
    double px_per_mm = 0;                       // at the forehead, as the head is known so far
    glm::dvec3 inwards{0, 0, 1};                // of the forehead, Camera frame
    double scale_low = 0.7, scale_high = 1.35;  // true millimetres to one of the head's
};

// Corners as in CardSeen. Best first; not verified.
struct Quad {
    std::array<glm::dvec2, 4> px;
    double score = 0;
};
std::vector<Quad> find_quads(const cv::Mat& bgr, const Expectation& expected);

// Light of a part of the frame: linear, 0..1, three channels of float. In linear light a blurred edge keeps its place.
struct LinearLight {
    cv::Mat light;
    cv::Point corner_px;
    LinearLight(const cv::Mat& bgr, const cv::Rect& box_px);
    cv::Vec3f at(const glm::dvec2& frame_px) const;
    bool contains(const glm::dvec2& frame_px, double margin_px) const;
};

struct Fit {
    CardPose pose;
    double rms_px = 0;             // of the edges that belong to it
    std::array<double, 4> seen{};  // share of each side where there is an edge: top, right, bottom, left
    int runs_on = 0;               // of the 8 ends of sides, how many go on straight beyond the corner
    double depth_share = 0;        // standard deviation of its distance, a share
    double height_mm = 0;          // what its sides say of its height, the width given ...
    double height_sigma_mm = 0;
    double inwards_off_deg = 0;  // of the forehead's own plane
};
// Empty where the sides do not hold together.
std::optional<Fit> fit_card(const LinearLight& picture, const Intrinsics& intrinsics, const Expectation& expected,
                            const Quad& start);

std::array<glm::dvec3, 4> corners_mm(double width_mm, double height_mm);  // Card frame

}  // namespace smp::card
