// What keys, desk and tablets ask for, and what comes of it.
#include <iostream>

#include "app/live_language.hpp"
#include "app/live_mirror.hpp"
#include "app/live_shot.hpp"
#include "base/steady_clock.hpp"
#include "base/texts.hpp"
#include "ui/act_words.hpp"

namespace smp {

void Mirror::name_keys() {
    std::vector<HelpLine> lines;
    for (const KeyRow& row : key_rows()) lines.push_back({keys_.keys_of(row), std::string(row.words)});
    screen_.set_keys(std::move(lines));
    for (const std::string_view act : desk_acts()) desk_keys_[act] = keys_.first_key_of(act);
}

void Mirror::change_language() {
    if (const auto trouble = use_language(controls_.settings); !trouble.empty())
        screen_.note(trouble, true, steady_s());
    name_keys();
    check_.translate();
    counted_revision_ = -1;
    stale_ = true;
}

void Mirror::obey(Command command) {
    if (command.act == Act::wipe) command.amount = screen_.wipe();
    if ((command.act == Act::zoom && !command.aimed) || command.act == Act::loupe_zoom)
        command.at = aim(command.act == Act::zoom);
    const LiveControls before = std::exchange(controls_, apply(controls_, command));
    if (!(controls_.design() == before.design())) {
        if (!command.continues) fade_.begin(painter_, steady_s());
        stale_ = true;
    }
    if (!(controls_.client == before.client)) rescale(before.client.now, command.continues);
    if (!(controls_.work == before.work)) keep();
    if (const auto words = act_in_words(command, before, controls_); !words.empty())
        screen_.note(words, false, steady_s());
    if (!(controls_.settings == before.settings)) settings_.keep(controls_.settings);
    if (controls_.settings.language != before.settings.language) change_language();
    if (command.act == Act::save_preset) shelf_.save(to_preset(controls_.design(), command.text));
    if (command.act == Act::remove_preset) shelf_.remove(command.text);
    if (controls_.full_screen != before.full_screen) window_.set_full_screen(controls_.full_screen);
    if ((controls_.numbers && !before.numbers) || (controls_.tablet && !before.tablet)) stale_ = true;
    if (controls_.screenshots != before.screenshots) shoot();
    if (controls_.frozen && !before.frozen) clip_.end(ClipEnd::stopped);
    if (controls_.clips != before.clips) film();
    if (controls_.matches != before.matches) match();
    if (command.act == Act::tablet_code || command.act == Act::tablet_revoke) tablet_.obey(command);
    if (controls_.desk && !desk_) open_desk();
    if (!controls_.desk && desk_) close_desk();
}

void Mirror::keep() {
    keeper_.keep(controls_.work, controls_.client.now);
}

void Mirror::rescale(const TrueScale& before, bool continues) {
    const double grows = scale_.rescale(shown_, before, controls_.client.now);
    if (!continues) fade_.begin(painter_, steady_s(), grows);
    views_.rescale(grows);
    tracking_.know_ipd(controls_.client.now.ipd_mm);
    keep();
    counted_revision_ = -1;
    stale_ = true;
}

void Mirror::change_design(TreatmentDesign next, bool continues) {
    controls_.work.change(std::move(next), continues);
    keep();
    stale_ = true;
}

void Mirror::match() {
    if (!shown_) return screen_.note(tr("Not matched: there is no picture now"), true, steady_s());
    stubble_.ask({*shown_, controls_.design(), controls_.match_lighter});
}

void Mirror::take_match() {
    const auto answer = stubble_.take_answer();
    if (!answer) return;
    const double now_s = steady_s();
    if (!answer->matched) return screen_.note(tr_fill("Not matched: {0}", answer->matched.error().line()), true, now_s);
    const MatchedStubble& m = *answer->matched;
    const bool sure = m.stubble.doubt.empty(), again = now_s < doubted_until_s_;
    if (!sure && !again) {
        screen_.note(to_note(m, answer->lighter), true, now_s);
        doubted_until_s_ = screen_.note_until_s();
        return;
    }
    doubted_until_s_ = 0;
    change_design(with_offer(controls_.design(), answer->lighter ? m.lighter : m.match), false);
    screen_.note(sure ? to_note(m, answer->lighter) : to_taken_note(m, answer->lighter), false, now_s);
}

void Mirror::take_presets() {
    for (auto& answer : shelf_.take_answers()) {
        if (answer.presets) controls_.presets = std::move(answer.presets);
        if (!answer.note.empty()) screen_.note(std::move(answer.note), answer.failed, steady_s());
    }
}

void Mirror::shoot(const std::optional<ShotView>& view) {
    // Nobody wants a record of a picture that is not on the screen.
    if (!shown_ || screen_.veil() >= 1) return screen_.note(tr("Not saved: there is no picture now"), true, steady_s());
    Shot shot = shot_of(painter_, *shown_, controls_.design(), session_, controls_.client.now, input_,
                        source_.status().info.description, record_.takes_shots());
    stale_ = true;
    shot.view = view;
    if (record_.put(shots_, std::move(shot)))
        views_.asked(view, *shown_);
    else
        screen_.note(tr("The last pictures are still being saved"), true, steady_s());
}

void Mirror::tell(const LiveRecord::Saved& saved) {
    const bool done = record_.tell(saved, steady_s());
    const bool view = views_.answered(done);  // the mirror has said so
    if (done) {
        if (!view) screen_.note(tr("note|Saved"), false, steady_s());
        if (saved.in_record)
            std::cout << "saved into the record" << std::endl;
        else
            std::cout << "saved " << (session_.pictures / *saved.name).string() << ".json" << std::endl;
    } else {
        // Why the record could not is the technician's alone.
        screen_.note(saved.in_record ? tr("note|Not saved") : tr_fill("Not saved: {0}", saved.name.error().line()),
                     true, steady_s());
        std::cerr << "smp-mirror: " << saved.name.error().line() << std::endl;
    }
}

}  // namespace smp
