// The panels of the overlay: each draws one snapshot with Dear ImGui, in the window's pixels.
#pragma once

#include "ui/overlay.hpp"

namespace smp {

void draw_wipe(const OverlaySnapshot& snapshot, glm::vec2 window_px, glm::ivec2 picture_px);
// The ghost and its arrow, broken until the head fits, full when it does, and a few words to the client above it.
void draw_ghost(const OverlaySnapshot& snapshot, glm::vec2 window_px, glm::ivec2 picture_px);
void draw_help(const OverlaySnapshot& snapshot, glm::vec2 window_px);
// How the mirror itself is doing.
void draw_hud(const Hud& hud);
void draw_numbers(const OverlaySnapshot& snapshot, glm::vec2 window_px, float foot_px);
void draw_message(const OverlaySnapshot& snapshot, glm::vec2 window_px);
void draw_note(const OverlaySnapshot& snapshot, glm::vec2 window_px, float foot_px);
// That a clip is being taken: in the upper left corner, or the right one.
void draw_filming(glm::vec2 window_px, bool right);
// Returns its height: the others keep clear of so much of the window's foot.
float draw_label(const OverlaySnapshot& snapshot, glm::vec2 window_px);

}  // namespace smp
