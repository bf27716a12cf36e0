#include "desk/swatch_skin.hpp"

#include <algorithm>
#include <cmath>

#include "design/colour.hpp"

namespace smp {
namespace {

constexpr double averaged_s = 1;          // over which readings are averaged
constexpr double first_shown_s = 0.5;     // the first frames of a head are the least sure
constexpr double noticeable_delta_e = 2;  // CIE 1976; two colours side by side differ from about 1
constexpr double stays_s = 0.7;           // a hand before the lamp is no other light
constexpr double longest_s = 4;           // that is waited for a light which does not come to rest
constexpr double head_gone_s = 3;         // a head that is away so long may come back as another one

}  // namespace

void SwatchSkin::see(const std::optional<glm::vec3>& seen, double now_s) {
    if (!seen) {
        if (now_s - seen_s_ > head_gone_s) *this = {};
        return;
    }
    const glm::vec3 now = glm::max(*seen, glm::vec3(1e-4f));
    if (!mean_) {
        mean_ = now;
        since_s_ = now_s;
    } else {
        const double share = 1 - std::exp(-std::clamp(now_s - seen_s_, 0.0, averaged_s) / averaged_s);
        *mean_ *= glm::pow(now / *mean_, glm::vec3(static_cast<float>(share)));
    }
    seen_s_ = now_s;
    if (!shown_) {
        if (now_s - since_s_ >= first_shown_s) shown_ = mean_;
        return;
    }
    if (delta_e(*shown_, *mean_) < noticeable_delta_e) {
        another_s_.reset();
        return;
    }
    if (!another_s_) another_s_ = now_s;
    // While the light is still changing, what it will be is not known yet.
    const double so_s = now_s - *another_s_;
    if (so_s < stays_s || (so_s < longest_s && delta_e(*mean_, now) > noticeable_delta_e)) return;
    shown_ = mean_;
    another_s_.reset();
}

}  // namespace smp
