// What one frame shows of the client's skin and of the camera: what pigment needs to belong to the picture.
#pragma once

#include <glm/glm.hpp>
#include <opencv2/core/mat.hpp>
#include <optional>

#include "geometry/rigid.hpp"
#include "head/coarse_grid.hpp"

namespace smp {

struct SkinLook : CoarseGrid {
    // CV_32FC4: linear R, G, B of the skin there without shine, and how surely it is skin at all, 0..1. Empty: nothing
    // is known.
    cv::Mat matt;
    cv::Mat hair;           // CV_32FC4, as hair_map() says; may be empty
    glm::vec3 lamp_rgb{1};  // colour of the light, and so of shine: linear, green is 1
    double luminance = 0;   // of well lit scalp, linear, 1 is white; 0: not known

    bool empty() const { return matt.empty(); }
};

// The camera's own doing, that drawn marks must share.
struct CameraLook {
    double blur_px = 0.5;  // sigma of lens and sensor, the pixel's own square with them
    double grain = 0;      // sigma of the noise from frame to frame, of the sRGB-encoded picture's 0..1
    // Where the head was when the shutter opened; none while it is not known to move.
    std::optional<HeadPose> camera_from_head_opened;

    static CameraLook none() { return {0, 0, {}}; }  // marks as they are
};

}  // namespace smp
