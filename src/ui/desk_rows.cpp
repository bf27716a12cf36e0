#include "ui/desk_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/texts.hpp"
#include "desk/change_words.hpp"

namespace smp {
namespace {

constexpr std::string_view ratio_head = "1:";  // a dilution of 20 parts is written 1:20

}  // namespace

std::vector<DeskGroup> desk_groups() {
    std::vector<DeskGroup> groups;
    for (const Parameter& p : parameters()) {
        auto at = std::find_if(groups.begin(), groups.end(), [&](const DeskGroup& g) { return g.title == p.group; });
        if (at == groups.end()) at = groups.insert(at, DeskGroup{p.group, {}});
        at->rows.push_back(&p);
    }
    return groups;
}

std::string help_words(const Parameter& p) {
    const std::string home = value_in_words(p, p.default_value());
    return p.type == ParameterType::choice ? tr_fill("{0}. Default: {1}.", tr(p.help), home)
                                           : tr_fill("{0}. {1} to {2}, default {3}.", tr(p.help), number_text(p.min),
                                                     value_in_words(p, p.max), home);
}

bool at_default(const Parameter& p, const TreatmentDesign& design) {
    return std::abs(p.get(design) - p.default_value()) < 1e-9;
}

double on_grid(const Parameter& p, double value) {
    // From zero, as people count: 0.07 to 0.6 in steps of 0.01. Rounding to a millionth hides sums of steps.
    const double grid = p.step > 0 ? std::round(value / p.step) * p.step : value;
    return std::clamp(std::round(grid * 1e6) / 1e6, p.min, p.max);
}

double stepped(const Parameter& p, double value, double steps) {
    // From between two places of the grid the first step goes to the next one in its direction.
    const double at = p.step > 0 ? value / p.step : value;
    const double from = steps > 0 ? std::floor(at + 1e-6) : std::ceil(at - 1e-6);
    return on_grid(p, (from + steps) * p.step);
}

std::optional<double> typed_value(const Parameter& p, std::string_view text) {
    const auto trim = [&] {
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    };
    trim();
    if (p.unit == "parts" && text.starts_with(ratio_head)) text.remove_prefix(ratio_head.size());
    if (text.starts_with('+')) text.remove_prefix(1);
    std::string number(text);
    std::replace(number.begin(), number.end(), ',', '.');
    double value = 0;
    const char* const end = number.data() + number.size();
    const auto [stop, problem] = std::from_chars(number.data(), end, value);
    if (problem != std::errc{} || !std::isfinite(value)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - number.data()));
    trim();
    if (!text.empty() && text != p.unit && text != unit_in_words(p) && !value_in_words(p, value).ends_with(text))
        return std::nullopt;
    if (p.type != ParameterType::real) value = std::round(value);
    return std::clamp(value, p.min, p.max);
}

}  // namespace smp
