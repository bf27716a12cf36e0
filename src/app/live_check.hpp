// The check of light and camera beside the mirror: once a head has been followed for a while, some frames are measured
// on a thread of its own and judged; after a check without a bad finding the camera is locked, and whether its picture
// stayed as it was is looked at again.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "app/tracked.hpp"
#include "base/mailbox.hpp"
#include "capture/source.hpp"
#include "check/light_check.hpp"
#include "ui/controls.hpp"
#include "ui/desk_snapshot.hpp"

namespace smp {

class LiveCheck {
  public:
    // `finished` is called on the thread after each sample, to wake the one who takes it.
    LiveCheck(const HeadModel& model, LiveSource& source, std::function<void()> finished);
    ~LiveCheck();
    LiveCheck(const LiveCheck&) = delete;
    LiveCheck& operator=(const LiveCheck&) = delete;

    // A frame that is new on the screen. Hands it over, and never waits.
    void see(const Tracked& tracked, double now_s);
    // Takes what has come, and does what is asked for; once in each round of the drawing thread.
    void follow(const LiveControls& controls, const LiveStatus& capture, double now_s);
    void translate();  // another language was chosen
    // For the desk: the group, and a few words after the status when something is bad.
    void show(DeskSnapshot& out) const;

  private:
    enum class Stage { waits, looks, settles, looks_again, done };

    void work(const HeadModel& model);
    void begin(Stage stage);
    void finish(const LiveControls& controls, const LiveStatus& capture);
    double fps() const;  // of the camera, also of frames that were passed over; 0: not known
    void tell() const;

    LiveSource& source_;
    const std::function<void()> finished_;
    Stage stage_ = Stage::waits;
    unsigned round_ = 0;  // of samples: those of an earlier one come too late
    std::optional<double> followed_since_s_, asked_s_, settle_since_s_;
    std::deque<std::pair<double, std::int64_t>> came_;  // frames lately, when they were captured and their number
    std::vector<LightSample> samples_, before_;         // of this round; as it was before the camera was locked
    std::vector<LightSample> judged_;                   // by those the findings are
    double judged_fps_ = 0;
    std::vector<Finding> findings_;
    unsigned checks_ = 0, locks_ = 0;  // of LiveControls: done
    unsigned found_ = 0;               // how often findings have come
    CameraLock lock_;
    bool camera_jumped_ = false;

    struct Question {
        Tracked tracked;
        unsigned round = 0;
    };
    struct Answer {
        std::optional<LightSample> sample;
        unsigned round = 0;
    };
    Mailbox<Question> questions_;
    Mailbox<Answer> answers_;
    std::thread thread_;
};

}  // namespace smp
