// Camera calibration as OpenCV writes it: YAML with camera_matrix, distortion_coefficients and, where known,
// image_width and image_height.
#pragma once

#include <filesystem>
#include <string>

#include "base/expected.hpp"
#include "geometry/intrinsics.hpp"

namespace smp {

// `where` names it in sentences. Fails with ExitCode::input when it is not such a calibration, or makes no sense.
Expected<Intrinsics> parse_camera(const std::string& yaml_text, const std::string& where);
// The same of a file; fails also when it is missing.
Expected<Intrinsics> load_camera(const std::filesystem::path& yaml_file);

}  // namespace smp
