// The card's pose to a fraction of a pixel: edges are looked for across its four sides, and the rigid card of known
// size is laid through them (robust least squares).
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "scale/card_measure.hpp"
#include "scale/card_parts.hpp"

namespace smp::card {
namespace {

constexpr double edge_sigma_px = 0.3, robust_px = 0.5;
constexpr double belongs_px = 0.6;      // an edge that belongs to the card
constexpr double over_texture = 1.6;    // how much stronger it is than what skin and print have beside it
constexpr double beside_mm = 5;         // where that is looked up
constexpr double alike_cos = 0.6;       // of its step of colour, with the side's own
constexpr double flat_sigma_deg = 9;    // how flat it is held to the forehead
constexpr double corner_keep_mm = 4.2;  // of each side's ends, where the corner rounds it off
constexpr double least_step = 0.006;    // of linear light, over an edge
constexpr double least_contrast = 0.07;

struct Edge {
    int side = 0;
    double along = 0;  // 0..1 of the side
    glm::dvec2 ideal;  // on the plane z = 1, times the focal length: without distortion
};

struct Found {
    double offset_px, strength;
    cv::Vec3f step;  // of light, along the normal
};

glm::dvec2 lerp(const glm::dvec2& a, const glm::dvec2& b, double t) {
    return a + t * (b - a);
}
glm::dvec3 lerp(const glm::dvec3& a, const glm::dvec3& b, double t) {
    return a + t * (b - a);
}

// The strongest step of light across a side near a place of it.
std::optional<Found> step_near(const LinearLight& picture, const glm::dvec2& p, const glm::dvec2& normal,
                               double reach) {
    constexpr double pitch = 0.5, half = 0.75;
    const glm::dvec2 along(-normal.y, normal.x);
    const int n = static_cast<int>(std::ceil((reach + half + pitch) / pitch));
    if (!picture.contains(p, (n + 2) * pitch + 1)) return std::nullopt;
    std::vector<cv::Vec3f> light(static_cast<std::size_t>(2 * n + 1));
    cv::Vec3f mean(0, 0, 0);
    for (int i = -n; i <= n; ++i) {
        const glm::dvec2 at = p + i * pitch * normal;
        auto& v = light[static_cast<std::size_t>(i + n)];
        v = (picture.at(at - along) + 2 * picture.at(at) + picture.at(at + along)) * 0.25f;
        mean += v;
    }
    mean *= 1.f / static_cast<float>(light.size());
    const auto off = static_cast<int>(half / pitch + 0.5);
    std::vector<double> step(light.size(), 0);
    for (int i = off; i < static_cast<int>(light.size()) - off; ++i) {
        const auto at = static_cast<std::size_t>(i);
        step[at] = cv::norm(light[at + static_cast<std::size_t>(off)] - light[at - static_cast<std::size_t>(off)]);
    }
    int best = -1;
    for (int i = off + 1; i + off + 1 < static_cast<int>(step.size()); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (std::abs((i - n) * pitch) > reach || step[at] < step[at - 1] || step[at] < step[at + 1]) continue;
        if (best < 0 || step[at] > step[static_cast<std::size_t>(best)]) best = i;
    }
    if (best < 0) return std::nullopt;
    const auto at = static_cast<std::size_t>(best);
    const double a = step[at - 1], b = step[at], c = step[at + 1], bend = a - 2 * b + c;
    if (b < std::max(least_step, least_contrast * cv::norm(mean) / std::sqrt(3.0))) return std::nullopt;
    const double shift = bend < 0 ? std::clamp(0.5 * (a - c) / bend, -1.0, 1.0) : 0;
    return Found{(best - n + shift) * pitch, b,
                 light[at + static_cast<std::size_t>(off)] - light[at - static_cast<std::size_t>(off)]};
}

class Solver {
  public:
    Solver(const Intrinsics& intrinsics, const Expectation& expected)
        : intrinsics_(intrinsics), inwards_(expected.inwards) {}

