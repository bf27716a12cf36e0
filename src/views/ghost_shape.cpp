#include "views/ghost_shape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "head/head_raster.hpp"

namespace smp {
namespace {

constexpr double pixel_mm = 1.5;  // of the picture in which it is seen what hides what
constexpr int half_px = 170;      // of its side
constexpr double least_range_mm = 180;
constexpr double neck_top_mm = -38, neck_front_mm = 24;  // Head frame

struct Curve {
    StrokeKind kind;
    std::vector<glm::dvec3> p_head_mm;
    double before_mm;  // what lies so far before it does not hide it
};

// Landmarks of the face that a few strokes of a pencil would show.
const std::vector<std::vector<int>>& face_strokes() {
    static const std::vector<std::vector<int>> strokes{{17, 18, 19, 20, 21},
                                                       {22, 23, 24, 25, 26},
                                                       {36, 37, 38, 39, 40, 41, 36},
                                                       {42, 43, 44, 45, 46, 47, 42},
                                                       {27, 28, 29, 30},
                                                       {31, 32, 33, 34, 35},
                                                       {48, 60, 61, 62, 63, 64, 54},
                                                       {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}};
    return strokes;
}

// A smooth curve through points, with a point each millimetre or two.
std::vector<glm::dvec3> through(const std::vector<glm::dvec3>& p) {
    std::vector<glm::dvec3> out;
    const std::size_t n = p.size();
    const bool closed = n > 3 && glm::length(p.front() - p.back()) < 1e-9;
    const auto at = [&](std::ptrdiff_t i) {
        const auto last = static_cast<std::ptrdiff_t>(n) - 1;
        if (closed) return p[static_cast<std::size_t>((i + last) % last)];
        return p[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, last))];
    };
    for (std::ptrdiff_t i = 0; i + 1 < static_cast<std::ptrdiff_t>(n); ++i) {
        const glm::dvec3 a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
        const int steps = std::max(1, static_cast<int>(glm::length(c - b) / 1.5));
        for (int s = 0; s < steps; ++s) {
            const double t = static_cast<double>(s) / steps;
            out.push_back(0.5 * (2.0 * b + t * ((c - a) + t * ((2.0 * a - 5.0 * b + 4.0 * c - d) +
                                                               t * (3.0 * (b - c) + d - a)))));
        }
    }
    if (n) out.push_back(p.back());
    return out;
}

// The rim of a pinna: of what stands well out from the skull at the side, the hull in the sagittal plane.
std::vector<glm::dvec3> ear_rim(const HeadMesh& mesh, const ScalpSurface& surface, double side, double scale) {
    constexpr double out_mm = 5, high_mm = 36, rear_mm = -36, front_mm = 9;
    std::vector<cv::Point2f> flat;
    std::vector<glm::dvec3> points;
    for (const auto& v : mesh.occluders) {
        const glm::dvec3 p(v.p_head_mm);
        if (side * p.x < 40 || std::abs(p.y) > scale * high_mm || p.z < scale * rear_mm || p.z > scale * front_mm)
            continue;
        glm::dvec3 skin{};
        if (!surface.intersect({side * 250, p.y, p.z}, {-side, 0, 0}, skin) || side * (p.x - skin.x) < scale * out_mm)
            continue;
        points.push_back(p);
        flat.emplace_back(static_cast<float>(p.z), static_cast<float>(p.y));
    }
    std::vector<glm::dvec3> out;
    if (flat.size() < 6) return out;
    std::vector<int> hull;
    cv::convexHull(flat, hull);
    for (const int i : hull) out.push_back(points[static_cast<std::size_t>(i)]);
    out.push_back(out.front());
    return out;
}

std::vector<glm::dvec3> midline(const ScalpSurface& surface) {
    constexpr double nape_deg = -140, step_deg = 4;
    std::vector<glm::dvec3> out;
    for (double v = surface.glabella().y - 6; v > nape_deg; v -= step_deg) out.push_back(surface.position_mm({0, v}));
    return out;
}

double length_mm(const std::vector<glm::dvec2>& line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += glm::length(line[i] - line[i - 1]);
    return sum;
}

// What is seen at the outline, where rounding may have left nothing.
std::optional<double> depth_near(const cv::Mat& depth_mm, const cv::Point& at) {
    constexpr int reach = 5;
    std::optional<double> out;
    double nearest = 1e9;
    for (int y = std::max(0, at.y - reach); y <= std::min(depth_mm.rows - 1, at.y + reach); ++y)
        for (int x = std::max(0, at.x - reach); x <= std::min(depth_mm.cols - 1, at.x + reach); ++x) {
            const double d = std::hypot(x - at.x, y - at.y), z = static_cast<double>(depth_mm.at<float>(y, x));
            if (z > 0 && d < nearest) {
                nearest = d;
                out = z;
            }
        }
    return out;
}

// Smooth without shrinking much: a small kernel around the closed line.
std::vector<glm::dvec2> smoothed(const std::vector<glm::dvec2>& p) {
    constexpr std::array<double, 9> kernel{0.03, 0.07, 0.12, 0.18, 0.2, 0.18, 0.12, 0.07, 0.03};
    const auto n = static_cast<int>(p.size());
    std::vector<glm::dvec2> out(p.size());
    for (int i = 0; i < n; ++i) {
        glm::dvec2 sum(0);
        for (int k = -4; k <= 4; ++k)
            sum += kernel[static_cast<std::size_t>(k + 4)] * p[static_cast<std::size_t>((i + k + n) % n)];
        out[static_cast<std::size_t>(i)] = sum;
    }
    return out;
}

}  // namespace

