#include "views/view_match.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/texts.hpp"

namespace smp {
namespace {

// Of the head's place, where there is a picture to repeat: what the cut can put right costs nothing, what the
// perspective shows does.
constexpr double across_tolerance_mm = 40, depth_tolerance = 0.07;
constexpr double cut_off_tolerance_mm = 12;  // of a head that is not all in the picture

// How far a span must move to lie within another; 0 where it does, and the middle where it cannot.
double move_within(double low, double high, double from, double to) {
    if (high - low > to - from) return (from + to) / 2 - (low + high) / 2;
    return low < from ? from - low : high > to ? to - high : 0;
}

std::string number(double value) {
    return std::to_string(std::max(1L, std::lround(std::abs(value))));
}

}  // namespace

ViewGoal goal_of(const StandardView& view) {
    return {view.target, view.tolerance, {}};
}

ViewError view_error(const ViewGoal& goal, const HeadPose& pose, const Intrinsics& camera, const SeenRoom& room) {
    const HeadAngles now = head_angles(pose);
    const glm::dvec3 middle = middle_of(pose);
    ViewError e;
    e.yaw_deg = turned_deg(now.yaw_deg, goal.target.yaw_deg);
    e.pitch_deg = goal.target.pitch_deg - now.pitch_deg;
    e.roll_deg = turned_deg(now.roll_deg, goal.target.roll_deg);
    double across_mm = across_tolerance_mm, depth_mm = depth_tolerance * middle.z;
    if (goal.middle_mm) {
        const glm::dvec3 d = *goal.middle_mm - middle;
        e.right_mm = d.x;
        e.down_mm = d.y;
        e.farther_mm = d.z;
    } else {
        across_mm = cut_off_tolerance_mm;
        const glm::dvec2 mm_per_px(middle.z / camera.fx_px, middle.z / camera.fy_px), at = camera.project(middle);
        const glm::dvec2 low = room.low_mm + at * mm_per_px, high = room.high_mm + at * mm_per_px;
        const glm::dvec2 picture = glm::dvec2(camera.width_px - 1, camera.height_px - 1) * mm_per_px;
        e.right_mm = move_within(low.x, high.x, 0, picture.x);
        e.down_mm = move_within(low.y, high.y, 0, picture.y);
        const double too_large = std::max((high.x - low.x) / picture.x, (high.y - low.y) / picture.y);
        if (too_large > 1) e.farther_mm = (too_large - 1) * middle.z;
    }
    struct Part {
        double left_to_do, tolerance;
        Way positive, negative;
    };
    // In a picture that is not mirrored the client's left is on the right.
    const std::array parts{Part{e.yaw_deg, goal.tolerance.yaw_deg, Way::turn_left, Way::turn_right},
                           Part{e.pitch_deg, goal.tolerance.pitch_deg, Way::chin_up, Way::chin_down},
                           Part{e.roll_deg, goal.tolerance.roll_deg, Way::tilt_right, Way::tilt_left},
                           Part{e.farther_mm, depth_mm, Way::farther, Way::closer},
                           Part{e.right_mm, across_mm, Way::go_left, Way::go_right},
                           Part{e.down_mm, across_mm, Way::go_down, Way::go_up}};
    for (const Part& p : parts) {
        const double off = std::abs(p.left_to_do) / std::max(1e-6, p.tolerance);
        if (off <= e.off) continue;
        e.off = off;
        e.worst = p.left_to_do > 0 ? p.positive : p.negative;
    }
    return e;
}

std::string error_in_words(const ViewError& e) {
    if (e.fits()) return "";
    const auto cm = [](double mm) { return number(mm / 10); };
    switch (e.worst) {
        case Way::turn_left:
        case Way::turn_right:
            return e.yaw_deg > 0 ? tr_fill("turn {0}° more to the client's left", number(e.yaw_deg))
                                 : tr_fill("turn {0}° more to the client's right", number(e.yaw_deg));
        case Way::chin_up:
        case Way::chin_down:
            return e.pitch_deg > 0 ? tr_fill("chin {0}° up", number(e.pitch_deg))
                                   : tr_fill("chin {0}° down", number(e.pitch_deg));
        case Way::tilt_left:
        case Way::tilt_right:
            return e.roll_deg > 0 ? tr_fill("tilt the head {0}° to the client's right", number(e.roll_deg))
                                  : tr_fill("tilt the head {0}° to the client's left", number(e.roll_deg));
        case Way::go_left:
        case Way::go_right:
            return e.right_mm > 0 ? tr_fill("{0} cm to the client's left", cm(e.right_mm))
                                  : tr_fill("{0} cm to the client's right", cm(e.right_mm));
        case Way::go_up:
        case Way::go_down:
            return e.down_mm > 0 ? tr_fill("{0} cm lower", cm(e.down_mm)) : tr_fill("{0} cm higher", cm(e.down_mm));
        case Way::closer:
        case Way::farther:
            return e.farther_mm > 0 ? tr_fill("{0} cm farther from the camera", cm(e.farther_mm))
                                    : tr_fill("{0} cm closer to the camera", cm(e.farther_mm));
        case Way::none:
            break;
    }
    return "";
}

std::string error_to_client(const ViewError& e) {
    if (e.fits()) return "";
    constexpr double much_deg = 15;
    switch (e.worst) {
        case Way::turn_left:
            return std::abs(e.yaw_deg) > much_deg ? tr("Turn to your left") : tr("A little more to your left");
        case Way::turn_right:
            return std::abs(e.yaw_deg) > much_deg ? tr("Turn to your right") : tr("A little more to your right");
        case Way::chin_up:
            return std::abs(e.pitch_deg) > much_deg ? tr("Lift your chin") : tr("Chin up a little");
        case Way::chin_down:
            return std::abs(e.pitch_deg) > much_deg ? tr("Lower your chin") : tr("Chin down a little");
        case Way::tilt_left:
            return tr("Tilt your head a little to your left");
        case Way::tilt_right:
            return tr("Tilt your head a little to your right");
        case Way::go_left:
            return tr("Move a little to your left");
        case Way::go_right:
            return tr("Move a little to your right");
        case Way::go_up:
            return tr("Sit up a little");
        case Way::go_down:
            return tr("A little lower");
        case Way::closer:
            return tr("Come a little closer");
        case Way::farther:
            return tr("A little farther back");
        case Way::none:
            break;
    }
    return "";
}

double motion_px(const HeadPose& before, const HeadPose& now, const Intrinsics& camera, double frames) {
    // Brow, vertex, ears and nape: whatever turns, one of them goes along.
    constexpr std::array<glm::dvec3, 5> points{glm::dvec3{0, 35, 90}, glm::dvec3{0, 135, 0}, glm::dvec3{75, 10, 0},
                                               glm::dvec3{-75, 10, 0}, glm::dvec3{0, 40, -95}};
    constexpr double nearest_mm = 50;
    double most = 0;
    for (const glm::dvec3& p : points) {
        const glm::dvec3 a = before * p, b = now * p;
        if (std::min(a.z, b.z) < nearest_mm) continue;
        most = std::max(most, glm::length(camera.project(b) - camera.project(a)));
    }
    return most / std::max(1.0, frames);
}

}  // namespace smp
