// Design files: {"schema": "smp-mirror/design/1", "name": ..., "params": {NAME: VALUE, ...}, "patches": [...]}.
#include <nlohmann/json.hpp>

#include "base/small_file.hpp"
#include "base/texts.hpp"
#include "design/parameter_rules.hpp"
#include "design/patch_file.hpp"

namespace smp {
namespace {

constexpr std::string_view schema = "smp-mirror/design/1";

Error refused(std::string_view where, std::string what) {
    return {ExitCode::input, std::move(what), std::string(where),
            tr_fill("give a design file, {0}", R"({"schema": "smp-mirror/design/1", "params": {...}})")};
}

Status set_from_json(TreatmentDesign& design, const std::string& name, const nlohmann::json& value) {
    const Parameter* p = find_parameter(name);
    if (!p) return unknown_parameter(name);
    const std::string given = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (p->type == ParameterType::choice)
        return value.is_string() ? set_choice(design, *p, value.get_ref<const std::string&>())
                                 : Status(refused_value(*p, given));
    return value.is_number() ? set_number(design, *p, value.get<double>(), given) : Status(refused_value(*p, given));
}

// In the order of set_parameters().
Status set_from_json(TreatmentDesign& design, const nlohmann::json& params) {
    for (const bool presets : {true, false})
        for (const auto& [name, value] : params.items()) {
            const Parameter* p = find_parameter(name);
            if ((p && p->gives_others) != presets) continue;
            if (auto set = set_from_json(design, name, value); !set) return set;
        }
    return Done{};
}

}  // namespace

Expected<TreatmentDesign> parse_design(std::string_view text, std::string_view where) {
    if (text.empty()) return refused(where, tr("the design file is empty"));
    TreatmentDesign design;
    try {
        const auto json = nlohmann::json::parse(text);
        if (!json.is_object()) return refused(where, tr("not a design: the file holds no JSON object"));
        const auto found = json.find("schema");
        if (found == json.end() || !found->is_string()) return refused(where, tr("not a design: it names no schema"));
        if (*found != schema)
            return refused(where, tr_fill("schema {0} is not known here", found->get<std::string>().substr(0, 60)));
        for (const auto& [key, value] : json.items()) {
            if (key == "schema") continue;
            if (key == "name") {
                if (!value.is_string()) return refused(where, tr("\"name\" is not a text"));
                design.name = value.get<std::string>();
            } else if (key == "params") {
                if (!value.is_object()) return refused(where, tr("\"params\" is not an object"));
                if (auto status = set_from_json(design, value); !status) {
                    Error error = status.error();
                    error.where = std::string(where) + ": " + error.where;
                    return error;
                }
            } else if (key == "patches") {
                auto patches = patches_from_json(value, where);
                if (!patches) return patches.error();
                design.patches = std::move(*patches);
            } else {
                return refused(where, tr_fill("unknown key \"{0}\"", key.substr(0, 60)));
            }
        }
    } catch (const nlohmann::json::exception&) {
        return refused(where, tr("not valid JSON, or cut off"));
    }
    return design;
}

Expected<TreatmentDesign> load_design(const std::filesystem::path& path) {
    const auto text = read_small_file(path, tr("design file"));
    if (!text) return refused(path.string(), text.error().what);
    return parse_design(*text, path.string());
}

std::string design_to_json(const TreatmentDesign& design) {
    nlohmann::ordered_json params;
    for (const Parameter& p : parameters()) {
        const double value = p.get(design);
        auto& slot = params[std::string(p.name)];
        if (p.type == ParameterType::choice)
            slot = format_value(p, value);
        else if (p.type == ParameterType::integer)
            slot = static_cast<long>(value);
        else
            slot = value;
    }
    nlohmann::ordered_json json{{"schema", schema}, {"name", design.name}, {"params", params}};
    if (!design.patches.empty()) json["patches"] = patches_to_json(design.patches);
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace smp
