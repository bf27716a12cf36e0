// Noise of the size of skin's own lines and pores, which stands in for what a picture is too coarse to show. Pure.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <vector>

namespace smp {

// Feature sizes and the contrast of each. Judged by eye on portraits beside the skin that their own pixels still show.
struct SkinOctave {
    double wave_mm;
    float contrast;
};
inline constexpr std::array skin_octaves{SkinOctave{1.6, 0.016f}, SkinOctave{0.8, 0.026f}, SkinOctave{0.4, 0.032f},
                                         SkinOctave{0.2, 0.024f}};

// White numbers of mean 0 and standard deviation 1 on a lattice that repeats, smoothly interpolated in space: `p` in
// places of the lattice.
class SolidNoise {
  public:
    SolidNoise();
    float at(const glm::vec3& p) const;

  private:
    static constexpr unsigned n = 32;
    std::vector<float> value_;
};

// Lattice and skin do not share their axes: the lattice must not show.
glm::dmat3 lattice_from_skin();

}  // namespace smp
