#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "head/head_model.hpp"
#include "head/scalp_surface.hpp"

namespace smp {
namespace {

const std::filesystem::path model_file = std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json";

glm::dvec3 direction(double az_deg, double el_deg) {
    const double az = az_deg * std::numbers::pi / 180, el = el_deg * std::numbers::pi / 180;
    return {std::cos(el) * std::sin(az), std::sin(el), std::cos(el) * std::cos(az)};
}

TEST(HeadModel, ReproducesTheModelsOwnTestVectors) {
    const auto model = HeadModel::load(model_file);
    ASSERT_TRUE(model) << model.error().line();
    std::ifstream file(model_file);
    const auto json = nlohmann::json::parse(file);
    int radii = 0;
    for (const auto& v : json.at("test_vectors")) {
        HeadShape shape;
        for (int k = 0; k < shape_modes; ++k) shape.b[k] = v.at("b").at(k);
        const auto p = model->landmarks(shape);
        for (int axis = 0; axis < 3; ++axis) {
            EXPECT_NEAR(p[30][axis], v.at("landmark_30").at(axis).get<double>(), 2e-3);
            EXPECT_NEAR(p[0][axis], v.at("landmark_0").at(axis).get<double>(), 2e-3);
        }
        const ScalpSurface surface(*model, shape);
        for (const auto& row : v.at("radii")) {
            const auto d = direction(row.at(0), row.at(1));
            const auto basis = harmonics(d);
            double r = model->mean_radius_mm(basis);
            for (int k = 0; k < shape_modes; ++k) r += shape.b[k] * model->radius_mode(k, basis);
            EXPECT_NEAR(r, row.at(3).get<double>(), 1e-3);
            const auto chart = chart_from_direction(d);
            if (glm::length(chart) < 149) {
                EXPECT_NEAR(surface.radius_mm(chart), r, 0.02);
            }
            ++radii;
        }
    }
    EXPECT_EQ(radii, 21);  // rows in the file: 3 heads x 7 directions, each at two degrees of which we use the finer
}

TEST(HeadModel, MissingFileIsOneClearError) {
    const auto model = HeadModel::load("/nonexistent/head.json");
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ExitCode::input);
    EXPECT_NE(model.error().line().find("/nonexistent/head.json"), std::string::npos);
}

TEST(ScalpSurface, ChartRoundTrip) {
    for (double u = -120; u <= 120; u += 30)
        for (double v = -120; v <= 120; v += 30) {
            if (std::hypot(u, v) > 150) continue;
            const auto back = chart_from_direction(direction_from_chart({u, v}));
            EXPECT_NEAR(back.x, u, 1e-9);
            EXPECT_NEAR(back.y, v, 1e-9);
        }
}

TEST(ScalpSurface, MidlineHeightsAreLengthsAlongTheSkin) {
    const auto model = HeadModel::load(model_file);
    const ScalpSurface surface(*model, HeadShape{});
    const auto lm = model->landmarks(HeadShape{});
    EXPECT_NEAR(surface.position_mm(surface.glabella()).y, 0.5 * (lm[21].y + lm[22].y), 1e-6);
    for (double h : {50.0, 75.0, 110.0}) {
        const auto p = surface.midline_at_height(h);
        EXPECT_EQ(p.x, 0);
        // an independent, finer sum of chords
        double sum = 0;
        auto last = surface.position_mm(surface.glabella());
        for (int i = 1; i <= 20000; ++i) {
            const auto q = surface.position_mm(surface.glabella() + (p - surface.glabella()) * (i / 20000.0));
            sum += glm::length(q - last);
            last = q;
        }
        EXPECT_NEAR(sum, h, 0.05);
        EXPECT_NEAR(surface.midline_height_mm(p.y), h, 0.05);
    }
}

TEST(ScalpSurface, NormalsPointOutwardsAndRaysHit) {
    const auto model = HeadModel::load(model_file);
    const ScalpSurface surface(*model, HeadShape{});
    for (double u = -100; u <= 100; u += 20)
        for (double v = -100; v <= 60; v += 20) {
            const auto p = surface.position_mm({u, v});
            const auto n = surface.normal({u, v});
            EXPECT_GT(glm::dot(n, p - surface.centre_mm()) / glm::length(p - surface.centre_mm()), 0.7);
            glm::dvec3 hit;
            ASSERT_TRUE(surface.intersect(p + 200.0 * n, -n, hit));
            EXPECT_LT(glm::length(hit - p), 0.05);
        }
    glm::dvec3 hit;
    EXPECT_FALSE(surface.intersect({0, 500, 0}, {0, 0, 1}, hit));
}

}  // namespace
}  // namespace smp
