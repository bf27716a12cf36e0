#include "sheet/canvas.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <cmath>
#include <cstring>
#include <numbers>

#include "sheet/text_layout.hpp"

namespace smp::sheet {
namespace {

void set_ink(cairo_t* cr, const Ink& ink) {
    cairo_set_source_rgb(cr, ink.r, ink.g, ink.b);
}

}  // namespace

void Canvas::trace(std::span<const glm::dvec2> points, bool closed) {
    cairo_new_path(cr_);
    for (const glm::dvec2& p : points) cairo_line_to(cr_, p.x * pt_per_mm, p.y * pt_per_mm);
    if (closed) cairo_close_path(cr_);
}

void Canvas::stroke(const Pen& pen) {
    set_ink(cr_, pen.ink);
    cairo_set_line_width(cr_, pen.width_mm * pt_per_mm);
    cairo_set_line_cap(cr_, pen.round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cr_, CAIRO_LINE_JOIN_ROUND);
    std::vector<double> dashes;
    for (const double mm : pen.dashes_mm) dashes.push_back(mm * pt_per_mm);
    cairo_set_dash(cr_, dashes.data(), static_cast<int>(dashes.size()), 0);
    cairo_stroke(cr_);
}

void Canvas::line(const glm::dvec2& a, const glm::dvec2& b, const Pen& pen) {
    path(std::array{a, b}, pen);
}

void Canvas::path(std::span<const glm::dvec2> points, const Pen& pen, bool closed) {
    trace(points, closed);
    stroke(pen);
}

void Canvas::fill(std::span<const glm::dvec2> points, const Ink& ink) {
    trace(points, true);
    set_ink(cr_, ink);
    cairo_fill(cr_);
}

void Canvas::fill(const Box& box, const Ink& ink) {
    set_ink(cr_, ink);
    cairo_rectangle(cr_, box.x * pt_per_mm, box.y * pt_per_mm, box.w * pt_per_mm, box.h * pt_per_mm);
    cairo_fill(cr_);
}

void Canvas::frame(const Box& box, const Pen& pen) {
    cairo_rectangle(cr_, box.x * pt_per_mm, box.y * pt_per_mm, box.w * pt_per_mm, box.h * pt_per_mm);
    stroke(pen);
}

void Canvas::ring(const glm::dvec2& middle, double radius_mm, const Pen& pen) {
    cairo_new_path(cr_);
    cairo_arc(cr_, middle.x * pt_per_mm, middle.y * pt_per_mm, radius_mm * pt_per_mm, 0, 2 * std::numbers::pi);
    stroke(pen);
}

void Canvas::text(const glm::dvec2& upper_left, const Text& text, int first, int end) {
    set_ink(cr_, text.ink());
    text.layout().show(cr_, upper_left.x * pt_per_mm, upper_left.y * pt_per_mm, first, end < 0 ? text.lines() : end);
}

void Canvas::turned_text(const glm::dvec2& upper_left, double degrees, const Text& what) {
    cairo_save(cr_);
    cairo_translate(cr_, upper_left.x * pt_per_mm, upper_left.y * pt_per_mm);
    cairo_rotate(cr_, -degrees * std::numbers::pi / 180);
    text({0, 0}, what);
    cairo_restore(cr_);
}

void Canvas::photo(const Box& box, const Photo& photo) {
    if (photo.jpeg.empty()) return;
    // Of the surface only its size and the JPEG that is tied to it come into the file; the JPEG goes in as it is.
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, photo.width_px, photo.height_px);
    auto* bytes = new std::vector<unsigned char>(photo.jpeg);
    if (cairo_surface_set_mime_data(
            surface, CAIRO_MIME_TYPE_JPEG, bytes->data(), bytes->size(),
            [](void* kept) { delete static_cast<std::vector<unsigned char>*>(kept); }, bytes) != CAIRO_STATUS_SUCCESS)
        delete bytes;
    cairo_save(cr_);
    cairo_translate(cr_, box.x * pt_per_mm, box.y * pt_per_mm);
    cairo_scale(cr_, box.w * pt_per_mm / photo.width_px, box.h * pt_per_mm / photo.height_px);
    cairo_set_source_surface(cr_, surface, 0, 0);
    cairo_rectangle(cr_, 0, 0, photo.width_px, photo.height_px);
    cairo_fill(cr_);
    cairo_restore(cr_);
    cairo_surface_destroy(surface);
}

void Canvas::within(const Box& box, const std::function<void()>& draw) {
    cairo_save(cr_);
    cairo_rectangle(cr_, box.x * pt_per_mm, box.y * pt_per_mm, box.w * pt_per_mm, box.h * pt_per_mm);
    cairo_clip(cr_);
    draw();
    cairo_restore(cr_);
}

void draw_into(cv::Mat& bgr, double px_per_mm, const std::function<void(Canvas&)>& draw) {
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, bgr.cols, bgr.rows);
    if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
        unsigned char* data = cairo_image_surface_get_data(surface);
        const int stride = cairo_image_surface_get_stride(surface);
        const auto row = [&](int y) { return data + static_cast<std::ptrdiff_t>(y) * stride; };
        for (int y = 0; y < bgr.rows; ++y)  // 32-bit words, blue lowest
            for (int x = 0; x < bgr.cols; ++x) std::memcpy(row(y) + 4 * x, bgr.at<cv::Vec3b>(y, x).val, 3);
        cairo_surface_mark_dirty(surface);
        cairo_t* cr = cairo_create(surface);
        cairo_scale(cr, px_per_mm / pt_per_mm, px_per_mm / pt_per_mm);
        Canvas canvas(cr);
        draw(canvas);
        cairo_destroy(cr);
        cairo_surface_flush(surface);
        for (int y = 0; y < bgr.rows; ++y)
            for (int x = 0; x < bgr.cols; ++x) std::memcpy(bgr.at<cv::Vec3b>(y, x).val, row(y) + 4 * x, 3);
    }
    cairo_surface_destroy(surface);
}

}  // namespace smp::sheet
