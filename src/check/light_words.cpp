#include <algorithm>
#include <cmath>
#include <optional>

#include "base/texts.hpp"
#include "check/findings.hpp"
#include "check/light_check.hpp"

namespace smp {
namespace {

// What is doubtful and what is bad, of medians.
struct Limits {
    double doubtful, bad;
};
// DOMAIN 11: clipped below 1 %, left and right within 20 % (0.26 stops). Bad: the marks of a whole forehead's share
// cannot be seen; one side has half the light of the other.
constexpr Limits burnt{0.01, 0.05}, uneven_stops{0.263, 1.0};
// DOMAIN 11, "no mixed colour": in doublings of red to blue. Lamps of 4000 K beside daylight of 5500 K, each on its own
// side, make 0.9, of which some four fifths are seen; skin in the shade of one lamp is up to 0.25 redder than in its
// light.
constexpr Limits mixed{0.35, 0.7};
// Of white. The darkest two Monk tones (DOMAIN 5) have 0.018 and 0.031 in good light; a picture of them is bright
// elsewhere, where 0.35 is a grey wall or a shirt.
constexpr Limits dark{0.045, 0.02};
constexpr double well_exposed = 0.35;
// Photographs of bald heads on which a person sees a shiny scalp have 0.03 to 0.075.
constexpr Limits glare{0.03, 0.1};
// As CameraLook measures it, which counts no difference beyond 12 codes: truly 5 and 9 codes. The tone of a treatment
// is some 7 codes on light skin.
constexpr Limits grainy{0.018, 0.026};
// Photographs and clips that are sharp to the eye have 0.4 to 1.1.
constexpr Limits blurred_px{1.8, 3.2};
// The tracker works at 1.15 pixels to the millimetre; below half of it landmarks and map are guesses.
constexpr Limits coarse_px_per_mm{0.9, 0.5};
// A client sits at 600 to 900 mm (DOMAIN 11); a lens that was not given may be off by a quarter.
constexpr Limits far_mm{1125, 1600}, near_mm{450, 300};
constexpr Limits cut{0.03, 0.12};
constexpr Limits slow_fps{20, 12};    // of the usual 30; in the dark a webcam goes to 15 and 10
constexpr double jump_stops = 0.263;  // as of left and right

std::optional<double> median(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double median_of(std::span<const LightSample> samples, double LightSample::*member) {
    std::vector<double> values;
    for (const LightSample& s : samples) values.push_back(s.*member);
    return median(std::move(values)).value_or(0);
}

// Of those that know it, where they are half of all.
std::optional<double> median_of(std::span<const LightSample> samples, std::optional<double> LightSample::*member) {
    std::vector<double> values;
    for (const LightSample& s : samples)
        if (s.*member) values.push_back(*(s.*member));
    if (2 * values.size() < samples.size()) return std::nullopt;
    return median(std::move(values));
}

std::string percent(double share) {
    return number_text(100 * share, share < 0.0995 ? 1 : 0) + " %";
}

Verdict above(double value, const Limits& l) {
    return value > l.bad ? Verdict::bad : value > l.doubtful ? Verdict::doubtful : Verdict::good;
}
Verdict below(double value, const Limits& l) {
    return value < l.bad ? Verdict::bad : value < l.doubtful ? Verdict::doubtful : Verdict::good;
}

Finding found(std::string_view name, std::string value, Verdict verdict, std::string advice) {
    return {name, std::move(value), verdict, verdict == Verdict::good ? "" : std::move(advice)};
}

Finding distance(std::span<const LightSample> samples) {
    const double mm = median_of(samples, &LightSample::distance_mm);
    const std::string value = tr_fill("about {0} cm", number_text(mm / 10, 0));
    if (mm < near_mm.doubtful)
        return found(tr_later("Distance"), value, below(mm, near_mm),
                     tr("Too near: move the chair or the camera back, to 60 to 90 cm."));
    return found(tr_later("Distance"), value, above(mm, far_mm),
                 tr("Too far: move the chair or the camera closer, to 60 to 90 cm."));
}

Finding exposure(std::span<const LightSample> samples) {
    const double skin = median_of(samples, &LightSample::skin_luminance),
                 clipped = median_of(samples, &LightSample::burnt_share);
    if (const Verdict v = above(clipped, burnt); v != Verdict::good)
        return found(tr_later("Exposure"), tr_fill("{0} of the skin burnt out", percent(clipped)), v,
                     tr("Too bright: dim the light on the client, or turn the camera's exposure down."));
    const std::string value = tr_fill("skin at {0} of white", percent(skin));
    const Verdict v = below(skin, dark);
    // Dark skin is as dark as any skin in the dark; a picture that is bright elsewhere is not dark.
    if (v != Verdict::good && median_of(samples, &LightSample::picture_luminance) > well_exposed)
        return skin > dark.bad ? found(tr_later("Exposure"), value, Verdict::good, "")
                               : found(tr_later("Exposure"), value, Verdict::doubtful,
                                       tr("The head is far darker than what is behind it: put light in front of the "
                                          "client, or cover what is bright behind."));
    return found(tr_later("Exposure"), value, v, tr("Too dark: put more light in front of the client."));
}

Finding sides(std::span<const LightSample> samples) {
    const auto stops = median_of(samples, &LightSample::left_stops);
    if (!stops)
        return found(tr_later("Left and right"), tr("not seen"), Verdict::doubtful,
                     tr("One side of the head is not seen: let the client face the mirror, and check again."));
    const double more = std::exp2(std::abs(*stops)) - 1;
    const bool left = *stops > 0;
    const std::string by = number_text(100 * more, 0) + " %";
    return found(tr_later("Left and right"),
                 more < 0.05 ? tr("sides|even")
                 : left      ? tr_fill("left {0} brighter", by)
                             : tr_fill("right {0} brighter", by),
                 above(std::abs(*stops), uneven_stops),
                 left ? tr("The client's right side is darker: put light there, or turn the chair to the light.")
                      : tr("The client's left side is darker: put light there, or turn the chair to the light."));
}

Finding colour(std::span<const LightSample> samples) {
    const auto redder = median_of(samples, &LightSample::left_redder);
    if (!redder) return found(tr_later("Colour of light"), tr("not seen"), Verdict::good, "");
    const Verdict v = above(std::abs(*redder), mixed);
    return found(tr_later("Colour of light"),
                 v == Verdict::good ? tr("one colour")
                 : *redder > 0      ? tr("left side warmer")
                                    : tr("right side warmer"),
                 v, tr("Two colours of light: close the blind, or use lamps of one kind only."));
}

Finding shine(std::span<const LightSample> samples) {
    const double share = median_of(samples, &LightSample::glare_share);
    return found(tr_later("Glare"), tr_fill("{0} of the scalp", percent(share)), above(share, glare),
                 median_of(samples, &LightSample::glare_above) > 0.5
                     ? tr("The top of the head shines: switch off or soften the lamp above, or powder the scalp.")
                     : tr("The head shines: make the lamp in front larger and softer or move it aside, or powder the "
                          "scalp."));
}

}  // namespace

std::vector<Finding> judge_light(std::span<const LightSample> samples, double fps) {
    if (samples.empty()) return {};
    const double cut_share = median_of(samples, &LightSample::cut_share),
                 px_per_mm = median_of(samples, &LightSample::px_per_mm),
                 noise = median_of(samples, &LightSample::grain), blur_px = median_of(samples, &LightSample::blur_px);
    std::vector<Finding> out{
        distance(samples),
        found(tr_later("Whole head"), tr_fill("{0} in the picture", percent(1 - cut_share)), above(cut_share, cut),
              tr("The picture cuts the head off: tilt the camera, or move back, until the crown is seen.")),
        found(tr_later("Detail"), tr_fill("{0} pixels to the mm", number_text(px_per_mm, 1)),
              below(px_per_mm, coarse_px_per_mm),
              tr("Few pixels on the head: come closer, or let the camera give a larger picture.")),
        exposure(samples),
        sides(samples),
        colour(samples),
        shine(samples),
        found(tr_later("Noise"), percent(noise), above(noise, grainy),
              tr("The picture is grainy: put more light on the client.")),
        found(tr_later("Sharpness"), tr_fill("blurred by {0} pixels", number_text(blur_px, 1)),
              above(blur_px, blurred_px), tr("Not sharp: clean the lens, and let the camera focus on the face.")),
    };
    if (fps > 0)
        out.push_back(found(tr_later("Pictures"), tr_fill("{0} a second", number_text(fps, 0)), below(fps, slow_fps),
                            tr("The camera is slow: put more light on the client, or use another USB port.")));
    return out;
}

const Finding* worst(std::span<const Finding> findings) {
    const Finding* out = nullptr;
    for (const Finding& f : findings)
        if (f.verdict != Verdict::good && (!out || f.verdict > out->verdict)) out = &f;
    return out;
}

std::string in_words(Verdict verdict) {
    return verdict == Verdict::good       ? tr("verdict|good")
           : verdict == Verdict::doubtful ? tr("verdict|doubtful")
                                          : tr("verdict|bad");
}

bool jumped(std::span<const LightSample> before, std::span<const LightSample> after) {
    const double was = median_of(before, &LightSample::skin_luminance),
                 is = median_of(after, &LightSample::skin_luminance);
    return was > 0 && is > 0 && std::abs(std::log2(is / was)) > jump_stops;
}

}  // namespace smp
