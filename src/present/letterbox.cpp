#include "present/letterbox.hpp"

#include <algorithm>
#include <cmath>

namespace smp {

Letterbox letterbox(glm::ivec2 picture_px, glm::ivec2 window_px) {
    if (std::min({picture_px.x, picture_px.y, window_px.x, window_px.y}) <= 0) return {};
    const glm::dvec2 scales = glm::dvec2(window_px) / glm::dvec2(picture_px);
    const double scale = std::min(scales.x, scales.y);
    const auto length = [&](int picture, int window) {
        return std::clamp(static_cast<int>(std::lround(picture * scale)), 1, window);
    };
    const glm::ivec2 size{length(picture_px.x, window_px.x), length(picture_px.y, window_px.y)};
    return {(window_px - size) / 2, size};
}

}  // namespace smp
