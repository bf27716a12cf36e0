#include "head/pose_fit.hpp"

#include <Eigen/Cholesky>
#include <cmath>

namespace smp {
namespace {

constexpr double nearest_mm = 50;

// Robust normal equations about a pose.
struct Normal {
    double cost = 0;
    PoseInformation h = PoseInformation::Zero();
    PoseStep g = PoseStep::Zero();

    // A residual row and its derivative, already weighed.
    void add(double r, const PoseStep& j) {
        h.selfadjointView<Eigen::Lower>().rankUpdate(j);
        g += r * j;
    }
};

class Problem {
  public:
    Problem(const std::vector<FixedSeen>& seen, const std::vector<FixedEdge>& edges, const Intrinsics& camera,
            double robust, const PosePrior& prior)
        : seen_(&seen),
          edges_(&edges),
          prior_(&prior),
          fx_(camera.fx_px),
          fy_(camera.fy_px),
          robust2_(robust * robust) {
        // Rays instead of pixels: the residuals need no distortion.
        for (const auto& s : seen) at_.push_back(camera.ray(s.p_px));
        for (const auto& e : edges) edge_at_.push_back(camera.ray(e.edge_px));
    }

    // False where a point lies behind the camera.
    bool evaluate(const HeadPose& pose, Normal& out) const {
        out = {};
        Off off;
        for (std::size_t i = 0; i < at_.size(); ++i) {
            const auto& s = (*seen_)[i];
            if (!project(pose, s.p_head_mm, at_[i], off)) return false;
            const double w = robust_weight(off.px.squaredNorm() / (s.sigma_px * s.sigma_px), out.cost) / s.sigma_px;
            out.add(w * off.px[0], w * off.by_pose.col(0));
            out.add(w * off.px[1], w * off.by_pose.col(1));
        }
        for (std::size_t i = 0; i < edge_at_.size(); ++i) {
            const auto& e = (*edges_)[i];
            if (!project(pose, e.p_head_mm, edge_at_[i], off)) return false;
            const double r = e.normal.x * off.px[0] + e.normal.y * off.px[1];
            const double w = robust_weight(r * r / (e.sigma_px * e.sigma_px), out.cost) / e.sigma_px;
            out.add(w * r, w * (e.normal.x * off.by_pose.col(0) + e.normal.y * off.by_pose.col(1)));
        }
        out.h += prior_->information;
        const PoseStep from_prior = step_between(prior_->pose, pose);
        const PoseStep pull = prior_->information * from_prior;
        out.g += pull;
        out.cost += 0.5 * from_prior.dot(pull);
        out.h = out.h.selfadjointView<Eigen::Lower>();
        return std::isfinite(out.cost);
    }

  private:
    struct Off {
        Eigen::Vector2d px;
        Eigen::Matrix<double, 6, 2> by_pose;
    };

    bool project(const HeadPose& pose, const glm::dvec3& p_head_mm, const glm::dvec3& ray, Off& out) const {
        const glm::dvec3 turned = pose.R * p_head_mm, p = turned + pose.t_mm;
        if (!(p.z > nearest_mm)) return false;
        const double iz = 1 / p.z, u = p.x * iz, v = p.y * iz;
        out.px = {fx_ * (u - ray.x / ray.z), fy_ * (v - ray.y / ray.z)};
        const glm::dvec3 du = fx_ * iz * glm::dvec3(1, 0, -u), dv = fy_ * iz * glm::dvec3(0, 1, -v);
        const glm::dvec3 wu = glm::cross(turned, du), wv = glm::cross(turned, dv);  // d(turn x p) . du
        out.by_pose << wu.x, wv.x, wu.y, wv.y, wu.z, wv.z, du.x, dv.x, du.y, dv.y, du.z, dv.z;
        return true;
    }

    // Square root of Cauchy's weight; adds to the cost.
    double robust_weight(double squared, double& cost) const {
        cost += 0.5 * robust2_ * std::log1p(squared / robust2_);
        return 1 / std::sqrt(1 + squared / robust2_);
    }

    const std::vector<FixedSeen>* seen_;
    const std::vector<FixedEdge>* edges_;
    const PosePrior* prior_;
    std::vector<glm::dvec3> at_, edge_at_;
    double fx_, fy_, robust2_;
};

}  // namespace

glm::dmat3 small_rotation(const glm::dvec3& turn) {
    const double angle = glm::length(turn);
    const glm::dmat3 cross(0, turn.z, -turn.y, -turn.z, 0, turn.x, turn.y, -turn.x, 0);
    const double a = angle < 1e-8 ? 1 : std::sin(angle) / angle;
    const double b = angle < 1e-8 ? 0.5 : (1 - std::cos(angle)) / (angle * angle);
    return glm::dmat3(1) + a * cross + b * cross * cross;
}

glm::dvec3 turn_between(const glm::dmat3& from, const glm::dmat3& to) {
    const glm::dmat3 d = to * glm::transpose(from);
    const glm::dvec3 twice_sin{d[1][2] - d[2][1], d[2][0] - d[0][2], d[0][1] - d[1][0]};
    const double sin = 0.5 * glm::length(twice_sin), angle = std::atan2(sin, 0.5 * (d[0][0] + d[1][1] + d[2][2] - 1));
    return (sin < 1e-9 ? 0.5 : 0.5 * angle / sin) * twice_sin;
}

PoseStep step_between(const HeadPose& from, const HeadPose& to) {
    const glm::dvec3 turn = turn_between(from.R, to.R), shift = to.t_mm - from.t_mm;
    PoseStep out;
    out << turn.x, turn.y, turn.z, shift.x, shift.y, shift.z;
    return out;
}

HeadPose stepped(const HeadPose& from, const PoseStep& step) {
    return {small_rotation({step[0], step[1], step[2]}) * from.R, from.t_mm + glm::dvec3(step[3], step[4], step[5])};
}

PoseFit fit_pose(const std::vector<FixedSeen>& seen, const std::vector<FixedEdge>& edges, const Intrinsics& camera,
                 double robust_px, HeadPose& camera_from_head, int max_iterations, const PosePrior& prior) {
    if (seen.size() < 4 && prior.information.isZero()) return {};
    const Problem problem(seen, edges, camera, robust_px, prior);
    HeadPose pose = camera_from_head;
    Normal now, tried;
    if (!problem.evaluate(pose, now)) return {};
    double damping = 1e-4;
    for (int iteration = 0; iteration < max_iterations && damping < 1e8; ++iteration) {
        PoseInformation h = now.h;
        h.diagonal() *= 1 + damping;
        const Eigen::LDLT<PoseInformation> solver(h);
        const PoseStep step = -solver.solve(now.g);
        if (solver.info() != Eigen::Success || !step.allFinite()) return {};
        const HeadPose next = stepped(pose, step);
        if (!problem.evaluate(next, tried) || tried.cost > now.cost) {
            damping = std::max(1e-4, damping) * 10;
            continue;
        }
        const double gained = now.cost - tried.cost;
        pose = next;
        now = tried;
        damping *= 0.1;
        if (gained < 1e-7 * now.cost) break;
    }
    camera_from_head = pose;
    return {true, now.h - prior.information};
}

}  // namespace smp
