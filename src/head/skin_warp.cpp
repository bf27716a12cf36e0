#include "head/skin_warp.hpp"

#include <algorithm>
#include <optional>

namespace smp {
namespace {

constexpr double warp_reach_deg = 150, warp_step_deg = 6;
constexpr int nodes = static_cast<int>(2 * warp_reach_deg / warp_step_deg) + 1;
// Flatter than this a pixel says little about where on the skin it lies; from straight_cos on all that is needed.
constexpr double flat_cos = 0.2, straight_cos = 0.35;

ChartPoint node(int i, int j) {
    return {i * warp_step_deg - warp_reach_deg, j * warp_step_deg - warp_reach_deg};
}

// Fills the gaps of a field with the smoothest one that meets what is known (discrete Laplace equation, successive
// over-relaxation).
std::vector<glm::dvec2> filled(const std::vector<std::optional<glm::dvec2>>& known) {
    glm::dvec2 mean{0};
    int n = 0;
    for (const auto& k : known)
        if (k) mean += *k, ++n;
    if (n) mean /= n;
    std::vector<glm::dvec2> field;
    for (const auto& k : known) field.push_back(k.value_or(mean));
    for (int sweep = 0; sweep < 200; ++sweep)
        for (int j = 0; j < nodes; ++j)
            for (int i = 0; i < nodes; ++i) {
                if (known[j * nodes + i]) continue;
                glm::dvec2 sum{0};
                int neighbours = 0;
                const auto add = [&](int x, int y) {
                    if (x < 0 || y < 0 || x >= nodes || y >= nodes) return;
                    sum += field[y * nodes + x];
                    ++neighbours;
                };
                add(i - 1, j), add(i + 1, j), add(i, j - 1), add(i, j + 1);
                auto& f = field[j * nodes + i];
                f += 1.8 * (sum / static_cast<double>(neighbours) - f);
            }
    return field;
}

// A field over the nodes, between them bilinear.
template <class T>
T at(const std::vector<T>& field, const ChartPoint& p) {
    const double x = std::clamp((p.x + warp_reach_deg) / warp_step_deg, 0.0, nodes - 1.001);
    const double y = std::clamp((p.y + warp_reach_deg) / warp_step_deg, 0.0, nodes - 1.001);
    const int i = static_cast<int>(x), j = static_cast<int>(y);
    const double a = x - i, b = y - j;
    const T* o = &field[static_cast<std::size_t>(j) * nodes + i];
    return (1 - b) * ((1 - a) * o[0] + a * o[1]) + b * ((1 - a) * o[nodes] + a * o[nodes + 1]);
}

}  // namespace

SkinWarp::SkinWarp()
    : offset_deg_(static_cast<std::size_t>(nodes) * nodes), stretch_(static_cast<std::size_t>(nodes) * nodes, 1) {}

ChartPoint SkinWarp::operator()(const ChartPoint& skin) const {
    return skin + at(offset_deg_, skin);
}

ChartPoint SkinWarp::skin_at(const ChartPoint& now) const {
    // The offset changes by much less than a degree a degree, so that each step comes nearer.
    ChartPoint skin = now;
    for (int i = 0; i < 30; ++i) skin -= 0.8 * ((*this)(skin)-now);
    return skin;
}

double SkinWarp::stretch(const ChartPoint& skin) const {
    return at(stretch_, skin);
}

void SkinWarp::measure_stretch() {
    for (int j = 0; j < nodes; ++j)
        for (int i = 0; i < nodes; ++i) {
            constexpr double d = 5;
            const ChartPoint p = node(i, j);
            const auto& to = *this;
            const glm::dvec2 u = to(p + glm::dvec2(d, 0)) - to(p - glm::dvec2(d, 0)),
                             v = to(p + glm::dvec2(0, d)) - to(p - glm::dvec2(0, d));
            stretch_[static_cast<std::size_t>(j) * nodes + i] = std::max(0.1, (u.x * v.y - u.y * v.x) / (4 * d * d));
        }
}

SkinWarp SkinWarp::after(const ScalpSurface& before, const Intrinsics& intrinsics_before, const ScalpSurface& now,
                         const Intrinsics& intrinsics_now, const std::vector<View>& views) const {
    std::vector<std::optional<glm::dvec2>> moved(offset_deg_.size());
    std::vector<glm::dvec3> eyes;
    for (const auto& v : views) eyes.push_back(v.before.inverse().t_mm);
    for (int j = 0; j < nodes; ++j)
        for (int i = 0; i < nodes; ++i) {
            const std::size_t k = static_cast<std::size_t>(j) * nodes + i;
            const ChartPoint was = node(i, j) + offset_deg_[k];
            if (glm::length(was) > warp_reach_deg) continue;
            const glm::dvec3 p = before.position_mm(was), normal = before.normal(was);
            // The older view counts as far as it shows the place straight on; the next one for what is left.
            double left = 1;
            glm::dvec2 sum{0};
            for (std::size_t v = 0; v < views.size() && left > 0.05; ++v) {
                const double cos = glm::dot(normal, glm::normalize(eyes[v] - p));
                const double share = left * glm::smoothstep(flat_cos, straight_cos, cos);
                if (share <= 0) continue;
                const auto head_from_camera = views[v].now.inverse();
                const glm::dvec3 ray = intrinsics_now.ray(intrinsics_before.project(views[v].before * p));
                glm::dvec3 hit;
                if (!now.intersect(head_from_camera.t_mm, head_from_camera.R * ray, hit)) continue;
                sum += share * (now.chart_at(hit) - was);
                left -= share;
            }
            if (left < 0.7) moved[k] = sum / (1 - left);
        }
    SkinWarp out;
    const auto field = filled(moved);
    for (std::size_t k = 0; k < field.size(); ++k) out.offset_deg_[k] = offset_deg_[k] + field[k];
    out.measure_stretch();
    return out;
}

}  // namespace smp
