// A drawing that is larger than the paper, cut into pieces that overlap. Pure.
#pragma once

#include <glm/glm.hpp>
#include <vector>

namespace smp {

// Of the drawing, mm: what one piece of paper shows. Neighbours share `overlap_mm`.
struct Tile {
    glm::dvec2 low_mm, high_mm;
    int column = 0, row = 0;  // rows go up with y
};

inline constexpr double tile_overlap_mm = 20;

// Pieces no larger than `room_mm`, all of one size, around the whole of low_mm .. high_mm; columns from low x on, the
// uppermost row first. Where all of it fits there is one, as large as the room, with the drawing in its middle.
std::vector<Tile> tiles(const glm::dvec2& low_mm, const glm::dvec2& high_mm, const glm::dvec2& room_mm);

}  // namespace smp
