#include "tablet/state.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/texts.hpp"
#include "desk/change_words.hpp"
#include "desk/time_line.hpp"
#include "desk/tool.hpp"
#include "ui/desk_rows.hpp"

namespace smp {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(Compare compare) {
    return compare == Compare::wipe ? "wipe" : compare == Compare::split ? "split" : "none";
}

double readable(double value) {
    return std::round(value * 1e6) / 1e6;
}

Json row(const Parameter& p) {
    Json out{{"name", p.name},
             {"label", p.label},
             {"group", p.group},
             {"help", p.help},
             {"min", p.min},
             {"max", p.max},
             {"step", p.step},
             {"default", readable(p.default_value())},
             {"unit", unit_in_words(p)},
             {"gives_others", p.gives_others}};
    if (p.type == ParameterType::choice) {
        Json choices = Json::array();
        for (std::size_t i = 0; i < p.choices.size(); ++i) choices.push_back(value_in_words(p, static_cast<double>(i)));
        out["choices"] = choices;
    } else if (p.unit == "month") {
        out["one"] = value_in_words(p, 1);
        out["several"] = count_form(2, "{0} month", "{0} months");
    } else if (value_in_words(p, p.max).starts_with("1:")) {
        out["prefix"] = "1:";
    }
    return out;
}

}  // namespace

std::string to_json(const TabletState& s) {
    Json values = Json::object();
    for (const Parameter& p : parameters()) values[std::string(p.name)] = readable(p.get(s.design));
    Json presets = Json::array(), numbers = Json::array();
    for (std::size_t i = 0; i < s.presets.size(); ++i)
        presets.push_back({{"name", s.presets[i]}, {"own", i < s.own_presets.size() && s.own_presets[i]}});
    for (const NumberRow& row : s.numbers) numbers.push_back({row.name, row.value});
    Json variants = Json::array();
    for (const bool there : s.variant_is_there) variants.push_back(there);
    return Json{{"language", s.language},
                {"values", values},
                {"preset", s.design.name},
                {"presets", presets},
                {"swatches", s.swatches},
                {"numbers", numbers},
                {"warnings", s.warnings},
                {"compare", name_of(s.compare)},
                {"wipe_sweeps", s.wipe_sweeps},
                {"wipe", s.wipe},
                {"split_side", s.split_side},
                {"bare", s.bare},
                {"frozen", s.frozen},
                {"filming", s.filming},
                {"mirrored", s.mirrored},
                {"turns", s.turns},
                {"can_undo", s.can_undo},
                {"can_redo", s.can_redo},
                {"variants", variants},
                {"variant", s.variant},
                {"time_stop", stop_of(s.design)},
                {"tool", static_cast<int>(s.tool.kind)},
                {"tool_width_mm", s.tool.width_mm},
                {"tool_edge_mm", s.tool.edge_mm},
                {"brush", s.brush},
                {"zoom", readable(s.zoom)},
                {"status", s.status},
                {"trouble", s.trouble},
                {"note", s.note},
                {"note_failed", s.note_failed},
                {"picture", s.picture}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string tablet_tables_json() {
    Json groups = Json::array(), stops = Json::array(), variants = Json::array();
    for (const DeskGroup& group : desk_groups()) {
        Json rows = Json::array();
        for (const Parameter* p : group.rows) rows.push_back(row(*p));
        groups.push_back({{"title", group.title}, {"rows", rows}});
    }
    for (const TimeStop& stop : time_stops()) stops.push_back({{"name", stop.name}, {"label", stop.label}});
    Json tools = Json::array();
    for (int i = 0; i < tool_count; ++i) tools.push_back(tr(tool_key(static_cast<ToolKind>(i))));
    for (int i = 0; i < variant_count; ++i) variants.push_back(variant_name(i));
    return Json{{"language", chosen_language()},
                {"groups", groups},
                {"time_stops", stops},
                {"variants", variants},
                {"tools", tools}}
        .dump();
}

}  // namespace smp
