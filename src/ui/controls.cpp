#include "ui/controls.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "desk/time_line.hpp"

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

void go_to_stop(LiveControls& c, int stop) {
    const int last = static_cast<int>(time_stops().size()) - 1;
    c.work.change(at_stop(c.design(), time_stops()[static_cast<std::size_t>(std::clamp(stop, 0, last))]), c.walks);
    c.walks = true;
}

void switch_wipe(LiveControls& c, double at) {
    if (c.compare != Compare::wipe) {
        c.compare = Compare::wipe;
        c.wipe_sweeps = !c.settings.reduced_motion;
        if (!c.wipe_sweeps) c.wipe_at = 0.5;
    } else if (c.wipe_sweeps) {
        c.wipe_sweeps = false;
        c.wipe_at = std::clamp(at, 0.0, 1.0);
    } else {
        c.compare = Compare::none;
    }
}

void switch_split(LiveControls& c, int first) {
    if (c.compare != Compare::split) {
        c.compare = Compare::split;
        c.split_side = first < 0 ? -1 : 1;
    } else if (c.split_side == (first < 0 ? -1 : 1)) {
        c.split_side = -c.split_side;
    } else {
        c.compare = Compare::none;
    }
}

void set_setting(LiveControls& c, const Command& command) {
    const Setting* const s = command.setting;
    if (!s || !std::isfinite(command.amount)) return;
    const bool turned = c.settings.as_others_see;
    s->set(c.settings, std::clamp(command.amount, s->min, s->max));
    if (c.settings.as_others_see != turned) c.view.mirrored = turned;
    if (c.settings.reduced_motion) c.wipe_sweeps = false;
}

// Whether the command is of the client and not of the design.
bool set_client(LiveControls& c, const Command& command) {
    const Parameter* const p = command.parameter;
    if (p != &pupil_row() && p != &mark_row()) return false;
    if (!std::isfinite(command.amount)) return true;
    if (p == &pupil_row())
        c.client = typed(c.client, command.amount, command.continues);
    else
        c.mark_mm = std::clamp(command.amount, p->min, p->max);
    return true;
}

void rule_mark(LiveControls& c, bool on) {
    if (on) {
        c.mark_froze = !c.frozen;
        c.frozen = true;
    } else if (std::exchange(c.mark_froze, false)) {
        c.frozen = false;
    }
    c.mark_ruled = on;
}

void use(Work& work, const Preset* preset) {
    if (preset) work.change(with_preset(work.design(), preset->design));
}

}  // namespace

LiveControls apply(LiveControls c, const Command& command) {
    const LiveControls before = c;
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
            if (!c.frozen) rule_mark(c, false);  // its picture is gone
            break;
        case Act::mirror:
            c.view.mirrored = !c.view.mirrored;
            break;
        case Act::loupe:
            c.loupe = !c.loupe;
            break;
        case Act::loupe_zoom:
            if (c.loupe)
                c.loupe_zoom =
                    std::clamp(c.loupe_zoom * std::exp2(command.amount / 4), loupe_zoom_least, loupe_zoom_most);
            else
                c.view = zoomed(c.view, std::exp2(command.amount / 4), command.at);
            break;
        case Act::zoom:
            c.view = zoomed(c.view, std::exp2(command.amount / 4), command.at);
            break;
        case Act::pan:
            c.view.centre -= glm::dvec2(c.view.mirrored ? -command.at.x : command.at.x, command.at.y) / c.view.zoom;
            c.view = within_picture(c.view);
            break;
        case Act::whole_picture:
            c.view = {c.view.mirrored};
            break;
        case Act::set_setting:
            set_setting(c, command);
            break;
        case Act::check_light:
            ++(command.amount > 0 ? c.camera_locks : c.light_checks);
            break;
        case Act::screenshot:
            ++c.screenshots;
            break;
        case Act::clip:
            ++c.clips;
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
        case Act::record:
            c.record = !c.desk || !c.record;
            c.desk = true;
            break;
        case Act::quit:
            c.quit = true;
            break;
        case Act::set_parameter:
            if (!set_client(c, command)) set_value(c.work, command);
            break;
        case Act::next_preset:
            use(c.work, next_preset(*c.presets, c.design(), command.amount < 0 ? -1 : 1));
            break;
        case Act::preset:
            use(c.work, find_preset(*c.presets, command.text));
            break;
        case Act::tool:
            c.tool.kind = static_cast<ToolKind>(std::clamp(static_cast<int>(command.amount), 0, tool_count - 1));
            break;
        case Act::next_tool:
            c.tool.kind = next_tool(c.tool.kind, command.amount < 0 ? -1 : 1);
            break;
        case Act::tool_width:
            c.tool = wider(c.tool, command.amount);
            break;
        case Act::tool_edge:
            c.tool = softer(c.tool, command.amount);
            break;
        case Act::wipe:
            switch_wipe(c, command.amount);
            break;
        case Act::wipe_to:
            if (c.compare != Compare::wipe || !std::isfinite(command.amount)) break;
            c.wipe_sweeps = false;
            c.wipe_at = std::clamp(command.amount, 0.0, 1.0);
            break;
        case Act::split:
            switch_split(c, command.amount < 0 ? -1 : 1);
            break;
        case Act::turns:
            c.turns = !c.turns;
            break;
        case Act::time_stop:
            go_to_stop(c, static_cast<int>(command.amount));
            break;
        case Act::time_step:
            go_to_stop(c, stop_from(c.design(), static_cast<int>(command.amount)));
            break;
        case Act::views:
            c.views = !c.views;
            ++c.views_chosen;
            break;
        case Act::next_view:
            c.wanted_view = view_after(c.wanted_view, command.amount < 0 ? -1 : 1);
            c.views = true;
            ++c.views_chosen;
            break;
        case Act::view:
            c.wanted_view = static_cast<ViewId>(std::clamp(static_cast<int>(command.amount), 0, view_count - 1));
            c.views = true;
            ++c.views_chosen;
            break;
        case Act::take_view:
            if (c.views) ++c.views_taken_by_key;
            break;
        case Act::new_views:
            ++c.views_begun;
            c.views_keep_poses = command.amount > 0;
            c.wanted_view = ViewId::front;
            ++c.views_chosen;
            break;
        case Act::client_assumed:
            c.client = changed(c.client, TrueScale{});
            break;
        case Act::client_measured:
            c.client = changed(c.client, command.scale);
            c.card_measured = false;
            rule_mark(c, false);
            break;
        case Act::client_back:
            c.client = gone_back(c.client);
            break;
        case Act::measure_card:
            c.card_measured = !c.card_measured;
            if (!c.card_measured) break;
            rule_mark(c, false);
            c.frozen = false;  // it takes several pictures
            break;
        case Act::ruled_mark:
            rule_mark(c, !c.mark_ruled);
            c.card_measured = false;
            break;
        case Act::use_mark:
            if (c.mark_ruled) ++c.marks_used;
            break;
        case Act::save_preset:  // the disk's, which answers with a new list
        case Act::remove_preset:
        case Act::tablet_code:  // the server's
        case Act::tablet_revoke:
            break;
        case Act::tablet:
            c.tablet = !c.tablet;
            break;
    }
    if (!(c.work == before.work)) {
        if (command.act != Act::time_stop && command.act != Act::time_step) c.walks = false;
        // Whoever changes something wants to see that.
        if (command.act != Act::next_variant) c.turns = false;
    }
    return c;
}

}  // namespace smp
