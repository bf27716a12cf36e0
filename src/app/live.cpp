#include "app/live.hpp"

#include <iostream>

#include "app/end_signals.hpp"
#include "app/key_file.hpp"
#include "app/live_input.hpp"
#include "app/live_language.hpp"
#include "app/live_mirror.hpp"
#include "app/places.hpp"

namespace smp {

Status live_command(const SessionOptions& options, const LiveJob& job) {
    auto session = open_session(options);
    if (!session) return session.error();
    auto spec = choose_live_input(job.input);
    if (!spec) return spec.error();
    if (auto playable = check_playable(*spec); !playable) return playable.error();
    auto tracker = HeadTracker::create(session->model, session->tracker);
    if (!tracker) return tracker.error();
    // From here on what people read is in their language; what ends the command before is in English, as all commands.
    std::string language_trouble = use_language({});
    SettingsKeeper settings(config_folder());
    language_trouble = use_language(settings.found());
    WorkKeeper keeper(state_folder());
    auto begun = job.resume ? resume_work(keeper.found())
                            : begin_work(keeper.found(), session->design, options.design_file || !options.set.empty());
    if (!begun) return begun.error();
    KeysRead keys = read_keys();
    if (!keys.trouble.empty()) {
        std::cerr << "smp-mirror: " << keys.trouble << std::endl;
        begun->note = keys.trouble;
        begun->failed = true;
    }
    if (!language_trouble.empty() && begun->note.empty()) {
        begun->note = language_trouble;
        begun->failed = true;
    }
    auto window = Window::open({.monitor = job.monitor, .windowed = job.windowed});
    if (!window) return window.error();
    auto painter = Painter::create(session->model, session->seed);
    if (!painter) return painter.error();
    auto presenter = Presenter::create();
    if (!presenter) return presenter.error();
    auto loupe = LiveLoupe::create();
    if (!loupe) return loupe.error();
    auto fade = LiveFade::create();
    if (!fade) return fade.error();

    if (begun->sets_unfinished_aside) keeper.set_unfinished_aside();
    const EndSignals signals;
    // Destroyed from the last to the first: the tracking thread is joined before its source goes.
    const auto source = LiveSource::start(*spec);
    LiveTracking tracking(session->model, std::move(*tracker), *source, Window::wake);
    Mirror mirror({*session, without_password(*spec), std::move(keys.map), settings, std::move(*begun), keeper, *window,
                   *painter, *presenter, *loupe, *fade, *source, tracking, job.hud, job.tablet_port,
                   job.store.value_or(records_folder())});
    mirror.run(job.desk);
    keeper.end_well();
    return Done{};
}

}  // namespace smp
