// The per-frame trace (one JSON object a line) that measuring tools read; docs/architecture.md says where it is fixed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/tracked.hpp"
#include "head/scalp_surface.hpp"

namespace smp {

// Material points spread evenly over the whole hair-bearing scalp, treated or not: the same for every head and frame.
std::vector<ChartPoint> scalp_samples(const HeadModel& model, double spacing_deg = 8.5);

class TraceWriter {
  public:
    explicit TraceWriter(const HeadModel& model) : model_(&model), scalp_(scalp_samples(model)) {}

    // One line for one frame, with its newline. `hairline`: the design's front edge on the chart, right temple to left.
    std::string line(const Tracked& tracked, const std::vector<ChartPoint>& hairline);

  private:
    const HeadModel* model_;
    std::vector<ChartPoint> scalp_;
    std::optional<ScalpSurface> surface_;
};

}  // namespace smp
