#include "views/head_angles.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace smp {
namespace {

constexpr double degrees = 180 / std::numbers::pi;

glm::dmat3 about_x(double deg) {
    const double c = std::cos(deg / degrees), s = std::sin(deg / degrees);
    return {1, 0, 0, 0, c, s, 0, -s, c};
}
glm::dmat3 about_y(double deg) {
    const double c = std::cos(deg / degrees), s = std::sin(deg / degrees);
    return {c, 0, -s, 0, 1, 0, s, 0, c};
}
glm::dmat3 about_z(double deg) {
    const double c = std::cos(deg / degrees), s = std::sin(deg / degrees);
    return {c, s, 0, -s, c, 0, 0, 0, 1};
}

}  // namespace

glm::dmat3 camera_from_sight(const glm::dvec3& place_camera_mm) {
    const glm::dvec3 along = glm::normalize(place_camera_mm);
    const glm::dvec3 right = glm::normalize(glm::cross(glm::dvec3(0, 1, 0), along));
    return {right, glm::cross(along, right), along};
}

glm::dmat3 sight_from_head(const HeadAngles& a) {
    return about_y(-a.yaw_deg) * about_x(-a.pitch_deg) * about_z(-a.roll_deg) * frontal_rotation();
}

HeadAngles angles_of(const glm::dmat3& R) {
    const glm::dvec3 face = R * glm::dvec3(0, 0, 1);
    HeadAngles out;
    out.yaw_deg = std::atan2(face.x, -face.z) * degrees;
    out.pitch_deg = std::asin(std::clamp(-face.y, -1.0, 1.0)) * degrees;
    const glm::dmat3 rolled = about_x(out.pitch_deg) * about_y(out.yaw_deg) * R * glm::transpose(frontal_rotation());
    out.roll_deg = -std::atan2(rolled[0][1], rolled[0][0]) * degrees;
    return out;
}

HeadAngles head_angles(const HeadPose& pose) {
    return angles_of(glm::transpose(camera_from_sight(middle_of(pose))) * pose.R);
}

HeadPose pose_at(const HeadAngles& angles, const glm::dvec3& middle_camera_mm) {
    HeadPose pose;
    pose.R = camera_from_sight(middle_camera_mm) * sight_from_head(angles);
    pose.t_mm = middle_camera_mm - pose.R * head_middle_mm;
    return pose;
}

double turned_deg(double from_deg, double to_deg) {
    return std::remainder(to_deg - from_deg, 360.0);
}

}  // namespace smp
