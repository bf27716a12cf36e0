#include "sheet/aftercare.hpp"

#include <array>

namespace smp {
namespace {

// DOMAIN 8, aftercare sheet; where it gives a range of days the later one stands.
constexpr std::array rules{
    AftercareRule{"No water, no shampoo", "Keep the scalp dry.", 0, 4, true},
    AftercareRule{"No touching, no scratching",
                  "Scabs are small and fall by themselves. Picking takes the pigment with them.", 0, 4, true},
    AftercareRule{"No sweat", "No sport and no hot work.", 0, 4, true},
    AftercareRule{"Rinse with clear water", "Lukewarm, without rubbing; dab dry.", 5, 5, false},
    AftercareRule{"Mild shampoo", "A little, with the flat of the hand.", 6, 10, false},
    AftercareRule{"No razor", "Clippers without touching the skin after a week; a razor after ten days.", 0, 10, true},
    AftercareRule{"No sauna, no pool, no strong sun",
                  "Heat, chlorine, salt water and sun fade pigment that is not healed.", 0, 30, true},
    AftercareRule{"Sun protection, SPF 30 to 50", "Whenever the scalp is in the sun: it keeps the shade for years.", 31,
                  0, false},
};

}  // namespace

std::span<const AftercareRule> aftercare_rules() {
    return rules;
}

std::string days_in_words(const AftercareRule& rule) {
    if (rule.from_day > 0 && rule.to_day == 0) return "From day " + std::to_string(rule.from_day) + " on";
    if (rule.from_day == rule.to_day) return "Day " + std::to_string(rule.from_day);
    return "Days " + std::to_string(rule.from_day) + " to " + std::to_string(rule.to_day);
}

}  // namespace smp
