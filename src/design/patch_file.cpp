#include "design/patch_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/texts.hpp"
#include "design/patch_limits.hpp"

namespace smp {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> kinds{"alopecia", "scar", "bare"};
using namespace patch_limits;

// Numbers of an entry: key, range, and the member they set as value * factor. A patch has a path of one point ("at",
// with "radius_mm") or of several ("line", with "width_mm").
struct Number {
    std::string_view key, unit;
    double min, max, factor;
    double Patch::*member;
    bool for_disc, for_line;
    std::array<bool, 3> for_kind;
};
constexpr std::array<Number, 5> numbers{{
    {"radius_mm", "mm", least_radius_mm, most_radius_mm, 1, &Patch::half_width_mm, true, false, {true, true, true}},
    {"width_mm",
     "mm",
     2 * least_half_width_mm,
     2 * most_half_width_mm,
     0.5,
     &Patch::half_width_mm,
     false,
     true,
     {true, true, true}},
    {"edge_mm", "mm", least_edge_mm, most_edge_mm, 1, &Patch::edge_mm, true, true, {true, true, true}},
    {"strength", "", 0, 1, 1, &Patch::strength, true, true, {true, true, false}},
    {"uptake", "", 0.1, 1, 1, &Patch::uptake, true, true, {false, true, false}},
}};

std::string shown(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 60);
}
std::string plain(double value) {
    return json(value == std::round(value) ? json(std::lround(value)) : json(value)).dump();
}
Error refused(const std::string& where, const json& given, std::string todo) {
    return {ExitCode::input, tr_fill("the value {0} is not allowed", shown(given)), where, std::move(todo)};
}

bool is_chart_point(const json& value) {
    if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number()) return false;
    return std::hypot(value[0].get<double>(), value[1].get<double>()) <= farthest_deg;
}
ChartPoint chart_point(const json& value) {
    return {value[0].get<double>(), value[1].get<double>()};
}

bool belongs(const Number& n, const Patch& patch) {
    const bool disc = patch.path.size() == 1;
    return (disc ? n.for_disc : n.for_line) && n.for_kind[static_cast<std::size_t>(patch.kind)];
}

Expected<Patch> patch_from_json(const json& entry, const std::string& where) {
    if (!entry.is_object())
        return refused(where, entry,
                       tr_fill("give an object, {0}", R"({"kind": "alopecia", "at": [u, v], "radius_mm": 15})"));
    Patch patch;
    const auto kind = entry.find("kind");
    const auto known = kind != entry.end() && kind->is_string()
                           ? std::find(kinds.begin(), kinds.end(), kind->get_ref<const std::string&>())
                           : kinds.end();
    if (known == kinds.end())
        return refused(where + ".kind", kind == entry.end() ? json() : *kind,
                       tr_fill("give one of {0}", "alopecia, scar, bare"));
    patch.kind = static_cast<PatchKind>(known - kinds.begin());

    const auto at = entry.find("at"), line = entry.find("line");
    if ((at == entry.end()) == (line == entry.end()))
        return Error{ExitCode::input, tr("a patch needs one place"), where,
                     tr_fill("give either {0} or {1}", R"("at": [u, v])", R"("line": [[u, v], [u, v], ...])")};
    if (at != entry.end()) {
        if (!is_chart_point(*at))
            return refused(
                where + ".at", *at,
                tr_fill("give {0}, degrees on the chart, within {1} of the vertex", "[u, v]", plain(farthest_deg)));
        patch.path = {chart_point(*at)};
    } else {
        if (!line->is_array() || line->size() < 2 || line->size() > most_points ||
            !std::all_of(line->begin(), line->end(), is_chart_point))
            return refused(where + ".line", *line,
                           tr_fill("give 2 to {0} points {1}, degrees on the chart, within {2} of the vertex",
                                   most_points, "[u, v]", plain(farthest_deg)));
        for (const json& point : *line) patch.path.push_back(chart_point(point));
        for (std::size_t i = 1; i < patch.path.size(); ++i)
            if (glm::dot(direction_from_chart(patch.path[i - 1]), direction_from_chart(patch.path[i])) < 0)
                return refused(where + ".line", (*line)[i],
                               tr("give points no more than 90 degrees from one to the next"));
    }
    if (patch.path.size() > 1) patch.half_width_mm = 1.5;

    for (const auto& [key, value] : entry.items()) {
        if (key == "kind" || key == "at" || key == "line") continue;
        const auto n = std::find_if(numbers.begin(), numbers.end(), [&k = key](const Number& x) { return x.key == k; });
        if (n == numbers.end() || !belongs(*n, patch)) {
            std::string names;
            for (const Number& x : numbers)
                if (belongs(x, patch)) (names += names.empty() ? "" : ", ") += x.key;
            return Error{ExitCode::input, tr("a patch of this kind has no such key"), where + "." + key.substr(0, 60),
                         tr_fill("besides kind and place, give {0}", names)};
        }
        if (!value.is_number() || !(value.get<double>() >= n->min && value.get<double>() <= n->max))
            return refused(where + "." + key, value,
                           tr_fill("give a number from {0} to {1}", plain(n->min), plain(n->max)) +
                               (n->unit.empty() ? "" : " " + std::string(n->unit)));
        patch.*(n->member) = n->factor * value.get<double>();
    }
    return patch;
}

}  // namespace

Expected<std::vector<Patch>> patches_from_json(const json& list, std::string_view where) {
    const std::string list_where = std::string(where) + ": patches";
    if (!list.is_array() || list.size() > most_patches)
        return refused(list_where, list, tr_fill("give a list of at most {0} patches", most_patches));
    std::vector<Patch> out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto patch = patch_from_json(list[i], list_where + "[" + std::to_string(i) + "]");
        if (!patch) return patch.error();
        out.push_back(std::move(*patch));
    }
    return out;
}

nlohmann::ordered_json patches_to_json(const std::vector<Patch>& patches) {
    auto list = nlohmann::ordered_json::array();
    for (const Patch& patch : patches) {
        nlohmann::ordered_json entry{{"kind", kinds[static_cast<std::size_t>(patch.kind)]}};
        if (patch.path.size() == 1) {
            entry["at"] = {patch.path[0].x, patch.path[0].y};
        } else {
            auto& line = entry["line"] = nlohmann::ordered_json::array();
            for (const ChartPoint& p : patch.path) line.push_back({p.x, p.y});
        }
        for (const Number& n : numbers)
            if (belongs(n, patch)) entry[std::string(n.key)] = patch.*(n.member) / n.factor;
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace smp
