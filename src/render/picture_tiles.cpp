#include "render/picture_tiles.hpp"

#include <algorithm>

namespace smp {

void PictureTiles::clear(glm::ivec2 picture_px) {
    picture_px_ = picture_px;
    count_ = (picture_px + side_px - 1) / side_px;
    touched_.assign(static_cast<std::size_t>(count_.x) * static_cast<std::size_t>(count_.y), 0);
    rect_ = {};
}

void PictureTiles::add(const PixelRect& rect) {
    const PixelRect in{glm::max(rect.low, glm::ivec2(0)), glm::min(rect.high, picture_px_)};
    if (in.empty()) return;
    const glm::ivec2 low = in.low / side_px, high = (in.high - 1) / side_px;
    for (int y = low.y; y <= high.y; ++y) {
        const auto row = touched_.begin() + static_cast<std::ptrdiff_t>(y) * count_.x;
        std::fill(row + low.x, row + high.x + 1, std::uint8_t{1});
    }
    const PixelRect whole{low * side_px, glm::min((high + 1) * side_px, picture_px_)};
    rect_ = rect_.empty() ? whole : PixelRect{glm::min(rect_.low, whole.low), glm::max(rect_.high, whole.high)};
}

const std::vector<glm::vec2>& PictureTiles::triangles() {
    triangles_.clear();
    const auto clip = [&](int x, int y) {
        return 2.f * glm::vec2(glm::min(glm::ivec2(x, y) * side_px, picture_px_)) / glm::vec2(picture_px_) - 1.f;
    };
    for (int y = 0; y < count_.y; ++y) {
        const auto touched = [&](int x) { return touched_[static_cast<std::size_t>(y) * count_.x + x] != 0; };
        for (int x = 0; x < count_.x; ++x) {
            if (!touched(x)) continue;
            const int first = x;
            while (x < count_.x && touched(x)) ++x;
            const glm::vec2 a = clip(first, y), b = clip(x, y), c = clip(x, y + 1), d = clip(first, y + 1);
            triangles_.insert(triangles_.end(), {a, b, c, a, c, d});
        }
    }
    return triangles_;
}

}  // namespace smp
