#include "head/head_fit.hpp"

#include <ceres/ceres.h>
#include <ceres/rotation.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace smp {
namespace {

using Vec3 = std::array<double, 3>;

// A pose as solved for: a small rotation in front of a fixed one, so that the parameters stay away from any pole.
struct PoseBlock {
    glm::dmat3 base;
    Vec3 turn{}, t_mm{};

    explicit PoseBlock(const HeadPose& pose) : base(pose.R), t_mm{pose.t_mm.x, pose.t_mm.y, pose.t_mm.z} {}
    HeadPose pose() const {
        double m[9];
        ceres::AngleAxisToRotationMatrix(turn.data(), ceres::ColumnMajorAdapter3x3(m));
        return {glm::dmat3(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]) * base, {t_mm[0], t_mm[1], t_mm[2]}};
    }
};

// Pixels to the ideal pinhole of the same focal length and principal point, so that the residuals need no distortion.
glm::dvec2 undistorted(const Intrinsics& c, const glm::dvec2& p) {
    if (!c.distorted()) return p;
    const auto r = c.ray(p);
    return {c.fx_px * r.x + c.cx_px, c.fy_px * r.y + c.cy_px};
}

template <class T>
void project(const Intrinsics& c, const T& zoom, const T* turn, const T* t, const T* based, T* uv) {
    T p[3];
    ceres::AngleAxisRotatePoint(turn, based, p);
    const T z = p[2] + t[2];
    uv[0] = zoom * c.fx_px * (p[0] + t[0]) / z + c.cx_px;
    uv[1] = zoom * c.fy_px * (p[1] + t[1]) / z + c.cy_px;
}

// A point of the head seen at a pixel, or on an edge, of which only the distance along its normal counts. The point is
// either a place of its own or a ShapePoint, linear in b and, on the cranium, own: then the chain rule goes through it
// once instead of carrying a derivative for every coefficient through the projection.
class SeenCost final : public ceres::CostFunction {
  public:
    // Parameters: turn, t, log zoom, place.
    SeenCost(const glm::dmat3& base, const SkinTrack::Seen& seen, const Intrinsics& camera)
        : base_(base), seen_(undistorted(camera, seen.p_px)), weight_(1 / seen.sigma_px), camera_(&camera) {
        set_sizes(2, {3});
    }
    // Parameters: turn, t, log zoom, b.
    SeenCost(const glm::dmat3& base, const PointSeen& seen, const Intrinsics& camera)
        : base_(base),
          seen_(undistorted(camera, seen.p_px)),
          weight_(1 / seen.sigma_px),
          camera_(&camera),
          point_(&seen.point) {
        set_sizes(2, {shape_modes});
    }
    // Parameters: turn, t, log zoom, b, own.
    SeenCost(const glm::dmat3& base, const RimSeen& seen, const Intrinsics& camera)
        : base_(base),
          seen_(undistorted(camera, seen.edge_px)),
          weight_(1 / seen.sigma_px),
          camera_(&camera),
          point_(&seen.point),
          normal_(seen.normal) {
        set_sizes(1, {shape_modes, own_terms});
    }

    bool Evaluate(double const* const* parameters, double* r, double** jacobians) const override {
        glm::dvec3 p{0};
        if (!point_) {
            p = {parameters[3][0], parameters[3][1], parameters[3][2]};
        } else {
            p = point_->mean;
            for (int k = 0; k < shape_modes; ++k) p += parameters[3][k] * point_->modes[k];
            double further = 0;
            for (int j = 0; along_normal() && j < own_terms; ++j) further += parameters[4][j] * point_->own_basis[j];
            p += further * point_->out;
        }
        p = base_ * p;
        using Jet = ceres::Jet<double, 10>;  // turn, t, log zoom, p
        Jet turn[3], t[3], based[3], uv[2];
        for (int axis = 0; axis < 3; ++axis) {
            turn[axis] = Jet(parameters[0][axis], axis);
            t[axis] = Jet(parameters[1][axis], 3 + axis);
            based[axis] = Jet(p[axis], 7 + axis);
        }
        project(*camera_, exp(Jet(parameters[2][0], 6)), turn, t, based, uv);
        Jet out[2] = {weight_ * (uv[0] - seen_.x), weight_ * (uv[1] - seen_.y)};
        if (along_normal()) out[0] = normal_.x * out[0] + normal_.y * out[1];
        const int rows = num_residuals();
        for (int row = 0; row < rows; ++row) {
            r[row] = out[row].a;
            if (!jacobians) continue;
            const auto& d = out[row].v;
            for (int axis = 0; axis < 3; ++axis) {
                if (jacobians[0]) jacobians[0][3 * row + axis] = d[axis];
                if (jacobians[1]) jacobians[1][3 * row + axis] = d[3 + axis];
            }
            if (jacobians[2]) jacobians[2][row] = d[6];
            const glm::dvec3 by_p = glm::transpose(base_) * glm::dvec3(d[7], d[8], d[9]);  // in the head's axes
            if (!point_) {
                for (int axis = 0; jacobians[3] && axis < 3; ++axis) jacobians[3][3 * row + axis] = by_p[axis];
                continue;
            }
            for (int k = 0; jacobians[3] && k < shape_modes; ++k)
                jacobians[3][shape_modes * row + k] = glm::dot(by_p, point_->modes[k]);
            if (!along_normal() || !jacobians[4]) continue;
            const double by_out = glm::dot(by_p, point_->out);
            for (int j = 0; j < own_terms; ++j) jacobians[4][own_terms * row + j] = by_out * point_->own_basis[j];
        }
        return true;
    }

