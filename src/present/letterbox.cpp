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

PictureView within_picture(PictureView view) {
    view.zoom = std::clamp(view.zoom, 1.0, most_picture_zoom);
    const double half = 0.5 / view.zoom;
    view.centre = glm::clamp(view.centre, glm::dvec2(half), glm::dvec2(1 - half));
    return view;
}

PictureView zoomed(PictureView view, double factor, const glm::dvec2& at) {
    const double before = view.zoom;
    view.zoom = std::clamp(view.zoom * factor, 1.0, most_picture_zoom);
    view.centre = at + (view.centre - at) * (before / view.zoom);
    return within_picture(view);
}

double across_from_column(double column_px, int picture_width_px, const PictureView& view) {
    const double share = ((column_px + 0.5) / picture_width_px - view.corner().x) * view.zoom;
    return view.mirrored ? 1 - share : share;
}

double column_from_across(double across, int picture_width_px, const PictureView& view) {
    const double share = view.mirrored ? 1 - across : across;
    return (view.corner().x + share / view.zoom) * picture_width_px - 0.5;
}

glm::dvec2 picture_from_seen(const glm::dvec2& seen, const PictureView& view) {
    return view.corner() + glm::dvec2(view.mirrored ? 1 - seen.x : seen.x, seen.y) / view.zoom;
}

glm::dvec2 picture_from_window(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               const PictureView& view) {
    const Letterbox box = letterbox(picture_px, window_px);
    const glm::dvec2 share = (window_at_px + 0.5 - glm::dvec2(box.corner_px)) / glm::dvec2(box.size_px);
    return picture_from_seen(share, view) * glm::dvec2(picture_px) - 0.5;
}

double across(const glm::dvec2& window_at_px, glm::ivec2 picture_px, glm::ivec2 window_px) {
    const Letterbox box = letterbox(picture_px, window_px);
    return (window_at_px.x + 0.5 - box.corner_px.x) / box.size_px.x;
}

glm::dvec2 window_from_picture(const glm::dvec2& picture_at_px, glm::ivec2 picture_px, glm::ivec2 window_px,
                               const PictureView& view) {
    const Letterbox box = letterbox(picture_px, window_px);
    glm::dvec2 share = ((picture_at_px + 0.5) / glm::dvec2(picture_px) - view.corner()) * view.zoom;
    if (view.mirrored) share.x = 1 - share.x;
    return glm::dvec2(box.corner_px) + share * glm::dvec2(box.size_px) - 0.5;
}

}  // namespace smp
