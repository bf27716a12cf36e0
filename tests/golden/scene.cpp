#include "golden/scene.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <stdexcept>
#include <unordered_map>

namespace smp::scene {
namespace {

// The standard library's distributions differ between libraries; these numbers must not.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    double uniform() {
        state_ += 0x9e3779b97f4a7c15ull;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
    }

  private:
    std::uint64_t state_;
};

double noise(int x, int y, int salt) {
    Random r((static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32 | static_cast<std::uint32_t>(y)) +
             static_cast<std::uint64_t>(salt) * 7919);
    return r.uniform();
}

bool inside(const std::vector<ChartPoint>& polygon, const ChartPoint& p) {
    bool in = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto &a = polygon[i], &b = polygon[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}

std::int64_t cell_key(const glm::dvec3& p, double size) {
    const auto at = [&](double v) { return static_cast<std::int64_t>(std::floor(v / size)) & 0x1fffff; };
    return at(p.x) << 42 | at(p.y) << 21 | at(p.z);
}

}  // namespace

const HeadModel& model() {
    static const HeadModel loaded = [] {
        auto result = HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json");
        if (!result) throw std::runtime_error(result.error().line());
        return std::move(*result);
    }();
    return loaded;
}

const ScalpSurface& surface() {
    static const ScalpSurface value(model(), {});
    return value;
}

const HeadMesh& head() {
    static const HeadMesh value = HeadMesh::build(model(), {}, surface());
    return value;
}

HeadPose pose(double yaw_deg, double pitch_deg, const glm::dvec3& t_mm) {
    const double y = yaw_deg * std::numbers::pi / 180, p = pitch_deg * std::numbers::pi / 180;
    const glm::dmat3 yaw(std::cos(y), 0, -std::sin(y), 0, 1, 0, std::sin(y), 0, std::cos(y));
    const glm::dmat3 pitch(1, 0, 0, 0, std::cos(p), std::sin(p), 0, -std::sin(p), std::cos(p));
    return {frontal_rotation() * pitch * yaw, t_mm};
}

Treatment treatment(double density_per_cm2, std::size_t count) {
    Treatment out;
    out.revision = 1;
    out.pigment = PigmentOptics::same_in_all(light_skin_depth_rgb);
    out.coverage.value.resize(static_cast<std::size_t>(CoverageMap::size) * CoverageMap::size);
    const auto& region = model().hair_region();
    for (int j = 0; j < CoverageMap::size; ++j)
        for (int i = 0; i < CoverageMap::size; ++i) {
            const auto deg = [](int k) { return ((k + 0.5) / CoverageMap::size - 0.5) * 2 * CoverageMap::reach_deg; };
            out.coverage.value[static_cast<std::size_t>(j) * CoverageMap::size + i] =
                inside(region, {deg(i), deg(j)}) ? 255 : 0;
        }
    // Darts: as many tries as bring the density near the wanted one, thinned by the largest area of a chart degree.
    Random random(42);
    const double gap_mm = 0.6 * 10 / std::sqrt(density_per_cm2), widest_mm2 = 3.6;
    const double wanted = density_per_cm2 / 100 * widest_mm2 * 300 * 300;
    std::unordered_map<std::int64_t, std::vector<glm::dvec3>> cells;
    for (double tried = 0; tried < 1.75 * wanted; ++tried) {
        const ChartPoint chart{300 * random.uniform() - 150, 300 * random.uniform() - 150};
        const double keep = random.uniform(), size = random.uniform(), strength = random.uniform();
        if (glm::length(chart) > 149 || !inside(region, chart)) continue;
        if (keep > surface().area_mm2_per_deg2(chart) / widest_mm2) continue;
        const glm::dvec3 p = surface().position_mm(chart);
        bool free = true;
        for (int k = 0; k < 27 && free; ++k) {
            const glm::dvec3 q = p + gap_mm * glm::dvec3(k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1);
            if (const auto it = cells.find(cell_key(q, gap_mm)); it != cells.end())
                for (const auto& other : it->second) free = free && glm::length(other - p) > gap_mm;
        }
        if (!free) continue;
        cells[cell_key(p, gap_mm)].push_back(p);
        const double diameter = 0.18 * (0.8 + 0.4 * size);
        out.marks.push_back({glm::vec3(p), glm::vec3(surface().normal(chart)), glm::vec3(0),
                             static_cast<float>(std::hypot(0.25 * diameter, 0.08)),
                             static_cast<float>(std::pow(diameter / 0.2, 1.5) * (0.85 + 0.3 * strength))});
    }
    if (out.marks.size() > count) out.marks.resize(count);
    return out;
}