  private:
    bool along_normal() const { return parameter_block_sizes().size() == 5; }
    void set_sizes(int residuals, const std::vector<int>& of_point) {
        set_num_residuals(residuals);
        *mutable_parameter_block_sizes() = {3, 3, 1};
        for (int size : of_point) mutable_parameter_block_sizes()->push_back(size);
    }

    glm::dmat3 base_;
    glm::dvec2 seen_;
    double weight_;
    const Intrinsics* camera_;           // these two outlive the problem
    const ShapePoint* point_ = nullptr;  // null: a place of its own
    glm::dvec2 normal_{0};
};

// The surface below a spot of skin holds it, point to plane; sideways it is free.
class SurfaceCost final : public ceres::SizedCostFunction<1, shape_modes, own_terms, 3> {
  public:
    explicit SurfaceCost(const SkinTrack& track) {
        const double weight = 1 / track.surface_sigma_mm;
        const glm::dvec3 n = weight * track.normal;
        mean_ = glm::dot(n, track.surface.mean);
        for (int k = 0; k < shape_modes; ++k) by_b_[k] = -glm::dot(n, track.surface.modes[k]);
        for (int j = 0; j < own_terms; ++j) by_own_[j] = -glm::dot(n, track.surface.out) * track.surface.own_basis[j];
        for (int axis = 0; axis < 3; ++axis) by_place_[axis] = n[axis];
    }
    bool Evaluate(double const* const* p, double* r, double** jacobians) const override {
        r[0] = std::inner_product(by_b_.begin(), by_b_.end(), p[0], -mean_);
        r[0] = std::inner_product(by_own_.begin(), by_own_.end(), p[1], r[0]);
        r[0] = std::inner_product(by_place_.begin(), by_place_.end(), p[2], r[0]);
        if (!jacobians) return true;
        if (jacobians[0]) std::copy(by_b_.begin(), by_b_.end(), jacobians[0]);
        if (jacobians[1]) std::copy(by_own_.begin(), by_own_.end(), jacobians[1]);
        if (jacobians[2]) std::copy(by_place_.begin(), by_place_.end(), jacobians[2]);
        return true;
    }

  private:
    double mean_;
    std::array<double, shape_modes> by_b_;
    std::array<double, own_terms> by_own_;
    Vec3 by_place_;
};

template <int n>
struct PriorResidual {
    std::array<double, n> sd;
    template <class T>
    bool operator()(const T* b, T* r) const {
        for (int k = 0; k < n; ++k) r[k] = b[k] / sd[k];
        return true;
    }
};

struct ScalarPrior {
    double mean, weight;
    template <class T>
    bool operator()(const T* v, T* r) const {
        r[0] = weight * (*v - mean);
        return true;
    }
};

// How far a head usually is from a camera: what a face alone hardly tells apart from the focal length.
struct DepthPrior {
    double log_mm, weight;
    template <class T>
    bool operator()(const T* t, T* r) const {
        r[0] = weight * (log(t[2]) - log_mm);
        return true;
    }
};

// The pupil distance that the technician gave.
struct PupilResidual {
    ShapePoint right, left;
    double distance_mm, weight;
    template <class T>
    bool operator()(const T* b, T* r) const {
        T d2(0);
        for (int axis = 0; axis < 3; ++axis) {
            T d(left.mean[axis] - right.mean[axis]);
            for (int k = 0; k < shape_modes; ++k) d += b[k] * (left.modes[k][axis] - right.modes[k][axis]);
            d2 += d * d;
        }
        r[0] = weight * (sqrt(d2) - distance_mm);
        return true;
    }
};

