#include "app/trace.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "head/skin_warp.hpp"

namespace smp {
namespace {

using nlohmann::ordered_json;

constexpr double visible_cos = 0.2;

double rounded(double v, double step) {
    return std::round(v / step) * step;
}

bool inside(const std::vector<ChartPoint>& polygon, const ChartPoint& p) {
    bool in = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++)
        if ((polygon[i].y > p.y) != (polygon[j].y > p.y) &&
            p.x < (polygon[j].x - polygon[i].x) * (p.y - polygon[i].y) / (polygon[j].y - polygon[i].y) + polygon[i].x)
            in = !in;
    return in;
}

ordered_json material_points(const std::vector<ChartPoint>& points, const ScalpSurface& surface, const HeadState& head,
                             const SkinWarp* skin) {
    const glm::dvec3 eye_head_mm = head.camera_from_head.inverse() * glm::dvec3(0);
    auto out = ordered_json::array();
    for (const auto& point : points) {
        const ChartPoint chart = skin ? (*skin)(point) : point;
        const glm::dvec3 p = surface.position_mm(chart);
        const glm::dvec2 px = head.intrinsics.project(head.camera_from_head * p);
        // The cranium is convex, so that what faces the camera is not hidden by it.
        const double cos = glm::dot(surface.normal(chart), glm::normalize(eye_head_mm - p));
        out.push_back({rounded(px.x, 1e-3), rounded(px.y, 1e-3), cos > visible_cos ? 1 : 0});
    }
    return out;
}

}  // namespace

std::vector<ChartPoint> scalp_samples(const HeadModel& model, double spacing_deg) {
    // Rings about the vertex, each with as many points as its length on the sphere asks for.
    std::vector<ChartPoint> out;
    for (double polar = 0.5 * spacing_deg; polar < 150; polar += spacing_deg) {
        const double length_deg = 360 * std::sin(polar * M_PI / 180);
        const int n = std::max(1, static_cast<int>(std::lround(length_deg / spacing_deg)));
        for (int i = 0; i < n; ++i) {
            const double az = 2 * M_PI * (i + 0.5) / n;
            const ChartPoint p{polar * std::sin(az), polar * std::cos(az)};
            if (inside(model.hair_region(), p)) out.push_back(p);
        }
    }
    return out;
}

std::string TraceWriter::line(const Tracked& tracked, const std::vector<ChartPoint>& hairline) {
    const auto& head = tracked.head;
    const bool known = head.state == TrackState::tracking;
    ordered_json j;
    j["frame"] = tracked.frame.sequence;
    j["time_s"] = rounded(tracked.frame.time_s, 1e-6);
    j["state"] = known ? "tracking" : "lost";
    j["camera"] = {{"fx", head.intrinsics.fx_px},
                   {"fy", head.intrinsics.fy_px},
                   {"cx", head.intrinsics.cx_px},
                   {"cy", head.intrinsics.cy_px}};
    if (known) {
        if (!surface_ || surface_->revision() != head.shape.revision) surface_.emplace(*model_, head.shape);
        // What a refinement does to the model's axes is no motion of the head.
        const glm::dmat3 R = head.camera_from_head.R * head.head_from_first_axes;  // column-major, the trace row-major
        const auto& t = head.camera_from_head.t_mm;
        j["pose"] = {{"R", {R[0][0], R[1][0], R[2][0], R[0][1], R[1][1], R[2][1], R[0][2], R[1][2], R[2][2]}},
                     {"t_mm", {t.x, t.y, t.z}}};
        auto landmarks = ordered_json::array();
        for (const auto& p : head.landmarks_px) landmarks.push_back({rounded(p.x, 1e-3), rounded(p.y, 1e-3)});
        j["landmarks"] = std::move(landmarks);
        j["hairline"] = material_points(hairline, *surface_, head, nullptr);
        j["scalp"] = material_points(scalp_, *surface_, head, head.shape.skin.get());
        j["confidence"] = rounded(head.confidence, 1e-4);
    } else {
        j["pose"] = j["landmarks"] = j["hairline"] = j["scalp"] = nullptr;
    }
    const auto& t = tracked.times_ms;
    j["timing_ms"] = {{"capture", rounded(t.capture, 1e-3)},
                      {"track", rounded(t.track, 1e-3)},
                      {"skin", rounded(t.skin, 1e-3)},
                      {"render", rounded(t.render, 1e-3)},
                      {"total", rounded(t.total, 1e-3)}};
    return j.dump() + "\n";
}

}  // namespace smp
