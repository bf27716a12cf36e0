#include "app/light_doctor.hpp"

#include <chrono>

#include "base/steady_clock.hpp"
#include "capture/url.hpp"
#include "check/light_check.hpp"

namespace smp {
namespace {

constexpr double most_s = 8, follow_s = 1.5, no_picture_s = 3;
constexpr std::size_t enough = 12;

}  // namespace

LightFound look_at_light(const Session& session, const SourceSpec& input) {
    LightFound out;
    out.source = input.text;
    if (input.kind == SourceKind::http || input.kind == SourceKind::rtsp) {
        const auto url = parse_url(input.text);
        out.source = url ? url->shown() : "network camera";  // without its password
    }
    auto tracker = HeadTracker::create(session.model, session.tracker);
    if (!tracker) {
        out.trouble = tracker.error().line();
        return out;
    }
    const auto source = LiveSource::start(input);
    StepState state(session.model);
    LightSampler sampler(session.model);
    std::vector<LightSample> samples;
    const double begin_s = steady_s();
    double lost_s = begin_s;  // when a head was last not there
    double first_s = 0, last_s = 0;
    std::int64_t first = -1, last = 0;
    // A whole head is the tracker's own from the first picture on; then it is learnt, and a camera settles.
    while (samples.size() < enough && steady_s() - begin_s < most_s) {
        const auto frame = source->frames().take(std::chrono::milliseconds(100));
        if (!frame) {
            if (first < 0 && steady_s() - begin_s > no_picture_s) break;
            continue;
        }
        if (first < 0) first = frame->sequence, first_s = frame->captured_s, lost_s = steady_s();
        last = frame->sequence, last_s = frame->captured_s;
        const Tracked tracked = track_step(*tracker, state, *frame);
        const double now_s = steady_s();
        if (tracked.head.state != TrackState::tracking) lost_s = now_s;
        if (now_s - lost_s < follow_s) continue;
        if (const auto sample = sampler.sample(tracked.frame.bgr, tracked.head, tracked.skin))
            samples.push_back(*sample);
    }
    const LiveStatus status = source->status();
    out.lock = status.lock;
    if (!status.info.description.empty()) out.source = status.info.description;
    const double fps =
        status.info.camera && last_s - first_s > 1 ? static_cast<double>(last - first) / (last_s - first_s) : 0;
    out.findings = judge_light(samples, fps);
    if (!samples.empty()) return out;
    if (first < 0)
        out.trouble = "no picture came: " + std::string(in_words(status.state)) +
                      (status.detail.empty() ? "" : ", " + status.detail);
    else
        out.trouble = "no head was seen; sit before the camera, face it, and run doctor again";
    return out;
}

}  // namespace smp
