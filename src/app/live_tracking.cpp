#include "app/live_tracking.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

namespace smp {
namespace {

using namespace std::chrono_literals;

// One picture that breaks a stage must not end the mirror. Said once: the next thirty a second are like it.
void tell_fault(bool& told, const char* what, const std::exception& fault) {
    if (!told) spdlog::error("{} failed on a frame: {}", what, fault.what());
    told = true;
}

}  // namespace

LiveTracking::LiveTracking(const HeadModel& model, HeadTracker tracker, LiveSource& source, std::function<void()> ready)
    : model_(model),
      tracker_(std::move(tracker)),
      source_(source),
      ready_(std::move(ready)),
      tracker_thread_([this] { follow(); }),
      skin_thread_([this] { read(); }) {}

LiveTracking::~LiveTracking() {
    followed_.close();
    results_.close();
    tracker_thread_.join();
    skin_thread_.join();
}

void LiveTracking::follow() {
    pthread_setname_np(pthread_self(), "smp-track");
    OverlayFade fade;
    bool told = false;
    while (!followed_.closed()) {
        auto frame = source_.frames().take(50ms);
        if (!frame) {
            if (!source_.frames().closed()) continue;
            followed_.close();
            return;
        }
        Tracked tracked;
        try {
            if (const double ipd_mm = ipd_mm_; ipd_mm > 0) tracker_.know_ipd(ipd_mm);
            tracked = follow_head(tracker_, fade, *frame);
        } catch (const std::exception& fault) {  // it is shown bare, and the head sought anew
            tell_fault(told, "tracking", fault);
            tracker_.reset();
            fade = {};
            tracked = {};
            tracked.frame = std::move(*frame);
        }
        if (!followed_.put(std::move(tracked))) return;
    }
}

void LiveTracking::read() {
    pthread_setname_np(pthread_self(), "smp-skin");
    SkinReader skin(model_);
    bool told = false;
    while (!results_.closed()) {
        auto tracked = followed_.take(50ms);
        if (!tracked) {
            if (followed_.closed()) return;
            continue;
        }
        try {
            read_skin(skin, *tracked);
        } catch (const std::exception& fault) {  // the skin is learnt anew
            tell_fault(told, "reading the skin", fault);
            skin = SkinReader(model_);
            tracked->skin = {};
            tracked->head = {};
        }
        if (!results_.put(std::move(*tracked))) return;
        ready_();
    }
}

}  // namespace smp
