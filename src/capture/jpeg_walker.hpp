// Follows the marker structure of one JPEG to its true end, so that neither lengths that a camera declares nor
// boundaries have to be believed. Resumes where it stopped when more bytes have come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace smp {

class JpegWalker {
  public:
    enum class Result { incomplete, whole, broken };

    // `bytes` starts at the JPEG's first byte and may be longer than at the last call, never different.
    Result advance(std::span<const std::uint8_t> bytes);

    std::size_t position() const { return pos_; }  // whole: one past the last byte; broken: where it went wrong
    bool in_picture_data() const { return in_scan_; }
    bool past_header() const { return seen_scan_; }
    int width_px() const { return width_; }  // 0 before the frame header was seen
    int height_px() const { return height_; }

  private:
    Result walk_scan(std::span<const std::uint8_t> bytes);
    Result walk_segment(std::span<const std::uint8_t> bytes);

    std::size_t pos_ = 0;
    bool in_scan_ = false, seen_scan_ = false, done_ = false;
    int width_ = 0, height_ = 0;
};

}  // namespace smp
