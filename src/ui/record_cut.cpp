#include "ui/record_cut.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace smp {

PictureCut cut_of(std::string_view crop_json, glm::ivec2 picture_px) {
    if (picture_px.x <= 0 || picture_px.y <= 0) return {};
    const auto json = nlohmann::json::parse(crop_json, nullptr, false);
    if (!json.is_object()) return {};
    const auto& from = json.contains("crop") && json["crop"].is_object() ? json["crop"] : json;
    std::array<double, 4> values{};
    for (std::size_t i = 0; const char* name : {"x_px", "y_px", "width_px", "height_px"}) {
        const auto at = from.find(name);
        if (at == from.end() || !at->is_number()) return {};
        values[i] = at->get<double>();
        if (!std::isfinite(values[i])) return {};
        ++i;
    }
    const glm::dvec2 picture(picture_px);
    if (values[2] < 1 || values[3] < 1) return {};
    return {glm::dvec2(values[0], values[1]) / picture, glm::dvec2(values[2], values[3]) / picture};
}

double width_per_height(const PictureCut& cut, glm::ivec2 picture_px) {
    if (picture_px.x <= 0 || picture_px.y <= 0) return 0.8;
    return cut.size.x * picture_px.x / (cut.size.y * picture_px.y);
}

}  // namespace smp
