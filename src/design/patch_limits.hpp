// What a design file takes of patches; what draws them on the picture keeps to it.
#pragma once

#include <cstddef>

namespace smp::patch_limits {

inline constexpr std::size_t most_patches = 200, most_points = 200;
inline constexpr double farthest_deg = 149;                                  // from the vertex: CoverageMap::reach_deg
inline constexpr double least_radius_mm = 0.5, most_radius_mm = 60;          // of a disc
inline constexpr double least_half_width_mm = 0.5, most_half_width_mm = 30;  // of a band
inline constexpr double least_edge_mm = 1, most_edge_mm = 20;

}  // namespace smp::patch_limits
