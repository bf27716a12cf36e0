// Which cameras there are and by what name they stay the same when the system numbers them anew.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "capture/source.hpp"
#include "capture/v4l2_device.hpp"

namespace smp {

std::vector<CameraEntry> list_cameras(V4l2Calls& calls, const std::filesystem::path& dev);

// The stable path (dev/v4l/by-id/..., else by-path/...) of "0", "/dev/video0" or a stable path itself. Without one, or
// when the device is not there, the device's own path.
std::string stable_camera_path(const std::string& text, const std::filesystem::path& dev);

}  // namespace smp
