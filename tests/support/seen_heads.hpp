// Known heads in known poses, and what a camera sees of them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/pose_agreement.hpp"
#include "head/pose_fit.hpp"
#include "head/scalp_surface.hpp"
#include "support/random_heads.hpp"

namespace smp::test {

inline const HeadModel& head_model() {
    static const auto model = HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json");
    return model.value();
}

inline const Intrinsics webcam = Intrinsics::from_fov(640, 480, 60);

inline glm::dmat3 turn_about(int axis, double deg) {
    const double a = deg * std::numbers::pi / 180, c = std::cos(a), s = std::sin(a);
    if (axis == 0) return {1, 0, 0, 0, c, s, 0, -s, c};
    if (axis == 1) return {c, 0, -s, 0, 1, 0, s, 0, c};
    return {c, s, 0, -s, c, 0, 0, 0, 1};
}

inline HeadPose pose_of(double yaw_deg, double pitch_deg, double roll_deg, const glm::dvec3& t_mm) {
    return {turn_about(2, roll_deg) * turn_about(0, pitch_deg) * turn_about(1, yaw_deg) * frontal_rotation(), t_mm};
}

inline HeadPose random_pose(std::mt19937& random) {
    std::uniform_real_distribution<double> unit(-1, 1);
    const double z = 700 + 300 * unit(random);
    return pose_of(35 * unit(random), 20 * unit(random), 30 * unit(random),
                   {0.2 * z * unit(random), 0.1 * z * unit(random), z});
}

inline double apart_deg(const glm::dmat3& a, const glm::dmat3& b) {
    const glm::dmat3 d = glm::transpose(a) * b;
    return std::acos(std::clamp(0.5 * (d[0][0] + d[1][1] + d[2][2] - 1), -1.0, 1.0)) * 180 / std::numbers::pi;
}

inline std::array<glm::dvec2, landmark_count> seen_landmarks(const HeadShape& shape, const HeadPose& pose,
                                                             const Intrinsics& camera) {
    return project_landmarks(head_model().landmarks(shape), pose, camera);
}

inline std::vector<FixedSeen> fixed_points(const HeadShape& shape, const std::array<glm::dvec2, landmark_count>& px) {
    std::vector<FixedSeen> out;
    const auto head = head_model().landmarks(shape);
    for (int i = 0; i < landmark_count; ++i) out.push_back({head[i], px[i], 1});
    return out;
}

inline double mean_cranium_error_mm(const HeadShape& a, const HeadShape& b) {
    const ScalpSurface p(head_model(), a), q(head_model(), b);
    double sum = 0;
    int n = 0;
    for (double u = -60; u <= 60; u += 20)
        for (double v = -60; v <= 60; v += 20, ++n) sum += std::abs(p.radius_mm({u, v}) - q.radius_mm({u, v}));
    return sum / n;
}

}  // namespace smp::test
