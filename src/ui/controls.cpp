#include "ui/controls.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace smp {
namespace {

void nudge(Work& work, std::string_view name, const Command& command, bool in_units) {
    const Parameter* p = find_parameter(name);
    if (!p) return;
    TreatmentDesign next = work.design();
    nudge_parameter(next, *p, in_units && p->step > 0 ? command.amount / p->step : command.amount);
    work.change(std::move(next), command.continues);
}

void set_value(Work& work, const Command& command) {
    const Parameter* p = command.parameter;
    if (!p || !std::isfinite(command.amount)) return;
    const double value = std::clamp(command.amount, p->min, p->max);
    TreatmentDesign next = work.design();
    p->set(next, p->type == ParameterType::real ? value : std::round(value));
    work.change(std::move(next), command.continues);
}

void use(Work& work, const Preset* preset) {
    if (preset) work.change(with_preset(work.design(), preset->design));
}

}  // namespace

LiveControls apply(LiveControls c, const Command& command) {
    switch (command.act) {
        case Act::hairline:
            nudge(c.work, "hairline.height_mm", command, true);
            break;
        case Act::style:
            nudge(c.work, "hairline.style", command, false);
            break;
        case Act::density:
            nudge(c.work, "stipple.density_per_cm2", command, false);
            break;
        case Act::undo:
            command.amount > 0 ? c.work.undo() : c.work.redo();
            break;
        case Act::variant:
            c.work.choose(static_cast<int>(command.amount));
            break;
        case Act::next_variant:
            c.work.choose_next();
            break;
        case Act::bare_press:
            if (!c.bare_key_s) c.bare_key_s = command.time_s;
            break;
        case Act::bare_release:
            if (c.bare_key_s && command.time_s - *c.bare_key_s < tap_s) c.bare = !c.bare;
            c.bare_key_s.reset();
            break;
        case Act::freeze:
            c.frozen = !c.frozen;
            break;
        case Act::mirror:
            c.mirrored = !c.mirrored;
            break;
        case Act::loupe:
            c.loupe = !c.loupe;
            break;
        case Act::loupe_zoom:
            if (c.loupe)
                c.loupe_zoom =
                    std::clamp(c.loupe_zoom * std::exp2(command.amount / 4), loupe_zoom_least, loupe_zoom_most);
            break;
        case Act::screenshot:
            ++c.screenshots;
            break;
        case Act::full_screen:
            c.full_screen = !c.full_screen;
            break;
        case Act::numbers:
            c.numbers = !c.numbers;
            break;
        case Act::match_stubble:
            ++c.matches;
            c.match_lighter = command.amount > 0;
            break;
        case Act::help:
            c.help = !c.help;
            break;
        case Act::desk:
            c.desk = !c.desk;
            break;
        case Act::quit:
            c.quit = true;
            break;
        case Act::set_parameter:
            set_value(c.work, command);
            break;
        case Act::next_preset:
            use(c.work, next_preset(*c.presets, c.design(), command.amount < 0 ? -1 : 1));
            break;
        case Act::preset:
            use(c.work, find_preset(*c.presets, command.text));
            break;
        case Act::save_preset:  // the disk's, which answers with a new list
        case Act::remove_preset:
            break;
    }
    return c;
}

}  // namespace smp
