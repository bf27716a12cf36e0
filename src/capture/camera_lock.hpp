// Exposure, gain, white balance and focus of a V4L2 camera, held where the camera's automatics have put them, so that
// colours before and after belong together. Used on the capture thread alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "capture/source.hpp"
#include "capture/v4l2_device.hpp"

namespace smp {

class CameraLocker {
  public:
    explicit CameraLocker(V4l2Calls& calls) : calls_(calls) {}

    // A camera that was opened, for the first time or again: learns what it has. One that came back while it was locked
    // gets the same values again.
    void begin(int fd);
    // Reads what the automatics have settled on, makes it manual, and reads back whether that was taken. An automatic
    // that refuses is left as it was.
    void lock(int fd);
    // The automatics as they were found; where they were found off, as the camera's maker has them.
    void unlock(int fd);
    // For the end: as they were found, so that the next program has the camera as this one had it.
    void restore(int fd);
    void say();  // its state in the language that is chosen now

    const CameraLock& state() const { return state_; }

  private:
    struct Control {
        std::uint32_t id = 0;
        std::int32_t least = 0, most = 0, usual = 0;
    };
    // One thing that can be held: its automatic, and the values that are held with it.
    struct Held {
        std::string name;
        std::optional<Control> automatic;
        std::int32_t on = 0, off = 0;  // of the automatic: as found or as usual, and manual
        bool found_off = false;
        std::vector<Control> values;
        std::map<std::uint32_t, std::int32_t> kept;  // as they are held
        bool locked = false;
    };
    std::optional<Control> control(int fd, std::uint32_t id) const;
    std::optional<std::int32_t> get(int fd, std::uint32_t id) const;
    bool set(int fd, std::uint32_t id, std::int32_t value) const;
    bool put(int fd, Held& held) const;  // kept values into the camera; false: not taken, and the automatic is on again
    void hold(int fd);

    V4l2Calls& calls_;
    std::vector<Held> held_;
    std::vector<std::string> missing_;  // what the camera has no control for, in words
    bool flicker_filter_off_ = false;
    bool known_ = false, locked_ = false, failed_ = false;
    CameraLock state_;
};

}  // namespace smp
