// What a live mirror leaves out when the machine is too slow for its camera, in a stated order, and when it takes it up
// again. Pure: times come in.
#pragma once

#include <cstdint>

namespace smp {

// In this order. The pose is solved on every picture that is shown, whatever else is left out.
enum class Ease {
    nothing,
    skin_in_every_second,  // skin, shine and hair are read in every second picture while the head hardly turns
    skin_in_every_fourth,
};

constexpr int pictures_a_reading(Ease ease) {
    return ease == Ease::nothing ? 1 : ease == Ease::skin_in_every_second ? 2 : 4;
}

class Pace {
  public:
    // After each picture that was followed: how many of the camera's had to be passed over so far, since the start.
    Ease after(std::uint64_t passed_over, double now_s);
    Ease ease() const { return ease_; }

  private:
    void begin(std::uint64_t passed_over, double now_s);

    Ease ease_ = Ease::nothing;
    double since_s_ = -1, eased_s_ = 0, calm_since_s_ = 0, patience_s_ = 20;
    std::uint64_t followed_ = 0, passed_over_ = 0;
};

}  // namespace smp
