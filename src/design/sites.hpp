// Where marks may stand: progressive blue noise on the mean head's scalp, fixed by the seed. Sites are ordered so that
// the first n of them are blue noise for every n, of the same density everywhere on the mean head.
#pragma once

#include <cstdint>
#include <vector>

#include "design/chart_grid.hpp"
#include "head/head_model.hpp"

namespace smp {

struct Sites {
    // All of them together, on the mean head. Above the largest density by what the largest client's scalp needs.
    static constexpr double density_per_cm2 = 310;
    // Least distance within the first n sites, as a share of the mean spacing sqrt(1 / density) at n.
    static constexpr double gap_share = 0.6;

    std::vector<ChartPoint> chart;
    std::vector<glm::vec3> direction;    // of chart
    std::vector<chart_grid::Tap> tap;    // of chart
    std::vector<float> mean_area;        // mean head, mm2 per square degree of the chart
    std::vector<float> size_normal;      // normal deviate within +-2: the site's own diameter
    std::vector<float> strength_normal;  // the same for its strength
    std::vector<float> wave, jitter,
        stray;  // edge irregularity: normal deviates (along the edge; each alone), stray 0..1

    std::size_t count() const { return chart.size(); }
};

// The region that sites fill: the hair region with room ahead of it for low hairlines.
std::vector<ChartPoint> site_region(const HeadModel& model);

Sites make_sites(const HeadModel& model, std::uint64_t seed);

}  // namespace smp
