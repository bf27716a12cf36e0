#include "head/head_mesh.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "head/face_triangles.hpp"

namespace smp {
namespace {

constexpr double step_deg = 3.0, reach_deg = 150.0, margin_deg = 10.0;
constexpr int half_n = static_cast<int>(reach_deg / step_deg);

using Triangles = std::vector<std::uint32_t>;

double distance_deg(const ChartPoint& p, const ChartPoint& a, const ChartPoint& b) {
    const glm::dvec2 ab = b - a;
    const double t = std::clamp(glm::dot(p - a, ab) / glm::dot(ab, ab), 0.0, 1.0);
    return glm::length(p - (a + t * ab));
}

bool in_or_near(const std::vector<ChartPoint>& polygon, const ChartPoint& p, double margin) {
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto &a = polygon[i], &b = polygon[j];
        if (distance_deg(p, a, b) < margin) return true;
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
}

// Vertices of the chart lattice, each made once, when a triangle first needs it.
class Lattice {
  public:
    Lattice(const ScalpSurface& surface, std::vector<HeadMesh::Vertex>& out, bool with_chart)
        : surface_(surface), out_(out), with_chart_(with_chart) {}
    // One cell of the lattice as two triangles, counter-clockwise from outside, mirrored about the midline.
    void add_cell(int i, int j, Triangles& triangles) {
        const auto a = at(i, j), b = at(i + 1, j), c = at(i + 1, j + 1), d = at(i, j + 1);
        if (i >= 0)
            triangles.insert(triangles.end(), {a, d, b, b, d, c});
        else
            triangles.insert(triangles.end(), {a, d, c, a, c, b});
    }

  private:
    std::uint32_t at(int i, int j) {
        const auto [it, is_new] = index_.try_emplace({i, j}, static_cast<std::uint32_t>(out_.size()));
        if (is_new) {
            const ChartPoint chart{i * step_deg, j * step_deg};
            // Differences over the chart's border are not to be had: there, the normal from just inside it.
            const double widest = std::max(std::abs(chart.x), std::abs(chart.y));
            const ChartPoint inside = chart * std::min(1.0, 149.0 / std::max(widest, 1.0));
            out_.push_back({glm::vec3(surface_.position_mm(chart)), glm::vec3(surface_.normal(inside)),
                            with_chart_ ? glm::vec2(chart) : glm::vec2(0)});
        }
        return it->second;
    }
    const ScalpSurface& surface_;
    std::vector<HeadMesh::Vertex>& out_;
    bool with_chart_;
    std::map<std::pair<int, int>, std::uint32_t> index_;
};

// Occluders whose normals come from their triangles.
class Solid {
  public:
    explicit Solid(HeadMesh& mesh) : mesh_(mesh), first_(mesh.occluders.size()) {}
    std::uint32_t add(const glm::dvec3& p_head_mm) {
        mesh_.occluders.push_back({glm::vec3(p_head_mm), glm::vec3(0), glm::vec2(0)});
        return static_cast<std::uint32_t>(mesh_.occluders.size() - 1);
    }
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
        mesh_.occluder_triangles.insert(mesh_.occluder_triangles.end(), {a, b, c});
        const auto at = [&](std::uint32_t i) { return mesh_.occluders[i].p_head_mm; };
        const glm::vec3 n = glm::cross(at(b) - at(a), at(c) - at(a));
        for (const auto i : {a, b, c}) mesh_.occluders[i].normal += n;
    }
    void quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
        triangle(a, b, c);
        triangle(a, c, d);
    }
    ~Solid() {
        for (std::size_t i = first_; i < mesh_.occluders.size(); ++i) {
            auto& n = mesh_.occluders[i].normal;
            const float length = glm::length(n);
            n = length > 0 ? n / length : glm::vec3(0, 1, 0);
        }
    }

  private:
    HeadMesh& mesh_;
    std::size_t first_;
};

void add_cranium(HeadMesh& mesh, const HeadModel& model, const ScalpSurface& surface, double scale) {
    Lattice scalp(surface, mesh.scalp, true), rest(surface, mesh.occluders, false);
    for (int j = -half_n; j < half_n; ++j)
        for (int i = -half_n; i < half_n; ++i) {
            const ChartPoint centre{(i + 0.5) * step_deg, (j + 0.5) * step_deg};
            // The nape's border lies at 148.5 degrees: up to the last node there.
            if (glm::length(centre) > reach_deg + 0.5 * step_deg) continue;
            if (in_or_near(model.hair_region(), centre, margin_deg)) {
                scalp.add_cell(i, j, mesh.scalp_triangles);
                continue;
            }
            // Forehead and what lies under the ears. Below the line from brow to temple there is a face instead.
            const glm::dvec3 p = surface.position_mm(centre) / scale;
            if (p.z < 15 || p.y > 26 + 0.36 * (p.z - 26)) rest.add_cell(i, j, mesh.occluder_triangles);
        }
}

// How far beside the midline the skin lies at a height and depth.
double skin_x(const ScalpSurface& surface, double side, double y, double z) {
    glm::dvec3 hit{side * 75, y, z};
    surface.intersect({side * 250, y, z}, {-side, 0, 0}, hit);
    return std::abs(hit.x);
}

