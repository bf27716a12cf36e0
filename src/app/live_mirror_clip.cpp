// Clips: begun, ended and told of.
#include <iostream>

#include "app/clip_encoder.hpp"
#include "app/live_mirror.hpp"
#include "app/live_shot.hpp"
#include "base/steady_clock.hpp"
#include "base/texts.hpp"

namespace smp {

void Mirror::film() {
    const double now_s = steady_s();
    if (clip_.going()) return clip_.end(ClipEnd::asked);
    if (!shown_ || screen_.veil() >= 1) return screen_.note(tr("Not filmed: there is no picture now"), true, now_s);
    if (controls_.frozen) return screen_.note(tr("Not filmed: the picture is frozen"), true, now_s);
    // A film of a face is kept encrypted or not at all.
    if (!record_.takes_shots())
        return screen_.note(tr("Not filmed: open the client's record first, as clips are kept nowhere else"), true,
                            now_s);
    const std::string busy = tr("Not filmed: the last clip is still being saved");
    if (clip_.busy()) return screen_.note(busy, true, now_s);
    const ClipRules rules{.longest_s = controls_.settings.longest_clip_s};
    Shot first = clip_begun(painter_, *shown_, controls_.design(), session_, controls_.client.now, input_,
                            source_.status().info.description);
    stale_ = true;
    auto recorder = std::make_shared<ClipRecorder>(std::move(first), make_clip_encoder, rules);
    if (!record_.film(recorder)) return screen_.note(busy, true, now_s);
    clip_.begin(std::move(recorder), rules.longest_s, now_s);
}

void Mirror::follow_clip() {
    clip_.follow(status_.state == LiveState::live, steady_s());
    screen_.set_filming(clip_.going());
    for (const auto& kept : record_.take_clips()) {
        record_.tell(kept, steady_s());
        if (kept) {
            screen_.note(tr("Clip saved"), false, steady_s());
            std::cout << "clip saved into the record: " << kept->length_s << " s, " << kept->pictures << " pictures, "
                      << kept->left_out << " left out" << std::endl;
        } else {
            // Why the record could not is the technician's alone.
            screen_.note(tr("note|Not saved"), true, steady_s());
            std::cerr << "smp-mirror: " << kept.error().line() << std::endl;
        }
    }
}

ClipShown Mirror::clip_shown() const {
    return {clip_.going(), clip_.going() ? static_cast<int>(clip_.length_s()) : 0,
            static_cast<int>(controls_.settings.longest_clip_s)};
}

}  // namespace smp
