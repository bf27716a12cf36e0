#include "desk/change_words.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/texts.hpp"
#include "desk/presets.hpp"

namespace smp {
namespace {

// Parts of water to one of pigment are a ratio.
bool is_ratio(const Parameter& p) {
    return p.unit == "parts";
}

std::string bare_value(const Parameter& p, double value) {
    if (p.type == ParameterType::choice)
        return tr(choice_key(p, p.choices[static_cast<std::size_t>(
                                    std::clamp(std::lround(value), 0L, static_cast<long>(p.choices.size()) - 1))]));
    const std::string text = number_text(value);
    return is_ratio(p) ? "1:" + text : text;
}

}  // namespace

std::string choice_key(const Parameter& p, std::string_view choice) {
    std::string words(choice);
    std::replace(words.begin(), words.end(), '_', ' ');
    return std::string(p.name) + "|" + words;
}

std::string unit_in_words(const Parameter& p) {
    if (p.unit == "1/cm2") return tr("per cm\xc2\xb2");
    return is_ratio(p) ? "" : std::string(p.unit);
}

std::string value_in_words(const Parameter& p, double value) {
    if (p.unit == "month") return tr_count(value, "{0} month", "{0} months");
    const std::string unit = unit_in_words(p);
    return bare_value(p, value) + (unit.empty() ? "" : " " + unit);
}

std::string change_in_words(const TreatmentDesign& before, const TreatmentDesign& after) {
    std::vector<std::string> changes;
    for (const Parameter& p : parameters())
        if (p.get(before) != p.get(after))
            changes.push_back(
                tr_fill("{0} {1} to {2}", tr(p.label), bare_value(p, p.get(before)), value_in_words(p, p.get(after))));
    if (before.patches != after.patches)
        changes.push_back(before.patches.size() == after.patches.size()
                              ? tr("patches changed")
                              : tr_count(static_cast<double>(after.patches.size()), "{1} to {0} patch",
                                         "{1} to {0} patches", before.patches.size()));
    if (changes.empty() && before.name != after.name)
        changes.push_back(tr_fill("Preset {0} to {1}", preset_in_words(before.name), preset_in_words(after.name)));
    std::string text;
    for (std::size_t i = 0; i < changes.size() && i < 2; ++i) text += (i ? ", " : "") + changes[i];
    return changes.size() > 2 ? tr_fill("{0} and {1} more", text, changes.size() - 2) : text;
}

}  // namespace smp
