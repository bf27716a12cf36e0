#include "skin/lamp_colour.hpp"

#include <cmath>

namespace smp {

glm::vec3 black_body_rgb(double t) {
    // CIE 1960 u, v of the Planckian locus, then xyY, XYZ, linear sRGB (IEC 61966-2-1).
    const double u =
        (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t);
    const double v =
        (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t);
    const double d = 2 * u - 8 * v + 4, x = 3 * u / d, y = 2 * v / d;
    const glm::dvec3 xyz(x / y, 1, (1 - x - y) / y);
    const glm::dvec3 rgb(3.2404542 * xyz.x - 1.5371385 * xyz.y - 0.4985314 * xyz.z,
                         -0.9692660 * xyz.x + 1.8760108 * xyz.y + 0.0415560 * xyz.z,
                         0.0556434 * xyz.x - 0.2040259 * xyz.y + 1.0572252 * xyz.z);
    return glm::vec3(glm::max(rgb, glm::dvec3(1e-3)) / rgb.g);
}

std::optional<glm::vec3> lamp_colour(const std::vector<ShinySkin>& samples) {
    constexpr std::size_t enough = 12;
    constexpr double coldest_mired = 90, warmest_mired = 330, step_mired = 5;  // 11 000 to 3000 K
    constexpr double usual_mired = 154, spread_mired = 90;  // cameras balance themselves: it mostly is near D65
    constexpr double sigma = 0.08;  // of a sample's distance from its plane, as a share of the shine
    if (samples.size() < enough) return {};
    double least = 1e30, least_residual = 0;
    glm::vec3 best(1);
    for (double mired = coldest_mired; mired <= warmest_mired; mired += step_mired) {
        const glm::dvec3 lamp(black_body_rgb(1e6 / mired));
        double sum = 0, count = 0;
        for (const auto& s : samples) {
            const glm::dvec3 matt(s.matt_rgb), seen(s.seen_rgb);
            // Off the plane of skin and lamp, against how much shine there is.
            const glm::dvec3 normal = glm::normalize(glm::cross(glm::normalize(matt), glm::normalize(lamp)));
            const double off = glm::dot(seen, normal) / std::max(1e-4, glm::length(seen - matt));
            sum += off * off / (off * off + sigma * sigma);
            ++count;
        }
        const double away = (mired - usual_mired) / spread_mired;
        const double residual = sum / count, cost = residual + 0.05 * away * away;
        if (cost < least) least = cost, least_residual = residual, best = glm::vec3(lamp);
    }
    if (least_residual > 0.6) return {};
    return best;
}

}  // namespace smp
