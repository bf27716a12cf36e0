// Swatches of the pigment on the client's skin, kept in step with frames and design.
#pragma once

#include <memory>

#include "app/tracked.hpp"
#include "design/pigment_swatches.hpp"
#include "desk/swatch_skin.hpp"

namespace smp {

class LiveSwatches {
  public:
    // `shown`: null when there is no picture. About a millisecond when something noticeable has changed.
    void follow(const Tracked* shown, const TreatmentDesign& design, double now_s);
    const std::shared_ptr<const PigmentSwatches>& now() const { return now_; }

  private:
    SwatchSkin skin_;
    TreatmentDesign design_;  // as swatch_design() has it
    std::shared_ptr<const PigmentSwatches> now_;
};

}  // namespace smp
