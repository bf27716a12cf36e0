#include "desk/presets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <span>

#include "base/texts.hpp"

namespace smp {
namespace {

struct Row {
    std::string_view name;
    std::array<Assignment, 6> given;
};

// Heights: restoration 70 to 100 mm, women 60; a mature line lies higher and its corners more so.
constexpr std::array rows{
    Row{"Natural", {}},
    Row{"Young and low", {{{"hairline.height_mm", "70"}, {"hairline.edge", "defined"}}}},
    Row{"Mature",
        {{{"hairline.style", "mature"},
          {"hairline.height_mm", "88"},
          {"hairline.temple_recession_mm", "4"},
          {"hairline.temple_height_mm", "36"}}}},
    Row{"Edge-up", {{{"hairline.style", "straight"}, {"hairline.height_mm", "70"}, {"hairline.edge", "edge_up"}}}},
    Row{"Soft and broken", {{{"hairline.edge", "soft"}, {"hairline.height_mm", "80"}}}},
    Row{"Widow's peak", {{{"hairline.style", "widows_peak"}}}},
    Row{"Barber's fade", {{{"hairline.edge", "defined"}, {"sides.fade", "low"}, {"sides.nape", "squared"}}}},
    Row{"Crown", {{{"region", "crown"}}}},
    Row{"Bald top", {{{"pattern.loss", "norwood_6"}, {"hairline.height_mm", "80"}}}},
    Row{"Women, fuller part",
        {{{"region", "density_fill"},
          {"pattern.loss", "ludwig_1"},
          {"hairline.height_mm", "60"},
          {"hairline.style", "rounded"}}}},
};

void keep_clients_own(TreatmentDesign& to, const TreatmentDesign& from) {
    to.patches = from.patches;
    to.tilt_mm = from.tilt_mm;
    to.temple_offset_mm = from.temple_offset_mm;
    to.session = from.session;
    to.age_months = from.age_months;
    to.opacity = from.opacity;
}

Presets make_built_in() {
    Presets out;
    for (const Row& row : rows) {
        Preset preset{{}, true};
        preset.design.name = row.name;
        const auto end = std::find_if(row.given.begin(), row.given.end(), [](const auto& a) { return a.name.empty(); });
        // The table is the program's own: a row that the parameters do not take is a mistake in it.
        if (!set_parameters(preset.design, std::span(row.given.begin(), end))) std::abort();
        out.push_back(std::move(preset));
    }
    return out;
}

}  // namespace

const Presets& built_in_presets() {
    static const Presets presets = make_built_in();
    return presets;
}

TreatmentDesign with_preset(const TreatmentDesign& client, const TreatmentDesign& preset) {
    TreatmentDesign out = preset;
    keep_clients_own(out, client);
    return out;
}

TreatmentDesign to_preset(const TreatmentDesign& client, std::string name) {
    TreatmentDesign out = client;
    keep_clients_own(out, TreatmentDesign{});
    out.name = std::move(name);
    return out;
}

const Preset* find_preset(const Presets& presets, std::string_view name) {
    const auto at =
        std::find_if(presets.begin(), presets.end(), [&](const Preset& p) { return p.design.name == name; });
    return at == presets.end() ? nullptr : &*at;
}

std::string preset_key(std::string_view name) {
    return "preset|" + std::string(name);
}

std::string preset_in_words(std::string_view name) {
    const bool own = name == TreatmentDesign{}.name || find_preset(built_in_presets(), name);
    return own ? tr(preset_key(name)) : std::string(name);
}

const Preset* next_preset(const Presets& presets, const TreatmentDesign& design, int steps) {
    if (presets.empty()) return nullptr;
    const auto n = static_cast<long>(presets.size());
    const Preset* const now = find_preset(presets, design.name);
    const long at = now ? now - presets.data() : (steps > 0 ? -1 : 0);
    return &presets[static_cast<std::size_t>(((at + steps) % n + n) % n)];
}

Expected<std::string> preset_name(std::string_view typed) {
    while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
    while (!typed.empty() && typed.back() == ' ') typed.remove_suffix(1);
    const auto refused = [&](std::string what, std::string advice) {
        return Error{ExitCode::input, std::move(what), std::string(typed.substr(0, longest_preset_name)),
                     std::move(advice)};
    };
    if (typed.empty()) return refused(tr("the preset has no name"), tr("type one"));
    if (typed.size() > longest_preset_name) return refused(tr("the name is too long"), tr("give a shorter one"));
    if (std::any_of(typed.begin(), typed.end(), [](unsigned char c) { return std::iscntrl(c); }))
        return refused(tr("the name has signs that cannot be shown"), tr("use letters and figures"));
    const Presets& own = built_in_presets();
    if (std::any_of(own.begin(), own.end(),
                    [&](const Preset& p) { return p.design.name == typed || preset_in_words(p.design.name) == typed; }))
        return refused(tr("a preset of that name comes with the program"), tr("give another name"));
    return std::string(typed);
}

}  // namespace smp
