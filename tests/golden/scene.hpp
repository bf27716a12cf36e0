// A client made of numbers for the pictures of the golden tests: head, treatment, background. No randomness but its
// own.
#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>

#include "design/treatment.hpp"
#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_mesh.hpp"
#include "head/head_model.hpp"

namespace smp::scene {

const HeadModel& model();
const ScalpSurface& surface();  // of the mean head
const HeadMesh& head();

// Head turned by yaw (+: to the client's left), then nodding by pitch (+: chin down), its origin at t_mm.
HeadPose pose(double yaw_deg, double pitch_deg, const glm::dvec3& t_mm);

// Marks over the hair-bearing region of the mean head, thinned to `count` where that is less, as a hand would place
// them: at random, but never closer than 0.6 of the mean spacing.
Treatment treatment(double density_per_cm2, std::size_t count = ~std::size_t{0});
inline const glm::vec3 light_skin_depth_rgb{0.18f, 0.087f, 0.053f};

// A wall with fine structure and a shaded skin-coloured head where the pose puts it.
cv::Mat photograph(const Intrinsics& intrinsics, const HeadPose& camera_from_head);

// A flat piece of scalp, 2 half_mm square, facing away from the head's z axis, with marks on a jittered lattice.
HeadMesh flat_mesh(double half_mm, int revision);
std::vector<Mark> flat_marks(double half_mm, double density_per_cm2, float sigma_mm, float tone_mm2);
// On it, the default mark and pigment as on light skin.
Treatment flat_treatment(double half_mm, double density_per_cm2);
inline constexpr float default_tone_mm2 = 0.854f;

}  // namespace smp::scene