    glm::dvec2 ideal(const glm::dvec3& p_camera_mm) const {
        return {intrinsics_.fx_px * p_camera_mm.x / p_camera_mm.z, intrinsics_.fy_px * p_camera_mm.y / p_camera_mm.z};
    }
    glm::dvec2 ideal(const glm::dvec2& frame_px) const { return ideal(intrinsics_.ray(frame_px)); }

    // Residuals in sigmas: edges across their sides, then how flat the card lies.
    Eigen::VectorXd residuals(const CardPose& pose, double height_mm, const std::vector<Edge>& edges) const {
        const auto corners = corners_mm(card_width_mm, height_mm);
        std::array<glm::dvec2, 4> c;
        for (std::size_t i = 0; i < 4; ++i) c[i] = ideal(pose * corners[i]);
        Eigen::VectorXd r(static_cast<Eigen::Index>(edges.size()) + 2);
        for (std::size_t i = 0; i < edges.size(); ++i) {
            const auto s = static_cast<std::size_t>(edges[i].side);
            const glm::dvec2 side = glm::normalize(c[(s + 1) % 4] - c[s]), d = edges[i].ideal - c[s];
            r[static_cast<Eigen::Index>(i)] = (side.x * d.y - side.y * d.x) / edge_sigma_px;
        }
        const double sine = std::sin(flat_sigma_deg * M_PI / 180);
        r[r.size() - 2] = glm::dot(pose.R[0], inwards_) / sine;
        r[r.size() - 1] = glm::dot(pose.R[1], inwards_) / sine;
        return r;
    }

    struct Result {
        CardPose pose;
        double height_mm = card_height_mm;
        Eigen::MatrixXd covariance;  // of turn, t_mm and, where it is free, height
    };
    std::optional<Result> solve(CardPose pose, const std::vector<Edge>& edges, bool free_height) const {
        const int n = free_height ? 7 : 6;
        double height = card_height_mm, damping = 1e-3;
        const auto moved = [&](const CardPose& from, const Eigen::VectorXd& step) {
            const glm::dvec3 turn(step[0], step[1], step[2]);
            const double angle = glm::length(turn);
            CardPose to = from;
            if (angle > 1e-12) to.R = from.R * glm::mat3_cast(glm::angleAxis(angle, turn / angle));
            to.R = orthonormal(to.R);
            to.t_mm += glm::dvec3(step[3], step[4], step[5]);
            return to;
        };
        const auto cost_of = [](const Eigen::VectorXd& r) {
            constexpr double k = robust_px / edge_sigma_px;
            double sum = 0;
            for (Eigen::Index i = 0; i < r.size(); ++i)
                sum += i < r.size() - 2 ? k * k * std::log1p(r[i] * r[i] / (k * k)) : r[i] * r[i];
            return sum;
        };
        Eigen::MatrixXd hessian;
        Eigen::VectorXd r = residuals(pose, height, edges);
        double cost = cost_of(r);
        for (int iteration = 0; iteration < 30; ++iteration) {
            Eigen::MatrixXd jacobian(r.size(), n);
            for (int k = 0; k < n; ++k) {
                Eigen::VectorXd step = Eigen::VectorXd::Zero(n);
                const double h = k < 3 ? 1e-6 : 1e-4;
                step[k] = h;
                jacobian.col(k) = (residuals(moved(pose, step), height + (n == 7 ? step[6] : 0), edges) - r) / h;
            }
            Eigen::VectorXd weight = Eigen::VectorXd::Ones(r.size());
            constexpr double k = robust_px / edge_sigma_px;
            for (Eigen::Index i = 0; i < r.size() - 2; ++i) weight[i] = 1 / (1 + r[i] * r[i] / (k * k));
            hessian = jacobian.transpose() * weight.asDiagonal() * jacobian;
            const Eigen::VectorXd gradient = jacobian.transpose() * weight.cwiseProduct(r);
            bool better = false;
            for (int attempt = 0; attempt < 6 && !better; ++attempt) {
                Eigen::MatrixXd damped = hessian;
                damped.diagonal() *= 1 + damping;
                const Eigen::VectorXd step = -damped.ldlt().solve(gradient);
                if (!step.allFinite()) return std::nullopt;
                const CardPose to = moved(pose, step);
                const double to_height = height + (n == 7 ? step[6] : 0);
                if (to.t_mm.z < 100 || to_height < 20) return std::nullopt;
                const Eigen::VectorXd next = residuals(to, to_height, edges);
                const double next_cost = cost_of(next);
                if (next_cost < cost) {
                    better = true;
                    const bool done = cost - next_cost < 1e-7 * cost;
                    pose = to;
                    height = to_height;
                    r = next;
                    cost = next_cost;
                    damping = std::max(1e-9, 0.2 * damping);
                    if (done) iteration = 1000;
                } else {
                    damping *= 8;
                }
            }
            if (!better) break;
        }
        return Result{pose, height, hessian.inverse()};
    }

