#include "desk/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr std::string_view schema = "smp-mirror/settings/";
constexpr int version = 1;

constexpr std::array<std::string_view, 2> views{"as in a mirror", "as others see"}, switches{"off", "on"};
constexpr std::array<std::string_view, 3> sizes{"normal", "large", "larger"};
// Names of languages stand as their speakers write them.
constexpr auto tongues = [] {
    std::array<std::string_view, languages.size() + 1> names{"as the computer"};
    for (std::size_t i = 0; i < languages.size(); ++i) names[i + 1] = languages[i].name;
    return names;
}();

const std::array table{
    Setting{"language", "Language", "", "Of desk and mirror, and of the words on pictures", 0,
            static_cast<double>(languages.size()), 1, tongues, [](const Settings& s) { return s.language; },
            [](Settings& s, double v) { s.language = std::round(v); }},
    Setting{"view.start", "The mirror starts", "", "How the picture is turned when the mirror starts; M turns it", 0, 1,
            1, views, [](const Settings& s) { return s.as_others_see ? 1. : 0.; },
            [](Settings& s, double v) { s.as_others_see = v > 0.5; }},
    Setting{"text.size", "Letters", "", "Of the desk and of the words on the mirror", 0, 2, 1, sizes,
            [](const Settings& s) { return static_cast<double>(s.text_size); },
            [](Settings& s, double v) { s.text_size = static_cast<TextSize>(static_cast<int>(std::lround(v))); }},
    Setting{"motion.reduced", "Less motion", "",
            "The wipe stands still until it is moved, and the picture comes closer in one step; cross-fades stay", 0, 1,
            1, switches, [](const Settings& s) { return s.reduced_motion ? 1. : 0.; },
            [](Settings& s, double v) { s.reduced_motion = v > 0.5; }},
    Setting{
        "camera.lock", "Lock camera", "",
        "Whether exposure, gain, white balance and focus are locked by themselves once the light is good, where the "
        "camera can; the desk's button does it at any time",
        0, 1, 1, switches, [](const Settings& s) { return s.lock_camera ? 1. : 0.; },
        [](Settings& s, double v) { s.lock_camera = v > 0.5; }},
    Setting{"turns.each_s",
            "Each variant in turn",
            "s",
            "How long each variant is shown when they go in turn",
            1,
            20,
            1,
            {},
            [](const Settings& s) { return s.turn_s; },
            [](Settings& s, double v) { s.turn_s = v; }},
    Setting{"clip.longest_s",
            "Longest clip",
            "s",
            "A clip ends by itself after this time",
            5,
            30,
            1,
            {},
            [](const Settings& s) { return s.longest_clip_s; },
            [](Settings& s, double v) { s.longest_clip_s = v; }},
    Setting{"views.go_on", "Next standard view", "",
            "When one is taken the next one that is missing comes by itself; off: it comes with the key", 0, 1, 1,
            switches, [](const Settings& s) { return s.views_go_on ? 1. : 0.; },
            [](Settings& s, double v) { s.views_go_on = v > 0.5; }},
};

Error refused(std::string_view where, std::string what) {
    return {ExitCode::input, std::move(what), std::string(where), ""};
}

}  // namespace

double Settings::text_scale() const {
    return text_size == TextSize::larger ? 1.5 : text_size == TextSize::large ? 1.25 : 1;
}

std::string_view Settings::language_code() const {
    return language > 0 ? languages[static_cast<std::size_t>(language) - 1].code : computers_language();
}

std::span<const Setting> settings_table() {
    return table;
}

std::string choice_key(const Setting& s, std::string_view choice) {
    const auto is = [&](const Language& l) { return l.name == choice; };
    if (std::any_of(languages.begin(), languages.end(), is)) return std::string(choice);
    return std::string(s.name) + "|" + std::string(choice);
}

std::string setting_in_words(const Setting& s, double value) {
    if (!s.choices.empty()) return tr(choice_key(s, s.choices[static_cast<std::size_t>(std::lround(value))]));
    return number_text(value) + (s.unit.empty() ? "" : " " + std::string(s.unit));
}

Expected<Settings> parse_settings(std::string_view text, std::string_view where) {
    Settings out;
    try {
        const auto json = nlohmann::json::parse(text);
        if (!json.is_object() || !json.contains("schema") || !json["schema"].is_string() ||
            !json["schema"].get_ref<const std::string&>().starts_with(schema))
            return refused(where, tr("not a file of settings"));
        if (json["schema"] != std::string(schema) + std::to_string(version))
            return refused(where, tr("settings of a newer version of the program"));
        nlohmann::json others = nlohmann::json::object();
        for (const auto& [name, value] : json.at("settings").items()) {
            const auto row = std::find_if(table.begin(), table.end(), [&](const Setting& s) { return s.name == name; });
            if (row == table.end()) {
                others[name] = value;
                continue;
            }
            double given = NAN;
            if (value.is_string()) {
                const auto at =
                    std::find(row->choices.begin(), row->choices.end(), value.get_ref<const std::string&>());
                if (at != row->choices.end()) given = static_cast<double>(at - row->choices.begin());
            } else if (value.is_number() && row->choices.empty()) {
                given = value.get<double>();
            }
            if (!(given >= row->min && given <= row->max))
                return refused(std::string(where) + ": " + name, tr("no value that it can have"));
            row->set(out, given);
        }
        if (!others.empty()) out.others = others.dump();
    } catch (const nlohmann::json::exception&) {
        return refused(where, tr("not valid, or cut off"));
    }
    return out;
}

std::string settings_to_json(const Settings& settings) {
    nlohmann::ordered_json values = nlohmann::ordered_json::object();
    for (const Setting& s : table) {
        const double value = s.get(settings);
        if (s.choices.empty())
            values[std::string(s.name)] = value;
        else
            values[std::string(s.name)] = s.choices[static_cast<std::size_t>(std::lround(value))];
    }
    if (!settings.others.empty()) values.update(nlohmann::ordered_json::parse(settings.others));
    return nlohmann::ordered_json{{"schema", std::string(schema) + std::to_string(version)}, {"settings", values}}.dump(
               2) +
           "\n";
}

}  // namespace smp
