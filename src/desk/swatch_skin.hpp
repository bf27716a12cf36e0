// The skin that swatches are shown on: goes after what the frames read, but only when that has changed noticeably, so
// that nothing flickers beside the technician's hand. Pure; time comes in.
#pragma once

#include <glm/glm.hpp>
#include <optional>

namespace smp {

class SwatchSkin {
  public:
    // Once a frame, or now and then; `seen_rgb`: linear, none where no skin is read.
    void see(const std::optional<glm::vec3>& seen_rgb, double now_s);
    const std::optional<glm::vec3>& shown_rgb() const { return shown_; }

  private:
    std::optional<glm::vec3> shown_, mean_;
    double seen_s_ = 0, since_s_ = 0;  // when skin was read last; since when it is so or has been another
    std::optional<double> another_s_;
};

}  // namespace smp
