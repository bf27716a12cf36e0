// What a millimetre is on this client. A camera alone cannot tell a small head near by from a large one farther off:
// the distance between the pupils, assumed or measured, decides. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smp {

enum class ScaleSource { assumed, typed, card, ruled_mark };

inline constexpr double least_ipd_mm = 40, most_ipd_mm = 85;

struct TrueScale {
    double ipd_mm = 63;  // between the pupils, as the fitted head has them; the mean of adults (DOMAIN 10)
    ScaleSource source = ScaleSource::assumed;
    double tolerance_mm = 6.3;  // of ipd_mm: nearly all adults are within 10 % of the mean

    bool assumed() const { return source == ScaleSource::assumed; }
    double share() const { return tolerance_mm / ipd_mm; }  // what a wrong scale does to a length
    bool operator==(const TrueScale&) const = default;
};

// Read off a pupil rule or an optician's note: both are whole millimetres, and the rule is held before moving eyes.
TrueScale typed_scale(double ipd_mm);

// "assumed", "typed", "card", "ruled_mark": in files.
std::string_view name_of(ScaleSource source);
std::optional<ScaleSource> source_named(std::string_view name);

// "Pupils 61.8 mm ±0.7, from the card".
std::string in_words(const TrueScale& scale);
// "61.8 mm ±0.7, from the card".
std::string value_in_words(const TrueScale& scale);

}  // namespace smp