  private:
    Intrinsics intrinsics_;
    glm::dvec3 inwards_;
};

// The place of a side's straight part, 0..1 of it.
std::vector<double> places(double length_mm, double length_px) {
    const double keep = corner_keep_mm / length_mm;
    const int n = std::clamp(static_cast<int>((1 - 2 * keep) * length_px), 8, 160);
    std::vector<double> out;
    for (int i = 0; i < n; ++i) out.push_back(keep + (1 - 2 * keep) * (i + 0.5) / n);
    return out;
}

struct Looked {
    std::vector<Edge> edges;
    std::array<int, 4> looked{};
    std::array<double, 4> strength{};  // of the usual edge of each side
};

// What steps of light there are along a line beside a side, by chance.
double texture_at(const LinearLight& picture, const Intrinsics& intrinsics, const CardPose& pose, const glm::dvec3& a,
                  const glm::dvec3& b, const glm::dvec2& normal, double reach_px, const std::vector<double>& at) {
    std::vector<double> steps;
    for (const double t : at) {
        const auto found = step_near(picture, intrinsics.project(pose * lerp(a, b, t)), normal, reach_px);
        steps.push_back(found ? found->strength : 0);
    }
    if (steps.empty()) return 0;
    std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
    return steps[steps.size() / 2];
}

Looked look(const LinearLight& picture, const Intrinsics& intrinsics, const Solver& solver, const CardPose& pose,
            double reach_px) {
    const auto corners = corners_mm(card_width_mm, card_height_mm);
    Looked out;
    for (int side = 0; side < 4; ++side) {
        const glm::dvec3 a = corners[static_cast<std::size_t>(side)],
                         b = corners[static_cast<std::size_t>((side + 1) % 4)];
        const glm::dvec2 from = intrinsics.project(pose * a), to = intrinsics.project(pose * b);
        const glm::dvec2 along = glm::normalize(to - from), normal(-along.y, along.x);
        const std::vector<double> at = places(glm::length(b - a), glm::length(to - from));
        const glm::dvec3 beside = beside_mm * glm::normalize(glm::cross(glm::dvec3(0, 0, 1), b - a));
        const double texture =
            std::min(texture_at(picture, intrinsics, pose, a + beside, b + beside, normal, reach_px, at),
                     texture_at(picture, intrinsics, pose, a - beside, b - beside, normal, reach_px, at));
        std::vector<std::pair<Edge, cv::Vec3f>> found_here;
        for (const double t : at) {
            ++out.looked[static_cast<std::size_t>(side)];
            const glm::dvec2 px = intrinsics.project(pose * lerp(a, b, t));
            const auto found = step_near(picture, px, normal, reach_px);
            if (found && found->strength > over_texture * texture)
                found_here.emplace_back(Edge{side, t, solver.ideal(px + found->offset_px * normal)}, found->step);
        }
        // A side is one border: most of it goes from the one colour to the other. Fingers and chance do not.
        cv::Vec3f usual(0, 0, 0);
        for (int pass = 0; pass < 3; ++pass) {
            cv::Vec3f sum(0, 0, 0);
            for (const auto& [edge, step] : found_here)
                if (pass == 0 || step.dot(usual) > 0) sum += step;
            usual = sum;
        }
        int alike = 0;
        for (const auto& [edge, step] : found_here)
            if (static_cast<double>(step.dot(usual)) > alike_cos * cv::norm(step) * cv::norm(usual)) {
                out.edges.push_back(edge);
                out.strength[static_cast<std::size_t>(side)] += cv::norm(step);
                ++alike;
            }
        out.strength[static_cast<std::size_t>(side)] /= std::max(1, alike);
    }
    return out;
}

// A card ends at its corners; the lines of a wall, a shelf or a collar go on.
int ends_that_run_on(const LinearLight& picture, const Intrinsics& intrinsics, const CardPose& pose,
                     const std::array<double, 4>& strength) {
    const auto corners = corners_mm(card_width_mm, card_height_mm);
    int out = 0;
    for (std::size_t i = 0; i < 4; ++i)
        for (const std::size_t other : {(i + 1) % 4, (i + 3) % 4}) {
            const glm::dvec3 way = glm::normalize(corners[i] - corners[other]);
            const glm::dvec2 from = intrinsics.project(pose * corners[other]),
                             to = intrinsics.project(pose * corners[i]);
            const glm::dvec2 along = glm::normalize(to - from), normal(-along.y, along.x);
            const double usual = strength[other == (i + 1) % 4 ? i : other];  // side s goes from corner s to the next
            int there = 0, n = 0;
            for (double mm = 2; mm <= 9; mm += 0.5, ++n) {
                const glm::dvec2 px = intrinsics.project(pose * (corners[i] + mm * way));
                const auto found = step_near(picture, px, normal, 1.5);
                there += found && std::abs(found->offset_px) < 1.0 && found->strength > 0.5 * usual;
            }
            out += there > 0.7 * n;
        }
    return out;
}

}  // namespace

std::array<glm::dvec3, 4> corners_mm(double width, double height) {
    return {glm::dvec3(-width / 2, -height / 2, 0), glm::dvec3(width / 2, -height / 2, 0),
            glm::dvec3(width / 2, height / 2, 0), glm::dvec3(-width / 2, height / 2, 0)};
}

LinearLight::LinearLight(const cv::Mat& bgr, const cv::Rect& box_px) : corner_px(box_px.tl()) {
    cv::Mat table(1, 256, CV_32F);
    for (int i = 0; i < 256; ++i) {
        const double v = i / 255.0;
        table.at<float>(i) = static_cast<float>(v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
    }
    cv::LUT(bgr(box_px), table, light);
}

bool LinearLight::contains(const glm::dvec2& p, double margin) const {
    return p.x - corner_px.x >= margin && p.y - corner_px.y >= margin && p.x - corner_px.x < light.cols - 1 - margin &&
           p.y - corner_px.y < light.rows - 1 - margin;
}

cv::Vec3f LinearLight::at(const glm::dvec2& frame_px) const {
    const double x = frame_px.x - corner_px.x, y = frame_px.y - corner_px.y;
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const auto u = static_cast<float>(x - x0), v = static_cast<float>(y - y0);
    const auto* top = light.ptr<cv::Vec3f>(y0) + x0;
    const auto* low = light.ptr<cv::Vec3f>(y0 + 1) + x0;
    return (1 - v) * ((1 - u) * top[0] + u * top[1]) + v * ((1 - u) * low[0] + u * low[1]);
}

std::optional<Fit> fit_card(const LinearLight& picture, const Intrinsics& intrinsics, const Expectation& expected,
                            const Quad& start) {
    const Solver solver(intrinsics, expected);
    // First guess: flat to the forehead, turned and as far off as the corners say.
    std::array<glm::dvec2, 4> c;
    for (std::size_t i = 0; i < 4; ++i) c[i] = solver.ideal(start.px[i]);
    const double area = 0.5 * std::abs((c[2].x - c[0].x) * (c[3].y - c[1].y) - (c[2].y - c[0].y) * (c[3].x - c[1].x));
    if (area < 100) return std::nullopt;
    const glm::dvec2 middle = 0.25 * (c[0] + c[1] + c[2] + c[3]), right = 0.5 * (c[1] + c[2] - c[0] - c[3]);
    const glm::dvec3 z = expected.inwards;
    glm::dvec3 x(right.x, right.y, 0);
    x = glm::normalize(x - glm::dot(x, z) * z);
    CardPose pose{orthonormal(glm::dmat3(x, glm::cross(z, x), z)), {}};
    const double depth =
        std::sqrt(intrinsics.fx_px * intrinsics.fy_px * card_width_mm * card_height_mm * std::abs(z.z) / area);
    pose.t_mm = depth * glm::dvec3(middle.x / intrinsics.fx_px, middle.y / intrinsics.fy_px, 1);
    std::vector<Edge> edges;
    for (int side = 0; side < 4; ++side)
        for (const double t : places(side % 2 ? card_height_mm : card_width_mm, 24))
            edges.push_back(
                {side, t, lerp(c[static_cast<std::size_t>(side)], c[static_cast<std::size_t>((side + 1) % 4)], t)});
    auto solved = solver.solve(pose, edges, false);
    Looked looked;
    for (const double reach_px : {std::max(3.0, 2 * expected.px_per_mm), 2.0, 1.5}) {
        if (!solved) return std::nullopt;
        looked = look(picture, intrinsics, solver, solved->pose, reach_px);
        if (looked.edges.size() < 24) return std::nullopt;
        solved = solver.solve(solved->pose, looked.edges, false);
    }
    if (!solved) return std::nullopt;

    Fit fit;
    fit.pose = solved->pose;
    const Eigen::VectorXd r = solver.residuals(fit.pose, card_height_mm, looked.edges);
    std::vector<Edge> own;
    double sum = 0;
    for (std::size_t i = 0; i < looked.edges.size(); ++i) {
        const double off_px = r[static_cast<Eigen::Index>(i)] * edge_sigma_px;
        if (std::abs(off_px) > belongs_px) continue;
        own.push_back(looked.edges[i]);
        sum += off_px * off_px;
        fit.seen[static_cast<std::size_t>(looked.edges[i].side)] += 1;
    }
    for (std::size_t s = 0; s < 4; ++s) fit.seen[s] /= std::max(1, looked.looked[s]);
    if (own.size() < 24) return std::nullopt;
    fit.rms_px = std::sqrt(sum / static_cast<double>(own.size()));
    // Neighbouring edges are wrong together: some eight of them a side are witnesses of their own.
    const double alike = std::max(1.0, static_cast<double>(own.size()) / 32);
    const auto free = solver.solve(fit.pose, own, true);
    if (!free) return std::nullopt;
    fit.height_mm = free->height_mm;
    fit.height_sigma_mm = std::sqrt(alike * free->covariance(6, 6));
    fit.depth_share = std::sqrt(alike * solved->covariance(5, 5)) / fit.pose.t_mm.z;
    fit.inwards_off_deg = std::acos(std::clamp(glm::dot(fit.pose.R[2], expected.inwards), -1.0, 1.0)) * 180 / M_PI;
    fit.runs_on = ends_that_run_on(picture, intrinsics, fit.pose, looked.strength);
    return fit;
}

}  // namespace smp::card
