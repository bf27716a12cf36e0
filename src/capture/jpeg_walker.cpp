#include "capture/jpeg_walker.hpp"

#include <cstring>

namespace smp {
namespace {

constexpr std::uint8_t soi = 0xD8, eoi = 0xD9, sos = 0xDA;

bool restart_marker(std::uint8_t m) {
    return m >= 0xD0 && m <= 0xD7;
}
bool frame_header(std::uint8_t m) {
    return m >= 0xC0 && m <= 0xCF && m != 0xC4 && m != 0xC8 && m != 0xCC;
}

}  // namespace

JpegWalker::Result JpegWalker::advance(std::span<const std::uint8_t> bytes) {
    if (done_) return Result::whole;
    if (pos_ == 0) {
        if (bytes.size() < 2) return Result::incomplete;
        if (bytes[0] != 0xFF || bytes[1] != soi) return Result::broken;
        pos_ = 2;
    }
    for (;;) {
        const std::size_t before = pos_;
        const bool scan = in_scan_;
        const Result r = in_scan_ ? walk_scan(bytes) : walk_segment(bytes);
        if (r != Result::incomplete) return r;
        if (pos_ == before && scan == in_scan_) return r;  // no further without more bytes
    }
}

JpegWalker::Result JpegWalker::walk_scan(std::span<const std::uint8_t> bytes) {
    while (pos_ < bytes.size()) {
        const void* hit = std::memchr(bytes.data() + pos_, 0xFF, bytes.size() - pos_);
        if (!hit) {
            pos_ = bytes.size();
            break;
        }
        pos_ = static_cast<std::size_t>(static_cast<const std::uint8_t*>(hit) - bytes.data());
        if (pos_ + 1 >= bytes.size()) break;
        const std::uint8_t m = bytes[pos_ + 1];
        if (m == 0xFF) {
            ++pos_;
        } else if (m == 0 || restart_marker(m)) {
            pos_ += 2;
        } else if (m == eoi) {
            if (width_ <= 0 || height_ <= 0) return Result::broken;
            pos_ += 2;
            done_ = true;
            return Result::whole;
        } else if (m == soi) {
            return Result::broken;  // the next picture starts: this one was cut
        } else {
            in_scan_ = false;  // a progressive JPEG has tables between its scans
            return Result::incomplete;
        }
    }
    return Result::incomplete;
}

JpegWalker::Result JpegWalker::walk_segment(std::span<const std::uint8_t> bytes) {
    if (pos_ >= bytes.size()) return Result::incomplete;
    if (bytes[pos_] != 0xFF) return Result::broken;
    while (pos_ + 1 < bytes.size() && bytes[pos_ + 1] == 0xFF) ++pos_;
    if (pos_ + 1 >= bytes.size()) return Result::incomplete;
    const std::uint8_t m = bytes[pos_ + 1];
    if (m == eoi && seen_scan_ && width_ > 0 && height_ > 0) {
        pos_ += 2;
        done_ = true;
        return Result::whole;
    }
    if (m == eoi || m == soi || m == 0) return Result::broken;
    if (m == 0x01 || restart_marker(m)) {
        pos_ += 2;
        return Result::incomplete;
    }
    if (pos_ + 4 > bytes.size()) return Result::incomplete;
    const std::size_t length = (std::size_t{bytes[pos_ + 2]} << 8) | bytes[pos_ + 3];
    if (length < 2 || (frame_header(m) && length < 8)) return Result::broken;
    if (pos_ + 2 + length > bytes.size()) return Result::incomplete;
    if (frame_header(m)) {
        height_ = (bytes[pos_ + 5] << 8) | bytes[pos_ + 6];
        width_ = (bytes[pos_ + 7] << 8) | bytes[pos_ + 8];
    }
    if (m == sos) in_scan_ = seen_scan_ = true;
    pos_ += 2 + length;
    return Result::incomplete;
}

}  // namespace smp
