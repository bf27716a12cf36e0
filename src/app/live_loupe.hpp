// The mirror's loupe: a small second drawing in a renderer of its own, in a glass over the picture.
#pragma once

#include <optional>

#include "app/close_look.hpp"
#include "present/loupe_glass.hpp"

namespace smp {

class LiveLoupe {
  public:
    // Where one looks first, px of the frame: the middle of the hairline, else of the picture.
    static glm::dvec2 resting_place_px(const Painter& painter, const Tracked& tracked);
    static Expected<LiveLoupe> create();

    // After the presenter has drawn the picture of `tracked`, which the painter has painted last. pointer_px: in the
    // window; empty: the glass lies on the hairline's middle, or on the picture's where there is no head.
    void draw(const Painter& painter, const Tracked& tracked, const std::optional<glm::dvec2>& pointer_px,
              glm::ivec2 window_px, const PictureView& view, double zoom, double show);

  private:
    LiveLoupe(Renderer renderer, LoupeGlass glass) : renderer_(std::move(renderer)), glass_(std::move(glass)) {}

    Renderer renderer_;
    LoupeGlass glass_;
    CloseLook look_;
};

}  // namespace smp
