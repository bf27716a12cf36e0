#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/texts.hpp"
#include "design/layers.hpp"
#include "design/parameter_rules.hpp"

namespace smp {
namespace {

using D = TreatmentDesign;
using T = ParameterType;

constexpr std::array<std::string_view, 6> styles{"natural", "rounded", "straight", "mature", "widows_peak", "m_shape"};
constexpr std::array<std::string_view, 5> edges{"custom", "edge_up", "defined", "natural", "soft"};
constexpr std::array<std::string_view, 15> losses{"none",       "norwood_2",  "norwood_3",     "norwood_3_vertex",
                                                  "norwood_4",  "norwood_5",  "norwood_6",     "norwood_7",
                                                  "norwood_3a", "norwood_4a", "norwood_5a",    "ludwig_1",
                                                  "ludwig_2",   "ludwig_3",   "christmas_tree"};
constexpr std::array<std::string_view, 4> temple_peaks{"normal", "thinned", "parallel", "reversed"};
constexpr std::array<std::string_view, 4> fades{"none", "low", "mid", "high"};
constexpr std::array<std::string_view, 2> napes{"tapered", "squared"};
constexpr std::array<std::string_view, 4> regions{"full", "frontal", "crown", "density_fill"};
constexpr std::array<std::string_view, 2> marks{"dot", "feathered"};
constexpr std::array<std::string_view, 4> shades{"neutral_grey", "warm_grey", "cool_grey", "soft_brown"};

// Reads and writes one member as a number, whatever its type.
template <auto member>
constexpr double get(const D& d) {
    return static_cast<double>(d.*member);
}
template <auto member>
constexpr void set(D& d, double value) {
    using Value = std::remove_reference_t<decltype(d.*member)>;
    if constexpr (std::is_same_v<Value, double>)
        d.*member = value;
    else
        d.*member = static_cast<Value>(std::lround(value));
}

template <auto member>
constexpr Parameter number(std::string_view name, std::string_view label, std::string_view unit, double min, double max,
                           double step, std::string_view group, std::string_view help, T type = T::real) {
    return {name, label, unit, type, min, max, step, group, help, {}, get<member>, set<member>};
}

template <auto member>
constexpr Parameter choice(std::string_view name, std::string_view label, std::span<const std::string_view> choices,
                           std::string_view group, std::string_view help) {
    return {name, label, "",   T::choice, 0,           static_cast<double>(choices.size() - 1),
            1,    group, help, choices,   get<member>, set<member>};
}

constexpr Parameter edge_choice(std::string_view name, std::string_view label,
                                std::span<const std::string_view> choices, std::string_view group,
                                std::string_view help) {
    Parameter out = choice<&D::edge>(name, label, choices, group, help);
    out.set = [](D& d, double value) { choose_edge(d, static_cast<EdgePreset>(std::lround(value))); };
    out.gives_others = true;
    return out;
}

// Ranges and defaults: docs/design.md.
const std::array table{
    number<&D::hairline_height_mm>("hairline.height_mm", "Hairline height", "mm", 50, 110, 1, "Hairline",
                                   "Along the skin on the midline, from glabella up to the middle of the front edge"),
    choice<&D::hairline_style>("hairline.style", "Hairline style", styles, "Hairline", "Shape of the front edge"),
    number<&D::temple_recession_mm>("hairline.temple_recession_mm", "Temple recession", "mm", 0, 40, 1, "Hairline",
                                    "How far the corner lies behind a line without recession, along the skin; styles "
                                    "add to it or soften it"),
    number<&D::temple_height_mm>("hairline.temple_height_mm", "Temple point height", "mm", 15, 60, 1, "Hairline",
                                 "Height of the temple point above the outer corner of the eye"),
    number<&D::tilt_mm>("hairline.tilt_mm", "Tilt", "mm", -15, 15, 0.5, "Hairline",
                        "How much higher the client's left corner lies than the right one"),
    number<&D::temple_offset_mm>("hairline.temple_offset_mm", "Temple points apart", "mm", -15, 15, 0.5, "Hairline",
                                 "How much higher the client's left temple point lies than the right one, on top of "
                                 "the tilt"),
    number<&D::edge_width_mm>("hairline.edge_width_mm", "Edge softness", "mm", 1, 12, 0.5, "Hairline",
                              "Width over which the front edge fades in, from 10 to 90 %"),
    number<&D::irregularity>("hairline.irregularity", "Irregularity", "", 0, 1, 0.05, "Hairline",
                             "How broken the edge is: 0 a ruled line, 1 a natural scatter"),
    edge_choice("hairline.edge", "Edge", edges, "Hairline",
                "Look of the front edge: gives edge softness and irregularity their values, unless they are given too"),
    number<&D::peak_drop_mm>("hairline.peak_drop_mm", "Widow's peak drop", "mm", 5, 15, 0.5, "Hairline",
                             "How far the tip of a widow's peak reaches below the line beside it"),
    number<&D::peak_width_mm>("hairline.peak_width_mm", "Widow's peak width", "mm", 20, 40, 1, "Hairline",
                              "Width of a widow's peak at its base"),
    choice<&D::region>("region", "Region", regions, "Region", "Which part of the scalp is treated"),
    number<&D::crown_radius_mm>("region.crown_radius_mm", "Crown radius", "mm", 20, 70, 1, "Region",
                                "Radius of the disc about the whorl that the region crown treats"),
    number<&D::sides_density>("region.sides_density", "Density of the sides", "", 0, 1, 0.05, "Region",
                              "Density of sides and nape against the top, where marks go between real follicles"),
    choice<&D::loss>("pattern.loss", "Hair loss", losses, "Region",
                     "Where the client's own hair is missing: marks go there and not where hair is kept; none treats "
                     "the whole region"),
    number<&D::loss_feather_mm>("pattern.feather_mm", "Blend into own hair", "mm", 5, 30, 1, "Region",
                                "How far marks run out into the hair that is kept around a loss"),
    choice<&D::temple_peak>("temples.peak", "Temple points", temple_peaks, "Temples and sides",
                            "Class of the temple points: normal, thinned, parallel to the sideburns, or reversed"),
    number<&D::sideburn_mm>("sides.sideburn_mm", "Sideburn length", "mm", 0, 45, 1, "Temples and sides",
                            "How far a sideburn reaches below the top of the ear, at most as far as hair grows; its "
                            "lower end fades over 15 mm"),
    choice<&D::sides_fade>("sides.fade", "Fade", fades, "Temples and sides",
                           "Sides run out upwards of a line 10, 30 or 60 mm above the top of the ear"),
    choice<&D::nape>("sides.nape", "Nape", napes, "Temples and sides",
                     "Lower end at the nape: tapered runs out, squared is ruled level"),
    number<&D::density_per_cm2>("stipple.density_per_cm2", "Density", "1/cm2", 0, 220, 5, "Density and marks",
                                "Impressions per unit of scalp area at full coverage, after all sessions"),
    number<&D::dot_diameter_mm>("stipple.dot_diameter_mm", "Dot size", "mm", 0.07, 0.6, 0.01, "Density and marks",
                                "Mean diameter of a healed mark"),
    number<&D::size_variation>("stipple.size_variation", "Size variation", "", 0, 1, 0.05, "Density and marks",
                               "Spread of the diameters, as a share of the mean"),
    choice<&D::mark>("stipple.mark", "Mark", marks, "Density and marks",
                     "Dots, or short strokes along the direction of hair growth"),
    number<&D::layering>("stipple.layering", "Layering", "", 0, 1, 0.05, "Density and marks",
                         "How far marks of the first session are lighter and softer, and later ones darker and finer"),
    choice<&D::shade>("pigment.shade", "Shade", shades, "Pigment", "Tint of the pigment"),
    number<&D::dilution>("pigment.dilution", "Dilution 1:N", "parts", 5, 60, 1, "Pigment",
                         "Parts of water to one part of pigment"),
    number<&D::depth_mm>("pigment.depth_mm", "Depth of the deposit", "mm", 0.1, 1.2, 0.05, "Pigment",
                         "How deep the pigment lies, in the middle: deep pigment is weaker and bluish"),
    number<&D::session>("treatment.session", "Sessions done", "", 1, 4, 1, "Sessions and age",
                        "How many sessions have been done: 30, 70, then 100 % of the density", T::integer),
    number<&D::age_months>("treatment.age_months", "Age", "month", 0, 120, 1, "Sessions and age",
                           "Time since the last session: 0 fresh, 1 healed"),
    number<&D::opacity>("view.opacity", "Strength of the view", "", 0, 1, 0.05, "View",
                        "0 shows the client as they are"),
};

std::string plain(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string allowed(const Parameter& p) {
    if (p.type == ParameterType::choice) {
        std::string names;
        for (std::size_t i = 0; i < p.choices.size(); ++i) (names += i ? ", " : "") += p.choices[i];
        return tr_fill("give one of {0}", names);
    }
    std::string text = p.type == ParameterType::integer
                           ? tr_fill("give a whole number from {0} to {1}", plain(p.min), plain(p.max))
                           : tr_fill("give a number from {0} to {1}", plain(p.min), plain(p.max));
    if (!p.unit.empty()) (text += " ") += p.unit;
    return text;
}

}  // namespace

std::span<const Parameter> parameters() {
    return table;
}

const Parameter* find_parameter(std::string_view name) {
    const auto it = std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return p.name == name; });
    return it == table.end() ? nullptr : &*it;
}

