#include "app/frame_meter.hpp"

#include <algorithm>
#include <cmath>

#include "base/texts.hpp"

namespace smp {
namespace {

HudGraph graph(std::string_view name, std::string_view unit, std::vector<float> values) {
    HudGraph out{name, unit, std::move(values)};
    if (out.values.empty()) return out;
    std::vector<float> sorted = out.values;
    std::sort(sorted.begin(), sorted.end());
    const auto at = [&](double share) {
        return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
    };
    out.median = at(0.5);
    out.p95 = at(0.95);
    return out;
}

}  // namespace

void FrameMeter::add(const FrameSample& sample) {
    if (ring_.size() < kept)
        ring_.push_back(sample);
    else
        ring_[next_] = sample;
    next_ = (next_ + 1) % kept;
    ++count_;
    const double age_ms = std::max(0.0, sample.swapped_s - sample.captured_s) * 1000;
    ++ages_[std::min(ages_.size() - 1, static_cast<std::size_t>(age_ms * 10))];
}

double FrameMeter::age_at(double share) const {
    if (!count_) return 0;
    const auto wanted = static_cast<std::size_t>(share * static_cast<double>(count_ - 1));
    std::size_t below = 0;
    for (std::size_t i = 0; i < ages_.size(); ++i) {
        below += ages_[i];
        if (below > wanted) return 0.1 * static_cast<double>(i);
    }
    return 0.1 * static_cast<double>(ages_.size());
}

Hud FrameMeter::hud() const {
    Hud out;
    std::vector<FrameSample> samples;
    for (std::size_t i = 0; i < ring_.size(); ++i)
        samples.push_back(ring_[ring_.size() < kept ? i : (next_ + i) % kept]);
    const auto column = [&](auto value) {
        std::vector<float> values;
        for (const FrameSample& s : samples) values.push_back(static_cast<float>(value(s)));
        return values;
    };
    std::vector<float> rates;
    for (std::size_t i = 1; i < samples.size(); ++i)
        rates.push_back(static_cast<float>(1 / std::max(1e-4, samples[i].swapped_s - samples[i - 1].swapped_s)));
    out.graphs.push_back(graph(tr_later("hud|Frames"), "/s", std::move(rates)));
    out.graphs.push_back(
        graph(tr_later("hud|Age"), "ms", column([](const auto& s) { return 1000 * (s.swapped_s - s.captured_s); })));
    out.graphs.push_back(graph(tr_later("hud|Decode"), "ms", column([](const auto& s) { return s.times_ms.capture; })));
    out.graphs.push_back(graph(tr_later("hud|Track"), "ms", column([](const auto& s) { return s.times_ms.track; })));
    out.graphs.push_back(graph(tr_later("hud|Skin"), "ms", column([](const auto& s) { return s.times_ms.skin; })));
    out.graphs.push_back(graph(tr_later("hud|Draw"), "ms", column([](const auto& s) { return s.times_ms.render; })));
    out.graphs.push_back(
        graph(tr_later("hud|Sure"), "%", column([](const auto& s) { return s.tracking ? 100 * s.confidence : 0.0; })));
    out.tracking = !samples.empty() && samples.back().tracking;
    return out;
}

}  // namespace smp
