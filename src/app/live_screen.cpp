#include "app/live_screen.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/texts.hpp"
#include "design/disclosure.hpp"

namespace smp {
namespace {

constexpr double cross_fade_s = 0.15;
constexpr double veil_s = 0.3;
constexpr double glide_s = 0.05;
constexpr double sweep_s = 3.5;  // one way
constexpr double note_fade_s = 0.2, note_s = 2.5, failed_note_s = 7;
constexpr double notice_s = 1.5, reading_s = 0.065;  // to see that there is one; a character
// A hiccup of the camera is no reason to darken the mirror, and opening it usually takes less than the words' time.
constexpr double patience_s = 0.3, words_patience_s = 0.7;

double toward(double value, double target, double step) {
    return value < target ? std::min(value + step, target) : std::max(value - step, target);
}

}  // namespace

std::string state_message(const LiveStatus& status) {
    switch (status.state) {
        case LiveState::live:
            return tr("One moment");
        case LiveState::opening:
            return tr("The camera is opening");
        case LiveState::stalled:
            return tr("The camera is stalled");
        case LiveState::busy:
            return tr("The camera is busy");
        case LiveState::gone:
            break;
    }
    return tr("The camera is gone");
}

std::string state_detail(const LiveStatus& status) {
    switch (status.state) {
        case LiveState::opening:
            return "";
        case LiveState::live:
            return tr("the first picture is on its way");
        default:
            return tr_fill("The picture comes back by itself. {0}", status.detail);
    }
}

void LiveScreen::note(std::string text, bool failed, double now_s) {
    const double to_read_s = notice_s + reading_s * static_cast<double>(text.size());
    overlay_.note = std::move(text);
    overlay_.note_failed = failed;
    note_until_s_ = now_s + std::max(to_read_s, failed ? failed_note_s : note_s);
}

void LiveScreen::advance(const ScreenInputs& in, const LiveControls& controls) {
    const double passed_s = last_s_ ? std::clamp(in.now_s - *last_s_, 0.0, 0.1) : 0;
    last_s_ = in.now_s;

    const double show_target = controls.shows_bare() ? 0 : 1;
    show_ = toward(show_, show_target, passed_s / cross_fade_s);

    // One comparison fades out before the next comes in.
    if (compare_rest_ >= 1) {
        if (compare_ != controls.compare) sweep_ = 0;
        compare_ = controls.compare;
    }
    const double rest_target = compare_ == controls.compare && compare_ != Compare::none ? 0 : 1;
    compare_rest_ = toward(compare_rest_, rest_target, passed_s / cross_fade_s);
    const bool sweeps = compare_ == Compare::wipe && controls.wipe_sweeps;
    if (sweeps) {
        // From before to after and back, slower at its ends, where it waits a little.
        sweep_ = std::fmod(sweep_ + passed_s / sweep_s, 2.0);
        const double way =
            0.5 - 0.5 * std::cos(std::numbers::pi * std::clamp(1.15 * (sweep_ < 1 ? sweep_ : 2 - sweep_), 0.0, 1.0));
        overlay_.wipe = std::clamp(in.head_right + way * (in.head_left - in.head_right), 0.0, 1.0);
    } else if (compare_ == Compare::wipe) {
        overlay_.wipe = controls.wipe_at;
    }
    overlay_.wipe_alpha = compare_ == Compare::wipe ? (1 - compare_rest_) * show_ * (1 - veil_) : 0;

    // Closer and farther in a short glide; what the hand moves goes with the hand.
    const PictureView wanted = controls.view;
    view_.mirrored = wanted.mirrored;
    const double ratio = wanted.zoom / view_.zoom;
    if (controls.settings.reduced_motion || std::abs(std::log2(ratio)) < 0.005) {
        view_ = wanted;
    } else {
        const double part = 1 - std::exp(-passed_s / glide_s), before = view_.zoom;
        view_.zoom *= std::pow(ratio, part);
        // The place that stays where it is on the screen is the same all the way.
        const double share = (1 / before - 1 / view_.zoom) / (1 / before - 1 / wanted.zoom);
        view_.centre += share * (wanted.centre - view_.centre);
    }
    overlay_.view = view_;
    overlay_.text_scale = controls.settings.text_scale();

    // A frozen picture stays, whatever the camera does meanwhile.
    const bool good = in.has_picture && (controls.frozen || in.capture.state == LiveState::live);
    if (good)
        trouble_since_s_.reset();
    else if (!trouble_since_s_)
        trouble_since_s_ = in.now_s;
    const double trouble_s = trouble_since_s_ ? in.now_s - *trouble_since_s_ : 0;
    const double veil_target = good ? 0 : !in.has_picture || trouble_s > patience_s ? 1 : veil_;
    veil_ = toward(veil_, veil_target, passed_s / veil_s);
    const double words_target = !good && trouble_s > words_patience_s ? 1 : 0;
    overlay_.message_alpha = toward(overlay_.message_alpha, words_target, passed_s / veil_s);
    if (!good) {
        overlay_.message = state_message(in.capture);
        overlay_.message_detail = state_detail(in.capture);
    }

    const double note_target = note_until_s_ && in.now_s < *note_until_s_ ? 1 : 0;
    overlay_.note_alpha = toward(overlay_.note_alpha, note_target, passed_s / note_fade_s);

    // Wherever the treatment is seen, so are the words that it is a preview.
    overlay_.label = disclosure(controls.design(), in.date);
    overlay_.label_alpha = show_ * (1 - veil_) * (controls.design().opacity > 0 ? 1 : 0);
    overlay_.language = chosen_language();
    overlay_.help = controls.help;
    overlay_.show_numbers = controls.numbers;
    overlay_.design = controls.design();
    overlay_.frozen = controls.frozen;
    overlay_.mirrored = controls.view.mirrored;
    overlay_.bare = controls.shows_bare();
    moving_ = sweeps || !(view_ == wanted) || compare_rest_ != rest_target || compare_ != controls.compare ||
              show_ != show_target || veil_ != veil_target || overlay_.message_alpha != words_target ||
              overlay_.note_alpha != note_target;
}

}  // namespace smp
