// What the technician decides, and the one table that declares every parameter: name, unit, range, default, help.
// Command line, design file, keys, panels and docs all read this table. Defaults are the members' initialisers
// (sources: docs/design.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace smp {

enum class HairlineStyle { natural, rounded, straight, mature, widows_peak, m_shape };
enum class Region { full, frontal, crown, density_fill };
enum class MarkKind { dot, feathered };
enum class PigmentShade { neutral_grey, warm_grey, cool_grey, soft_brown };

struct TreatmentDesign {
    std::string name = "default";

    double hairline_height_mm = 75;
    HairlineStyle hairline_style = HairlineStyle::natural;
    double temple_recession_mm = 0;
    double temple_height_mm = 40;
    double tilt_mm = 0;
    double edge_width_mm = 7;
    double irregularity = 0.6;
    double peak_drop_mm = 10;   // widows_peak only
    double peak_width_mm = 30;  // widows_peak only

    Region region = Region::full;
    double crown_radius_mm = 45;  // crown only
    double sides_density = 0.4;   // of the top's

    double density_per_cm2 = 140;
    double dot_diameter_mm = 0.18;
    double size_variation = 0.2;
    MarkKind mark = MarkKind::dot;

    PigmentShade shade = PigmentShade::neutral_grey;
    double dilution = 20;
    double depth_mm = 0.25;

    int session = 3;
    double age_months = 1;

    double opacity = 1;

    bool operator==(const TreatmentDesign&) const = default;
};

enum class ParameterType { real, integer, choice };

struct Parameter {
    std::string_view name, label, unit;
    ParameterType type;
    double min, max, step;  // a choice: 0 .. choices.size() - 1, step 1
    std::string_view group, help;
    std::span<const std::string_view> choices;  // empty unless type is choice
    double (*get)(const TreatmentDesign&);
    void (*set)(TreatmentDesign&, double);  // the caller has checked the range

    double default_value() const { return get(TreatmentDesign{}); }
};

std::span<const Parameter> parameters();
const Parameter* find_parameter(std::string_view name);

// The value as a person writes it: a number without trailing zeros, or a choice's name.
std::string format_value(const Parameter& parameter, double value);

// `text` as in --set: a number in range or a choice's name. Fails with ExitCode::input, naming the allowed range.
Status set_parameter(TreatmentDesign& design, std::string_view name, std::string_view text);

// Moves a parameter by `steps` of its step (choices wrap around, numbers stop at their range).
void nudge_parameter(TreatmentDesign& design, const Parameter& parameter, double amount);

// Design files, schema "smp-mirror/design/1". Unknown names, wrong types and values out of range are refused.
Expected<TreatmentDesign> parse_design(std::string_view json_text, std::string_view where);
Expected<TreatmentDesign> load_design(const std::filesystem::path& file);
std::string design_to_json(const TreatmentDesign& design);

// `params --json`: every parameter with name, type, unit, min, max, default, step, group, help (and choices).
std::string parameters_to_json();

}  // namespace smp
