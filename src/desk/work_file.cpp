#include "desk/work_file.hpp"

#include <nlohmann/json.hpp>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr std::string_view schema = "smp-mirror/work/1";

// A scale that cannot be is left out: the designs are worth more than that.
TrueScale scale_of(const nlohmann::json& json) {
    const auto client = json.find("client");
    if (client == json.end() || !client->is_object()) return {};
    const auto number = [&](const char* name) {
        const auto found = client->find(name);
        return found != client->end() && found->is_number() ? found->get<double>() : 0;
    };
    const auto name = client->find("ipd_source");
    const auto source =
        name != client->end() && name->is_string() ? source_named(name->get<std::string>()) : std::nullopt;
    const TrueScale scale{number("ipd_mm"), source.value_or(ScaleSource::assumed), number("ipd_tolerance_mm")};
    const bool can_be = scale.ipd_mm >= least_ipd_mm && scale.ipd_mm <= most_ipd_mm && scale.tolerance_mm > 0 &&
                        scale.tolerance_mm < scale.ipd_mm && !scale.assumed();
    return can_be ? scale : TrueScale{};
}

Error refused(std::string_view where, std::string what) {
    return {ExitCode::input, std::move(what), std::string(where), tr("start from a design instead")};
}

}  // namespace

KeptWork to_keep(const Work& work, std::string time, const TrueScale& scale) {
    return {work.variants(), work.chosen(), std::move(time), scale};
}

std::string work_to_json(const KeptWork& work) {
    nlohmann::ordered_json variants = nlohmann::ordered_json::object();
    for (int i = 0; i < variant_count; ++i)
        if (work.variants[i])
            variants[variant_name(i)] = nlohmann::ordered_json::parse(design_to_json(*work.variants[i]));
    nlohmann::ordered_json json{
        {"schema", schema}, {"time", work.time}, {"chosen", variant_name(work.chosen)}, {"variants", variants}};
    if (!work.scale.assumed())
        json["client"] = {{"ipd_mm", work.scale.ipd_mm},
                          {"ipd_source", name_of(work.scale.source)},
                          {"ipd_tolerance_mm", work.scale.tolerance_mm}};
    return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Expected<KeptWork> parse_work(std::string_view text, std::string_view where) {
    try {
        const auto json = nlohmann::json::parse(text);
        if (!json.is_object() || !json.contains("schema")) return refused(where, tr("not a file of kept work"));
        if (json["schema"] != schema) return refused(where, tr("kept by another version of the program"));
        KeptWork work;
        work.time = json.value("time", "");
        work.scale = scale_of(json);
        const auto& variants = json.at("variants");
        for (int i = 0; i < variant_count; ++i) {
            const auto found = variants.find(variant_name(i));
            if (found == variants.end()) continue;
            auto design =
                parse_design(found->dump(), std::string(where) + ": " + tr_fill("variant {0}", variant_name(i)));
            if (!design) return design.error();
            work.variants[i] = std::move(*design);
        }
        const std::string chosen = json.at("chosen").get<std::string>();
        for (work.chosen = 0; work.chosen < variant_count; ++work.chosen)
            if (variant_name(work.chosen) == chosen && work.variants[work.chosen]) return work;
        return refused(where, tr("the variant that was shown is not in it"));
    } catch (const nlohmann::json::exception&) {
        return refused(where, tr("not valid, or cut off"));
    }
}

}  // namespace smp
