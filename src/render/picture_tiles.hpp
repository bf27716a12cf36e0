// The part of a picture that a pass has to touch, in square tiles.
#pragma once

#include <cstdint>
#include <glm/glm.hpp>
#include <vector>

#include "render/camera.hpp"

namespace smp {

class PictureTiles {
  public:
    static constexpr int side_px = 16;

    void clear(glm::ivec2 picture_px);
    void add(const PixelRect& rect);  // every tile that it touches
    // All tiles as triangles in clip space, (x, y) each, for a viewport over the whole picture: each tile once.
    const std::vector<glm::vec2>& triangles();
    const PixelRect& rect() const { return rect_; }  // around all of it

  private:
    glm::ivec2 picture_px_{0}, count_{0};
    std::vector<std::uint8_t> touched_;
    std::vector<glm::vec2> triangles_;
    PixelRect rect_;
};

}  // namespace smp