struct GhostMaker::Impl {
    HeadRasteriser rasteriser;
    std::vector<Curve> curves;

    Impl(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface, const HeadMesh& mesh)
        : rasteriser(mesh, surface.centre_mm()) {
        const auto landmarks = model.landmarks(shape);
        for (const auto& stroke : face_strokes()) {
            std::vector<glm::dvec3> points;
            for (const int i : stroke) points.push_back(landmarks[static_cast<std::size_t>(i)]);
            curves.push_back({StrokeKind::feature, through(points), 4});
        }
        for (const double side : {1.0, -1.0})
            curves.push_back({StrokeKind::feature, through(ear_rim(mesh, surface, side, shape.scale)), 5});
        curves.push_back({StrokeKind::midline, through(midline(surface)), 2});
    }
};

GhostMaker::GhostMaker(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface,
                       const HeadMesh& mesh)
    : impl_(std::make_unique<Impl>(model, shape, surface, mesh)) {}
GhostMaker::~GhostMaker() = default;

GhostShape GhostMaker::make(const HeadAngles& angles, double distance_mm) const {
    GhostShape out{angles, distance_mm, {}, {}};
    if (distance_mm < least_range_mm) return out;
    // Seen along the optical axis of a camera whose pixels are so wide at the head's distance.
    Intrinsics camera;
    camera.fx_px = camera.fy_px = distance_mm / pixel_mm;
    camera.cx_px = camera.cy_px = half_px;
    camera.width_px = camera.height_px = 2 * half_px + 1;
    const HeadPose pose = pose_at(angles, {0, 0, distance_mm});
    const CoarseGrid grid{{0, 0, camera.width_px, camera.height_px}, 1};
    const HeadRaster raster = impl_->rasteriser.draw(pose, camera, grid);
    const auto to_mm = [&](const glm::dvec2& px) { return (px - static_cast<double>(half_px)) * pixel_mm; };

    cv::Mat head = raster.depth_mm > 0;
    cv::morphologyEx(head, head, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {9, 9}));
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(head.clone(), contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    if (contours.empty()) return out;
    auto& contour = *std::max_element(contours.begin(), contours.end(),
                                      [](const auto& a, const auto& b) { return a.size() < b.size(); });
    const auto lowest =
        std::max_element(contour.begin(), contour.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
    std::rotate(contour.begin(), lowest, contour.end());
    std::vector<glm::dvec2> line;
    for (const cv::Point& p : contour) line.push_back(to_mm({p.x, p.y}));
    line = smoothed(line);
    out.room = {line.front(), line.front()};
    for (const glm::dvec2& p : line) {
        out.room.low_mm = glm::min(out.room.low_mm, p);
        out.room.high_mm = glm::max(out.room.high_mm, p);
    }
    // Where the model ends in the neck a client has no outline: it stays open there.
    std::vector<bool> on_head(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto seen = depth_near(raster.depth_mm, contour[i]);
        const glm::dvec3 p =
            !seen ? head_middle_mm : pose.inverse() * (camera.ray({contour[i].x, contour[i].y}) * *seen);
        on_head[i] = p.y > neck_top_mm || p.z > neck_front_mm;
    }
    for (std::size_t begin = 0; begin < line.size();) {
        const bool shown = on_head[begin];
        std::size_t end = begin;
        while (end < line.size() && on_head[end] == shown) ++end;
        if (shown) {
            out.strokes.push_back(
                {StrokeKind::outline,
                 {line.begin() + static_cast<std::ptrdiff_t>(begin), line.begin() + static_cast<std::ptrdiff_t>(end)}});
            if (begin == 0 && end == line.size()) out.strokes.back().mm.push_back(line.front());
        }
        begin = end;
    }

    // What runs along the outline is said by it already.
    constexpr float least_inside_px = 3;
    constexpr double least_mm = 9;
    cv::Mat inside;
    cv::distanceTransform(head, inside, cv::DIST_L2, 3);
    for (const Curve& curve : impl_->curves) {
        GhostStroke stroke{curve.kind, {}};
        const auto end_stroke = [&] {
            if (length_mm(stroke.mm) >= least_mm) out.strokes.push_back(stroke);
            stroke.mm.clear();
        };
        for (const glm::dvec3& p : curve.p_head_mm) {
            const glm::dvec3 seen = pose * p;
            const glm::dvec2 px = camera.project(seen);
            const int x = static_cast<int>(std::lround(px.x)), y = static_cast<int>(std::lround(px.y));
            const bool in = x >= 0 && y >= 0 && x < head.cols && y < head.rows;
            const float depth = in ? raster.depth_mm.at<float>(y, x) : 0;
            const bool shown = in && inside.at<float>(y, x) >= least_inside_px && depth > 0 &&
                               seen.z < static_cast<double>(depth) + curve.before_mm;
            if (shown)
                stroke.mm.push_back(to_mm(px));
            else
                end_stroke();
        }
        end_stroke();
    }
    return out;
}

}  // namespace smp
