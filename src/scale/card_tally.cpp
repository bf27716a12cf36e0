#include "scale/card_tally.hpp"

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"
#include "scale/measured_scale.hpp"

namespace smp {
namespace {

constexpr double most_spread = 0.025;  // of the pupil distance

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
}

}  // namespace

void CardTally::add(const CardLook& look) {
    ++looked_;
    if (look.seen) {
        ipd_mm_.push_back(look.seen->ipd_mm);
        sigma_mm_.push_back(look.seen->sigma_mm);
    } else {
        ++missed_[static_cast<std::size_t>(look.miss)];
    }
}

CardMiss CardTally::trouble() const {
    // That there is a thing of another kind, or a tilted card, says more than that there is none.
    const int told = looked_ - seen();
    for (const CardMiss miss : {CardMiss::tilted, CardMiss::other_shape})
        if (3 * missed_[static_cast<std::size_t>(miss)] > told) return miss;
    return static_cast<CardMiss>(std::max_element(missed_.begin(), missed_.end()) - missed_.begin());
}

Expected<TrueScale> CardTally::result() const {
    if (ipd_mm_.empty()) return Error{ExitCode::input, in_words(looked_ ? trouble() : CardMiss::no_card), "", ""};
    const double ipd_mm = quantile(ipd_mm_, 0.5);
    // From quarter to quarter: a few that are far off do not count, two opinions do.
    const double spread_mm = (quantile(ipd_mm_, 0.75) - quantile(ipd_mm_, 0.25)) / 1.349;
    if (spread_mm > most_spread * ipd_mm) {
        const auto [low, high] = std::minmax_element(ipd_mm_.begin(), ipd_mm_.end());
        return Error{ExitCode::input,
                     tr_fill("The pictures disagree, {0} to {1} mm between the pupils: hold card and head still",
                             number_text(*low, 0), number_text(*high, 0)),
                     "", ""};
    }
    // What is wrong with one picture is mostly wrong with the next one too: only their scatter averages out.
    const double sigma_mm =
        std::hypot(quantile(sigma_mm_, 0.5), spread_mm / std::sqrt(static_cast<double>(ipd_mm_.size())));
    return measured_scale(ScaleSource::card, ipd_mm, sigma_mm);
}

}  // namespace smp
