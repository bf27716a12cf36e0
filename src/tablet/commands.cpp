#include "tablet/commands.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "desk/presets.hpp"
#include "desk/time_line.hpp"
#include "desk/tool.hpp"
#include "tablet/signing.hpp"
#include "ui/desk_rows.hpp"

namespace smp {
namespace {

using Json = nlohmann::json;

struct ActRow {
    std::string_view name;
    Act act;
    double low = 0, high = 0;  // of "amount"; equal: it is that
    bool whole = true;
    bool placed = false;  // "at", two numbers
};
const std::array acts{
    ActRow{"before_press", Act::bare_press},
    ActRow{"before_release", Act::bare_release},
    ActRow{"wipe", Act::wipe},
    ActRow{"wipe_to", Act::wipe_to, 0, 1, false},
    ActRow{"split", Act::split, 1, 1},
    ActRow{"turns", Act::turns},
    ActRow{"freeze", Act::freeze},
    ActRow{"mirror", Act::mirror},
    ActRow{"screenshot", Act::screenshot},
    ActRow{"clip", Act::clip},
    ActRow{"match_stubble", Act::match_stubble, 0, 1},
    ActRow{"undo", Act::undo, 1, 1},
    ActRow{"redo", Act::undo, -1, -1},
    ActRow{"variant", Act::variant, 0, variant_count - 1},
    ActRow{"next_preset", Act::next_preset, -1, 1},
    ActRow{"time_stop", Act::time_stop, 0, 100},
    ActRow{"whole_picture", Act::whole_picture},
    ActRow{"pan", Act::pan, 0, 0, true, true},
    ActRow{"zoom", Act::zoom, -20, 20, false},
    ActRow{"tool", Act::tool, 0, tool_count - 1},
    ActRow{"tool_width", Act::tool_width, -1, 1},
    ActRow{"tool_edge", Act::tool_edge, -1, 1},
};

std::optional<double> number(const Json& object, const char* name) {
    const auto at = object.find(name);
    if (at == object.end() || !at->is_number()) return std::nullopt;
    const double value = at->get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string text(const Json& object, const char* name) {
    const auto at = object.find(name);
    return at != object.end() && at->is_string() ? at->get<std::string>() : "";
}

// A place on the picture as it is shown, or a way on it. Far beyond its border nothing is meant.
std::optional<glm::dvec2> place(const Json& pair) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number()) return std::nullopt;
    const glm::dvec2 at(pair[0].get<double>(), pair[1].get<double>());
    if (!std::isfinite(at.x) || !std::isfinite(at.y)) return std::nullopt;
    return glm::clamp(at, -1.0, 2.0);
}
std::optional<glm::dvec2> place(const Json& object, const char* name) {
    const auto at = object.find(name);
    return at == object.end() ? std::nullopt : place(*at);
}

Error refused(std::string what) {
    return {ExitCode::input, std::move(what), "tablet", ""};
}

Expected<TabletTouch> parse_touch(const Json& json) {
    TabletTouch out;
    const auto points = json.find("points");
    if (points == json.end() || !points->is_array() || points->size() > most_points_a_touch)
        return refused("a touch has no places");
    for (const Json& point : *points) {
        const auto at = place(point);
        if (!at) return refused("a place of a touch is none");
        out.at.push_back(*at);
    }
    const auto ends = json.find("ends");
    out.ends = ends != json.end() && ends->is_boolean() && ends->get<bool>();
    if (out.at.empty() && !out.ends) return refused("a touch has no places");
    return out;
}

Expected<TabletCommand> parse_one(const Json& json) {
    TabletCommand out;
    if (!json.is_object()) return refused("a command is not an object");
    const std::string act = text(json, "act");
    const double drag = number(json, "drag").value_or(0);
    if (drag < 0 || drag > 1e9 || drag != std::floor(drag)) return refused("a drag has no such number");
    out.drag = static_cast<unsigned>(drag);
    out.held_s = std::clamp(number(json, "held_s").value_or(0), 0.0, 3600.0);
    if (act == "set") {
        const Parameter* const p = find_parameter(text(json, "name"));
        if (!p) return refused("there is no such parameter");
        const auto value = number(json, "value");
        if (!value) return refused("the value is no number");
        out.command = {
            .act = Act::set_parameter, .amount = on_grid(*p, std::clamp(*value, p->min, p->max)), .parameter = p};
        return out;
    }
    if (act == "preset") {
        const std::string name = text(json, "name");
        if (name.empty() || name.size() > longest_preset_name) return refused("there is no such preset");
        out.command = {.act = Act::preset, .text = name};
        return out;
    }
    if (act == "save_preset" || act == "remove_preset") {
        // Those that come with the program are not touched, and what would not be kept is not begun.
        const auto name = preset_name(text(json, "name"));
        if (!name) return refused("a preset cannot have that name");
        out.command = {.act = act == "save_preset" ? Act::save_preset : Act::remove_preset, .text = *name};
        return out;
    }
    if (act == "sign") {
        auto signature = parse_signature(json);
        if (!signature) return signature.error();
        out.signature = std::move(*signature);
        return out;
    }
    if (act == "touch") {
        auto touch = parse_touch(json);
        if (!touch) return touch.error();
        if (out.drag == 0) return refused("a touch has no number");
        out.touch = std::move(*touch);
        return out;
    }
    const auto row = std::find_if(acts.begin(), acts.end(), [&](const ActRow& r) { return r.name == act; });
    if (row == acts.end()) return refused("there is no such act");
    double amount = row->low;
    if (row->low != row->high) {
        const auto given = number(json, "amount");
        const double high = row->act == Act::time_stop ? static_cast<double>(time_stops().size()) - 1 : row->high;
        if (!given || *given < row->low || *given > high || (row->whole && *given != std::floor(*given)))
            return refused("the amount is not allowed");
        amount = *given;
    }
    out.command = {.act = row->act, .amount = amount};
    if (const auto at = place(json, "at")) {
        out.command.at = *at;
        out.command.aimed = true;
    } else if (row->placed) {
        return refused("the place is none");
    }
    return out;
}

// Of one drag, for one value: only the newest counts. Of a finger every place does, of a picture that is moved every
// way.
bool same_stroke(const TabletCommand& a, const TabletCommand& b) {
    const bool value =
        !a.touch && !a.signature && (a.command.act == Act::set_parameter || a.command.act == Act::wipe_to);
    return value && !b.touch && !b.signature && a.drag > 0 && a.drag == b.drag && a.hand == b.hand &&
           a.command.act == b.command.act && a.command.parameter == b.command.parameter;
}

}  // namespace