cv::Mat photograph(const Intrinsics& intrinsics, const HeadPose& camera_from_head) {
    cv::Mat picture(intrinsics.height_px, intrinsics.width_px, CV_8UC3);

    const auto head_from_camera = camera_from_head.inverse();
    const glm::dvec3 light = glm::normalize(glm::dvec3(-0.5, -0.8, -0.6));
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x) {
            glm::dvec3 bgr(118 + 40 * std::sin(0.021 * x), 122 + 30 * std::cos(0.017 * y), 112 + 0.02 * (x + y));
            const glm::dvec3 ray = intrinsics.ray({x, y});
            glm::dvec3 hit;
            if (surface().intersect(head_from_camera.t_mm, head_from_camera.R * ray, hit)) {
                const glm::dvec3 n = camera_from_head.R * surface().normal(surface().chart_at(hit));
                const double diffuse = 0.28 + 0.72 * std::max(0.0, glm::dot(n, light));
                const double shine =
                    std::pow(std::max(0.0, glm::dot(n, glm::normalize(light - glm::normalize(ray)))), 40);
                const glm::dvec3 linear = glm::dvec3(0.19, 0.27, 0.5) * diffuse + 0.12 * shine;
                bgr = 255.0 * (1.055 * glm::pow(linear, glm::dvec3(1 / 2.4)) - 0.055);
            }
            bgr += 5 * (noise(x, y, 1) + noise(x, y, 2) - 1);
            for (int c = 0; c < 3; ++c)
                picture.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(std::clamp(bgr[c], 0.0, 255.0));
        }
    return picture;
}

HeadMesh flat_mesh(double half_mm, int revision) {
    HeadMesh mesh;
    mesh.revision = revision;
    // Fine enough for a lens, which bends only the corners of a triangle.
    constexpr std::uint32_t n = 40;
    for (std::uint32_t j = 0; j <= n; ++j)
        for (std::uint32_t i = 0; i <= n; ++i) {
            const glm::dvec2 at = half_mm * (2.0 * glm::dvec2(i, j) / static_cast<double>(n) - 1.0);
            mesh.scalp.push_back({glm::vec3(at, 0), {0, 0, 1}, glm::vec2(0)});
            if (i == n || j == n) continue;
            const std::uint32_t a = j * (n + 1) + i, b = a + 1, c = b + n + 1, d = a + n + 1;
            for (const auto k : {a, b, c, a, c, d}) mesh.scalp_triangles.push_back(k);
        }
    return mesh;
}

std::vector<Mark> flat_marks(double half_mm, double density_per_cm2, float sigma_mm, float tone_mm2) {
    std::vector<Mark> out;
    Random random(7);
    const double pitch = 10 / std::sqrt(density_per_cm2);
    const int n = static_cast<int>(std::lround(2 * half_mm / pitch));
    for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i) {
            const double x = (i + 0.15 + 0.7 * random.uniform()) * pitch - half_mm;
            const double y = (j + 0.15 + 0.7 * random.uniform()) * pitch - half_mm;
            out.push_back({{x, y, 0}, {0, 0, 1}, glm::vec3(0), sigma_mm, tone_mm2});
        }
    return out;
}

Treatment flat_treatment(double half_mm, double density_per_cm2) {
    Treatment out;
    out.marks = flat_marks(half_mm, density_per_cm2, 0.092f, default_tone_mm2);
    out.pigment = pigment_optics({});
    constexpr std::size_t texels = static_cast<std::size_t>(CoverageMap::size) * CoverageMap::size;
    out.tone_around.assign(texels, static_cast<float>(density_per_cm2 / 100) * default_tone_mm2);
    return out;
}

}  // namespace smp::scene