ShapePoint midway(const ShapePoint& a, const ShapePoint& b) {
    ShapePoint out;
    out.mean = 0.5 * (a.mean + b.mean);
    for (int k = 0; k < shape_modes; ++k) out.modes[k] = 0.5 * (a.modes[k] + b.modes[k]);
    return out;
}

ceres::Solver::Options solver_options(int iterations) {
    ceres::Solver::Options o;
    o.linear_solver_type = ceres::DENSE_NORMAL_CHOLESKY;
    o.max_num_iterations = iterations;
    o.function_tolerance = 1e-7;
    o.logging_type = ceres::SILENT;
    o.num_threads = 1;
    return o;
}

}  // namespace

glm::dvec3 ShapePoint::at(const HeadShape& shape) const {
    glm::dvec3 p = mean;
    for (int k = 0; k < shape_modes; ++k) p += shape.b[k] * modes[k];
    for (int j = 0; j < own_terms; ++j) p += shape.own[j] * own_basis[j] * out;
    return shape.scale * p;
}

ShapePoint landmark_point(const HeadModel& model, int i) {
    ShapePoint p;
    p.mean = model.mean_landmark_mm(i);
    for (int k = 0; k < shape_modes; ++k) p.modes[k] = model.landmark_mode(k, i);
    return p;
}

ShapePoint cranium_point(const HeadModel& model, const glm::dvec3& direction) {
    const auto basis = harmonics(direction);
    ShapePoint p;
    p.mean = model.centre_mm() + model.mean_radius_mm(basis) * direction;
    for (int k = 0; k < shape_modes; ++k) p.modes[k] = model.radius_mode(k, basis) * direction;
    p.out = direction;
    std::copy_n(basis.begin(), own_terms, p.own_basis.begin());
    return p;
}

