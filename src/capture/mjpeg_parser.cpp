#include "capture/mjpeg_parser.hpp"

#include <algorithm>
#include <cstring>

namespace smp {
namespace {

// More than any camera puts before its picture data; what goes on longer is no JPEG.
constexpr std::size_t max_header_bytes = 1u << 20;

}  // namespace

std::vector<MjpegParser::Jpeg> MjpegParser::push(std::span<const std::uint8_t> bytes) {
    std::vector<Jpeg> out;
    while (!bytes.empty()) {  // in pieces, so that the buffer keeps its bound whatever is pushed at once
        const std::size_t room = std::max<std::size_t>(1, max_jpeg_bytes_ - std::min(max_jpeg_bytes_, buffer_.size()));
        const std::size_t n = std::min(bytes.size(), room);
        add(bytes.first(n), out);
        bytes = bytes.subspan(n);
    }
    return out;
}

void MjpegParser::add(std::span<const std::uint8_t> bytes, std::vector<Jpeg>& out) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    while (seek_start()) {
        const auto data = rest();
        const auto result = walker_.advance(data);
        if (result == JpegWalker::Result::whole) {
            out.emplace_back(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(walker_.position()));
            drop(walker_.position());
            continue;
        }
        const bool endless_header = !walker_.past_header() && walker_.position() > max_header_bytes;
        if (result == JpegWalker::Result::incomplete && data.size() < max_jpeg_bytes_ && !endless_header) break;
        ++skipped_;
        if (result == JpegWalker::Result::incomplete && !endless_header)
            drop(data.size());  // oversized
        else
            // A wrong segment length may have jumped over the next picture, so the search starts behind this start
            // marker; picture data has been read through and holds none.
            drop(walker_.past_header() ? std::max<std::size_t>(2, walker_.position()) : 2);
    }
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    start_ = 0;
}

// Moves start_ to the next start of a picture. False when there is none yet.
bool MjpegParser::seek_start() {
    const auto data = rest();
    std::size_t at = 0;
    while (at < data.size()) {
        const void* hit = std::memchr(data.data() + at, 0xFF, data.size() - at);
        if (!hit) break;
        at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(hit) - data.data());
        if (at + 1 == data.size() || data[at + 1] == 0xD8) {
            if (at > 0) drop(at);
            return at + 1 < data.size();
        }
        ++at;
    }
    drop(data.size());
    return false;
}

void MjpegParser::drop(std::size_t count) {
    start_ += count;
    walker_ = JpegWalker();
}

}  // namespace smp
