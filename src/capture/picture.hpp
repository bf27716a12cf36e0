// Still pictures: told by content, checked for being whole before a decoder sees them, turned upright by EXIF.
#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace smp {

// By the first 16 bytes or so.
bool looks_like_picture(std::span<const std::uint8_t> head);

// 8-bit BGR; fails with ExitCode::input when the bytes are not a whole picture of a size that can be drawn.
Expected<cv::Mat> decode_picture(std::span<const std::uint8_t> bytes, const std::string& where);
Expected<cv::Mat> read_picture(const std::filesystem::path& file);

// The file as bytes; fails with ExitCode::input: missing, a folder, unreadable, empty, or longer than max_bytes.
Expected<std::vector<std::uint8_t>> read_bytes(const std::filesystem::path& file, std::size_t max_bytes);
// The same checks, and the first bytes.
Expected<std::vector<std::uint8_t>> read_head(const std::filesystem::path& file, std::size_t bytes);

}  // namespace smp