std::string format_value(const Parameter& p, double value) {
    if (p.type == ParameterType::choice) {
        const auto last = static_cast<long>(p.choices.size()) - 1;
        return std::string(p.choices[std::clamp(std::lround(value), 0L, last)]);
    }
    // Values move in steps; rounding to a millionth hides the binary tail of sums of steps.
    return plain(std::round(value * 1e6) / 1e6);
}

Error refused_value(const Parameter& p, std::string_view given) {
    return {ExitCode::input, tr_fill("the value {0} is not allowed", given.substr(0, 60)), std::string(p.name),
            allowed(p)};
}

Error unknown_parameter(std::string_view name) {
    return {ExitCode::input, tr("there is no such parameter"), std::string(name.substr(0, 60)),
            tr("smp-mirror params lists the names")};
}

Status set_number(TreatmentDesign& design, const Parameter& p, double value, std::string_view given) {
    const bool whole = p.type == ParameterType::real || value == std::round(value);
    if (!std::isfinite(value) || value < p.min || value > p.max || !whole) return refused_value(p, given);
    p.set(design, value);
    return Done{};
}

Status set_choice(TreatmentDesign& design, const Parameter& p, std::string_view text) {
    const auto it = std::find(p.choices.begin(), p.choices.end(), text);
    if (it == p.choices.end()) return refused_value(p, text.empty() ? "(empty)" : text);
    p.set(design, static_cast<double>(it - p.choices.begin()));
    return Done{};
}

