// The controls of a camera that is not there, as a V4L2 driver has them.
#pragma once

#include <linux/videodev2.h>

#include <cerrno>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace smp::test {

struct FakeControl {
    std::int32_t value = 0, least = 0, most = 0, usual = 0;
    // The automatic that moves it, and that one's value for "off": until then it cannot be written.
    std::uint32_t automatic = 0;
    std::int32_t off = 0;
    bool refuses = false;  // an error when it is written
    bool ignores = false;  // no error, and no change
};

struct FakeControls {
    std::map<std::uint32_t, FakeControl> rows;
    std::vector<std::pair<std::uint32_t, std::int32_t>> written;  // what was taken

    std::int32_t at(std::uint32_t id) const { return rows.at(id).value; }

    int ioctl(unsigned long request, void* argument) {
        if (request == VIDIOC_QUERYCTRL) {
            auto& q = *static_cast<v4l2_queryctrl*>(argument);
            const auto row = rows.find(q.id);
            if (row == rows.end()) return errno = EINVAL, -1;
            q.minimum = row->second.least, q.maximum = row->second.most, q.default_value = row->second.usual;
            return 0;
        }
        auto& c = *static_cast<v4l2_control*>(argument);
        const auto row = rows.find(c.id);
        if (row == rows.end()) return errno = EINVAL, -1;
        if (request == VIDIOC_G_CTRL) return c.value = row->second.value, 0;
        FakeControl& to = row->second;
        if (to.refuses || (to.automatic && rows.contains(to.automatic) && at(to.automatic) != to.off))
            return errno = EACCES, -1;
        if (c.value < to.least || c.value > to.most) return errno = ERANGE, -1;
        if (to.ignores) return 0;
        to.value = c.value;
        written.emplace_back(c.id, c.value);
        return 0;
    }

    // A webcam with everything, all of it automatic.
    static FakeControls webcam() {
        FakeControls out;
        out.rows[V4L2_CID_EXPOSURE_AUTO] = {3, 0, 3, 3};
        out.rows[V4L2_CID_EXPOSURE_ABSOLUTE] = {312, 3, 2047, 250, V4L2_CID_EXPOSURE_AUTO, 1};
        out.rows[V4L2_CID_GAIN] = {40, 0, 255, 0};
        out.rows[V4L2_CID_AUTO_WHITE_BALANCE] = {1, 0, 1, 1};
        out.rows[V4L2_CID_WHITE_BALANCE_TEMPERATURE] = {4650, 2800, 6500, 4000, V4L2_CID_AUTO_WHITE_BALANCE, 0};
        out.rows[V4L2_CID_FOCUS_AUTO] = {1, 0, 1, 1};
        out.rows[V4L2_CID_FOCUS_ABSOLUTE] = {35, 0, 250, 0, V4L2_CID_FOCUS_AUTO, 0};
        out.rows[V4L2_CID_POWER_LINE_FREQUENCY] = {1, 0, 2, 1};
        return out;
    }
};

}  // namespace smp::test