// The 68 landmarks, with a strip up to the forehead and one back to the ears.
void add_face(HeadMesh& mesh, const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface) {
    Solid face(mesh);
    const auto landmarks = model.landmarks(shape);
    std::array<std::uint32_t, landmark_count> at{};
    for (int i = 0; i < landmark_count; ++i) at[i] = face.add(landmarks[i]);
    for (const auto& t : left_face_triangles) {
        face.triangle(at[t[0]], at[t[1]], at[t[2]]);
        face.triangle(at[mirrored_landmark[t[0]]], at[mirrored_landmark[t[2]]], at[mirrored_landmark[t[1]]]);
    }
    face.triangle(at[21], at[27], at[22]);

    constexpr std::array top{16, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 0};
    std::array<std::uint32_t, top.size()> above{};
    for (std::size_t i = 0; i < top.size(); ++i) {
        const auto chart = surface.chart_at(landmarks[top[i]]);
        const auto up = chart * (1.0 - 14.0 / glm::length(chart));
        above[i] = face.add(surface.position_mm(up) - surface.normal(up));
    }
    for (std::size_t i = 0; i + 1 < top.size(); ++i) face.quad(at[top[i]], above[i], above[i + 1], at[top[i + 1]]);

    for (const double side : {1.0, -1.0}) {
        constexpr std::array jaw{16, 15, 14, 13, 12};
        std::array<std::uint32_t, jaw.size()> back{};
        const auto index = [&](int i) { return side > 0 ? i : mirrored_landmark[i]; };
        for (std::size_t i = 0; i < jaw.size(); ++i) {
            glm::dvec3 p = landmarks[index(jaw[i])] + shape.scale * glm::dvec3(0, 3, -28);
            // Well under the skin: the sideburns grow there.
            p.x = side * (std::min(std::abs(p.x), skin_x(surface, side, p.y, p.z)) - 4 * shape.scale);
            back[i] = face.add(p);
        }
        for (std::size_t i = 0; i + 1 < jaw.size(); ++i) {
            const auto a = at[index(jaw[i])], b = at[index(jaw[i + 1])];
            if (side > 0)
                face.quad(a, b, back[i + 1], back[i]);
            else
                face.quad(a, back[i], back[i + 1], b);
        }
    }
}

// One level of the pinna, millimetres on the mean head: height, front and rear edge (z), how far it stands out.
struct EarLevel {
    double y, z_front, z_rear, out;
};
constexpr std::array ear_levels{
    EarLevel{-31, 3, -5, 5},    EarLevel{-26, 5, -12, 11},   EarLevel{-18, 6, -17, 14},
    EarLevel{-8, 6, -22, 16.5}, EarLevel{2, 5.5, -25, 18.5}, EarLevel{12, 5, -27.5, 20},
    EarLevel{21, 3, -28, 20},   EarLevel{28, -1, -26, 18.5}, EarLevel{32, -7, -21, 14},
};
// Cross-section at one level, front edge to rear edge, round the rim and back under to where the pinna leaves the
// head. `along` runs from the front edge (0) to the rear edge (1); `out` is a share of the level's; below the skin
// where negative.
struct EarSection {
    double along, out;
};
constexpr std::array ear_section{
    EarSection{0.0, -0.1}, EarSection{0.12, 0.14}, EarSection{0.3, 0.38},  EarSection{0.52, 0.75},
    EarSection{0.76, 1.0}, EarSection{0.95, 1.0},  EarSection{1.0, 0.87},  EarSection{0.88, 0.7},
    EarSection{0.6, 0.3},  EarSection{0.5, -0.1},  EarSection{0.3, -0.15},
};

void add_ear(HeadMesh& mesh, const ScalpSurface& surface, double scale, double side) {
    Solid ear(mesh);
    constexpr int sections = ear_section.size(), levels = ear_levels.size();
    std::array<std::array<std::uint32_t, sections>, levels> at{};
    std::array<std::uint32_t, 2> cap{};
    for (int l = 0; l < levels; ++l) {
        const auto& level = ear_levels[l];
        glm::dvec3 middle{0};
        for (int s = 0; s < sections; ++s) {
            const auto& section = ear_section[s];
            const double z = scale * (level.z_front + section.along * (level.z_rear - level.z_front));
            // The pinna stands on the skin in front of it, not on the skull that recedes behind it.
            const double skin =
                skin_x(surface, side, scale * level.y, std::max(z, scale * 0.5 * (level.z_front + level.z_rear)));
            const glm::dvec3 p{side * (skin + scale * section.out * level.out), scale * level.y, z};
            at[l][s] = ear.add(p);
            middle += p / static_cast<double>(sections);
        }
        if (l == 0 || l == levels - 1) {
            middle.y += scale * (l == 0 ? -1.5 : 1.5);
            cap[l == 0 ? 0 : 1] = ear.add(middle);
        }
    }
    // Sections run front to rear on the outside: with the levels upwards that is clockwise on the client's left.
    const auto facet = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c) {
        side > 0 ? ear.triangle(a, c, b) : ear.triangle(a, b, c);
    };
    for (int s = 0; s < sections; ++s) {
        const int next = (s + 1) % sections;
        for (int l = 0; l + 1 < levels; ++l) {
            facet(at[l][s], at[l + 1][s], at[l + 1][next]);
            facet(at[l][s], at[l + 1][next], at[l][next]);
        }
        facet(at[0][next], cap[0], at[0][s]);
        facet(at[levels - 1][s], cap[1], at[levels - 1][next]);
    }
}

}  // namespace

HeadMesh HeadMesh::build(const HeadModel& model, const HeadShape& shape, const ScalpSurface& surface) {
    HeadMesh mesh;
    mesh.revision = shape.revision;
    add_cranium(mesh, model, surface, shape.scale);
    add_face(mesh, model, shape, surface);
    for (const double side : {1.0, -1.0}) add_ear(mesh, surface, shape.scale, side);
    return mesh;
}

}  // namespace smp
