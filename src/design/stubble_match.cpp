#include "design/stubble_match.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "design/colour.hpp"
#include "design/optics.hpp"

namespace smp {
namespace {

constexpr double low_density = 120, high_density = 180;  // DOMAIN 3: forelock and mid-scalp
constexpr double largest_dot_mm = 0.25;                  // healed (DOMAIN 2)
constexpr double least_variation = 0.1, most_variation = 0.5;

double clamped(std::string_view name, double value) {
    const Parameter& p = *find_parameter(name);
    return std::clamp(value, p.min, p.max);
}

// Tone that a square centimetre of 100 marks has.
double mark_tone(const TreatmentDesign& d) {
    return std::pow(d.dot_diameter_mm / 0.2, 1.5) * dilution_strength(d.dilution) * age_strength(d.age_months);
}
double tone_of_design(const TreatmentDesign& d) {
    return d.density_per_cm2 / 100 * session_share(d.session) * mark_tone(d);
}

double off_between(const glm::vec3& skin, const glm::vec3& a, const glm::vec3& b) {
    return delta_e(glm::dvec3(skin * glm::exp(-a)), glm::dvec3(skin * glm::exp(-b)));
}

// What each channel's depth counts for the lightness of this skin; sums to 1.
glm::vec3 lightness_weights(const glm::vec3& skin) {
    const glm::vec3 w = glm::vec3(0.2126f, 0.7152f, 0.0722f) * glm::max(skin, glm::vec3(1e-4f));
    return w / (w.r + w.g + w.b);
}

// The dilution that comes nearest to a strength, in whole parts: strength falls as it rises.
double dilution_for(double strength) {
    const Parameter& p = *find_parameter("pigment.dilution");
    double low = p.min, high = p.max;
    for (int i = 0; i < 40; ++i) {
        const double middle = 0.5 * (low + high);
        (dilution_strength(middle) > strength ? low : high) = middle;
    }
    return clamped("pigment.dilution", std::round(0.5 * (low + high)));
}

// Density, dilution and dot for a tone.
void meet_tone(TreatmentDesign& d, double tone) {
    const auto density_for = [&] { return 100 * tone / (session_share(d.session) * mark_tone(d)); };
    d.density_per_cm2 = std::clamp(d.density_per_cm2, low_density, high_density);
    d.dilution = dilution_for(tone / tone_of_design(d) * dilution_strength(d.dilution));
    // Parts are whole; the rest, and what no dilution can do, is the density's.
    d.density_per_cm2 = clamped("stipple.density_per_cm2", std::round(density_for()));
    if (density_for() > d.density_per_cm2 + 1) {
        const double grow = std::pow(tone / tone_of_design(d), 1 / 1.5);
        const double most = std::max(d.dot_diameter_mm, largest_dot_mm);
        d.dot_diameter_mm = std::min(most, std::round(100 * d.dot_diameter_mm * grow) / 100);
        d.density_per_cm2 = clamped("stipple.density_per_cm2", std::round(density_for()));
    }
}

void add_unmet(std::string& text, const char* words) {
    text += (text.empty() ? "" : "; ") + std::string(words);
}

}  // namespace

glm::vec3 mean_depth_rgb(const TreatmentDesign& design, double skin_luminance) {
    return static_cast<float>(tone_of_design(design)) * pigment_optics(design).at(skin_luminance).all();
}

double mean_grain(const TreatmentDesign& d, const StubbleTarget& seen, double window_mm) {
    // Shot noise of marks (Campbell): variance = marks per mm2 x (tone x pigment)^2 x integral of the squared
    // footprint. The footprint is a Gaussian of mark, lens and pixel, less its own mean over the window.
    const double mark_mm = mark_sigma_mm(d.dot_diameter_mm, d.age_months);
    const double px_mm = 1 / std::max(0.01, seen.px_per_mm);
    const double s2 = mark_mm * mark_mm + (seen.blur_px * seen.blur_px + 1.0 / 12) * px_mm * px_mm;
    const double wide2 = s2 + window_mm * window_mm, pi = std::numbers::pi;
    const double footprint = 1 / (4 * pi * s2) + 1 / (4 * pi * wide2) - 1 / (pi * (s2 + wide2));
    const double per_mm2 = d.density_per_cm2 / 100 * session_share(d.session);
    const double green = mark_tone(d) * pigment_optics(d).at(seen.skin_luminance).dot.g;  // the rest is spread
    // Marks keep their distance: of their places only what is finer than the spacing is seen as grain. Their sizes and
    // strengths differ freely (deviates within +-2: sd 0.88).
    const double spread = 0.88 * std::hypot(1.5 * d.size_variation, 0.12);
    const double places = std::exp(-4 * pi * pi * s2 * per_mm2);
    return green * std::sqrt(per_mm2 * footprint * (places + spread * spread));
}

StubbleOffer match_stubble(const TreatmentDesign& design, const StubbleTarget& target, int steps_lighter) {
    StubbleOffer out;
    const glm::vec3 weights = lightness_weights(target.skin_rgb);
    const double wanted = glm::dot(weights, target.depth_rgb);
    double least = 1e9;
    for (const auto shade :
         {PigmentShade::neutral_grey, PigmentShade::warm_grey, PigmentShade::cool_grey, PigmentShade::soft_brown}) {
        TreatmentDesign d = design;
        d.shade = shade;
        const glm::vec3 k = pigment_optics(d).at(target.skin_luminance).all();
        // Same lightness; so what is left between shades is hue alone.
        const double tone = wanted / std::max(1e-6f, glm::dot(weights, k));
        const double off = off_between(target.skin_rgb, target.depth_rgb, static_cast<float>(tone) * k);
        if (off >= least) continue;
        least = off;
        meet_tone(d, tone);
        if (steps_lighter > 0) {
            const double lighter = dilution_strength(d.dilution + dilution_step * steps_lighter);
            meet_tone(d, tone * lighter / dilution_strength(d.dilution));
        }
        out.design = d;
    }
    TreatmentDesign& d = out.design;
    // More variation is more grain.
    double low = least_variation, high = most_variation;
    for (int i = 0; i < 20; ++i) {
        d.size_variation = 0.5 * (low + high);
        (mean_grain(d, target) < target.grain ? low : high) = d.size_variation;
    }
    d.size_variation = std::round(20 * d.size_variation) / 20;

    if (target.on_sides) d.sides_density = 0;

    out.steps_lighter = steps_lighter;
    out.depth_rgb = mean_depth_rgb(d, target.skin_luminance);
    out.grain = mean_grain(d, target);
    out.wanted_depth = wanted;
    out.depth = glm::dot(weights, out.depth_rgb);
    out.delta_e = off_between(target.skin_rgb, target.depth_rgb, out.depth_rgb);
    for (const char* name : {"pigment.shade", "pigment.dilution", "stipple.density_per_cm2", "stipple.dot_diameter_mm",
                             "stipple.size_variation"}) {
        const Parameter& p = *find_parameter(name);
        out.set.push_back(std::string(name) + "=" + format_value(p, p.get(d)));
    }
    if (target.on_sides) out.set.push_back("region.sides_density=0");

    constexpr double tone_slack = 0.1, hue_slack = 0.04, grain_slack = 0.7, least_grain = 0.02;
    if (steps_lighter == 0 && out.depth < (1 - tone_slack) * wanted)
        add_unmet(out.unmet, d.session < 3 ? "lighter than the stubble: more sessions are needed"
                                           : "lighter than the stubble: pigment, density and dot are at their limits");
    if (steps_lighter == 0 && out.depth > (1 + tone_slack) * wanted)
        add_unmet(out.unmet, "darker than the stubble: pigment and density are at their limits");
    const glm::vec3 off = target.depth_rgb / static_cast<float>(std::max(1e-6, wanted)) -
                          out.depth_rgb / static_cast<float>(std::max(1e-6, out.depth));
    const double warmth =
        (off.b - off.r) * wanted;  // stubble takes more blue and less red than the offer: it is warmer
    if (warmth > hue_slack) add_unmet(out.unmet, "the stubble is warmer than any shade");
    if (warmth < -hue_slack) add_unmet(out.unmet, "the stubble is cooler than any shade");
    if (target.grain > least_grain && out.grain < grain_slack * target.grain)
        add_unmet(out.unmet, "the stubble is grainier");
    if (out.grain > least_grain && target.grain < grain_slack * out.grain)
        add_unmet(out.unmet, "the stubble is smoother");
    return out;
}

}  // namespace smp
