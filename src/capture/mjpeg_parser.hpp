// Takes the JPEGs out of an MJPEG stream (multipart/x-mixed-replace or bare), bytes in, pictures out. Each picture is
// given as soon as its last byte is there. Boundaries, part headers and Content-Length are passed over, as cameras get
// them wrong; garbage, cut and oversized parts are skipped and counted. Memory is bounded by max_jpeg_bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "capture/jpeg_walker.hpp"

namespace smp {

class MjpegParser {
  public:
    using Jpeg = std::vector<std::uint8_t>;

    explicit MjpegParser(std::size_t max_jpeg_bytes = 16u << 20) : max_jpeg_bytes_(max_jpeg_bytes) {}

    // All pictures that these bytes complete, in order.
    std::vector<Jpeg> push(std::span<const std::uint8_t> bytes);

    std::uint64_t skipped() const { return skipped_; }             // pictures that began and were not usable
    std::size_t buffered_bytes() const { return buffer_.size(); }  // at most max_jpeg_bytes

  private:
    void add(std::span<const std::uint8_t> bytes, std::vector<Jpeg>& out);
    bool seek_start();
    void drop(std::size_t count);
    std::span<const std::uint8_t> rest() const { return std::span(buffer_).subspan(start_); }

    std::size_t max_jpeg_bytes_;
    std::vector<std::uint8_t> buffer_;
    std::size_t start_ = 0;  // in buffer_: of a picture, or of a last byte that may begin one; 0 between calls
    JpegWalker walker_;
    std::uint64_t skipped_ = 0;
};

}  // namespace smp
