#include "scale/ruled_mark.hpp"

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "scale/measured_scale.hpp"

namespace smp {
namespace {

constexpr double least_apart_px = 20;
constexpr double most_slant_deg = 50;    // of the line against the picture
constexpr double slope_sigma_deg = 4;    // of the head's surface there
constexpr double length_sigma_mm = 0.3;  // a ruler is read to half a millimetre
constexpr double stands_off_mm = 2;      // what is held to the skin, from it
constexpr double least_told_mm = 48, most_told_mm = 80;

Error refused(std::string what) {
    return {ExitCode::input, std::move(what), "", ""};
}

}  // namespace

Expected<glm::dvec3> head_under(const glm::dvec2& px, const HeadState& head, const HeadMesh& mesh) {
    if (head.state != TrackState::tracking) return refused(tr("no head is seen"));
    const auto head_from_camera = head.camera_from_head.inverse();
    const glm::dvec3 eye = head_from_camera.t_mm;
    const glm::dvec3 way = glm::normalize(head_from_camera.R * head.intrinsics.ray(px));
    double nearest = 1e9;
    const auto cast = [&](const std::vector<HeadMesh::Vertex>& vertices, const std::vector<std::uint32_t>& triangles) {
        for (std::size_t i = 0; i + 2 < triangles.size(); i += 3) {
            const glm::dvec3 a(vertices[triangles[i]].p_head_mm);
            const glm::dvec3 ab = glm::dvec3(vertices[triangles[i + 1]].p_head_mm) - a,
                             ac = glm::dvec3(vertices[triangles[i + 2]].p_head_mm) - a;
            const glm::dvec3 p = glm::cross(way, ac);
            const double det = glm::dot(ab, p);
            if (det < 1e-9) continue;  // from behind, or along it
            const glm::dvec3 from = eye - a;
            const double u = glm::dot(from, p) / det;
            const glm::dvec3 q = glm::cross(from, ab);
            const double v = glm::dot(way, q) / det, t = glm::dot(ac, q) / det;
            if (u >= 0 && v >= 0 && u + v <= 1 && t > 0) nearest = std::min(nearest, t);
        }
    };
    cast(mesh.scalp, mesh.scalp_triangles);
    cast(mesh.occluders, mesh.occluder_triangles);
    if (nearest > 1e8) return refused(tr("that is beside the head"));
    return eye + nearest * way;
}

Expected<TrueScale> scale_from(const HeadModel& model, const HeadState& head, const HeadMesh& mesh,
                               const RuledMark& mark, double aim_px) {
    if (!(mark.length_mm >= least_mark_mm && mark.length_mm <= most_mark_mm))
        return refused(tr("the length must be 10 to 150 mm"));
    const auto a = head_under(mark.a_px, head, mesh);
    if (!a) return a.error();
    const auto b = head_under(mark.b_px, head, mesh);
    if (!b) return b.error();
    const double apart_px = glm::length(mark.b_px - mark.a_px), apart = glm::length(*b - *a);
    if (apart_px < least_apart_px || apart < 1e-6)
        return refused(tr("the ends are too close: bring the picture closer"));
    const glm::dvec3 line = head.camera_from_head.R * ((*b - *a) / apart);
    const glm::dvec3 sight = glm::normalize(head.camera_from_head * (0.5 * (*a + *b)));
    const double slant = std::asin(std::min(1.0, std::abs(glm::dot(line, sight))));
    if (slant > most_slant_deg * M_PI / 180) return refused(tr("the mark points at the camera: turn the head"));
    const double ipd_mm = mark.length_mm / apart * model.interpupillary_mm(head.shape);
    if (ipd_mm < least_told_mm || ipd_mm > most_told_mm)
        return refused(tr_fill("that makes the pupils {0} mm apart, and nobody's are: check the length and both ends",
                               number_text(ipd_mm, 0)));
    const glm::dvec3 middle = head.camera_from_head * (0.5 * (*a + *b));
    const double depth_mm = glm::length(middle);
    // A straight ruler touches a round forehead in its middle only, and its ends stand before the skin; a line on the
    // skin does not. Which it is, is not known.
    double off_mm = stands_off_mm;
    if (const auto skin = head_under(head.intrinsics.project(middle), head, mesh))
        off_mm = std::max(off_mm, depth_mm - glm::length(head.camera_from_head * *skin));
    const double share =
        std::sqrt(2 * std::pow(aim_px / apart_px, 2) + std::pow(std::tan(slant) * slope_sigma_deg * M_PI / 180, 2) +
                  std::pow(length_sigma_mm / mark.length_mm, 2) + std::pow(off_mm / depth_mm, 2));
    return measured_scale(ScaleSource::ruled_mark, ipd_mm, share * ipd_mm);
}

}  // namespace smp
