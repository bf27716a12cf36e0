#include "app/live_check.hpp"

#include <pthread.h>

#include <exception>
#include <iostream>

#include "base/texts.hpp"
#include "check/findings.hpp"

namespace smp {
namespace {

constexpr double follow_s = 2;          // until the head has been learnt, and the automatics have settled
constexpr double settle_s = 1;          // after the camera was locked
constexpr double sample_each_s = 0.06;  // one sample's frames apart
constexpr std::size_t enough = 12;
constexpr std::size_t rate_frames = 60;
constexpr double rate_s = 1;  // shorter tells no rate

bool lockable(const CameraLock& lock) {
    return lock.state == LockState::automatic || lock.state == LockState::failed;
}
bool locked(const CameraLock& lock) {
    return lock.state == LockState::locked || lock.state == LockState::partly;
}

}  // namespace

LiveCheck::LiveCheck(const HeadModel& model, LiveSource& source, std::function<void()> finished)
    : source_(source), finished_(std::move(finished)), thread_([this, &model] { work(model); }) {}

LiveCheck::~LiveCheck() {
    questions_.close();
    thread_.join();
}

void LiveCheck::work(const HeadModel& model) {
    pthread_setname_np(pthread_self(), "smp-light");
    LightSampler sampler(model);
    while (!questions_.closed()) {
        const auto question = questions_.take(std::chrono::milliseconds(500));
        if (!question) continue;
        Answer answer{std::nullopt, question->round};
        try {
            const Tracked& t = question->tracked;
            answer.sample = sampler.sample(t.frame.bgr, t.head, t.skin);
        } catch (const std::exception&) {  // out of memory, say: the mirror goes on, and there is no sample
        }
        answers_.put(std::move(answer));
        finished_();
    }
}

void LiveCheck::begin(Stage stage) {
    stage_ = stage;
    ++round_;
    samples_.clear();
}

void LiveCheck::see(const Tracked& tracked, double now_s) {
    if (stage_ == Stage::done) return;
    if (tracked.head.state != TrackState::tracking) {
        followed_since_s_.reset();
        came_.clear();
        if (stage_ == Stage::looks) begin(Stage::waits);
        // Somebody else may come, so that nothing can be said of the camera.
        if (stage_ == Stage::settles || stage_ == Stage::looks_again) begin(Stage::done);
        return;
    }
    came_.emplace_back(tracked.frame.captured_s, tracked.frame.sequence);
    if (came_.size() > rate_frames) came_.pop_front();
    if (!followed_since_s_) followed_since_s_ = now_s;
    if (stage_ == Stage::waits && now_s - *followed_since_s_ >= follow_s) begin(Stage::looks);
    if (stage_ == Stage::settles && settle_since_s_ && now_s - *settle_since_s_ >= settle_s) begin(Stage::looks_again);
    if (stage_ != Stage::looks && stage_ != Stage::looks_again) return;
    if (asked_s_ && now_s - *asked_s_ < sample_each_s) return;
    asked_s_ = now_s;
    questions_.put({tracked, round_});
}

void LiveCheck::follow(const LiveControls& controls, const LiveStatus& capture, double now_s) {
    lock_ = capture.lock;
    if (controls.light_checks != checks_) {
        checks_ = controls.light_checks;
        followed_since_s_.reset();
        came_.clear();
        camera_jumped_ = false;
        begin(Stage::waits);
    }
    if (controls.camera_locks != locks_) {
        locks_ = controls.camera_locks;
        camera_jumped_ = false;
        if (locked(lock_) || lockable(lock_)) source_.want_lock(!locked(lock_));
    }
    while (const auto answer = answers_.try_take()) {
        if (answer->round != round_ || !answer->sample) continue;
        samples_.push_back(*answer->sample);
        if (samples_.size() == enough) finish(controls, capture);
    }
    if (stage_ == Stage::settles && !settle_since_s_ && locked(lock_)) settle_since_s_ = now_s;
    if (stage_ == Stage::settles && lock_.state == LockState::failed) stage_ = Stage::done;
}

double LiveCheck::fps() const {
    if (came_.empty()) return 0;
    const double span_s = came_.back().first - came_.front().first;
    return span_s < rate_s ? 0 : static_cast<double>(came_.back().second - came_.front().second) / span_s;
}

void LiveCheck::finish(const LiveControls& controls, const LiveStatus& capture) {
    if (stage_ == Stage::looks_again) {
        // Some cameras do not tell what their automatics have chosen, and jump to something else.
        camera_jumped_ = jumped(before_, samples_);
        if (camera_jumped_) source_.want_lock(false);
        stage_ = Stage::done;
        tell();
        return;
    }
    judged_ = samples_;
    ++found_;
    judged_fps_ = capture.info.camera ? fps() : 0;
    translate();
    const Finding* const first = worst(findings_);
    const bool good = !first || first->verdict != Verdict::bad;
    stage_ = Stage::done;
    tell();
    if (!good || !controls.settings.lock_camera || lock_.state != LockState::automatic || camera_jumped_) return;
    before_ = samples_;
    settle_since_s_.reset();
    begin(Stage::settles);
    source_.want_lock(true);
}

void LiveCheck::translate() {
    findings_ = judge_light(judged_, judged_fps_);
}

// For whoever reads what the program says, as of the camera's state.
void LiveCheck::tell() const {
    if (camera_jumped_) {
        std::cout << "light and camera: the picture changed when the camera was locked; it is automatic again"
                  << std::endl;
        return;
    }
    if (!worst(findings_)) std::cout << "light and camera: good" << std::endl;
    for (const Finding& f : findings_)
        if (f.verdict != Verdict::good)
            std::cout << "light and camera: " << tr(f.name) << " " << in_words(f.verdict) << " (" << f.value << "). "
                      << f.advice << std::endl;
}

void LiveCheck::show(DeskSnapshot& out) const {
    LightShown& light = out.light;
    light.findings = findings_;
    light.asked = checks_;
    light.found = found_;
    light.lock = tr(lock_.text);  // a camera has said it in the language, other sources in English
    light.can_lock = lockable(lock_);
    light.locked = locked(lock_);
    if (camera_jumped_)
        light.lock =
            tr("The picture changed when the camera was locked, so it is automatic again. Keep the light as it is.");
    const Finding* const first = worst(findings_);
    if (stage_ == Stage::looks || (stage_ == Stage::waits && followed_since_s_))
        light.state = tr("Looking at light and camera: let the client sit still and face the mirror.");
    else if (stage_ == Stage::waits)
        light.state = tr("Looks at light and camera once the client sits before the mirror.");
    else if (!first)
        light.state = tr("Light and camera are good.");
    else
        light.state = first->verdict == Verdict::bad ? tr("Something is to be put right first.")
                                                     : tr("It will do; what is marked would make it better.");
    if (first && first->verdict == Verdict::bad && stage_ == Stage::done && !out.trouble) {
        out.status += ". " + first->advice.substr(0, first->advice.find_first_of(":."));  // there is one line
        out.trouble = true;
    }
}

}  // namespace smp
