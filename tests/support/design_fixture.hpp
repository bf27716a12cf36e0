// The statistical head and one compiler of seed 1, for tests of designs.
#pragma once

#include <filesystem>

#include "design/treatment.hpp"
#include "support/random_heads.hpp"

namespace smp::test {

inline const HeadModel& model() {
    static const HeadModel m = *HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json");
    return m;
}
inline TreatmentCompiler& compiler() {
    static TreatmentCompiler c(model(), 1);
    return c;
}
// Seed 0 is the mean head.
inline HeadShape head(unsigned seed) {
    return seed ? random_head(model(), seed) : HeadShape{};
}

// Marks per cm2 within `radius_mm` of a place on the last compiled head, against its skin.
inline double density_at(const Treatment& t, const ScalpSurface& surface, const ChartPoint& middle, double radius_mm) {
    const glm::dvec3 p = surface.position_mm(middle);
    double area_mm2 = 0;
    constexpr double step = 0.25;
    const double reach = 2.5 * radius_mm;  // degrees, more than enough
    for (double u = middle.x - reach; u <= middle.x + reach; u += step)
        for (double v = middle.y - reach; v <= middle.y + reach; v += step)
            if (glm::length(surface.position_mm({u, v}) - p) < radius_mm)
                area_mm2 += surface.area_mm2_per_deg2({u, v}) * step * step;
    int marks = 0;
    for (const Mark& m : t.marks) marks += glm::length(glm::dvec3(m.p_head_mm) - p) < radius_mm;
    return 100 * marks / area_mm2;
}

}  // namespace smp::test
