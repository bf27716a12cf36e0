// The ghost in the picture: where its lines are, how nearly the head fits, and an arrow for the way to go.
#pragma once

#include <string>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "views/ghost_shape.hpp"

namespace smp {

struct GhostLine {
    StrokeKind kind = StrokeKind::feature;
    std::vector<glm::dvec2> px;
    bool operator==(const GhostLine&) const = default;
};

// Px of the picture, not mirrored; also beyond its border.
struct GhostLook {
    std::vector<GhostLine> lines;
    std::vector<glm::dvec2> arrow;  // from its tail to its tip; empty: none
    double px_per_mm = 1;           // at the head
    double closeness = 0;           // 0 far off .. 1 it fits
    double held = 0;                // 0 .. 1 of the time that it must fit
    bool taken = false;
    double alpha = 0;   // 0 none .. 1
    std::string words;  // for the client
    bool operator==(const GhostLook&) const = default;
};

std::vector<GhostLine> ghost_lines(const GhostShape& shape, const glm::dvec3& middle_camera_mm,
                                   const Intrinsics& intrinsics);

// The way of the nose, of the top of a head that is tilted, or of the whole head, by what is worst. Empty when it fits
// nearly.
std::vector<glm::dvec2> ghost_arrow(const ViewError& error, const HeadPose& camera_from_head, const ViewGoal& goal,
                                    const glm::dvec3& middle_camera_mm, const Intrinsics& intrinsics);

// 1 when it fits, going down to 0 with what is off.
double closeness_of(const ViewError& error);

// Where the ghost stands while its view has no picture to repeat: it comes after the head, calmly.
glm::dvec3 follow_middle(const glm::dvec3& ghost_mm, const glm::dvec3& head_mm, double passed_s);

}  // namespace smp
