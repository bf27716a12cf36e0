#include "head/landmark_habit.hpp"

#include <algorithm>

#include "head/head_view.hpp"

namespace smp {
namespace {

constexpr double remembered_frames = 60;  // asked, weighed
constexpr double doubted_frames = 6;
constexpr double few_frames = 3;                     // as many as the belief that there is no habit is worth
constexpr double telling_deg = 30, silent_deg = 60;  // off the axis

// How the head's x and y are seen, px per mm.
glm::dmat2 px_from_mm(const HeadPose& pose, const Intrinsics& camera) {
    const double scale = camera.fx_px / pose.t_mm.z;
    return {scale * pose.R[0].x, scale * pose.R[0].y, scale * pose.R[1].x, scale * pose.R[1].y};
}

}  // namespace

void LandmarkHabit::learn(const Landmarks68& predicted, const Landmarks68& modelled, const HeadPose& pose,
                          const Intrinsics& camera) {
    if (off_axis_deg(pose) > telling_deg) return;
    const glm::dmat2 mm_from_px = glm::inverse(px_from_mm(pose, camera));
    frames_ = std::min(frames_ + 1, remembered_frames);
    for (int i = 0; i < landmark_count; ++i)
        miss_mm_[i] += (mm_from_px * (predicted[i] - modelled[i]) - miss_mm_[i]) / frames_;
}

void LandmarkHabit::doubt() {
    frames_ = std::min(frames_, doubted_frames);
}

Landmarks68 LandmarkHabit::without(const Landmarks68& predicted, const HeadPose& pose, const Intrinsics& camera) const {
    const double fade = std::clamp((silent_deg - off_axis_deg(pose)) / (silent_deg - telling_deg), 0.0, 1.0);
    const glm::dmat2 px = fade * frames_ / (frames_ + few_frames) * px_from_mm(pose, camera);
    Landmarks68 out = predicted;
    for (int i = 0; i < landmark_count; ++i) out[i] -= px * miss_mm_[i];
    return out;
}

}  // namespace smp
