#include "design/disclosure.hpp"

#include <algorithm>
#include <cmath>

#include "design/optics.hpp"

namespace smp {
namespace {

std::string counted(double number, const std::string& unit) {
    const long tenths = std::lround(10 * number);
    std::string text = std::to_string(tenths / 10);
    if (tenths % 10) (text += '.') += std::to_string(tenths % 10);
    return text + " " + unit + (tenths == 10 ? "" : "s");
}

}  // namespace

std::string age_in_words(double months) {
    constexpr double days_a_month = 30.4;
    if (months <= 0) return "fresh";
    if (months < 1) return "after " + counted(std::max(1.0, std::round(days_a_month * months)), "day");
    if (months == 1) return "healed";
    return "after " + (months < 12 ? counted(months, "month") : counted(months / 12, "year"));
}

std::string disclosure(const TreatmentDesign& design, const std::string& date) {
    // Widened to whole fives: more digits would claim what nobody knows.
    const StrengthBand band = strength_band(design.age_months);
    const long low = 5 * static_cast<long>(std::floor(20 * band.low + 1e-9)),
               high = 5 * static_cast<long>(std::ceil(20 * band.high - 1e-9));
    const bool scars = std::any_of(design.patches.begin(), design.patches.end(),
                                   [](const Patch& patch) { return patch.kind == PatchKind::scar; });
    return "Preview, not a result. " + date + ". Shown " + age_in_words(design.age_months) +
           ".\nEvery skin differs: expect between " + std::to_string(low) + " and " + std::to_string(high) +
           " % of the healed strength" + (scars ? ", in scars less surely." : ".");
}

}  // namespace smp
