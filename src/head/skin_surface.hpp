// Where a ray meets skin that moves with the skull: the known part of the cranium, and of the face what expression
// leaves in place. Used to tie picture features to the 3D head.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <optional>
#include <vector>

#include "head/head_fit.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

struct SkinHit {
    glm::dvec3 p_head_mm, normal;
    int triangle = -1;  // of the face; -1: on the cranium
    // How far the true skin may lie above or below, standard deviation: what the model and the client's own field leave
    // of a cranium; flat triangles for a nose and its root; flatter and wider ones for cheeks.
    double sigma_mm = 1.5;
};

class SkinSurface {
  public:
    SkinSurface(const HeadModel& model, const HeadShape& shape, const ScalpSurface& scalp);

    // Ray in the Head frame, from the camera outwards. Empty where it misses, or meets eyes, brows, mouth or chin.
    std::optional<SkinHit> cast(const glm::dvec3& origin_mm, const glm::dvec3& direction) const;

    // The point of the surface below a place near it, as it moves with the shape. `triangle` is that of the cast.
    ShapePoint below(const glm::dvec3& p_head_mm, int triangle, const HeadModel& model) const;
    // Its normal.
    glm::dvec3 normal(const glm::dvec3& p_head_mm, int triangle) const;

    // Points whose convex hull in a picture is the head's, neck and ears apart.
    std::vector<glm::dvec3> hull_points() const;

  private:
    bool moves_with_expression(const glm::dvec3& p_head_mm) const;

    std::array<glm::dvec3, landmark_count> landmarks_;
    const ScalpSurface* scalp_;  // outlives this
    double scale_;
};

}  // namespace smp
