// What the technician decides, and the one table that declares every parameter: name, unit, range, default, help.
// Command line, design file, keys, panels and docs all read this table. Defaults are the members' initialisers
// (sources: docs/design.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "head/head_model.hpp"

namespace smp {

enum class HairlineStyle { natural, rounded, straight, mature, widows_peak, m_shape };
enum class EdgePreset { custom, edge_up, defined, natural, soft };
enum class LossPattern {
    none,
    norwood_2,
    norwood_3,
    norwood_3_vertex,
    norwood_4,
    norwood_5,
    norwood_6,
    norwood_7,
    norwood_3a,
    norwood_4a,
    norwood_5a,
    ludwig_1,
    ludwig_2,
    ludwig_3,
    christmas_tree
};
enum class TemplePeak { normal, thinned, parallel, reversed };
enum class SidesFade { none, low, mid, high };
enum class Nape { tapered, squared };
enum class Region { full, frontal, crown, density_fill };
enum class MarkKind { dot, feathered };
enum class PigmentShade { neutral_grey, warm_grey, cool_grey, soft_brown };

// A soft spot of the scalp with a treatment of its own: a disc about one point, or a band along a line of several.
// Points are on the chart of the mean head, degrees, and name skin: u to the client's left of the vertex, v to the
// front. Full within half_width_mm of the path, fading out over edge_mm beyond it.
enum class PatchKind { alopecia, scar, bare };  // to be filled; to be filled, takes pigment badly; never to be treated
struct Patch {
    PatchKind kind = PatchKind::alopecia;
    std::vector<ChartPoint> path;
    double half_width_mm = 15;
    double edge_mm = 4;
    double strength = 1;  // density against that of the region; not for bare
    double uptake = 0.8;  // tone of healed marks against healthy skin's; scar only

    bool operator==(const Patch&) const = default;
};

struct TreatmentDesign {
    std::string name = "default";

    double hairline_height_mm = 75;
    HairlineStyle hairline_style = HairlineStyle::natural;
    double temple_recession_mm = 0;
    double temple_height_mm = 40;
    double tilt_mm = 0;
    double temple_offset_mm = 0;  // left temple point above the right one, besides the tilt
    double edge_width_mm = 7;
    double irregularity = 0.6;
    EdgePreset edge = EdgePreset::custom;  // chosen with choose_edge(), which sets the two above
    double peak_drop_mm = 10;              // widows_peak only
    double peak_width_mm = 30;             // widows_peak only

    Region region = Region::full;
    double crown_radius_mm = 45;  // crown only
    double sides_density = 0.4;   // of the top's

    LossPattern loss = LossPattern::none;
    double loss_feather_mm = 15;

    TemplePeak temple_peak = TemplePeak::normal;
    double sideburn_mm = 45;  // below the top of the ear
    SidesFade sides_fade = SidesFade::none;
    Nape nape = Nape::tapered;

    double density_per_cm2 = 140;
    double dot_diameter_mm = 0.18;
    double size_variation = 0.2;
    MarkKind mark = MarkKind::dot;
    double layering = 0;

    PigmentShade shade = PigmentShade::neutral_grey;
    double dilution = 20;
    double depth_mm = 0.25;

    int session = 3;
    double age_months = 1;

    double opacity = 1;

    std::vector<Patch> patches;

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
    bool gives_others = false;              // a preset, which sets other parameters too

    double default_value() const { return get(TreatmentDesign{}); }
};

std::span<const Parameter> parameters();
const Parameter* find_parameter(std::string_view name);

// The value as a person writes it: a number without trailing zeros, or a choice's name.
std::string format_value(const Parameter& parameter, double value);

// `text` as in --set: a number in range or a choice's name. Fails with ExitCode::input, naming the allowed range.
Status set_parameter(TreatmentDesign& design, std::string_view name, std::string_view text);

// Several, as one wish: presets first, so that a value which is given wins over a preset's in whatever order they
// stand.
struct Assignment {
    std::string_view name, text;
};
Status set_parameters(TreatmentDesign& design, std::span<const Assignment> given);

// Moves a parameter by `steps` of its step (choices wrap around, numbers stop at their range).
void nudge_parameter(TreatmentDesign& design, const Parameter& parameter, double amount);

// Design files, schema "smp-mirror/design/1". Unknown names, wrong types and values out of range are refused.
// As in set_parameters(), a value wins over a preset's. "patches" stands beside "params" and may be left out
// (docs/design.md).
Expected<TreatmentDesign> parse_design(std::string_view json_text, std::string_view where);
Expected<TreatmentDesign> load_design(const std::filesystem::path& file);
std::string design_to_json(const TreatmentDesign& design);

// `params --json`: every parameter with name, type, unit, min, max, default, step, group, help (and choices).
std::string parameters_to_json();

}  // namespace smp
