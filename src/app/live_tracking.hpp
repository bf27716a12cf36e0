// The mirror's tracking: one thread takes the newest frame and follows the head, another reads the skin of the newest
// result while the next frame is being followed; what came in between is dropped and counted.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "app/session.hpp"
#include "base/mailbox.hpp"
#include "capture/source.hpp"

namespace smp {

class LiveTracking {
  public:
    // Runs until it is destroyed, or `source` closes. `ready` is called on a thread of its own after each result.
    LiveTracking(const HeadModel& model, HeadTracker tracker, LiveSource& source, std::function<void()> ready);
    ~LiveTracking();
    LiveTracking(const LiveTracking&) = delete;
    LiveTracking& operator=(const LiveTracking&) = delete;

    Mailbox<Tracked>& results() { return results_; }
    // Results that were never taken, for a newer one was there.
    std::uint64_t dropped() const { return followed_.dropped() + results_.dropped(); }
    // What the client's pupil distance is known to be, from the next picture on.
    void know_ipd(double mm) { ipd_mm_ = mm; }

  private:
    void follow();
    void read();

    const HeadModel& model_;
    HeadTracker tracker_;
    LiveSource& source_;
    const std::function<void()> ready_;
    Mailbox<Tracked> followed_, results_;
    std::atomic<double> ipd_mm_ = 0;  // 0: as it began
    std::thread tracker_thread_, skin_thread_;
};

}  // namespace smp
