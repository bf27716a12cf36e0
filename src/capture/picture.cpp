#include "capture/picture.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <string_view>
#include <system_error>

#include "capture/jpeg_walker.hpp"
extern "C" {
#include <libavutil/crc.h>
}

namespace smp {
namespace {

constexpr int max_side_px = 16384;  // the largest texture that GPUs of the last ten years promise
constexpr std::int64_t max_area_px = std::int64_t{1} << 27;
constexpr std::size_t max_picture_bytes = std::size_t{1} << 30;
constexpr std::string_view png_magic("\x89PNG\r\n\x1a\n", 8);
const char* const other_copy = "give a whole copy of the picture";

bool starts_with(std::span<const std::uint8_t> bytes, std::string_view magic, std::size_t at = 0) {
    return bytes.size() >= at + magic.size() && std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0;
}

bool is_jpeg(std::span<const std::uint8_t> b) {
    return starts_with(b, "\xFF\xD8\xFF");
}

std::uint32_t big_endian(std::span<const std::uint8_t> b, std::size_t at) {
    return (std::uint32_t{b[at]} << 24) | (std::uint32_t{b[at + 1]} << 16) | (std::uint32_t{b[at + 2]} << 8) |
           b[at + 3];
}

Error input_error(std::string what, const std::string& where, std::string advice) {
    return {ExitCode::input, std::move(what), where, std::move(advice)};
}

Status check_size(std::int64_t width, std::int64_t height, const std::string& where) {
    if (width <= 0 || height <= 0) return input_error("the picture has no size", where, other_copy);
    if (width > max_side_px || height > max_side_px || width * height > max_area_px)
        return input_error("the picture is too large (" + std::to_string(width) + "x" + std::to_string(height) + ")",
                           where, "scale it to at most 16384 pixels a side");
    return Done{};
}

// libpng and libjpeg write their complaints to standard error and still hand out half a picture, so what is cut off
// or damaged is found out before they see it.
Status check_png(std::span<const std::uint8_t> b, const std::string& where) {
    const AVCRC* table = av_crc_get_table(AV_CRC_32_IEEE_LE);
    for (std::size_t at = png_magic.size(); b.size() - at >= 12;) {
        const std::size_t length = big_endian(b, at);
        if (length > b.size() - at - 12) break;
        const auto body = b.subspan(at + 4, length + 4);
        if ((av_crc(table, 0xFFFFFFFFu, body.data(), body.size()) ^ 0xFFFFFFFFu) != big_endian(b, at + 8 + length))
            return input_error("the PNG data is damaged", where, other_copy);
        if (starts_with(body, "IHDR") && length >= 8) {
            if (auto ok = check_size(big_endian(body, 4), big_endian(body, 8), where); !ok) return ok;
        }
        if (starts_with(body, "IEND")) return Done{};
        at += 12 + length;
    }
    return input_error("the PNG data breaks off", where, other_copy);
}

std::size_t bmp_file_size(std::span<const std::uint8_t> b) {
    return b[2] | std::size_t{b[3]} << 8 | std::size_t{b[4]} << 16 | std::size_t{b[5]} << 24;
}

Status check_jpeg(std::span<const std::uint8_t> b, const std::string& where) {
    JpegWalker walker;
    switch (walker.advance(b)) {
        case JpegWalker::Result::whole:
            return check_size(walker.width_px(), walker.height_px(), where);
        case JpegWalker::Result::incomplete:
            return input_error("the JPEG data breaks off", where, other_copy);
        case JpegWalker::Result::broken:
            break;
    }
    return input_error("the JPEG data is damaged", where, other_copy);
}

}  // namespace

bool looks_like_picture(std::span<const std::uint8_t> b) {
    if (is_jpeg(b) || starts_with(b, png_magic)) return true;
    if (starts_with(b, "BM") && b.size() >= 16) return b[14] + b[15] > 0 && b[6] + b[7] + b[8] + b[9] == 0;
    if (starts_with(b, "RIFF") && starts_with(b, "WEBP", 8)) return true;
    if (starts_with(b, std::string_view("II*\0", 4)) || starts_with(b, std::string_view("MM\0*", 4))) return true;
    return b.size() >= 3 && b[0] == 'P' && b[1] >= '1' && b[1] <= '6' && std::isspace(b[2]);
}

Expected<cv::Mat> decode_picture(std::span<const std::uint8_t> bytes, const std::string& where) {
    if (!looks_like_picture(bytes))
        return input_error("not a picture", where, "give a JPEG, PNG, WebP, TIFF or BMP file");
    Status whole = Done{};
    if (is_jpeg(bytes)) whole = check_jpeg(bytes, where);
    if (starts_with(bytes, png_magic)) whole = check_png(bytes, where);
    if (starts_with(bytes, "BM") && bmp_file_size(bytes) > bytes.size())
        whole = input_error("the BMP data breaks off", where, other_copy);
    if (!whole) return whole.error();
    try {
        const cv::Mat view(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::uint8_t*>(bytes.data()));
        cv::Mat bgr = cv::imdecode(view, cv::IMREAD_COLOR);
        if (bgr.empty()) return input_error("the picture cannot be decoded", where, other_copy);
        if (auto ok = check_size(bgr.cols, bgr.rows, where); !ok) return ok.error();
        return bgr;
    } catch (const std::exception&) {
        return input_error("the picture cannot be decoded", where, other_copy);
    }
}

Expected<std::vector<std::uint8_t>> read_head(const std::filesystem::path& file, std::size_t count) {
    const std::string where = file.string();
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        if (error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory)
            return input_error("cannot be read (" + error.message() + ")", where, "check the path and its permissions");
        return input_error("there is no such file", where, "check the path");
    }
    if (std::filesystem::is_directory(status))
        return input_error("is a folder", where, "name a picture or a video in it, or a sequence like frames/%04d.png");
    if (!std::filesystem::is_regular_file(status))
        return input_error("is not a file", where, "give a picture or a video");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::vector<std::uint8_t> head(count);
    if (!in)
        return input_error(std::string("cannot be read (") + std::strerror(errno ? errno : EIO) + ")", where,
                           "check its permissions");
    in.read(reinterpret_cast<char*>(head.data()), static_cast<std::streamsize>(count));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
    if (head.empty()) {
        if (in.bad()) return input_error("cannot be read", where, "check the disk that it lies on");
        return input_error("the file is empty", where, "give a picture or a video");
    }
    return head;
}

Expected<std::vector<std::uint8_t>> read_bytes(const std::filesystem::path& file, std::size_t max_bytes) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (!error && size > max_bytes)
        return input_error("the file is too large for a picture", file.string(), "give a picture of less than 1 GiB");
    return read_head(file, error ? 16 : static_cast<std::size_t>(std::max<std::uintmax_t>(size, 1)));
}

Expected<cv::Mat> read_picture(const std::filesystem::path& file) {
    const auto bytes = read_bytes(file, max_picture_bytes);
    if (!bytes) return bytes.error();
    return decode_picture(*bytes, file.string());
}

}  // namespace smp
