// What a millimetre is on this client. A camera alone cannot tell a small head near by from a large one farther off:
// the distance between the pupils, assumed or measured, decides. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smp {

enum class ScaleSource { assumed, typed, card, ruled_mark };

// The fit finds eye corners to 4 % of their distance on single faces (docs/tracking.md, "Where it fails"): so far the
// fitted pupils may be off the client's own.
inline constexpr double fitted_pupils_share = 0.04;

inline constexpr double least_ipd_mm = 40, most_ipd_mm = 85;

struct TrueScale {
    double ipd_mm = 63;  // between the pupils, as the fitted head has them; the mean of adults (DOMAIN 10)
    ScaleSource source = ScaleSource::assumed;
    // Of the scale, on this length: what was typed of the pupils, or measured on the head. Assumed: nearly all adults
    // are within 10 % of the mean.
    double tolerance_mm = 6.3;

    bool assumed() const { return source == ScaleSource::assumed; }
    double share() const { return tolerance_mm / ipd_mm; }  // what a wrong scale does to a length
    // Card and mark lie on the head and not on the pupils.
    bool of_the_head() const { return source == ScaleSource::card || source == ScaleSource::ruled_mark; }
    // Of ipd_mm as the distance between the client's own pupils.
    double pupils_tolerance_mm() const;
    bool operator==(const TrueScale&) const = default;
};

// Read off a pupil rule or an optician's note: both are whole millimetres, and the rule is held before moving eyes.
TrueScale typed_scale(double ipd_mm);

// "assumed", "typed", "card", "ruled_mark": in files.
std::string_view name_of(ScaleSource source);
std::optional<ScaleSource> source_named(std::string_view name);

// What was measured, and how true that is: "Pupils 60.0 mm ±1, typed"; "Head measured by the card, ±1.1 %; its pupils
// 61.8 mm ±2.6".
std::string in_words(const TrueScale& scale);
// Of the pupils alone: "61.8 mm ±2.6, by the card".
std::string value_in_words(const TrueScale& scale);

}  // namespace smp
