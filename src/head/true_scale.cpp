#include "head/true_scale.hpp"

#include <array>
#include <cmath>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr double typed_tolerance_mm = 1;
constexpr std::array<std::string_view, 4> names{"assumed", "typed", "card", "ruled_mark"};

}  // namespace

TrueScale typed_scale(double ipd_mm) {
    return {ipd_mm, ScaleSource::typed, typed_tolerance_mm};
}

double TrueScale::pupils_tolerance_mm() const {
    return of_the_head() ? std::hypot(tolerance_mm, fitted_pupils_share * ipd_mm) : tolerance_mm;
}

std::string_view name_of(ScaleSource source) {
    return names[static_cast<std::size_t>(source)];
}

std::optional<ScaleSource> source_named(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<ScaleSource>(i);
    return std::nullopt;
}

std::string value_in_words(const TrueScale& scale) {
    const std::string value = number_text(scale.ipd_mm, 1), tolerance = number_text(scale.pupils_tolerance_mm(), 1);
    switch (scale.source) {
        case ScaleSource::typed:
            return tr_fill("{0} mm \xc2\xb1{1}, typed", value, tolerance);
        case ScaleSource::card:
            return tr_fill("{0} mm \xc2\xb1{1}, by the card", value, tolerance);
        case ScaleSource::ruled_mark:
            return tr_fill("{0} mm \xc2\xb1{1}, by the ruled mark", value, tolerance);
        case ScaleSource::assumed:
            break;
    }
    return tr_fill("{0} mm \xc2\xb1{1}, assumed", value, tolerance);
}

std::string in_words(const TrueScale& scale) {
    if (!scale.of_the_head()) return tr_fill("Pupils {0}", value_in_words(scale));
    const std::string share = number_text(100 * scale.share(), 1), value = number_text(scale.ipd_mm, 1),
                      tolerance = number_text(scale.pupils_tolerance_mm(), 1);
    return scale.source == ScaleSource::card
               ? tr_fill("Head measured by the card, \xc2\xb1{0} %; its pupils {1} mm \xc2\xb1{2}", share, value,
                         tolerance)
               : tr_fill("Head measured by the ruled mark, \xc2\xb1{0} %; its pupils {1} mm \xc2\xb1{2}", share, value,
                         tolerance);
}

}  // namespace smp
