#include "ui/keys.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr std::string_view schema = "smp-mirror/keys/1";
constexpr std::string_view with_control = "Ctrl+";

constexpr KeyBinding once(std::string_view name, Act act, Chord key, Chord other = {}) {
    return {name, act, 0, 0, false, {key, other}};
}
// With Shift the other amount.
constexpr KeyBinding either(std::string_view name, Act act, double amount, double shift_amount, Chord key,
                            Chord other = {}) {
    return {name, act, amount, shift_amount, false, {key, other}};
}
constexpr KeyBinding moves(std::string_view name, Act act, double amount, double shift_amount, Chord key) {
    return {name, act, amount, shift_amount, true, {key}};
}

constexpr std::array rows{
    KeyRow{"hairline 1 mm up / down; with Shift 5 mm",
           {moves("hairline_up", Act::hairline, 1, 5, {Key::up}),
            moves("hairline_down", Act::hairline, -1, -5, {Key::down})}},
    // Held, a style would fly past: one a press.
    KeyRow{"previous / next hairline style",
           {either("style_previous", Act::style, -1, -1, {Key::left}),
            either("style_next", Act::style, 1, 1, {Key::right})}},
    KeyRow{"density down / up",
           {moves("density_down", Act::density, -1, -1, {Key::bracket_left}),
            moves("density_up", Act::density, 1, 1, {Key::bracket_right})}},
    KeyRow{"match my stubble; with Shift one step lighter",
           {either("match_stubble", Act::match_stubble, 0, 1, {Key::b})}},
    KeyRow{"undo; with Shift redo", {KeyBinding{"undo", Act::undo, 1, -1, true, {Chord{Key::u}, Chord{Key::z, true}}}}},
    KeyRow{"variant A / B / C; one that is new begins as a copy",
           {either("variant_a", Act::variant, 0, 0, {Key::digit_1}),
            either("variant_b", Act::variant, 1, 1, {Key::digit_2}),
            either("variant_c", Act::variant, 2, 2, {Key::digit_3})}},
    KeyRow{"next variant, to compare", {once("variant_next", Act::next_variant, {Key::v})}},
    KeyRow{"next preset; with Shift the one before", {either("preset_next", Act::next_preset, 1, -1, {Key::p})}},
    KeyRow{"tool at the desk: hand, patch, scar, bare, rubber; with Shift the one before",
           {either("tool_next", Act::next_tool, 1, -1, {Key::t})}},
    KeyRow{"brush narrower / wider",
           {moves("brush_narrower", Act::tool_width, -1, -1, {Key::minus}),
            moves("brush_wider", Act::tool_width, 1, 1, {Key::equal})}},
    KeyRow{"time line, earlier / later: sessions, healed, years",
           {either("time_earlier", Act::time_step, -1, -1, {Key::comma}),
            either("time_later", Act::time_step, 1, 1, {Key::period})}},
    KeyRow{"before/after: held shows the bare head, tapped switches",
           {once("before_after", Act::bare_press, {Key::space})}},
    KeyRow{"wipe between before and after: sweeps, held where it is, off", {once("wipe", Act::wipe, {Key::w})}},
    KeyRow{"one half of the head treated, the other half, both", {either("split", Act::split, 1, -1, {Key::x})}},
    KeyRow{"variants one after the other", {once("turns", Act::turns, {Key::a})}},
    KeyRow{"freeze and resume", {once("freeze", Act::freeze, {Key::f})}},
    KeyRow{"mirrored / as others see you", {once("mirror", Act::mirror, {Key::m})}},
    KeyRow{"loupe: single marks close up, where the mouse points", {once("loupe", Act::loupe, {Key::l})}},
    KeyRow{"loupe larger / smaller; without it the picture",
           {either("loupe_larger", Act::loupe_zoom, 1, 1, {Key::wheel_up}),
            either("loupe_smaller", Act::loupe_zoom, -1, -1, {Key::wheel_down})}},
    KeyRow{"picture closer / farther / whole",
           {moves("closer", Act::zoom, 1, 2, {Key::page_up}), moves("farther", Act::zoom, -1, -2, {Key::page_down}),
            once("whole_picture", Act::whole_picture, {Key::home})}},
    KeyRow{"standard views with their ghost, on / off", {once("views", Act::views, {Key::g})}},
    KeyRow{"next view; with Shift the one before", {either("view_next", Act::next_view, 1, -1, {Key::j})}},
    KeyRow{"take the view now, in whatever pose", {once("view_take", Act::take_view, {Key::k})}},
    KeyRow{"views once more in the same poses; with Shift for another client",
           {either("views_new", Act::new_views, 1, 0, {Key::o})}},
    KeyRow{"screenshot", {once("screenshot", Act::screenshot, {Key::s})}},
    KeyRow{"clip into the client's record: begins and ends", {once("clip", Act::clip, {Key::e})}},
    KeyRow{"numbers: area, marks, millimetres", {once("numbers", Act::numbers, {Key::n})}},
    KeyRow{"check light and camera; with Shift lock the camera, or unlock it",
           {either("check_light", Act::check_light, 0, 1, {Key::c})}},
    KeyRow{"technician's desk", {once("desk", Act::desk, {Key::d})}},
    KeyRow{"consultation record at the desk, and back to the design", {once("record", Act::record, {Key::r})}},
    KeyRow{"full screen", {once("full_screen", Act::full_screen, {Key::f11})}},
    KeyRow{"help overlay", {once("help", Act::help, {Key::h})}},
    KeyRow{"quit", {once("quit", Act::quit, {Key::escape}, {Key::q})}},
};

