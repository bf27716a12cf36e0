#include "app/still_card.hpp"

#include "scale/card_tally.hpp"

namespace smp {
namespace {

constexpr double webcam_fov_deg = 60;

Expected<Tracked> tracked_anew(const Session& session, const TrackerOptions& options, const Tracked& tracked) {
    auto tracker = HeadTracker::create(session.model, options);
    if (!tracker) return tracker.error();
    StepState state(session.model);
    Frame frame = tracked.frame;  // the same pixels
    Tracked again = track_step(*tracker, state, std::move(frame), true);
    if (again.head.state == TrackState::lost)
        return Error{ExitCode::input, "the head is lost when it is taken as large as the card says", "", ""};
    return again;
}

Expected<TrueScale> measured(const Session& session, const Tracked& tracked) {
    CardTally tally;
    tally.add(look_for_card(session.model, tracked.head, tracked.frame.bgr));
    return tally.result();
}

}  // namespace

Expected<TrueScale> measure_by_card(const Session& session, Tracked& tracked) {
    TrackerOptions options = session.tracker;
    auto scale = measured(session, tracked);
    if (!scale && !options.lens_given()) {
        // A lens that was guessed from a face whose forehead is covered can be far off: most likely it is a webcam's.
        options.fov_deg = webcam_fov_deg;
        if (const auto again = tracked_anew(session, options, tracked)) scale = measured(session, *again);
    }
    if (!scale) return scale;
    options.ipd_mm = scale->ipd_mm;
    auto again = tracked_anew(session, options, tracked);
    if (!again) return again.error();
    tracked = std::move(*again);
    return scale;
}

}  // namespace smp
