// Triangles of the fitted head for the GPU: the scalp, which is treated, and what may stand before it (face, ears).
#pragma once

#include <cstdint>
#include <glm/glm.hpp>
#include <vector>

#include "head/head_model.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

struct HeadMesh {
    struct Vertex {
        glm::vec3 p_head_mm;
        glm::vec3 normal;
        glm::vec2 chart_deg;  // scalp only; occluders: (0, 0)
    };
    std::vector<Vertex> scalp;
    std::vector<std::uint32_t> scalp_triangles;  // counter-clockwise seen from outside
    std::vector<Vertex> occluders;
    std::vector<std::uint32_t> occluder_triangles;  // counter-clockwise seen from outside
    int revision = 0;                               // HeadShape::revision

    static HeadMesh build(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface);
};

}  // namespace smp