template <class Visit>
void for_each_binding(Visit visit) {
    for (const KeyRow& row : rows)
        for (const KeyBinding& binding : row.bindings)
            if (!binding.name.empty()) visit(binding);
}

const KeyBinding* find_binding(std::string_view name) {
    const KeyBinding* found = nullptr;
    for_each_binding([&](const KeyBinding& b) {
        if (b.name == name) found = &b;
    });
    return found;
}

Error refused(std::string_view where, std::string what, std::string advice) {
    return {ExitCode::input, std::move(what), std::string(where), std::move(advice)};
}

}  // namespace

std::string to_text(Chord chord) {
    return (chord.control ? std::string(with_control) : "") + std::string(key_name(chord.key));
}

std::string in_words(Chord chord) {
    const std::string_view name = key_name(chord.key);
    const std::string key = named_by_a_word(chord.key) ? tr("key|" + std::string(name)) : std::string(name);
    return chord.control ? tr_fill("Ctrl+{0}", key) : key;
}

std::optional<Chord> chord_from_text(std::string_view text) {
    Chord chord;
    const auto begins = [&](std::string_view word) {
        return text.size() > word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
                   return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
               });
    };
    if (begins(with_control)) {
        chord.control = true;
        text.remove_prefix(with_control.size());
    }
    chord.key = key_from_name(text);
    if (chord.key == Key::none) return std::nullopt;
    return chord;
}

std::span<const KeyRow> key_rows() {
    return rows;
}

KeyMap::KeyMap() {
    for_each_binding([&](const KeyBinding& binding) {
        for (const Chord& chord : binding.usual)
            if (chord.key != Key::none) keys_.emplace_back(chord, &binding);
    });
}

std::optional<Command> KeyMap::command_for(const KeyEvent& event) const {
    if (event.edge == KeyEdge::release) {
        // Whatever has been pressed or let go meanwhile: a head that was laid bare by holding a key comes back.
        for (const auto& [chord, binding] : keys_)
            if (chord.key == event.key && binding->act == Act::bare_press)
                return Command{.act = Act::bare_release, .time_s = event.time_s};
        return std::nullopt;
    }
    for (const auto& [chord, binding] : keys_) {
        if (event.key == Key::none || !(chord == Chord{event.key, event.control})) continue;
        const bool repeated = event.edge == KeyEdge::repeat;
        if (repeated && !binding->repeats) return std::nullopt;
        return Command{.act = binding->act,
                       .amount = event.shift ? binding->shift_amount : binding->amount,
                       .time_s = event.time_s,
                       .continues = repeated};
    }
    return std::nullopt;
}

std::string KeyMap::keys_of(const KeyRow& row) const {
    std::string text;
    for (const KeyBinding& binding : row.bindings) {
        std::string keys;
        for (const auto& [chord, of] : keys_)
            if (of == &binding) keys += (keys.empty() ? "" : ", ") + in_words(chord);
        if (!keys.empty()) text += (text.empty() ? "" : " / ") + keys;
    }
    return text;
}

std::string KeyMap::first_key_of(std::string_view binding) const {
    const auto at =
        std::find_if(keys_.begin(), keys_.end(), [&](const auto& row) { return row.second->name == binding; });
    return at == keys_.end() ? "" : in_words(at->first);
}

Expected<KeyMap> KeyMap::parse(std::string_view text, std::string_view where) {
    const std::string form =
        tr_fill("give {0}", R"({"schema": "smp-mirror/keys/1", "keys": {"undo": ["U", "Ctrl+Z"], ...}})");
    KeyMap map;
    std::vector<std::pair<Chord, const KeyBinding*>> given;
    try {
        const auto json = nlohmann::json::parse(text);
        if (!json.is_object() || !json.contains("schema")) return refused(where, tr("not a file of keys"), form);
        if (json["schema"] != schema) return refused(where, tr("of another version of the program"), form);
        for (const auto& [name, list] : json.at("keys").items()) {
            const KeyBinding* binding = find_binding(name);
            const std::string place = std::string(where) + ": " + name.substr(0, 60);
            if (!binding) return refused(place, tr("there is no such act"), tr("smp-mirror keys lists their names"));
            if (!list.is_array()) return refused(place, tr("not a list of keys"), form);
            std::erase_if(map.keys_, [&](const auto& row) { return row.second == binding; });
            for (const auto& item : list) {
                const auto chord = chord_from_text(item.get_ref<const std::string&>());
                if (!chord)
                    return refused(place, tr_fill("there is no key {0}", item.dump().substr(0, 40)),
                                   tr("give keys such as \"U\", \"Ctrl+Z\", \"F5\" or \"Page Down\""));
                for (const auto& [other, of] : given)
                    if (other == *chord)
                        return refused(place, tr_fill("the key {0} is given to {1} too", to_text(*chord), of->name),
                                       tr("give it to one of them"));
                given.emplace_back(*chord, binding);
            }
        }
    } catch (const nlohmann::json::exception&) {
        return refused(where, tr("not valid, or cut off"), form);
    }
    for (const auto& row : given) {
        std::erase_if(map.keys_, [&](const auto& usual) { return usual.first == row.first; });
        map.keys_.push_back(row);
    }
    return map;
}

std::string KeyMap::to_json() const {
    nlohmann::ordered_json acts = nlohmann::ordered_json::object();
    for_each_binding([&](const KeyBinding& binding) {
        auto& list = acts[std::string(binding.name)] = nlohmann::ordered_json::array();
        for (const auto& [chord, of] : keys_)
            if (of == &binding) list.push_back(to_text(chord));
    });
    return nlohmann::ordered_json{{"schema", schema}, {"keys", acts}}.dump(2) + "\n";
}

}  // namespace smp
