#include "app/live_tracking.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include "base/steady_clock.hpp"

namespace smp {

LiveTracking::LiveTracking(const HeadModel& model, HeadTracker tracker, LiveSource& source, std::function<void()> ready)
    : model_(model), tracker_(std::move(tracker)), source_(source), ready_(std::move(ready)), thread_([this] {
          work();
      }) {}

LiveTracking::~LiveTracking() {
    results_.close();
    thread_.join();
}

void LiveTracking::work() {
    pthread_setname_np(pthread_self(), "smp-track");
    using namespace std::chrono_literals;
    StepState state(model_);
    Pace pace;
    bool told = false;
    while (!results_.closed()) {
        auto frame = source_.frames().take(50ms);
        if (!frame) {
            if (source_.frames().closed()) return;
            continue;
        }
        Tracked tracked;
        try {
            if (const double ipd_mm = ipd_mm_; ipd_mm > 0) tracker_.know_ipd(ipd_mm);
            state.pictures_a_reading = pictures_a_reading(pace.ease());
            tracked = track_step(tracker_, state, *frame);
            tracked.ease = pace.after(source_.frames().dropped(), steady_s());
        } catch (const std::exception& fault) {
            // One picture that breaks the tracker must not end the mirror: it is shown bare, and the head sought anew.
            if (!told) spdlog::error("tracking failed on a frame: {}", fault.what());
            told = true;
            tracker_.reset();
            state = StepState(model_);
            tracked = {};
            tracked.frame = std::move(*frame);
        }
        if (!results_.put(std::move(tracked))) return;
        ready_();
    }
}

}  // namespace smp
