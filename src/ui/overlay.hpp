// Words over the mirrored picture, drawn after the flip so that they stay readable. Takes a snapshot each time; keeps
// nothing but the fonts.
#pragma once

#include <glm/glm.hpp>

#include "ui/overlay_snapshot.hpp"

struct ImGuiContext;

namespace smp {

class Overlay {
  public:
    // Needs a current OpenGL 3.3 context, on whose thread it is used and destroyed.
    Overlay();
    ~Overlay();
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;

    void draw(const OverlaySnapshot& snapshot, glm::ivec2 window_px, glm::ivec2 picture_px);

  private:
    void use_font_of(float size_px);

    ImGuiContext* context_ = nullptr;  // its own: the desk has another
    float font_px_ = 0;
};

}  // namespace smp
