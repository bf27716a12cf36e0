// The uniforms of shaders/project.glsl, and where in the picture a set of points can be seen.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "gl/program.hpp"

namespace smp {

// Squared radius (at z = 1) up to which the lens polynomial grows; beyond it the picture would fold over itself.
double valid_radius_squared(const Intrinsics& intrinsics);

struct CameraUniforms {
    HeadPose camera_from_head;
    Intrinsics intrinsics;
    glm::ivec2 picture_px{0};
    // The guard lets a point sprite whose centre lies just outside the picture be drawn: GL drops those outside the
    // viewport as a whole.
    void set(const gl::Program& program, double guard_px) const;
};

// Half-open rectangle of pixels.
struct PixelRect {
    glm::ivec2 low{0}, high{0};
    glm::ivec2 size() const { return high - low; }
    bool empty() const { return high.x <= low.x || high.y <= low.y; }
};

// Where in the picture what lies in a box of the head is seen, widened by reach_mm on the head and margin_px; the whole
// picture when a corner of the box cannot be projected, empty when all lies outside. `r2_max`: valid_radius_squared()
// of the camera, once for many boxes.
PixelRect seen_rect(const CameraUniforms& camera, double r2_max, const glm::vec3& low_head_mm,
                    const glm::vec3& high_head_mm, double reach_mm, double margin_px);

}  // namespace smp
