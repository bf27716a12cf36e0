// Videos as telephones make them: frames at uneven times, sound beside them. JPEGs and plain samples in Matroska, so
// that nothing needs an encoder.
#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace smp::test {

// One picture at each of the times (ms, rising); with `sound` a tone as long as the pictures. Throws when it cannot be
// written.
void write_odd_video(const std::filesystem::path& file, const std::vector<cv::Mat>& pictures,
                     const std::vector<int>& times_ms, bool sound);

}  // namespace smp::test
