// Where the client's own hair is missing: Norwood's and Ludwig's stages as soft areas of the scalp (DOMAIN 7).
#pragma once

#include <vector>

#include "design/chart_skin.hpp"
#include "design/treatment_design.hpp"

namespace smp {

// Closed outline on the mean head's chart, in which `bare` of the hair is gone: 1 all, 0 none. Empty: the whole scalp.
struct LossArea {
    std::vector<ChartPoint> outline;
    float bare;
};
// Empty for LossPattern::none. The forehead in front of a man's own hair belongs to his areas.
std::vector<LossArea> loss_areas(LossPattern pattern);

// Of each texel 0..1: the share of hair that is missing, running out into what is kept over `feather_mm` of skin.
std::vector<float> loss_map(const ChartSkin& skin, LossPattern pattern, double feather_mm);

}  // namespace smp