FitResult fit_head(const HeadModel& model, const FitOptions& options, std::vector<FitView>& views,
                   std::vector<SkinTrack>& tracks, HeadShape& shape, Intrinsics& intrinsics) {
    ceres::Problem problem;
    std::vector<PoseBlock> poses;
    poses.reserve(views.size());
    // The solver works at scale 1: lengths and depths shrink together, the picture does not change.
    for (const auto& v : views)
        poses.emplace_back(HeadPose{v.camera_from_head.R, v.camera_from_head.t_mm / shape.scale});
    auto b = shape.b;
    auto own = shape.own;
    double log_zoom = 0;
    auto* robust = new ceres::CauchyLoss(options.robust_px);
    bool robust_used = false, own_used = false;
    for (std::size_t i = 0; i < views.size(); ++i) {
        auto& pose = poses[i];
        for (const auto& s : views[i].points)
            problem.AddResidualBlock(new SeenCost(pose.base, s, intrinsics), robust, pose.turn.data(), pose.t_mm.data(),
                                     &log_zoom, b.data());
        for (const auto& s : views[i].rim)
            problem.AddResidualBlock(new SeenCost(pose.base, s, intrinsics), robust, pose.turn.data(), pose.t_mm.data(),
                                     &log_zoom, b.data(), own.data());
        robust_used = robust_used || !views[i].points.empty() || !views[i].rim.empty();
        own_used = own_used || !views[i].rim.empty();
    }
    std::vector<Vec3> places;
    places.reserve(tracks.size());
    auto* robust_track = new ceres::CauchyLoss(options.robust_track_px);
    for (const auto& track : tracks) {
        const glm::dvec3 p = track.p_head_mm / shape.scale;
        double* place = places.emplace_back(Vec3{p.x, p.y, p.z}).data();
        for (const auto& s : track.seen) {
            auto& pose = poses[s.view];
            problem.AddResidualBlock(new SeenCost(pose.base, s, intrinsics), robust_track, pose.turn.data(),
                                     pose.t_mm.data(), &log_zoom, place);
        }
        problem.AddResidualBlock(new SurfaceCost(track), robust_track, b.data(), own.data(), place);
        own_used = true;
    }
    if (tracks.empty()) delete robust_track;
    if (!robust_used) {
        delete robust;
        return {};
    }
    std::array<double, shape_modes> sd{};
    std::copy(model.sd().begin(), model.sd().end(), sd.begin());
    problem.AddResidualBlock(new ceres::AutoDiffCostFunction<PriorResidual<shape_modes>, shape_modes, shape_modes>(
                                 new PriorResidual<shape_modes>{sd}),
                             nullptr, b.data());
    if (own_used) {
        problem.AddResidualBlock(new ceres::AutoDiffCostFunction<PriorResidual<own_terms>, own_terms, own_terms>(
                                     new PriorResidual<own_terms>{own_cranium_sd()}),
                                 nullptr, own.data());
        if (!options.free_shape) problem.SetParameterBlockConstant(own.data());
    }
    const auto right = midway(landmark_point(model, 36), landmark_point(model, 39));
    const auto left = midway(landmark_point(model, 42), landmark_point(model, 45));
    const double known_ipd_mm = options.known_ipd_mm > 0 ? options.known_ipd_mm : options.ipd_mm;
    problem.AddResidualBlock(new ceres::AutoDiffCostFunction<PupilResidual, 1, shape_modes>(
                                 new PupilResidual{right, left, known_ipd_mm, 1 / options.ipd_sigma_mm}),
                             nullptr, b.data());
    const double prior = options.start_focal_px > 0 ? std::log(options.start_focal_px / intrinsics.fx_px) : 0.0;
    problem.AddResidualBlock(
        new ceres::AutoDiffCostFunction<ScalarPrior, 1, 1>(new ScalarPrior{prior, 1 / options.focal_sigma}), nullptr,
        &log_zoom);
    if (options.free_focal)
        problem.AddResidualBlock(new ceres::AutoDiffCostFunction<DepthPrior, 1, 3>(
                                     new DepthPrior{std::log(options.depth_mm), 1 / options.depth_sigma}),
                                 nullptr, poses[0].t_mm.data());
    if (!options.free_shape) problem.SetParameterBlockConstant(b.data());
    if (!options.free_focal) problem.SetParameterBlockConstant(&log_zoom);

    auto solver = solver_options(options.max_iterations);
    if (!tracks.empty()) {  // the places are eliminated first
        solver.linear_solver_type = ceres::DENSE_SCHUR;
        solver.function_tolerance = 1e-4;
        auto ordering = std::make_shared<ceres::ParameterBlockOrdering>();
        // A group each, as within a group the order would be that of the addresses: the same rounding everywhere.
        for (auto& place : places) ordering->AddElementToGroup(place.data(), 0);
        int group = 0;
        for (auto& pose : poses)
            for (double* block : {pose.turn.data(), pose.t_mm.data()})
                if (problem.HasParameterBlock(block)) ordering->AddElementToGroup(block, ++group);
        for (double* block : {b.data(), own.data(), &log_zoom})
            if (problem.HasParameterBlock(block)) ordering->AddElementToGroup(block, ++group);
        solver.linear_solver_ordering = ordering;
    }
    ceres::Solver::Summary summary;
    ceres::Solve(solver, &problem, &summary);
    if (!summary.IsSolutionUsable()) return {};
    for (const auto& pose : poses)
        if (!(pose.t_mm[2] > 50)) return {};

    if (options.free_shape) {
        shape.b = b;
        shape.own = own;
        shape.scale = 1;
        shape.scale = options.ipd_mm / model.interpupillary_mm(shape);
        ++shape.revision;
    }
    intrinsics.fx_px *= std::exp(log_zoom);
    intrinsics.fy_px *= std::exp(log_zoom);
    for (std::size_t i = 0; i < views.size(); ++i) {
        views[i].camera_from_head = poses[i].pose();
        views[i].camera_from_head.t_mm *= shape.scale;
    }
    for (std::size_t i = 0; i < tracks.size(); ++i)
        tracks[i].p_head_mm = shape.scale * glm::dvec3(places[i][0], places[i][1], places[i][2]);
    return {true, summary.final_cost};
}

HeadPose guess_pose(const HeadModel& model, const HeadShape& shape, const Intrinsics& intrinsics,
                    const std::array<glm::dvec2, landmark_count>& p) {
    const auto head = model.landmarks(shape);
    const glm::dvec2 eyes = 0.25 * (p[36] + p[39] + p[42] + p[45]), mouth = 0.5 * (p[48] + p[54]);
    const glm::dvec2 across = 0.5 * (p[42] + p[45]) - 0.5 * (p[36] + p[39]);
    // The larger of the two extents is the one that the turn of the head has shortened less.
    const double across_mm = model.interpupillary_mm(shape);
    const double down_mm =
        glm::length(0.25 * (head[36] + head[39] + head[42] + head[45]) - 0.5 * (head[48] + head[54]));
    const double px_per_mm = std::max(glm::length(across) / across_mm, glm::length(mouth - eyes) / down_mm);
    const double roll = std::atan2(across.y, across.x), c = std::cos(roll), s = std::sin(roll);
    HeadPose pose;
    pose.R = glm::dmat3(c, s, 0, -s, c, 0, 0, 0, 1) * frontal_rotation();
    const double depth_mm = intrinsics.fx_px / px_per_mm;
    const glm::dvec3 eyes_head = 0.25 * (head[36] + head[39] + head[42] + head[45]);
    pose.t_mm = depth_mm * intrinsics.ray(eyes) - pose.R * eyes_head;
    return pose;
}

}  // namespace smp
