#include "skin/well_lit_skin.hpp"

#include <cmath>

namespace smp {
namespace {

constexpr float surely_skin = 0.8f;
constexpr double as_well_lit = 0.12;  // of the logarithm of light
constexpr int least_places = 12;

}  // namespace

std::optional<glm::vec3> well_lit_skin_rgb(const SkinLook& skin) {
    if (skin.empty() || !(skin.luminance > 0)) return std::nullopt;
    glm::dvec3 sum(0);
    int count = 0;
    for (int y = 0; y < skin.matt.rows; ++y)
        for (int x = 0; x < skin.matt.cols; ++x) {
            const auto& at = skin.matt.at<cv::Vec4f>(y, x);
            const double light = 0.2126 * at[0] + 0.7152 * at[1] + 0.0722 * at[2];
            if (at[3] < surely_skin || !(light > 0) || std::abs(std::log(light / skin.luminance)) > as_well_lit)
                continue;
            sum += glm::dvec3(at[0], at[1], at[2]);
            ++count;
        }
    if (count < least_places) return std::nullopt;
    const double light = glm::dot(sum, glm::dvec3(0.2126, 0.7152, 0.0722));
    return glm::vec3(sum * (skin.luminance / light));
}

}  // namespace smp
