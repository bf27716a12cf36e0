// The client's own head as a few calm lines in a wanted pose: outline, brows, eyes, nose, mouth, ears, and the midline
// of the scalp, each where the head does not hide it.
#pragma once

#include <memory>
#include <vector>

#include "head/head_mesh.hpp"
#include "views/head_angles.hpp"
#include "views/view_match.hpp"

namespace smp {

enum class StrokeKind { outline, feature, midline };

// On a plane across the line of sight through the head's middle: mm from there, x right, y down. Drawn from its first
// point on; an outline begins at its lowest place and is open where the model ends in the neck.
struct GhostStroke {
    StrokeKind kind = StrokeKind::feature;
    std::vector<glm::dvec2> mm;
};

struct GhostShape {
    HeadAngles angles;
    double distance_mm = 0;  // for which it was worked out; near by, perspective is another
    std::vector<GhostStroke> strokes;
    SeenRoom room;  // of the outline
};

// One head, for any number of ghosts. Worked out once a head shape.
class GhostMaker {
  public:
    GhostMaker(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface, const HeadMesh& mesh);
    ~GhostMaker();
    GhostMaker(const GhostMaker&) = delete;
    GhostMaker& operator=(const GhostMaker&) = delete;

    // Some 10 ms. Empty strokes when the head is too near to be drawn.
    GhostShape make(const HeadAngles& angles, double distance_mm) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace smp
