#include "app/stubble_offer.hpp"

#include <algorithm>
#include <cstdio>

#include "base/texts.hpp"
#include "design/chart_grid.hpp"
#include "design/regions.hpp"
#include "head/head_mesh.hpp"

namespace smp {
namespace {

template <class... Values>
std::string print(const char* format, Values... values) {
    char text[256];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

std::string rgb(const glm::vec3& v) {
    return print("%.2f %.2f %.2f", static_cast<double>(v.r), static_cast<double>(v.g), static_cast<double>(v.b));
}

const char* in_words(StubblePlace place) {
    return place == StubblePlace::fringe ? "shaved fringe" : "shaved beard";
}

std::string offer_text(const StubbleOffer& offer) {
    std::string text;
    for (const auto& s : offer.set) text += "--set " + s + "\n";
    text += "  optical depth R G B " + rgb(offer.depth_rgb) + ", grain " + print("%.3f", offer.grain) +
            print(", colour difference %.1f (CIE 1976)\n", offer.delta_e);
    if (!offer.unmet.empty()) text += "  not met: " + offer.unmet + "\n";
    return text;
}

std::string in_numbers(const StubbleOffer& o) {
    const Parameter& shade = *find_parameter("pigment.shade");
    std::string name = format_value(shade, shade.get(o.design));
    std::replace(name.begin(), name.end(), '_', ' ');
    return tr_fill("{0}, 1:{1}, {2}/cm\xc2\xb2, dots {3} mm", tr("pigment.shade|" + name),
                   number_text(o.design.dilution, 0), number_text(o.design.density_per_cm2, 0),
                   number_text(o.design.dot_diameter_mm, 2));
}

}  // namespace

Expected<MatchedStubble> match_stubble(const HeadModel& model, const Tracked& tracked, const TreatmentDesign& design) {
    const ScalpSurface surface(model, tracked.head.shape);
    const HeadRasteriser rasteriser(HeadMesh::build(model, tracked.head.shape, surface), surface.centre_mm());
    const auto in_hair = chart_grid::inside(model.hair_region());
    auto stubble = read_stubble(tracked.frame.bgr, tracked.head, tracked.skin, rasteriser, [&](const ChartPoint& c) {
        const auto tap = chart_grid::tap(c);
        return in_hair[static_cast<std::size_t>(tap.index)] ? sides_weight(c) : 0.0;
    });
    if (!stubble) return stubble.error();
    const StubbleTarget target{stubble->depth_rgb,
                               stubble->grain,
                               stubble->px_per_mm,
                               stubble->blur_px,
                               stubble->skin_rgb,
                               stubble->skin_luminance,
                               stubble->place == StubblePlace::fringe};
    return MatchedStubble{*stubble, match_stubble(design, target), match_stubble(design, target, 1)};
}

TreatmentDesign with_offer(TreatmentDesign design, const StubbleOffer& offer) {
    for (const auto& s : offer.set) {
        const auto equals = s.find('=');
        (void)set_parameter(design, s.substr(0, equals), s.substr(equals + 1));  // as format_value wrote it
    }
    return design;
}

std::string to_text(const MatchedStubble& m, bool lighter_applied) {
    const Stubble& s = m.stubble;
    std::string text;
    if (s.doubt.empty())
        text = print("Stubble: %s, %.0f cm2 of it seen\n", in_words(s.place), s.area_cm2);
    else
        text = print("No sure stubble found. Perhaps a %s (%.0f cm2 of it seen), but ", in_words(s.place), s.area_cm2) +
               s.doubt + "\n";
    text += "  optical depth R G B " + rgb(s.depth_rgb) + " +- " + rgb(s.spread_rgb) +
            print(", grain %.3f at %.1f px/mm\n", s.grain, s.px_per_mm);
    text += std::string("To meet it") + (lighter_applied ? "" : " (as drawn)") + "\n" + offer_text(m.match);
    text += std::string("One step lighter, to start with") + (lighter_applied ? " (as drawn)" : "") + "\n" +
            offer_text(m.lighter);
    return text;
}

std::string to_note(const MatchedStubble& m, bool lighter_applied) {
    const bool fringe = m.stubble.place == StubblePlace::fringe;
    if (const std::string& doubt = m.stubble.doubt; !doubt.empty())
        return fringe
                   ? tr_fill("No sure stubble found. Perhaps a shaved fringe, but {0}. B again takes it all the same.",
                             doubt)
                   : tr_fill("No sure stubble found. Perhaps a shaved beard, but {0}. B again takes it all the same.",
                             doubt);
    const std::string offer = in_numbers(lighter_applied ? m.lighter : m.match);
    if (lighter_applied)
        return fringe ? tr_fill("One step lighter than your shaved fringe: {0}", offer)
                      : tr_fill("One step lighter than your shaved beard: {0}", offer);
    return fringe ? tr_fill("Matched to your shaved fringe: {0}", offer)
                  : tr_fill("Matched to your shaved beard: {0}", offer);
}

std::string to_taken_note(const MatchedStubble& m, bool lighter_applied) {
    return tr_fill("Taken although it is not sure: {0}", in_numbers(lighter_applied ? m.lighter : m.match));
}

}  // namespace smp
