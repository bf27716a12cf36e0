#include "app/clip_recorder.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <exception>

#include "base/texts.hpp"

namespace smp {
namespace {

constexpr double pose_period_s = 0.2;

double length_of(std::int64_t last_ms) {
    return static_cast<double>(last_ms) / 1000 + 1 / clip_fps;
}

}  // namespace

std::string_view name_of(ClipEnd end) {
    switch (end) {
        case ClipEnd::asked:
            return "asked";
        case ClipEnd::longest:
            return "longest";
        case ClipEnd::largest:
            return "largest";
        case ClipEnd::stopped:
            return "stopped";
        case ClipEnd::resized:
            return "resized";
        case ClipEnd::closed:
            break;
    }
    return "closed";
}

ClipRecorder::ClipRecorder(Shot first, MakeClipSink make_sink, ClipRules rules)
    : rules_(rules), make_sink_(std::move(make_sink)), first_(std::move(first)) {
    thread_ = std::thread([this] { work(); });
}

ClipRecorder::~ClipRecorder() {
    end(ClipEnd::closed);
    thread_.join();
}

void ClipRecorder::put(ClipPicture picture) {
    if (picture.bgra.empty()) return;
    {
        std::lock_guard lock(mutex_);
        if (ended_) return;
        if (!began_s_) {
            began_s_ = picture.captured_s;
            size_px_ = picture.bgra.size();
            last_ms_ = -1;
        }
        const auto at_ms = std::llround((picture.captured_s - *began_s_) * 1000);
        if (at_ms <= last_ms_) return;  // the same picture again
        if (picture.bgra.size() != size_px_) return end_locked(ClipEnd::resized);
        if (static_cast<double>(at_ms) > rules_.longest_s * 1000) return end_locked(ClipEnd::longest);
        if (waiting_.size() >= rules_.most_waiting) {
            ++left_out_;
            return;
        }
        last_ms_ = at_ms;
        waiting_.push_back({std::move(picture), at_ms});
    }
    changed_.notify_all();
}

void ClipRecorder::leave_out() {
    std::lock_guard lock(mutex_);
    if (!ended_) ++left_out_;
}

void ClipRecorder::end(ClipEnd why) {
    std::lock_guard lock(mutex_);
    end_locked(why);
}

void ClipRecorder::end_locked(ClipEnd why) {
    if (!ended_) ended_ = why;
    changed_.notify_all();
}

ClipRecorder::State ClipRecorder::state() const {
    std::lock_guard lock(mutex_);
    return {ended_, began_s_ ? length_of(last_ms_) : 0, left_out_};
}

bool ClipRecorder::ready() const {
    std::lock_guard lock(mutex_);
    return taken_.has_value();
}

Expected<TakenClip> ClipRecorder::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return taken_.has_value(); });
    return std::exchange(*taken_, Error{ExitCode::fault, tr("the clip was taken already"), "", ""});
}

Expected<TakenClip> ClipRecorder::encode() {
    TakenClip out;
    std::unique_ptr<ClipSink> sink;
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !waiting_.empty() || ended_; });
        if (waiting_.empty()) {
            out.ended = *ended_;
            out.left_out = left_out_;
            break;
        }
        const Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        if (!sink) {
            out.size_px = next.picture.bgra.size();
            auto made = make_sink_(out.size_px);
            if (!made) return made.error();
            sink = std::move(*made);
        }
        if (auto written = sink->write(next.picture, next.at_ms); !written) return written.error();
        ++out.pictures;
        out.length_s = length_of(next.at_ms);
        const double at_s = static_cast<double>(next.at_ms) / 1000;
        if (out.poses.empty() || at_s >= out.poses.back().at_s + pose_period_s)
            out.poses.push_back({at_s, next.picture.camera_from_head});
        if (sink->bytes() >= rules_.largest_bytes) end(ClipEnd::largest);
    }
    if (!sink) return Error{ExitCode::input, tr("no picture came while it was filmed"), "", ""};
    auto bytes = sink->finish();
    if (!bytes) return bytes.error();
    out.mp4 = std::move(*bytes);
    out.first = std::move(first_);
    return out;
}

void ClipRecorder::work() {
    pthread_setname_np(pthread_self(), "smp-clip");
    // Drawing and tracking come first; the encoder's own threads begin with this niceness.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 5);
    Expected<TakenClip> taken = Error{ExitCode::fault, tr("the clip could not be saved"), "", ""};
    try {
        taken = encode();
    } catch (const std::exception& fault) {  // out of memory, say: the mirror goes on
        taken = Error{ExitCode::fault, fault.what(), "", tr("free some memory and try again")};
    }
    std::lock_guard lock(mutex_);
    waiting_.clear();
    end_locked(ClipEnd::closed);  // where it has failed
    taken_ = std::move(taken);
    changed_.notify_all();
}

}  // namespace smp
