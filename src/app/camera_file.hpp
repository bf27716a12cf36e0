// Camera calibration as OpenCV writes it: YAML with camera_matrix, distortion_coefficients and, where known,
// image_width and image_height.
#pragma once

#include <filesystem>

#include "base/expected.hpp"
#include "geometry/intrinsics.hpp"

namespace smp {

// Fails with ExitCode::input when the file is missing, is not such a calibration, or makes no sense.
Expected<Intrinsics> load_camera(const std::filesystem::path& yaml_file);

}  // namespace smp
