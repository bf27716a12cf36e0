// What the Painter has drawn, seen through a loupe: single marks at their true size.
#pragma once

#include <optional>

#include "app/session.hpp"
#include "render/loupe.hpp"

namespace smp {

class CloseLook {
  public:
    // Draws into `renderer`, the painter's own or another of the same context. `tracked` is what was painted last;
    // `show` as in Painter::paint().
    void draw(Renderer& renderer, const Painter& painter, const Tracked& tracked, const Loupe& loupe, double show = 1);

  private:
    std::optional<HeadRasteriser> skin_;
    int skin_revision_ = -1;
};

}  // namespace smp
