#include "views/ghost.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace smp {
namespace {

constexpr double nearest_mm = 50;
constexpr double nose_mm = 122, top_mm = 165;   // from the head's middle: just before the nose, and over the vertex
constexpr glm::dvec3 nose_way{0, -0.28, 0.96};  // Head axes

// A place of the sight's axes about the middle, in the picture.
class Plane {
  public:
    Plane(const glm::dvec3& middle_mm, const Intrinsics& camera)
        : middle_mm_(middle_mm), axes_(camera_from_sight(middle_mm)), camera_(camera) {}
    glm::dvec2 px(const glm::dvec3& sight_mm) const {
        glm::dvec3 p = middle_mm_ + axes_ * sight_mm;
        p.z = std::max(p.z, nearest_mm);
        return camera_.project(p);
    }

  private:
    glm::dvec3 middle_mm_;
    glm::dmat3 axes_;
    const Intrinsics& camera_;
};

// From one direction to another the shorter way, as unit vectors.
glm::dvec3 between(const glm::dvec3& a, const glm::dvec3& b, double t) {
    const double angle = std::acos(std::clamp(glm::dot(a, b), -1.0, 1.0));
    if (angle < 1e-6) return a;
    return (std::sin((1 - t) * angle) * a + std::sin(t * angle) * b) / std::sin(angle);
}

}  // namespace

std::vector<GhostLine> ghost_lines(const GhostShape& shape, const glm::dvec3& middle_mm, const Intrinsics& camera) {
    std::vector<GhostLine> out;
    if (middle_mm.z < nearest_mm) return out;
    const Plane plane(middle_mm, camera);
    for (const GhostStroke& stroke : shape.strokes) {
        GhostLine line{stroke.kind, {}};
        line.px.reserve(stroke.mm.size());
        for (const glm::dvec2& p : stroke.mm) line.px.push_back(plane.px({p, 0}));
        out.push_back(std::move(line));
    }
    return out;
}

std::vector<glm::dvec2> ghost_arrow(const ViewError& error, const HeadPose& pose, const ViewGoal& goal,
                                    const glm::dvec3& middle_mm, const Intrinsics& camera) {
    constexpr int points = 24;
    constexpr double least_deg = 2, least_mm = 8;
    std::vector<glm::dvec2> out;
    if (error.fits() || std::min(middle_mm.z, middle_of(pose).z) < nearest_mm) return out;
    const Plane plane(middle_mm, camera);
    const auto arc = [&](const glm::dvec3& from, const glm::dvec3& to, double radius_mm) {
        const double deg = std::acos(std::clamp(glm::dot(from, to), -1.0, 1.0)) * 180 / std::numbers::pi;
        if (deg < least_deg) return;
        for (int i = 0; i <= points; ++i)
            out.push_back(plane.px(radius_mm * between(from, to, static_cast<double>(i) / points)));
    };
    const glm::dmat3 now = sight_from_head(head_angles(pose)), then = sight_from_head(goal.target);
    switch (error.worst) {
        case Way::turn_left:
        case Way::turn_right:
        case Way::chin_up:
        case Way::chin_down: {
            arc(now * nose_way, then * nose_way, nose_mm);
            break;
        }
        case Way::tilt_left:
        case Way::tilt_right: {
            HeadAngles tilted = head_angles(pose);
            tilted.roll_deg = goal.target.roll_deg;
            arc(now * glm::dvec3(0, 1, 0), sight_from_head(tilted) * glm::dvec3(0, 1, 0), top_mm);
            break;
        }
        case Way::go_left:
        case Way::go_right:
        case Way::go_up:
        case Way::go_down: {
            const glm::dvec3 from = middle_of(pose), way(error.right_mm, error.down_mm, 0);
            if (glm::length(way) < least_mm) break;
            const bool upright = error.worst == Way::go_up || error.worst == Way::go_down;
            const glm::dvec3 along = upright ? glm::dvec3(0, way.y, 0) : glm::dvec3(way.x, 0, 0);
            // Longer than the way where that is short: it only points.
            const glm::dvec3 shown = along * std::max(1.0, 50 / glm::length(along));
            for (int i = 0; i <= points; ++i)
                out.push_back(camera.project(from + shown * (static_cast<double>(i) / points)));
            break;
        }
        case Way::closer:
        case Way::farther:
        case Way::none:
            break;
    }
    return out;
}

double closeness_of(const ViewError& error) {
    constexpr double far = 5;
    return std::clamp((far - error.off) / (far - 1), 0.0, 1.0);
}

glm::dvec3 follow_middle(const glm::dvec3& ghost_mm, const glm::dvec3& head_mm, double passed_s) {
    constexpr double lag_s = 0.35, far_mm = 150;
    if (glm::length(head_mm - ghost_mm) > far_mm) return head_mm;  // somebody has sat down elsewhere
    return ghost_mm + (1 - std::exp(-std::max(0.0, passed_s) / lag_s)) * (head_mm - ghost_mm);
}

}  // namespace smp
