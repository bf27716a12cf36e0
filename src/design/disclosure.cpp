#include "design/disclosure.hpp"

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "design/optics.hpp"

namespace smp {
namespace {

double to_a_tenth(double number) {
    return std::round(10 * number) / 10;
}

}  // namespace

std::string age_in_words(double months) {
    constexpr double days_a_month = 30.4;
    if (months <= 0) return tr("age|fresh");
    if (months < 1)
        return tr_count(std::max(1.0, std::round(days_a_month * months)), "after {0} day", "after {0} days");
    if (months == 1) return tr("age|healed");
    if (months < 12) return tr_count(to_a_tenth(months), "after {0} month", "after {0} months");
    return tr_count(to_a_tenth(months / 12), "after {0} year", "after {0} years");
}

std::string disclosure(const TreatmentDesign& design, const std::string& date) {
    // Widened to whole fives: more digits would claim what nobody knows.
    const StrengthBand band = strength_band(design.age_months);
    const long low = 5 * static_cast<long>(std::floor(20 * band.low + 1e-9)),
               high = 5 * static_cast<long>(std::ceil(20 * band.high - 1e-9));
    const bool scars = std::any_of(design.patches.begin(), design.patches.end(),
                                   [](const Patch& patch) { return patch.kind == PatchKind::scar; });
    return tr_fill("Preview, not a result. {0}. Shown {1}.", date, age_in_words(design.age_months)) + "\n" +
           (scars ? tr_fill("Every skin differs: expect between {0} and {1} % of the healed strength, in scars less "
                            "surely.",
                            low, high)
                  : tr_fill("Every skin differs: expect between {0} and {1} % of the healed strength.", low, high));
}

}  // namespace smp
