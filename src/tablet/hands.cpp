#include "tablet/hands.hpp"

#include <algorithm>

namespace smp {
namespace {

constexpr double silent_s = 2;      // after which a finger that says nothing is taken for lifted
constexpr double together_s = 0.4;  // a drag that has moved within that time is still going on

Command release(double time_s) {
    return {.act = Act::bare_release, .time_s = time_s};
}

}  // namespace

std::optional<Command> TabletHands::take(const TabletCommand& from, const Work& now, double now_s) {
    current_.reset();
    if (from.gone) std::erase_if(in_step_, [&](const Drag& d) { return d.first == from.hand; });
    if (from.gone || from.command.act == Act::bare_release) {
        const auto at = holders_.find(from.hand);
        if (at == holders_.end()) return std::nullopt;
        holders_.erase(at);
        if (!holders_.empty()) return std::nullopt;
        // A page that has gone did not tap.
        return release(held_since_s_ + (from.gone ? 10 * tap_s : from.held_s));
    }
    Command out = from.command;
    out.time_s = now_s;
    if (out.act == Act::bare_press) {
        if (!from.watched) return std::nullopt;  // nobody would know when it goes
        const bool first = holders_.empty();
        holders_.emplace(from.hand, now_s);
        if (!first) return std::nullopt;
        held_since_s_ = now_s;
        return out;
    }
    if (from.drag == 0 || out.act != Act::set_parameter) return out;
    current_ = Drag{from.hand, from.drag};
    const bool undisturbed = after_ && *after_ == now;
    // A hand that begins another drag has ended the one before.
    const bool new_of_same =
        !in_step_.contains(*current_) &&
        std::any_of(in_step_.begin(), in_step_.end(), [&](const Drag& d) { return d.first == from.hand; });
    out.continues = undisturbed && !in_step_.empty() && !new_of_same &&
                    (in_step_.contains(*current_) || now_s - last_s_ < together_s);
    if (!out.continues) in_step_.clear();
    in_step_.insert(*current_);
    return out;
}

void TabletHands::obeyed(const Work& now, double now_s) {
    if (!current_) return;
    after_ = now;
    last_s_ = now_s;
}

std::optional<Command> TabletHands::let_go(double now_s) {
    if (holders_.empty()) return std::nullopt;
    holders_.clear();
    return release(std::max(now_s, held_since_s_ + 10 * tap_s));
}

bool TabletFinger::takes(const TabletCommand& from, double now_s) {
    begins_ = false;
    if (!from.touch) return false;
    const std::pair finger{from.hand, from.drag};
    if (has_ && *has_ != finger && now_s - last_s_ < silent_s) return false;
    if (!has_ || *has_ != finger) {
        if (finger == lifted_ || from.touch->at.empty()) return false;
        begins_ = true;
        has_ = finger;
    }
    last_s_ = now_s;
    if (from.touch->ends) {
        lifted_ = *has_;
        has_.reset();
    }
    return true;
}

bool TabletFinger::lost(const TabletCommand& from) {
    if (!from.gone || !has_ || has_->first != from.hand) return false;
    has_.reset();
    return true;
}

}  // namespace smp
