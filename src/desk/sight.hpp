// What of the head's skin a camera sees: skin that faces it and has neither skull, face nor ears before it.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_mesh.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

struct SkinPoint {
    glm::dvec3 p_head_mm, normal;
};
SkinPoint skin_point(const ScalpSurface& surface, const ChartPoint& chart);

// The parts of one head that stand out from its cranium. Worked out once a head; the surface outlives this.
class Outstanding {
  public:
    Outstanding(const ScalpSurface& surface, const HeadMesh& mesh);

  private:
    friend class Sight;
    const ScalpSurface* surface_;
    std::vector<glm::dvec3> p_head_mm_;
    std::vector<std::uint32_t> triangles_;
};

// One look at that head.
class Sight {
  public:
    Sight(const Outstanding& head, const HeadPose& camera_from_head, const Intrinsics& intrinsics);

    bool sees(const SkinPoint& point) const;
    glm::dvec2 px(const glm::dvec3& p_head_mm) const { return camera_.project(pose_ * p_head_mm); }

  private:
    bool skull_before(const glm::dvec3& p_head_mm, const glm::dvec3& to_eye) const;
    bool triangle_before(const glm::dvec3& p_camera_mm) const;

    const ScalpSurface* surface_;
    HeadPose pose_;
    Intrinsics camera_;
    glm::dvec3 eye_head_mm_;
    struct Triangle {
        glm::dvec2 low, high, a, ab, ac;
        double z_a, z_ab, z_ac, area;
    };
    std::vector<Triangle> triangles_;  // that face the camera, px
    glm::dvec2 low_{1e9}, high_{-1e9};
};

}  // namespace smp
