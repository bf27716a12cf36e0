// What the salon sets once for its own mirror, whoever the client: declared in one table that the desk and the settings
// file read. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace smp {

enum class TextSize { normal, large, larger };

struct Settings {
    double language = 0;         // 0 as the computer, 1.. of `languages`
    bool as_others_see = false;  // how the mirror starts
    TextSize text_size = TextSize::normal;
    bool reduced_motion = false;  // nothing on the screens moves by itself; cross-fades stay
    bool lock_camera = true;      // by itself, once the light is good
    double turn_s = 3;            // each variant, when they are shown in turn
    bool views_go_on = true;      // after a standard view is taken the next one is asked for
    double longest_clip_s = 15;
    std::string others{};  // of the file, by names that a later version of the program gave: kept, a JSON object

    double text_scale() const;  // against normal
    std::string_view language_code() const;
    bool operator==(const Settings&) const = default;
};

struct Setting {
    std::string_view name, label, unit, help;   // label and help are translated where they are shown
    double min, max, step;                      // a choice: 0 .. choices.size() - 1, step 1
    std::span<const std::string_view> choices;  // empty: a number
    double (*get)(const Settings&);
    void (*set)(Settings&, double);  // the caller has checked the range

    double default_value() const { return get(Settings{}); }
};
std::span<const Setting> settings_table();
std::string setting_in_words(const Setting& setting, double value);  // in the language chosen
// Under what a choice stands in the catalogue of texts; in the file it keeps its own name.
std::string choice_key(const Setting& setting, std::string_view choice);

// The file: {"schema": "smp-mirror/settings/1", "settings": {name: number or choice, ...}}. A setting that is missing
// has its default. Fails with ExitCode::input, saying what and where, when it is damaged or of a newer program.
Expected<Settings> parse_settings(std::string_view text, std::string_view where);
std::string settings_to_json(const Settings& settings);

}  // namespace smp
