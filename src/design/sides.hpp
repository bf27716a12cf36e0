// Ramps where the treated region ends below the temples: sideburns, ears, nape and a barber's fade.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "design/chart_skin.hpp"
#include "design/treatment_design.hpp"

namespace smp {

class SideRamps {
  public:
    SideRamps(const HeadModel& model, const ChartSkin& skin);  // once a head

    // Weight 0..1 of each texel; worked out anew only when what it depends on changed.
    const std::vector<float>& weight(const TreatmentDesign& design);

    // Height in the Head frame, mm, of the place `above_mm` up the skin from the top of the client's left (1) or
    // right (0) ear.
    double above_ear_y_mm(int side, double above_mm) const;

  private:
    const ChartSkin* skin_;
    std::array<ChartPoint, 2> ear_top_;
    double nape_y_mm_ = 0;        // level of a squared nape
    std::vector<float> ears_;     // ramps at the ears and the sideburns' feet
    std::vector<float> nape_mm_;  // from the nape's lower border, cut off where no ramp reaches
    std::vector<float> weight_;
    std::optional<TreatmentDesign> of_;
};

}  // namespace smp