bool good_hand(std::string_view hand) {
    return hand.size() >= 8 && hand.size() <= 32 &&
           hand.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}

Expected<std::vector<TabletCommand>> parse_tablet_commands(std::string_view body) {
    try {
        const Json json = Json::parse(body);
        if (!json.is_object()) return refused("not an object");
        const std::string hand = text(json, "hand");
        if (!good_hand(hand)) return refused("it does not say which page asks");
        const double n = number(json, "number").value_or(-1);
        if (n < 0 || n > 1e15 || n != std::floor(n)) return refused("the request has no number");
        const auto list = json.find("commands");
        if (list == json.end() || !list->is_array() || list->empty() || list->size() > most_commands_a_request)
            return refused("not a list of commands");
        std::vector<TabletCommand> out;
        for (const Json& one : *list) {
            auto command = parse_one(one);
            if (!command) return command.error();
            command->hand = hand;
            command->number = static_cast<std::uint64_t>(n);
            out.push_back(std::move(*command));
        }
        return out;
    } catch (const Json::exception&) {
        return refused("not valid");
    }
}

std::vector<std::string_view> tablet_acts() {
    std::vector<std::string_view> out{"set", "preset", "save_preset", "remove_preset", "touch", "sign"};
    for (const ActRow& row : acts) out.push_back(row.name);
    return out;
}

bool TabletInbox::put(std::vector<TabletCommand> commands) {
    std::lock_guard lock(mutex_);
    std::vector<TabletCommand> next = waiting_;
    for (TabletCommand& c : commands) {
        std::erase_if(next, [&](const TabletCommand& w) { return same_stroke(w, c); });
        next.push_back(std::move(c));
    }
    if (next.size() > most_waiting) return false;
    waiting_ = std::move(next);
    return true;
}

void TabletInbox::put_gone(const std::string& hand) {
    std::lock_guard lock(mutex_);
    TabletCommand gone;
    gone.hand = hand;
    gone.gone = true;
    waiting_.push_back(std::move(gone));
}

std::vector<TabletCommand> TabletInbox::take() {
    std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

}  // namespace smp
