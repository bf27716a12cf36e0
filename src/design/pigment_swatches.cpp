#include "design/pigment_swatches.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/split_mix.hpp"
#include "design/colour.hpp"
#include "design/layers.hpp"
#include "design/optics.hpp"
#include "head/skin_noise.hpp"

namespace smp {
namespace {

constexpr int patch_width = PigmentSwatches::width_px, patch_height = PigmentSwatches::height_px,
              patch_pixels = patch_width * patch_height;
constexpr double patch_px_mm = 1 / PigmentSwatches::px_per_mm;
constexpr double margin_mm = 2.5;  // from farther away nothing reaches the patch
constexpr double bare_mm = PigmentSwatches::bare_share * patch_width * patch_px_mm;
constexpr double room_width_mm = (1 - PigmentSwatches::bare_share) * patch_width * patch_px_mm + margin_mm,
                 room_height_mm = patch_height * patch_px_mm + 2 * margin_mm;
constexpr double around_mm = 0.8;  // sigma of what light spreads in the skin (docs/pigment.md)
constexpr double most_per_cm2 = 310;

// A place for a mark, on the skin to the right of the bare part, mm from the patch's corner.
struct FlatSite {
    glm::dvec2 p_mm;
    double size_normal, strength_normal, turn_normal;
};

// Progressive blue noise: each new site is the one of several candidates that lies farthest from those before it
// (Mitchell 1991), so that any first n of them are even.
std::vector<FlatSite> make_flat_sites() {
    SplitMix random(7);
    const auto normal = [&] {
        const double r = std::sqrt(-2 * std::log(1 - random.unit()));
        return std::clamp(r * std::cos(2 * std::numbers::pi * random.unit()), -2.0, 2.0);
    };
    const auto count = static_cast<std::size_t>(most_per_cm2 / 100 * room_width_mm * room_height_mm);
    std::vector<FlatSite> out;
    while (out.size() < count) {
        glm::dvec2 best(0);
        double farthest = -1;
        for (std::size_t i = 0; i < 12 + out.size() / 4; ++i) {
            const glm::dvec2 p(random.unit() * room_width_mm, random.unit() * room_height_mm);
            double nearest = 1e9;
            // The room repeats, so that its borders are as full as its middle.
            for (const FlatSite& s : out) {
                glm::dvec2 d = glm::abs(p - s.p_mm);
                d = glm::min(d, glm::dvec2(room_width_mm, room_height_mm) - d);
                nearest = std::min(nearest, glm::dot(d, d));
            }
            if (nearest > farthest) farthest = nearest, best = p;
        }
        out.push_back({best, normal(), normal(), normal()});
    }
    for (FlatSite& s : out) s.p_mm += glm::dvec2(bare_mm, -margin_mm);
    return out;
}

// What the fine relief of skin does to its light, 1 on average.
std::vector<float> make_relief() {
    const SolidNoise noise;
    const glm::mat3 turned(lattice_from_skin());
    std::vector<float> out(patch_pixels);
    double sum = 0;
    for (int y = 0; y < patch_height; ++y)
        for (int x = 0; x < patch_width; ++x) {
            float v = 1;
            for (const SkinOctave& o : skin_octaves)
                v += o.contrast * noise.at(turned * glm::vec3(x * patch_px_mm, y * patch_px_mm, 0) *
                                           static_cast<float>(2 / o.wave_mm));
            out[static_cast<std::size_t>(y * patch_width + x)] = v;
            sum += v;
        }
    for (float& v : out) v *= static_cast<float>(patch_pixels / sum);
    return out;
}

// Adds `tone_mm2` spread over a Gaussian of `sigma_mm` about a place.
void add_bell(std::vector<float>& tone, const glm::dvec2& p_mm, double sigma_mm, double tone_mm2) {
    std::array<float, patch_width> along{};
    const auto bell = [&](double d_mm) { return std::exp(-0.5 * d_mm * d_mm / (sigma_mm * sigma_mm)); };
    const int reach = static_cast<int>(std::ceil(4 * sigma_mm / patch_px_mm));
    const glm::ivec2 at(glm::floor(p_mm / patch_px_mm));
    const int x0 = std::max(0, at.x - reach), x1 = std::min(patch_width - 1, at.x + reach);
    for (int x = x0; x <= x1; ++x)
        along[static_cast<std::size_t>(x)] = static_cast<float>(bell((x + 0.5) * patch_px_mm - p_mm.x));
    const double peak = tone_mm2 / (2 * std::numbers::pi * sigma_mm * sigma_mm);
    for (int y = std::max(0, at.y - reach); y <= std::min(patch_height - 1, at.y + reach); ++y) {
        const auto row = static_cast<float>(peak * bell((y + 0.5) * patch_px_mm - p_mm.y));
        float* const t = &tone[static_cast<std::size_t>(y * patch_width)];
        for (int x = x0; x <= x1; ++x) t[x] += row * along[static_cast<std::size_t>(x)];
    }
}

struct FlatTone {
    std::vector<float> dots = std::vector<float>(patch_pixels, 0.f), around = std::vector<float>(patch_pixels, 0.f);
};

// As TreatmentCompiler has it, on a flat piece of mid-scalp.
FlatTone flat_tone_of(const TreatmentDesign& d) {
    static const std::vector<FlatSite> sites = make_flat_sites();
    const double final_per_mm2 = d.density_per_cm2 / 100, area_mm2 = room_width_mm * room_height_mm;
    const auto count = std::min(
        sites.size(), static_cast<std::size_t>(std::lround(final_per_mm2 * session_share(d.session) * area_mm2)));
    const double strength = age_strength(d.age_months) * dilution_strength(d.dilution);
    const auto size_of = [&](const FlatSite& s) { return std::max(0.3, 1 + d.size_variation * s.size_normal); };
    const auto own_of = [&](const FlatSite& s) { return std::pow(size_of(s), 1.5) * (1 + 0.12 * s.strength_normal); };
    double even = 0;  // of these few sites, so that the patch has the design's tone
    for (std::size_t k = 0; k < count; ++k) even += own_of(sites[k]) / static_cast<double>(count);
    FlatTone out;
    for (std::size_t k = 0; k < count; ++k) {
        const FlatSite& s = sites[k];
        const Layer layer = layer_of((static_cast<double>(k) + 0.5) / (final_per_mm2 * area_mm2), 1, d.layering);
        const double tone_mm2 =
            std::pow(d.dot_diameter_mm / 0.2, 1.5) * own_of(s) / even * strength * layer.tone * d.opacity;
        const double sigma_mm = mark_sigma_mm(d.dot_diameter_mm * size_of(s) * layer.size, d.age_months);
        add_bell(out.around, s.p_mm, around_mm, tone_mm2);
        // A feathered stroke of some 2.5 mm as a chain of dots.
        const int links = d.mark == MarkKind::feathered ? 9 : 1;
        const double turn = 0.12 * s.turn_normal;
        for (int i = 0; i < links; ++i) {
            const double along_mm = links > 1 ? 2.5 * (i / (links - 1.0) - 0.5) : 0;
            const glm::dvec2 p_mm = s.p_mm + along_mm * glm::dvec2(std::sin(turn), std::cos(turn));
            // Bare is bare, also beside strokes that lean.
            if (p_mm.x >= bare_mm) add_bell(out.dots, p_mm, sigma_mm, tone_mm2 / links);
        }
    }
    return out;
}

std::uint8_t srgb_code_of(float linear) {
    static const auto table = [] {
        std::array<std::uint8_t, 4097> t{};
        for (std::size_t i = 0; i < t.size(); ++i) t[i] = srgb_code(static_cast<double>(i) / 4096);
        return t;
    }();
    return table[static_cast<std::size_t>(std::clamp(linear, 0.f, 1.f) * 4096 + 0.5f)];
}

}  // namespace

PigmentSwatches pigment_swatches(const TreatmentDesign& design, const glm::vec3& skin_rgb) {
    static const std::vector<float> relief = make_relief();
    PigmentSwatches out;
    out.skin_rgb = skin_rgb;
    const FlatTone tone = flat_tone_of(design);
    TreatmentDesign d = design;
    // Where the tone has its full depth, away from the border to the bare part.
    const int full_px = static_cast<int>((bare_mm + 2 * around_mm) / patch_px_mm);
    for (int shade = 0; shade < shade_count; ++shade) {
        d.shade = static_cast<PigmentShade>(shade);
        const PigmentOptics::Depth depth = pigment_optics(d).at(luminance_of(glm::dvec3(skin_rgb)));
        PigmentSwatches::One& one = out.shades[static_cast<std::size_t>(shade)];
        one.rgb.resize(3 * patch_pixels);
        glm::dvec3 sum(0);
        for (int i = 0; i < patch_pixels; ++i) {
            const auto k = static_cast<std::size_t>(i);
            const glm::vec3 kept = glm::exp(-tone.dots[k] * depth.dot - tone.around[k] * depth.around);
            const glm::vec3 seen = skin_rgb * relief[k] * kept;
            for (int c = 0; c < 3; ++c) one.rgb[3 * k + static_cast<std::size_t>(c)] = srgb_code_of(seen[c]);
            if (i % patch_width >= full_px) sum += glm::dvec3(skin_rgb * kept);
        }
        one.mean_rgb = sum / static_cast<double>((patch_width - full_px) * patch_height);
    }
    return out;
}

TreatmentDesign swatch_design(const TreatmentDesign& d) {
    TreatmentDesign out;
    out.density_per_cm2 = d.density_per_cm2;
    out.dot_diameter_mm = d.dot_diameter_mm;
    out.size_variation = d.size_variation;
    out.mark = d.mark;
    out.layering = d.layering;
    out.dilution = d.dilution;
    out.depth_mm = d.depth_mm;
    out.session = d.session;
    out.age_months = d.age_months;
    out.opacity = d.opacity;
    return out;
}

}  // namespace smp
