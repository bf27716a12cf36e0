// Which piece of a picture of the record is compared with another of the same view. Pure.
#pragma once

#include <glm/glm.hpp>
#include <string_view>

namespace smp {

// As shares of the picture, 0 .. 1; a cut may reach beyond it.
struct PictureCut {
    glm::dvec2 corner{0}, size{1};
    bool operator==(const PictureCut&) const = default;
};
// `crop_json`: {"x_px", "y_px", "width_px", "height_px"} of the full picture from its corner, also within "crop", as
// screenshots have it. The whole picture where there is none that can be read.
PictureCut cut_of(std::string_view crop_json, glm::ivec2 picture_px);
// Shape of the cut, as it is shown.
double width_per_height(const PictureCut& cut, glm::ivec2 picture_px);

}  // namespace smp