Status set_parameter(TreatmentDesign& design, std::string_view name, std::string_view text) {
    const Parameter* p = find_parameter(name);
    if (!p) return unknown_parameter(name);
    if (p->type == ParameterType::choice) return set_choice(design, *p, text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size())
        return refused_value(*p, text.empty() ? "(empty)" : text);
    return set_number(design, *p, value, text);
}

Status set_parameters(TreatmentDesign& design, std::span<const Assignment> given) {
    for (const bool presets : {true, false})
        for (const auto& [name, text] : given) {
            const Parameter* p = find_parameter(name);
            if ((p && p->gives_others) != presets) continue;
            if (auto set = set_parameter(design, name, text); !set) return set;
        }
    return Done{};
}

void nudge_parameter(TreatmentDesign& design, const Parameter& p, double steps) {
    if (p.type == ParameterType::choice) {
        const auto n = static_cast<long>(p.choices.size());
        const long at = (std::lround(p.get(design)) + std::lround(steps)) % n;
        p.set(design, static_cast<double>(at < 0 ? at + n : at));
        return;
    }
    const double value = std::round((p.get(design) + steps * p.step) * 1e6) / 1e6;
    p.set(design, std::clamp(value, p.min, p.max));
}

std::string parameters_to_json() {
    auto list = nlohmann::ordered_json::array();
    for (const Parameter& p : table) {
        nlohmann::ordered_json row{{"name", p.name}, {"label", p.label}};
        const auto value = [&](double v) -> nlohmann::ordered_json {
            if (p.type == ParameterType::real) return v;
            return std::lround(v);
        };
        if (p.type == ParameterType::choice) {
            row["type"] = "choice";
            row["choices"] = p.choices;
        } else {
            row["type"] = p.type == ParameterType::integer ? "integer" : "real";
        }
        row["unit"] = p.unit;
        // A choice's values are its names, so that every min, max and default can be given to --set as it stands.
        if (p.type == ParameterType::choice) {
            row["min"] = p.choices.front();
            row["max"] = p.choices.back();
            row["default"] = format_value(p, p.default_value());
        } else {
            row["min"] = value(p.min);
            row["max"] = value(p.max);
            row["default"] = value(p.default_value());
        }
        row["step"] = value(p.step);
        row["group"] = p.group;
        row["help"] = p.help;
        list.push_back(std::move(row));
    }
    return list.dump(2) + "\n";
}

}  // namespace smp
