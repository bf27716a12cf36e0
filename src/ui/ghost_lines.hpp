// The ghost's lines and arrow on any Dear ImGui draw list: light with a dark edge, to be seen on any background.
#pragma once

#include <imgui.h>

#include <functional>

#include "views/ghost.hpp"

namespace smp {

// em: height of letters there, which lines go by; place: from the picture's px to the draw list's.
void draw_ghost_lines(ImDrawList& list, const GhostLook& ghost, float em,
                      const std::function<ImVec2(const glm::dvec2&)>& place);

}  // namespace smp
