// Pose and head shape from pictures by robust non-linear least squares (Ceres): landmarks of one or more views, the
// outline of the bald cranium, the pupil distance, and the statistical head as prior.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <vector>

#include "geometry/intrinsics.hpp"
#include "geometry/rigid.hpp"
#include "head/head_model.hpp"

namespace smp {

// A material point of the head that is linear in the shape coefficients, mm, unscaled:
// p = mean + sum b[k] modes[k] + out sum own[j] own_basis[j].
struct ShapePoint {
    glm::dvec3 mean{0};
    std::array<glm::dvec3, shape_modes> modes{};
    glm::dvec3 out{0};  // radial direction; zero for landmarks, which the cranium's own field leaves alone
    std::array<double, own_terms> own_basis{};

    glm::dvec3 at(const HeadShape& shape) const;
};
ShapePoint landmark_point(const HeadModel& model, int landmark);
ShapePoint cranium_point(const HeadModel& model, const glm::dvec3& direction);

// A point of the head seen at a pixel.
struct PointSeen {
    ShapePoint point;
    glm::dvec2 p_px;
    double sigma_px;
};

// A point of the occluding contour seen somewhere along a line of the picture: only the distance along `normal` counts.
struct RimSeen {
    ShapePoint point;
    glm::dvec2 edge_px, normal;
    double sigma_px;
};

struct FitView {
    HeadPose camera_from_head;  // start, and result
    std::vector<PointSeen> points;
    std::vector<RimSeen> rim;
};

// A spot of skin that several views saw. It lies on the head's surface but for what the shape cannot say.
struct SkinTrack {
    struct Seen {
        int view;  // index into the views
        glm::dvec2 p_px;
        double sigma_px;
    };
    glm::dvec3 p_head_mm;  // start, and result
    ShapePoint surface;    // the surface below it
    glm::dvec3 normal;
    double surface_sigma_mm;
    std::vector<Seen> seen;
};

struct FitOptions {
    bool free_shape = true;
    bool free_focal = false;
    double ipd_mm = 63, ipd_sigma_mm = 0.3;
    double known_ipd_mm = 0;                        // the client's in truth, where ipd_mm is but the unit; 0: the same
    double start_focal_px = 0, focal_sigma = 0.12;  // prior on the focal length: relative standard deviation
    double depth_mm = 700, depth_sigma = 0.5;       // prior on the head's distance in the first view: relative as well
    double robust_px = 1.5;                         // Cauchy scale, in units of each observation's sigma
    double robust_track_px = 2;                     // the same for tracks
    int max_iterations = 30;
};

struct FitResult {
    bool converged = false;
    double cost = 0;
};

// Improves the poses of all views and the places of the tracks (bundle adjustment: Triggs et al. 2000), and with them
// the shape and the focal length where these are free. Afterwards shape.scale makes the pupil distance ipd_mm exactly,
// and poses and places are scaled along.
FitResult fit_head(const HeadModel& model, const FitOptions& options, std::vector<FitView>& views,
                   std::vector<SkinTrack>& tracks, HeadShape& shape, Intrinsics& intrinsics);
inline FitResult fit_head(const HeadModel& model, const FitOptions& options, std::vector<FitView>& views,
                          HeadShape& shape, Intrinsics& intrinsics) {
    std::vector<SkinTrack> none;
    return fit_head(model, options, views, none, shape, intrinsics);
}

// First guess of the pose from 68 landmarks: near frontal, turned in the picture plane as the eyes stand.
HeadPose guess_pose(const HeadModel& model, const HeadShape& shape, const Intrinsics& intrinsics,
                    const std::array<glm::dvec2, landmark_count>& landmarks_px);

}  // namespace smp
