#include "head/pose_agreement.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace smp {

Landmarks68 project_landmarks(const std::array<glm::dvec3, landmark_count>& head_mm, const HeadPose& pose,
                              const Intrinsics& camera) {
    Landmarks68 out;
    for (int i = 0; i < landmark_count; ++i) out[i] = camera.project(pose * head_mm[i]);
    return out;
}

double nominal_interocular_px(const HeadPose& pose, const Intrinsics& camera) {
    return 89 * camera.fx_px / std::max(50.0, pose.t_mm.z);
}

double landmark_disagreement(const Landmarks68& a, const Landmarks68& b, double nominal_interocular_px) {
    double sum = 0;
    int n = 0;
    for (int i : {27, 28, 29, 30, 31, 33, 35, 36, 39, 42, 45}) {
        const glm::dvec2 d = a[i] - b[i];
        sum += glm::dot(d, d);
        ++n;
    }
    return std::sqrt(sum / n) / nominal_interocular_px;
}

FaceBox box_from_pose(const HeadPose& pose, const Intrinsics& camera) {
    FaceBox box;
    box.centre_px = camera.project(pose * glm::dvec3(0, -5, 80));
    box.size_px = 185 * camera.fx_px / pose.t_mm.z;
    const glm::dvec2 up = camera.project(pose * glm::dvec3(0, 60, 80)) - box.centre_px;
    box.roll_deg = std::atan2(-up.x, -up.y) * 180 / std::numbers::pi;
    return box;
}

double apart_px(const HeadPose& a, const HeadPose& b, const std::array<glm::dvec3, landmark_count>& head,
                const Intrinsics& camera) {
    double most = 0;
    for (int i : {0, 8, 16, 27, 30})
        most = std::max(most, glm::length(camera.project(a * head[i]) - camera.project(b * head[i])));
    return most;
}

}  // namespace smp
