#include "app/live_scale.hpp"

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "head/scaled_head.hpp"
#include "scale/ruled_mark.hpp"

namespace smp {
namespace {

constexpr double longest_card_s = 20;
constexpr int least_pictures = 5;     // of a card, where the time is up
constexpr double said_s = 8;          // how long the technician has to read it over the picture
constexpr double hand_px = 2;         // of the screen: how well a hand points
constexpr double desk_reach_px = 24;  // what PictureTouch::reach_px is on the screen

std::string lower_first(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

GuideLine tick(const glm::dvec2& at, const glm::dvec2& along, double half_px) {
    const glm::dvec2 across(-along.y, along.x);
    return {GuideKind::ruled_mark, {at - half_px * across, at + half_px * across}, ""};
}

}  // namespace

LiveScale::LiveScale(const HeadModel& model, double unit_ipd_mm, std::function<void()> finished)
    : model_(model), unit_ipd_mm_(unit_ipd_mm), card_(model, std::move(finished)) {}

void LiveScale::take(Tracked& tracked, const LiveControls& controls) {
    as_tracked_ = tracked.head;
    a_px_.reset();  // they lay on another picture
    b_px_.reset();
    tracked.head = in_true_scale(as_tracked_, controls.client.now.ipd_mm / unit_ipd_mm_, changes_);
    if (!tally_ || asked_) return;
    asked_ = true;
    card_.ask({as_tracked_, tracked.frame.bgr});
}

double LiveScale::rescale(std::optional<Tracked>& shown, const TrueScale& before, const TrueScale& now) {
    if (before.ipd_mm == now.ipd_mm) return 1;
    ++changes_;
    if (shown) shown->head = in_true_scale(as_tracked_, now.ipd_mm / unit_ipd_mm_, changes_);
    return now.ipd_mm / before.ipd_mm;
}

std::optional<Expected<TrueScale>> LiveScale::card_says(const LiveControls& controls, double now_s) {
    const auto look = card_.take_answer();
    if (look) asked_ = false;
    if (!controls.card_measured) {
        tally_.reset();
        return std::nullopt;
    }
    if (!tally_) {
        tally_.emplace();
        began_s_ = now_s;
        return std::nullopt;  // an answer of before is none to this
    }
    if (look) tally_->add(*look);
    const bool late = now_s - *began_s_ > longest_card_s;
    if (!tally_->enough() && !late) return std::nullopt;
    const bool few = !tally_->enough() && tally_->seen() > 0 && tally_->seen() < least_pictures;
    Expected<TrueScale> result =
        few ? Expected<TrueScale>(Error{ExitCode::input, in_words(tally_->trouble()), "", ""}) : tally_->result();
    tally_.reset();
    return result;
}

std::optional<Command> LiveScale::follow(const LiveControls& controls, const Tracked* shown, const HeadMesh& mesh,
                                         double now_s) {
    now_s_ = now_s;
    auto says = card_says(controls, now_s);
    const bool card = says.has_value();
    if (std::exchange(marks_used_, controls.marks_used) != controls.marks_used && shown)
        says = mark_says(controls, *shown, mesh);
    if (!says) return std::nullopt;
    failed_ = !*says;
    said_until_s_ = now_s + said_s;
    if (failed_) {
        said_ = tr_fill("Not measured: {0}", lower_first(says->error().line()));
        if (!card) return std::nullopt;
        return Command{.act = Act::measure_card};  // ends
    }
    said_ = tr_fill("{0}; before {1}", in_words(**says), value_in_words(controls.client.now));
    return Command{.act = Act::client_measured, .scale = **says};
}

void LiveScale::touch(const std::optional<PictureTouch>& touch) {
    if (!touch) return;
    if (touch->began) {
        aim_px_ = std::hypot(0.5, hand_px * touch->reach_px / desk_reach_px);
        const auto near = [&](const std::optional<glm::dvec2>& end) {
            return end ? glm::length(touch->px - *end) : 1e9;
        };
        const bool takes_hold = std::min(near(a_px_), near(b_px_)) < touch->reach_px;
        if (takes_hold) {
            holds_a_ = near(a_px_) < near(b_px_);
        } else {
            holds_a_ = !a_px_ || b_px_;  // a third one begins anew
            if (holds_a_) b_px_.reset();
        }
    }
    (holds_a_ ? a_px_ : b_px_) = touch->px;
}

Expected<TrueScale> LiveScale::mark_says(const LiveControls& controls, const Tracked& shown,
                                         const HeadMesh& mesh) const {
    if (!a_px_ || !b_px_) return Error{ExitCode::input, tr("both ends of the mark are wanted"), "", ""};
    return scale_from(model_, shown.head, mesh, {*a_px_, *b_px_, controls.mark_mm}, aim_px_);
}

void LiveScale::show(DeskSnapshot& desk, const LiveControls& controls, const Tracked* shown,
                     const HeadMesh& mesh) const {
    DeskSnapshot::Client& client = desk.client;
    client.scale = controls.client;
    client.card_measured = controls.card_measured;
    client.mark_ruled = controls.mark_ruled;
    client.mark_mm = controls.mark_mm;
    if (controls.card_measured) {
        const int seen = tally_ ? tally_->seen() : 0;
        if (seen > 0 || !tally_ || tally_->looked() < 3)
            client.card_words = tr_fill("A card, flat to the forehead. {0} of {1} pictures.", seen, CardTally::wanted);
        else
            client.card_words = tr_fill("A card, flat to the forehead. {0}.", in_words(tally_->trouble()));
    } else if (failed_) {
        client.card_words = said_ + ".";
    }
    if (now_s_ < said_until_s_) {
        desk.note = said_;
        desk.note_failed = failed_;
    }
    if (!controls.mark_ruled || !shown) return;
    if (!a_px_) {
        client.mark_words = tr("Press on one end of the mark, on the picture.");
    } else if (!b_px_) {
        client.mark_words = tr("Now on its other end.");
    } else {
        const auto scale = mark_says(controls, *shown, mesh);
        client.mark_ready = static_cast<bool>(scale);
        client.mark_words =
            scale ? in_words(*scale) : tr_fill("Not measured: {0}", lower_first(scale.error().line())) + ".";
    }
    if (!a_px_) return;
    const double half_px = std::max(3.0, 2.5 * aim_px_);
    const glm::dvec2 along =
        b_px_ && glm::length(*b_px_ - *a_px_) > 1 ? glm::normalize(*b_px_ - *a_px_) : glm::dvec2(1, 0);
    desk.guides.push_back(tick(*a_px_, along, half_px));
    if (!b_px_) {
        desk.guides.push_back(tick(*a_px_, {-along.y, along.x}, half_px));
        return;
    }
    desk.guides.push_back(tick(*b_px_, along, half_px));
    desk.guides.push_back({GuideKind::ruled_mark, {*a_px_, *b_px_}, number_text(controls.mark_mm) + " mm"});
}

}  // namespace smp
