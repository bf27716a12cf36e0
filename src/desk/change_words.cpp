#include "desk/change_words.hpp"

#include <vector>

namespace smp {
namespace {

std::string bare_value(const Parameter& p, double value) {
    std::string text = format_value(p, value);
    if (p.type == ParameterType::choice)
        for (char& c : text)
            if (c == '_') c = ' ';
    return text;
}

std::string unit_in_words(const Parameter& p) {
    if (p.unit.empty()) return "";
    return " " + std::string(p.unit == "1/cm2" ? "per cm\xc2\xb2" : p.unit);
}

}  // namespace

std::string value_in_words(const Parameter& p, double value) {
    return bare_value(p, value) + unit_in_words(p);
}

std::string change_in_words(const TreatmentDesign& before, const TreatmentDesign& after) {
    std::vector<std::string> changes;
    for (const Parameter& p : parameters())
        if (p.get(before) != p.get(after))
            changes.push_back(std::string(p.label) + " " + bare_value(p, p.get(before)) + " to " +
                              value_in_words(p, p.get(after)));
    if (before.patches != after.patches)
        changes.push_back(std::to_string(before.patches.size()) + " to " + std::to_string(after.patches.size()) +
                          " patches");
    std::string text;
    for (std::size_t i = 0; i < changes.size() && i < 2; ++i) text += (i ? ", " : "") + changes[i];
    if (changes.size() > 2) text += " and " + std::to_string(changes.size() - 2) + " more";
    return text;
}

}  // namespace smp
