#include "tablet/commands.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "desk/time_line.hpp"
#include "ui/desk_rows.hpp"

namespace smp {
namespace {

using Json = nlohmann::json;

struct ActRow {
    std::string_view name;
    Act act;
    double low = 0, high = 0;  // of "amount"; equal: it is that
    bool whole = true;
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
    ActRow{"match_stubble", Act::match_stubble, 0, 1},
    ActRow{"undo", Act::undo, 1, 1},
    ActRow{"redo", Act::undo, -1, -1},
    ActRow{"variant", Act::variant, 0, variant_count - 1},
    ActRow{"next_preset", Act::next_preset, -1, 1},
    ActRow{"time_stop", Act::time_stop, 0, 100},
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

Error refused(std::string what) {
    return {ExitCode::input, std::move(what), "tablet", ""};
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
    return out;
}

// Of one drag, for one value.
bool same_stroke(const TabletCommand& a, const TabletCommand& b) {
    return a.drag > 0 && a.drag == b.drag && a.hand == b.hand && a.command.act == b.command.act &&
           a.command.parameter == b.command.parameter;
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
    std::vector<std::string_view> out{"set", "preset"};
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
