#include "views/view_reference.hpp"

#include <algorithm>

namespace smp {
namespace {

constexpr HeadAngles again{5, 4, 5};                                    // how exactly a pose is repeated
constexpr glm::dvec2 first_size_mm{320, 400}, first_middle{0.5, 0.47};  // of its size, where the head's middle is

double px_per_mm(const HeadPose& pose, const Intrinsics& camera) {
    return camera.fx_px / middle_of(pose).z;
}

bool within(const ViewCrop& crop, const Intrinsics& camera) {
    constexpr double grain_px = 1e-6;
    const glm::dvec2 end = crop.corner_px + crop.size_px, far_end = glm::dvec2(camera.width_px, camera.height_px) - 0.5;
    return crop.corner_px.x >= -0.5 - grain_px && crop.corner_px.y >= -0.5 - grain_px &&
           end.x <= far_end.x + grain_px && end.y <= far_end.y + grain_px;
}

}  // namespace

ViewCrop first_crop(const HeadPose& pose, const Intrinsics& camera) {
    const glm::dvec2 picture(camera.width_px, camera.height_px);
    ViewCrop out;
    out.size_px = first_size_mm * px_per_mm(pose, camera);
    out.size_px *= std::min({1.0, picture.x / out.size_px.x, picture.y / out.size_px.y});
    const glm::dvec2 corner = camera.project(middle_of(pose)) - first_middle * out.size_px;
    out.corner_px = glm::clamp(corner, glm::dvec2(-0.5), picture - 0.5 - out.size_px);
    return out;
}

ViewCrop same_crop(const ViewReference& reference, const HeadPose& pose, const Intrinsics& camera) {
    const glm::dvec2 share =
        (reference.intrinsics.project(middle_of(reference.camera_from_head)) - reference.crop.corner_px) /
        reference.crop.size_px;
    ViewCrop out;
    out.size_px = reference.crop.size_px *
                  (px_per_mm(pose, camera) / px_per_mm(reference.camera_from_head, reference.intrinsics));
    out.corner_px = camera.project(middle_of(pose)) - share * out.size_px;
    out.whole = within(out, camera);
    return out;
}

ViewGoal goal_of(const StandardView& view, const ViewReference& reference, const glm::dmat3& head_from_first_axes) {
    HeadPose then = reference.camera_from_head;
    then.R = then.R * reference.head_from_first_axes * glm::transpose(head_from_first_axes);
    const HeadAngles tolerance{std::min(view.tolerance.yaw_deg, again.yaw_deg),
                               std::min(view.tolerance.pitch_deg, again.pitch_deg),
                               std::min(view.tolerance.roll_deg, again.roll_deg)};
    return {head_angles(then), tolerance, middle_of(reference.camera_from_head)};
}

}  // namespace smp
