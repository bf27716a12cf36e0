#include "app/pace.hpp"

#include <algorithm>

namespace smp {

void Pace::begin(std::uint64_t passed_over, double now_s) {
    since_s_ = now_s;
    passed_over_ = passed_over;
    followed_ = 0;
}

Ease Pace::after(std::uint64_t passed_over, double now_s) {
    constexpr double look_s = 2, longest_patience_s = 600, soon_s = 30;
    constexpr double too_many = 0.1, hardly_any = 0.02;  // of the camera's pictures
    // At the start, or after a pause in which nothing was followed, there is nothing to judge by.
    if (since_s_ < 0 || now_s - since_s_ > 3 * look_s || passed_over < passed_over_) {
        begin(passed_over, now_s);
        calm_since_s_ = now_s;
        return ease_;
    }
    ++followed_;
    if (now_s - since_s_ < look_s) return ease_;
    const auto missed = static_cast<double>(passed_over - passed_over_);
    const double share = missed / (missed + static_cast<double>(followed_));
    begin(passed_over, now_s);
    if (share > hardly_any) calm_since_s_ = now_s;
    if (share > too_many && ease_ != Ease::skin_in_every_fourth) {
        // What was taken up again and did not do is tried more seldom.
        if (eased_s_ > 0 && now_s - eased_s_ < patience_s_ + soon_s)
            patience_s_ = std::min(longest_patience_s, 2 * patience_s_);
        ease_ = static_cast<Ease>(static_cast<int>(ease_) + 1);
        eased_s_ = now_s;
    } else if (ease_ != Ease::nothing && now_s - calm_since_s_ >= patience_s_) {
        ease_ = static_cast<Ease>(static_cast<int>(ease_) - 1);
        eased_s_ = now_s;
        calm_since_s_ = now_s;
    }
    return ease_;
}

}  // namespace smp
