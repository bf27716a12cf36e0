// A V4L2 camera as a live feed, with the system calls and the device folder replaceable for tests.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "capture/feed.hpp"
#include "capture/v4l2_device.hpp"

namespace smp {

std::unique_ptr<Feed> make_camera_feed(const std::string& text, std::shared_ptr<V4l2Calls> calls,
                                       const std::filesystem::path& dev);

}  // namespace smp
