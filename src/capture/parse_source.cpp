#include <algorithm>
#include <cctype>
#include <filesystem>

#include "capture/picture.hpp"
#include "capture/sequence.hpp"
#include "capture/source.hpp"
#include "capture/url.hpp"
#include "capture/video_reader.hpp"

namespace smp {
namespace {

bool all_digits(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

// A file of JPEGs one after the other starts like a picture; only its name tells.
bool motion_jpeg_name(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return extension == ".mjpg" || extension == ".mjpeg";
}

Expected<SourceSpec> parse_address(const std::string& text) {
    auto url = parse_url(text);
    if (!url) return url.error();
    if (url->scheme == "http") return SourceSpec{SourceKind::http, text};
    if (url->scheme == "rtsp") return SourceSpec{SourceKind::rtsp, text};
    return Error{ExitCode::input, "addresses of the kind " + url->scheme + ":// are not supported", url->shown(),
                 "give an http:// (MJPEG) or rtsp:// address"};
}

}  // namespace

Expected<SourceSpec> parse_source(const std::string& text) {
    if (text.empty()) return Error{ExitCode::input, "the input is empty", "--input", "name a camera, file or address"};
    std::error_code error;
    const bool exists = std::filesystem::exists(text, error);
    if (all_digits(text) && !exists) {
        if (text.size() > 3) return Error{ExitCode::input, "there is no camera of this number", text, "give 0 to 255"};
        return SourceSpec{SourceKind::camera, text};
    }
    if (text.starts_with("/dev/")) return SourceSpec{SourceKind::camera, text};
    if (text.find("://") != std::string::npos) return parse_address(text);
    if (!exists && names_sequence(text)) {
        const auto sequence = find_sequence(text);
        if (!sequence) return sequence.error();
        return SourceSpec{SourceKind::sequence, text};
    }
    const auto head = read_head(text, 32);
    if (!head) return head.error();
    if (looks_like_picture(*head) && !motion_jpeg_name(text)) return SourceSpec{SourceKind::picture, text};
    const auto video = VideoReader::open(text);
    if (!video) return video.error();
    return SourceSpec{SourceKind::video, text};
}

}  // namespace smp
