#include "sheet/tiles.hpp"

#include <cmath>

namespace smp {

std::vector<Tile> tiles(const glm::dvec2& low_mm, const glm::dvec2& high_mm, const glm::dvec2& room_mm) {
    glm::ivec2 count(1);
    glm::dvec2 start = low_mm;
    for (int axis : {0, 1}) {
        const double size = high_mm[axis] - low_mm[axis], room = room_mm[axis];
        if (size > room) count[axis] = static_cast<int>(std::ceil((size - tile_overlap_mm) / (room - tile_overlap_mm)));
        const double all = count[axis] * (room - tile_overlap_mm) + tile_overlap_mm;
        start[axis] -= 0.5 * (all - size);
    }
    std::vector<Tile> out;
    for (int row = count.y - 1; row >= 0; --row)
        for (int column = 0; column < count.x; ++column) {
            const glm::dvec2 low = start + glm::dvec2(column, row) * (room_mm - tile_overlap_mm);
            out.push_back({low, low + room_mm, column, row});
        }
    return out;
}

}  // namespace smp
