#include "app/live_loupe.hpp"

namespace smp {
glm::dvec2 LiveLoupe::resting_place_px(const Painter& painter, const Tracked& tracked) {
    const glm::dvec2 middle = 0.5 * glm::dvec2(tracked.frame.bgr.cols - 1, tracked.frame.bgr.rows - 1);
    const auto& hairline = painter.treatment().hairline_mm;
    if (tracked.head.state != TrackState::tracking || hairline.empty()) return middle;
    const glm::dvec3 p_mm = tracked.head.camera_from_head * hairline[hairline.size() / 2];
    return p_mm.z > 1 ? tracked.head.intrinsics.project(p_mm) : middle;
}

Expected<LiveLoupe> LiveLoupe::create() {
    auto renderer = Renderer::create();
    if (!renderer) return renderer.error();
    auto glass = LoupeGlass::create();
    if (!glass) return glass.error();
    return LiveLoupe(std::move(*renderer), std::move(*glass));
}

void LiveLoupe::draw(const Painter& painter, const Tracked& tracked, const std::optional<glm::dvec2>& pointer_px,
                     glm::ivec2 window_px, const PictureView& view, double zoom, double show) {
    const glm::ivec2 picture_px(tracked.frame.bgr.cols, tracked.frame.bgr.rows);
    const glm::dvec2 at_px =
        pointer_px ? *pointer_px : window_from_picture(resting_place_px(painter, tracked), picture_px, window_px, view);
    const LoupePlace place = loupe_place(at_px, picture_px, window_px, view, zoom);
    if (place.size_px <= 0) return;
    look_.draw(renderer_, painter, tracked, {place.centre_px, place.scale, {place.size_px, place.size_px}}, show);
    glass_.draw(renderer_.picture_texture(), place, window_px, view.mirrored);
}

}  // namespace smp
