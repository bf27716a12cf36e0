#include "sheet/template_curve.hpp"

#include <algorithm>
#include <cmath>

#include "design/hairline.hpp"

namespace smp {
namespace {

constexpr int between = 8;  // steps from one of the hairline's points to the next: a quarter of a millimetre each

SurfacePoint on_skin(const ScalpSurface& surface, const ChartPoint& chart) {
    return {surface.position_mm(chart), surface.normal(chart)};
}

glm::dvec2 turned(const glm::dvec2& v, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    return {c * v.x - s * v.y, s * v.x + c * v.y};
}

// Of two directions within the skin, anticlockwise as seen from outside.
double angle_between(const glm::dvec3& normal, const glm::dvec3& a, const glm::dvec3& b) {
    const glm::dvec3 flat_a = a - glm::dot(a, normal) * normal, flat_b = b - glm::dot(b, normal) * normal;
    return std::atan2(glm::dot(normal, glm::cross(flat_a, flat_b)), glm::dot(flat_a, flat_b));
}

std::vector<ChartPoint> finer(std::span<const ChartPoint> line) {
    std::vector<ChartPoint> out{line.front()};
    for (std::size_t i = 1; i < line.size(); ++i)
        for (int k = 1; k <= between; ++k)
            out.push_back(line[i - 1] + static_cast<double>(k) / between * (line[i] - line[i - 1]));
    return out;
}

std::vector<SurfacePoint> on_skin(const ScalpSurface& surface, std::span<const ChartPoint> line) {
    std::vector<SurfacePoint> out;
    out.reserve(line.size());
    for (const ChartPoint& chart : line) out.push_back(on_skin(surface, chart));
    return out;
}

// A line that leaves another at `from`, where that one runs along `along` on the skin and along `along_flat` on paper.
std::vector<glm::dvec2> branch(std::span<const SurfacePoint> line, const glm::dvec3& along, const glm::dvec2& from,
                               const glm::dvec2& along_flat) {
    const double angle = angle_between(line[0].normal, along, line[1].p_mm - line[0].p_mm);
    return develop(line, from, turned(along_flat, angle));
}

double cross(const glm::dvec2& a, const glm::dvec2& b) {
    return a.x * b.y - a.y * b.x;
}

// How far the paper may reach from one of the edge's points before it comes to another part of the edge, as in a corner
// that is sharper than square.
double room_mm(const std::vector<glm::dvec2>& edge, std::size_t from, const glm::dvec2& faceward) {
    constexpr double clear = 0.9, beside_mm = 3;
    double room = template_strip_mm;
    for (std::size_t i = 1; i < edge.size(); ++i) {
        const glm::dvec2 start = edge[i - 1] - edge[from], along = edge[i] - edge[i - 1];
        const double across = cross(faceward, along);
        if (std::abs(across) < 1e-9 || glm::dot(start, start) < beside_mm * beside_mm) continue;
        const double far = cross(start, along) / across, share = cross(start, faceward) / across;
        if (far > 0 && share >= 0 && share <= 1) room = std::min(room, clear * far);
    }
    return room;
}

std::vector<glm::dvec2> rim_of(const std::vector<glm::dvec2>& edge) {
    std::vector<glm::dvec2> rim(edge.size()), faceward(edge.size());
    for (std::size_t i = 0; i < edge.size(); ++i) {  // the edge runs from the client's right to the left
        const glm::dvec2 along = glm::normalize(edge[std::min(i + 4, edge.size() - 1)] - edge[i < 4 ? 0 : i - 4]);
        faceward[i] = {along.y, -along.x};
    }
    for (std::size_t i = 0; i < edge.size(); ++i) rim[i] = edge[i] + room_mm(edge, i, faceward[i]) * faceward[i];
    return rim;
}

}  // namespace

std::vector<glm::dvec2> develop(std::span<const SurfacePoint> line, const glm::dvec2& from, const glm::dvec2& first) {
    std::vector<glm::dvec2> out{from};
    glm::dvec2 heading = first;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const glm::dvec3 step = line[i].p_mm - line[i - 1].p_mm;
        if (i > 1)
            heading = turned(heading, angle_between(line[i - 1].normal, line[i - 1].p_mm - line[i - 2].p_mm, step));
        out.push_back(out.back() + glm::length(step) * heading);
    }
    return out;
}

