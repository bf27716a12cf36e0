#include "ui/controls.hpp"

#include <algorithm>
#include <cmath>

namespace smp {
namespace {

void nudge(TreatmentDesign& design, std::string_view name, double amount, bool in_units) {
    if (const Parameter* p = find_parameter(name))
        nudge_parameter(design, *p, in_units && p->step > 0 ? amount / p->step : amount);
}

void set_value(TreatmentDesign& design, const Parameter* p, double value) {
    if (!p || !std::isfinite(value)) return;
    value = std::clamp(value, p->min, p->max);
    p->set(design, p->type == ParameterType::real ? value : std::round(value));
}

}  // namespace

LiveControls apply(LiveControls c, const Command& command) {
    switch (command.act) {
        case Act::hairline:
            nudge(c.design, "hairline.height_mm", command.amount, true);
            break;
        case Act::style:
            nudge(c.design, "hairline.style", command.amount, false);
            break;
        case Act::density:
            nudge(c.design, "stipple.density_per_cm2", command.amount, false);
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
            set_value(c.design, command.parameter, command.amount);
            break;
        case Act::undo:
        case Act::redo:
        case Act::variant:
            break;
    }
    return c;
}

}  // namespace smp
