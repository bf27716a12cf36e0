// The cross-fade from the design that was shown to the one that is. Both are drawn on the very same frame, so that
// nothing trails a head that moves. Belongs to the thread of the mirror's context.
#pragma once

#include <optional>

#include "app/session.hpp"
#include "present/presenter.hpp"

namespace smp {

class LiveFade {
  public:
    static Expected<LiveFade> create();

    // Before the design changes: what was painted last is faded from. Within the first half of a fade it goes on from
    // where that one began.
    // `grows`: true millimetres have become so many times as many, and with them the head, which is still the same.
    void begin(const Painter& painter, double now_s, double grows = 1);
    bool going(double now_s) const { return now_s < until_s_; }

    // The old design on the frame that has just been painted, and how much of the new one is seen; empty when there is
    // nothing to fade.
    std::optional<Fade> draw(const Painter& painter, const Tracked& painted, double show, const Reveal& reveal,
                             double now_s);

  private:
    explicit LiveFade(Renderer renderer) : renderer_(std::move(renderer)) {}

    Renderer renderer_;
    Treatment old_;
    HeadMesh old_mesh_;  // where the head has grown
    double grows_ = 1;
    double until_s_ = -1;
};

}  // namespace smp
