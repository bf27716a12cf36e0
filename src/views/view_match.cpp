#include "views/view_match.hpp"

#include <algorithm>
#include <array>
#include <cmath>

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
    const auto cm = [](double mm) { return number(mm / 10) + " cm"; };
    switch (e.worst) {
        case Way::turn_left:
        case Way::turn_right:
            return "turn " + number(e.yaw_deg) + "° more to the client's " + (e.yaw_deg > 0 ? "left" : "right");
        case Way::chin_up:
        case Way::chin_down:
            return "chin " + number(e.pitch_deg) + "° " + (e.pitch_deg > 0 ? "up" : "down");
        case Way::tilt_left:
        case Way::tilt_right:
            return "tilt the head " + number(e.roll_deg) + "° to the client's " + (e.roll_deg > 0 ? "right" : "left");
        case Way::go_left:
        case Way::go_right:
            return cm(e.right_mm) + " to the client's " + (e.right_mm > 0 ? "left" : "right");
        case Way::go_up:
        case Way::go_down:
            return cm(e.down_mm) + (e.down_mm > 0 ? " lower" : " higher");
        case Way::closer:
        case Way::farther:
            return cm(e.farther_mm) + (e.farther_mm > 0 ? " farther from the camera" : " closer to the camera");
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
            return std::abs(e.yaw_deg) > much_deg ? "Turn to your left" : "A little more to your left";
        case Way::turn_right:
            return std::abs(e.yaw_deg) > much_deg ? "Turn to your right" : "A little more to your right";
        case Way::chin_up:
            return std::abs(e.pitch_deg) > much_deg ? "Lift your chin" : "Chin up a little";
        case Way::chin_down:
            return std::abs(e.pitch_deg) > much_deg ? "Lower your chin" : "Chin down a little";
        case Way::tilt_left:
            return "Tilt your head a little to your left";
        case Way::tilt_right:
            return "Tilt your head a little to your right";
        case Way::go_left:
            return "Move a little to your left";
        case Way::go_right:
            return "Move a little to your right";
        case Way::go_up:
            return "Sit up a little";
        case Way::go_down:
            return "A little lower";
        case Way::closer:
            return "Come a little closer";
        case Way::farther:
            return "A little farther back";
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
