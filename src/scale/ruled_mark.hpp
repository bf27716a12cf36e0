// True scale from two places on the head a known length apart: the ends of a ruler held to the forehead, of a sticker,
// of a line drawn on the skin. Pure.
#pragma once

#include "base/expected.hpp"
#include "head/head_mesh.hpp"
#include "head/head_tracker.hpp"
#include "head/true_scale.hpp"

namespace smp {

inline constexpr double least_mark_mm = 10, most_mark_mm = 150;

struct RuledMark {
    glm::dvec2 a_px, b_px;  // of the picture
    double length_mm = 50;
};

// The place of skull or face under a pixel, Head frame. Fails with a sentence when there is none.
Expected<glm::dvec3> head_under(const glm::dvec2& px, const HeadState& head, const HeadMesh& mesh);

// `mesh` is that of `head`, which may be in any unit. `aim_px`: how well a place was pointed at, standard deviation.
// Fails with ExitCode::input and a sentence where an end is beside the head, the ends are too close, the line points at
// the camera, or nobody's pupils are so far apart.
Expected<TrueScale> scale_from(const HeadModel& model, const HeadState& head, const HeadMesh& mesh,
                               const RuledMark& mark, double aim_px);

}  // namespace smp
