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

glm::dvec2 picture_from_window(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               bool mirrored) {
    const Letterbox box = letterbox(picture_px, window_px);
    glm::dvec2 share = (window_at_px + 0.5 - glm::dvec2(box.corner_px)) / glm::dvec2(box.size_px);
    if (mirrored) share.x = 1 - share.x;
    return share * glm::dvec2(picture_px) - 0.5;
}

double across(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px) {
    const Letterbox box = letterbox(picture_px, window_px);
    return (window_at_px.x + 0.5 - box.corner_px.x) / box.size_px.x;
}

glm::dvec2 window_from_picture(const glm::dvec2& picture_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               bool mirrored) {
    const Letterbox box = letterbox(picture_px, window_px);
    glm::dvec2 share = (picture_at_px + 0.5) / glm::dvec2(picture_px);
    if (mirrored) share.x = 1 - share.x;
    return glm::dvec2(box.corner_px) + share * glm::dvec2(box.size_px) - 0.5;
}

}  // namespace smp
