#include "capture/camera_lock.hpp"

#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "base/texts.hpp"

namespace smp {
namespace {

// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i + 1 < names.size(); ++i) out += (i ? ", " : "") + tr(names[i]);
    if (names.empty()) return out;
    return out.empty() ? tr(names.back()) : tr_fill("{0} and {1}", out, tr(names.back()));
}

struct Kind {
    std::string_view name;
    std::uint32_t automatic;
    std::int32_t off;
    std::uint32_t value;
    bool holds_without;  // switched off, the automatic stays where it is, also when the value cannot be read
    bool expected;       // of a webcam: to be told when it is missing
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> out{
        {tr_later("camera|exposure"), V4L2_CID_EXPOSURE_AUTO, V4L2_EXPOSURE_MANUAL, V4L2_CID_EXPOSURE_ABSOLUTE, false,
         true},
        {tr_later("camera|gain"), V4L2_CID_AUTOGAIN, 0, V4L2_CID_GAIN, false, false},
        {tr_later("camera|white balance"), V4L2_CID_AUTO_WHITE_BALANCE, 0, V4L2_CID_WHITE_BALANCE_TEMPERATURE, true,
         true},
        {tr_later("camera|focus"), V4L2_CID_FOCUS_AUTO, 0, V4L2_CID_FOCUS_ABSOLUTE, true, false},
    };
    return out;
}

// Cameras round: the nearest step will do.
bool near(std::int32_t a, std::int32_t b) {
    return std::abs(a - b) <= std::max(2, std::abs(b) / 50);
}

}  // namespace

std::optional<CameraLocker::Control> CameraLocker::control(int fd, std::uint32_t id) const {
    v4l2_queryctrl query{};
    query.id = id;
    if (calls_.ioctl(fd, VIDIOC_QUERYCTRL, &query) != 0) return std::nullopt;
    if (query.flags & (V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_READ_ONLY)) return std::nullopt;
    return Control{id, query.minimum, query.maximum, query.default_value};
}

std::optional<std::int32_t> CameraLocker::get(int fd, std::uint32_t id) const {
    v4l2_control value{id, 0};
    if (calls_.ioctl(fd, VIDIOC_G_CTRL, &value) != 0) return std::nullopt;
    return value.value;
}

bool CameraLocker::set(int fd, std::uint32_t id, std::int32_t value) const {
    v4l2_control wanted{id, value};
    return calls_.ioctl(fd, VIDIOC_S_CTRL, &wanted) == 0;
}

void CameraLocker::begin(int fd) {
    if (known_) {
        for (Held& h : held_) h.locked = false;
        return locked_ ? hold(fd) : say();
    }
    known_ = true;
    std::vector<std::string> missing;
    for (const Kind& kind : kinds()) {
        Held h;
        h.name = kind.name;
        h.automatic = control(fd, kind.automatic);
        h.off = kind.off;
        const std::int32_t unknown = -1, now = get(fd, kind.automatic).value_or(unknown);
        if (const auto c = control(fd, kind.value)) h.values.push_back(*c);
        if (!h.automatic || now == unknown || (h.values.empty() && !kind.holds_without)) {
            if (kind.expected) missing.push_back(h.name);
            continue;
        }
        // The automatic of the exposure moves the gain too, where that has none of its own.
        if (kind.automatic == V4L2_CID_EXPOSURE_AUTO && !control(fd, V4L2_CID_AUTOGAIN))
            if (const auto gain = control(fd, V4L2_CID_GAIN)) h.values.push_back(*gain);
        h.found_off = now == h.off;
        h.on = h.found_off ? h.automatic->usual : now;
        if (h.on == h.off)  // a maker's default of "off"
            h.on = kind.automatic == V4L2_CID_EXPOSURE_AUTO ? V4L2_EXPOSURE_APERTURE_PRIORITY : 1;
        held_.push_back(std::move(h));
    }
    missing_ = std::move(missing);
    flicker_filter_off_ = control(fd, V4L2_CID_POWER_LINE_FREQUENCY) &&
                          get(fd, V4L2_CID_POWER_LINE_FREQUENCY) == V4L2_CID_POWER_LINE_FREQUENCY_DISABLED;
    say();
}

bool CameraLocker::put(int fd, Held& h) const {
    bool taken = set(fd, h.automatic->id, h.off) && get(fd, h.automatic->id) == h.off;
    for (const Control& c : h.values) {
        const auto kept = h.kept.find(c.id);
        if (!taken || kept == h.kept.end()) continue;
        const bool written = set(fd, c.id, kept->second);
        const auto back = get(fd, c.id);
        // A value that is not taken matters only where it is another one.
        taken = back && near(*back, kept->second) && (written || *back == kept->second);
    }
    if (!taken && !h.found_off) set(fd, h.automatic->id, h.on);
    return taken;
}

void CameraLocker::hold(int fd) {
    for (Held& h : held_) {
        if (h.locked) continue;
        for (const Control& c : h.values) {
            const auto now = h.kept.contains(c.id) ? std::nullopt : get(fd, c.id);
            if (now) h.kept[c.id] = std::clamp(*now, c.least, c.most);
        }
        h.locked = h.kept.size() == h.values.size() && put(fd, h);
    }
    say();
}

void CameraLocker::lock(int fd) {
    locked_ = true;
    for (Held& h : held_)
        if (!h.locked) h.kept.clear();
    hold(fd);
}

void CameraLocker::unlock(int fd) {
    failed_ = false;
    for (Held& h : held_) {
        failed_ = !set(fd, h.automatic->id, h.on) || failed_;
        h.locked = h.found_off = false;
    }
    locked_ = false;
    say();
}

void CameraLocker::restore(int fd) {
    for (Held& h : held_) {
        if (!h.locked) continue;
        if (!h.found_off) set(fd, h.automatic->id, h.on);
        h.locked = false;
    }
    locked_ = false;
    say();
}

void CameraLocker::say() {
    std::vector<std::string> can, holds, moves;
    for (const Held& h : held_) {
        can.push_back(h.name);
        (h.locked ? holds : moves).push_back(h.name);
    }
    std::string lacks = missing_.empty() ? "" : "; " + tr_fill("this camera has no control for {0}", listed(missing_));
    if (flicker_filter_off_) lacks += "; " + tr("its flicker filter is off");
    if (held_.empty()) {
        state_ = {LockState::cannot,
                  tr("This camera cannot be locked: it has no control for exposure or white balance. Keep the light "
                     "as it is.")};
    } else if (!locked_) {
        state_ = {LockState::automatic, failed_
                                            ? tr("The camera did not go back to automatic; unplug it and plug it in")
                                            : tr_fill("Automatic; {0} can be locked", listed(can)) + lacks};
    } else if (holds.empty()) {
        state_ = {LockState::failed, tr_fill("The camera refuses to be locked: {0} stay automatic", listed(moves))};
    } else {
        state_ = {moves.empty() ? LockState::locked : LockState::partly,
                  tr_fill("Locked: {0}", listed(holds)) +
                      (moves.empty() ? "" : "; " + tr_fill("refused: {0}", listed(moves))) + lacks};
    }
}

}  // namespace smp
