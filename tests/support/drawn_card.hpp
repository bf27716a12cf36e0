// Cards as a camera sees them, drawn into pictures of heads: rounded corners, print, fingers, lens blur and noise.
#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"

namespace smp::test {

struct CardLookOf {
    double width_mm = 85.60, height_mm = 53.98, corner_mm = 3.18;
    cv::Vec3d bgr{0.85, 0.85, 0.85};  // linear light of its ground
    bool printed = true;              // stripe, frame, letters, chip
    double blur_px = 0.6;             // of the lens, sigma
    double noise = 2;                 // of 255, sigma
    int fingers = 0;                  // over corners and sides: 0 to 4
    cv::Vec3d skin{0.25, 0.35, 0.55};
    unsigned seed = 1;
};

struct CardPlace {  // in the camera: its middle, mm, and its axes
    glm::dvec3 middle_mm, right, down;
};
// A card whose face looks along `outwards` (Head frame), turned in its plane by roll_deg.
CardPlace card_on(const HeadPose& camera_from_head, const glm::dvec3& middle_head_mm, const glm::dvec3& outwards,
                  double roll_deg = 0);

void draw_card(cv::Mat& bgr, const Intrinsics& intrinsics, const CardPlace& place, const CardLookOf& look);

}  // namespace smp::test
