// The mirror's tracking thread: takes the newest frame, puts the newest result; what came in between is dropped and
// counted.
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
    // Runs until it is destroyed, or `source` closes. `ready` is called on the thread after each result.
    LiveTracking(const HeadModel& model, HeadTracker tracker, LiveSource& source, std::function<void()> ready);
    ~LiveTracking();
    LiveTracking(const LiveTracking&) = delete;
    LiveTracking& operator=(const LiveTracking&) = delete;

    Mailbox<Tracked>& results() { return results_; }
    // What the client's pupil distance is known to be, from the next picture on.
    void know_ipd(double mm) { ipd_mm_ = mm; }

  private:
    void work();

    const HeadModel& model_;
    HeadTracker tracker_;
    LiveSource& source_;
    const std::function<void()> ready_;
    Mailbox<Tracked> results_;
    std::atomic<double> ipd_mm_ = 0;  // 0: as it began
    std::thread thread_;
};

}  // namespace smp
