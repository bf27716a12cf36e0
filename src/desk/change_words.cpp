#include "desk/change_words.hpp"

#include <vector>

namespace smp {
namespace {

// Parts of water to one of pigment are a ratio.
bool is_ratio(const Parameter& p) {
    return p.unit == "parts";
}

std::string bare_value(const Parameter& p, double value) {
    std::string text = format_value(p, value);
    if (p.type == ParameterType::choice)
        for (char& c : text)
            if (c == '_') c = ' ';
    return is_ratio(p) ? "1:" + text : text;
}

}  // namespace

std::string unit_in_words(const Parameter& p) {
    if (p.unit == "1/cm2") return "per cm\xc2\xb2";
    return is_ratio(p) ? "" : std::string(p.unit);
}

std::string value_in_words(const Parameter& p, double value) {
    const std::string unit = unit_in_words(p), several = p.unit == "month" && value != 1 ? "s" : "";
    return bare_value(p, value) + (unit.empty() ? "" : " " + unit + several);
}

std::string change_in_words(const TreatmentDesign& before, const TreatmentDesign& after) {
    std::vector<std::string> changes;
    for (const Parameter& p : parameters())
        if (p.get(before) != p.get(after))
            changes.push_back(std::string(p.label) + " " + bare_value(p, p.get(before)) + " to " +
                              value_in_words(p, p.get(after)));
    if (before.patches != after.patches)
        changes.push_back(before.patches.size() == after.patches.size()
                              ? "patches changed"
                              : std::to_string(before.patches.size()) + " to " + std::to_string(after.patches.size()) +
                                    (after.patches.size() == 1 ? " patch" : " patches"));
    if (changes.empty() && before.name != after.name) changes.push_back("Preset " + before.name + " to " + after.name);
    std::string text;
    for (std::size_t i = 0; i < changes.size() && i < 2; ++i) text += (i ? ", " : "") + changes[i];
    if (changes.size() > 2) text += " and " + std::to_string(changes.size() - 2) + " more";
    return text;
}

}  // namespace smp
