#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <random>

#include "head/head_mesh.hpp"

namespace smp {
namespace {

const HeadModel& model() {
    static const auto loaded = HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json");
    EXPECT_TRUE(loaded) << loaded.error().line();
    return *loaded;
}

HeadMesh mesh_of(const HeadShape& shape) {
    return HeadMesh::build(model(), shape, ScalpSurface(model(), shape));
}

using Edges = std::map<std::pair<std::uint32_t, std::uint32_t>, int>;
Edges directed_edges(const std::vector<std::uint32_t>& triangles, std::uint32_t first = 0) {
    Edges edges;
    for (std::size_t t = 0; t + 2 < triangles.size(); t += 3)
        if (triangles[t] >= first)
            for (int k = 0; k < 3; ++k) ++edges[{triangles[t + k], triangles[t + (k + 1) % 3]}];
    return edges;
}

// The ears are the last two groups of occluder vertices; the left one has x > 0.
std::vector<glm::vec3> ear_points(const HeadMesh& mesh, float side) {
    const std::size_t per_ear = 9 * 11 + 2, n = mesh.occluders.size();
    std::vector<glm::vec3> out;
    for (std::size_t i = n - 2 * per_ear; i < n; ++i)
        if (mesh.occluders[i].p_head_mm.x * side > 0) out.push_back(mesh.occluders[i].p_head_mm);
    EXPECT_EQ(out.size(), per_ear);
    return out;
}

TEST(HeadMesh, ScalpTrianglesAndNormalsFaceOutwards) {
    HeadShape wide;
    for (int k = 0; k < shape_modes; ++k) wide.b[k] = (k % 2 ? 1.5 : -1.5) * model().sd()[k];
    for (const auto& shape : {HeadShape{}, wide}) {
        const ScalpSurface surface(model(), shape);
        const auto mesh = HeadMesh::build(model(), shape, surface);
        ASSERT_GT(mesh.scalp.size(), 1500u);
        ASSERT_LT(mesh.scalp.size(), 6000u);
        for (std::size_t t = 0; t < mesh.scalp_triangles.size(); t += 3) {
            const auto &a = mesh.scalp[mesh.scalp_triangles[t]], &b = mesh.scalp[mesh.scalp_triangles[t + 1]],
                       &c = mesh.scalp[mesh.scalp_triangles[t + 2]];
            const glm::vec3 n = glm::normalize(glm::cross(b.p_head_mm - a.p_head_mm, c.p_head_mm - a.p_head_mm));
            for (const auto* v : {&a, &b, &c}) {
                EXPECT_GT(glm::dot(n, v->normal), 0.95);
                EXPECT_NEAR(glm::length(v->normal), 1, 1e-5);
                EXPECT_LT(glm::length(glm::dvec3(v->p_head_mm) - surface.position_mm(v->chart_deg)), 1e-3);
            }
        }
    }
}

TEST(HeadMesh, NoEdgeIsUsedTwiceInOneDirectionAndTheScalpHasOneBorder) {
    const auto mesh = mesh_of({});
    const auto edges = directed_edges(mesh.scalp_triangles);
    std::map<std::uint32_t, std::uint32_t> border;
    for (const auto& [edge, count] : edges) {
        EXPECT_EQ(count, 1);
        if (!edges.contains({edge.second, edge.first})) border[edge.first] = edge.second;
    }
    ASSERT_FALSE(border.empty());
    std::size_t length = 0;
    const auto start = border.begin()->first;
    for (auto at = start; length <= border.size();) {
        at = border.at(at);
        ++length;
        if (at == start) break;
    }
    EXPECT_EQ(length, border.size());
}

TEST(HeadMesh, ScalpCoversTheHairRegionWithAMargin) {
    const auto mesh = mesh_of({});
    for (const auto& corner : model().hair_region()) {
        // The nape's corners lie where the chart ends.
        const auto outside = corner * std::min(1 + 6 / glm::length(corner), 150 / glm::length(corner));
        double nearest = 1e9;
        for (const auto& v : mesh.scalp) nearest = std::min(nearest, glm::length(glm::dvec2(v.chart_deg) - outside));
        EXPECT_LT(nearest, 2.2);
    }
}

TEST(HeadMesh, SymmetricForTheMeanHead) {
    // The model's own mean is not quite symmetric: landmarks are off by hundredths of a millimetre, the cranium by
    // less than half a millimetre.
    const auto mesh = mesh_of({});
    for (const auto* part : {&mesh.scalp, &mesh.occluders})
        for (const auto& v : *part) {
            const glm::vec3 twin = v.p_head_mm * glm::vec3(-1, 1, 1);
            float nearest = 1e9f;
            for (const auto& w : *part) nearest = std::min(nearest, glm::distance(w.p_head_mm, twin));
            ASSERT_LT(nearest, 0.5f) << v.p_head_mm.x << " " << v.p_head_mm.y << " " << v.p_head_mm.z;
        }
}

TEST(HeadMesh, EarsAreClosedSolidsOfTheRightSizeAndPlace) {
    HeadShape large;
    large.scale = 1.1;
    for (const auto& shape : {HeadShape{}, large}) {
        const auto mesh = mesh_of(shape);
        const std::uint32_t first = static_cast<std::uint32_t>(mesh.occluders.size() - 2 * (9 * 11 + 2));
        for (const auto& [edge, count] : directed_edges(mesh.occluder_triangles, first)) {
            EXPECT_EQ(count, 1);
            EXPECT_TRUE(directed_edges(mesh.occluder_triangles, first).contains({edge.second, edge.first}));
        }
        // Closed and oriented outwards: positive volume, the order of a pinna's.
        double volume = 0;
        for (std::size_t t = 0; t < mesh.occluder_triangles.size(); t += 3) {
            if (mesh.occluder_triangles[t] < first) continue;
            const glm::dvec3 a(mesh.occluders[mesh.occluder_triangles[t]].p_head_mm),
                b(mesh.occluders[mesh.occluder_triangles[t + 1]].p_head_mm),
                c(mesh.occluders[mesh.occluder_triangles[t + 2]].p_head_mm);
            volume += glm::dot(a, glm::cross(b, c)) / 6;
        }
        EXPECT_GT(volume, 2 * 5e3);
        EXPECT_LT(volume, 2 * 25e3 * std::pow(shape.scale, 3));
        const ScalpSurface surface(model(), shape);
        for (const float side : {1.f, -1.f}) {
            const auto points = ear_points(mesh, side);
            glm::vec3 low(1e9f), high(-1e9f);
            for (const auto& p : points) {
                low = glm::min(low, p);
                high = glm::max(high, p);
            }
            const float s = static_cast<float>(shape.scale);
            EXPECT_NEAR(high.y - low.y, 63 * s, 5 * s);
            EXPECT_NEAR(high.z - low.z, 35 * s, 4 * s);
            EXPECT_NEAR(0.5f * (high.z + low.z), -11 * s, 3 * s);
            EXPECT_NEAR(0.5f * (high.y + low.y), 2 * s, 4 * s);
            const float outermost = std::max(std::abs(low.x), std::abs(high.x));
            EXPECT_NEAR(outermost, 94 * s, 4 * s);
        }
    }
}

TEST(HeadMesh, FaceTrianglesFaceOutwards) {
    // They are drawn from one side only. Under the nose and between the lips a face does turn away.
    const auto mesh = mesh_of({});
    const std::uint32_t ears = static_cast<std::uint32_t>(mesh.occluders.size() - 2 * (9 * 11 + 2));
    int outwards = 0, all = 0;
    for (std::size_t t = 0; t < mesh.occluder_triangles.size(); t += 3) {
        if (mesh.occluder_triangles[t] >= ears) continue;
        const auto &a = mesh.occluders[mesh.occluder_triangles[t]].p_head_mm,
                   &b = mesh.occluders[mesh.occluder_triangles[t + 1]].p_head_mm,
                   &c = mesh.occluders[mesh.occluder_triangles[t + 2]].p_head_mm;
        const glm::vec3 middle = (a + b + c) / 3.f;
        outwards += glm::dot(glm::cross(b - a, c - a), middle - glm::vec3(0, 10, 20)) > 0;
        ++all;
    }
    EXPECT_GT(all, 130);
    EXPECT_GE(outwards, all - 12);
}

TEST(HeadMesh, NothingOccludesTheHairRegionFromStraightAbove) {
    // A point of the normal hair region, seen along its own normal, is never behind the face or the skull's rest;
    // only an ear may stand before it.
    const auto mesh = mesh_of({});
    const ScalpSurface surface(model(), {});
    const std::uint32_t ears = static_cast<std::uint32_t>(mesh.occluders.size() - 2 * (9 * 11 + 2));
    std::mt19937 random(1);
    std::uniform_real_distribution<double> chart(-60, 60);
    for (int n = 0; n < 300; ++n) {
        const ChartPoint at{chart(random), std::min(45.0, chart(random))};
        const glm::dvec3 o = surface.position_mm(at), d = surface.normal(at);
        for (std::size_t t = 0; t < mesh.occluder_triangles.size(); t += 3) {
            if (mesh.occluder_triangles[t] >= ears) continue;
            const glm::dvec3 a(mesh.occluders[mesh.occluder_triangles[t]].p_head_mm),
                e1 = glm::dvec3(mesh.occluders[mesh.occluder_triangles[t + 1]].p_head_mm) - a,
                e2 = glm::dvec3(mesh.occluders[mesh.occluder_triangles[t + 2]].p_head_mm) - a;
            const glm::dvec3 p = glm::cross(d, e2);
            const double det = glm::dot(e1, p);
            if (std::abs(det) < 1e-12) continue;
            const double u = glm::dot(o - a, p) / det;
            const glm::dvec3 q = glm::cross(o - a, e1);
            const double v = glm::dot(d, q) / det, along = glm::dot(e2, q) / det;
            EXPECT_FALSE(u > 0 && v > 0 && u + v < 1 && along > 0.5) << at.x << " " << at.y;
        }
    }
}

}  // namespace
}  // namespace smp