TemplateCurve template_curve(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface,
                             std::span<const ChartPoint> hairline) {
    using H = HairlineCurve;
    TemplateCurve out;
    out.middle = static_cast<std::size_t>(H::middle) * between;
    out.right_corner = static_cast<std::size_t>(H::right_corner) * between;
    out.left_corner = static_cast<std::size_t>(H::left_corner) * between;
    const std::vector<ChartPoint> chart = finer(hairline);
    const std::vector<SurfacePoint> edge = on_skin(surface, chart);

    // Up the midline, as hairline.height_mm is measured.
    const ChartPoint glabella = surface.glabella(), top = chart[out.middle];
    std::vector<ChartPoint> up;
    constexpr int steps = 320;
    for (int i = 0; i <= steps; ++i) up.push_back(glabella + static_cast<double>(i) / steps * (top - glabella));
    const std::vector<SurfacePoint> midline = on_skin(surface, up);
    out.midline = develop(midline, {0, 0}, {0, 1});

    // From its upper end both ways along the edge.
    const auto last = midline.size() - 1;
    const glm::dvec3 along = midline[last].p_mm - midline[last - 1].p_mm;
    const glm::dvec2 along_flat = glm::normalize(out.midline[last] - out.midline[last - 1]);
    const std::span<const SurfacePoint> all(edge);
    const std::vector<glm::dvec2> left = branch(all.subspan(out.middle), along, out.midline.back(), along_flat);
    std::vector<SurfacePoint> back(edge.begin(), edge.begin() + static_cast<std::ptrdiff_t>(out.middle) + 1);
    std::reverse(back.begin(), back.end());
    const std::vector<glm::dvec2> right = branch(back, along, out.midline.back(), along_flat);
    out.edge.assign(right.rbegin(), right.rend());
    out.edge.insert(out.edge.end(), left.begin() + 1, left.end());
    out.rim = rim_of(out.edge);

    const auto landmarks = model.landmarks(shape);
    const std::array<double, 2> pupil_x_mm{0.5 * (landmarks[36].x + landmarks[39].x),
                                           0.5 * (landmarks[42].x + landmarks[45].x)};
    const double brow_y_mm = surface.position_mm(glabella).y;
    for (const std::size_t side : {0u, 1u}) {
        std::size_t at = out.middle;  // the corner lies beyond the pupil, so it is met before
        while (at > out.right_corner && at < out.left_corner && std::abs(edge[at].p_mm.x) < std::abs(pupil_x_mm[side]))
            at += side ? 1 : -1;
        const SagittalTape tape(surface, edge[at].p_mm.x, brow_y_mm);
        const double length_mm = tape.length_to(chart[at]);
        std::vector<ChartPoint> down{chart[at]};
        for (int i = 1; i <= steps; ++i) down.push_back(tape.at(length_mm * (1 - static_cast<double>(i) / steps)));
        const glm::dvec3 ahead = edge[at + 1].p_mm - edge[at].p_mm;
        out.pupil_foot[side] =
            branch(on_skin(surface, down), ahead, out.edge[at], glm::normalize(out.edge[at + 1] - out.edge[at]));
    }
    return out;
}

double line_length_mm(std::span<const glm::dvec2> line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += glm::length(line[i] - line[i - 1]);
    return sum;
}

double edge_length_mm(const TemplateCurve& curve, std::size_t first, std::size_t last) {
    return line_length_mm(std::span(curve.edge).subspan(first, last - first + 1));
}

}  // namespace smp
