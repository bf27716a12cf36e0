#include "fuzz/targets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "app/camera_file.hpp"
#include "capture/mjpeg_parser.hpp"
#include "capture/url.hpp"
#include "design/treatment_design.hpp"
#include "desk/settings.hpp"
#include "desk/work_file.hpp"
#include "fuzz/target_parts.hpp"
#include "ui/desk_rows.hpp"
#include "ui/keys.hpp"

namespace smp::fuzz {
namespace {

void design(Bytes bytes) {
    const auto read = parse_design(text(bytes), "a file");
    if (!read) return require_sentence(read.error());
    for (const Parameter& p : parameters())
        require(p.get(*read) >= p.min && p.get(*read) <= p.max, "values lie in their range");
    const auto again = parse_design(design_to_json(*read), "again");
    require(again && *again == *read, "a design that is written comes back the same");
}

void settings(Bytes bytes) {
    const auto read = parse_settings(text(bytes), "a file");
    if (!read) return require_sentence(read.error());
    const auto again = parse_settings(settings_to_json(*read), "again");
    require(again && *again == *read, "settings that are written come back the same");
}

void keys(Bytes bytes) {
    const auto read = KeyMap::parse(text(bytes), "a file");
    if (!read) return require_sentence(read.error());
    const std::string written = read->to_json();
    const auto again = KeyMap::parse(written, "again");
    require(again && again->to_json() == written, "keys that are written come back the same");
}

void work(Bytes bytes) {
    const auto read = parse_work(text(bytes), "a file");
    if (!read) return require_sentence(read.error());
    require(read->chosen >= 0 && read->chosen < variant_count, "a variant that exists");
    require(read->variants[static_cast<std::size_t>(read->chosen)].has_value(), "the variant shown is there");
    const auto again = parse_work(work_to_json(*read), "again");
    require(again && again->variants == read->variants && again->chosen == read->chosen,
            "work that is written comes back the same");
}

void calibration(Bytes bytes) {
    const auto read = parse_camera(std::string(text(bytes)), "a file");
    if (!read) return require_sentence(read.error());
    require(read->fx_px > 0 && read->fy_px > 0 && std::isfinite(read->fx_px + read->fy_px + read->cx_px + read->cy_px),
            "a lens that can be used");
    require(read->width_px > 0 && read->height_px > 0, "a size above zero");
}

// The same pictures however the bytes are cut, and never more kept than allowed. The first byte says how they are cut.
void mjpeg(Bytes bytes) {
    if (bytes.empty()) return;
    constexpr std::size_t most = 4096;
    const std::size_t piece = 1 + bytes[0] % 97;
    bytes = bytes.subspan(1);
    MjpegParser whole(most), cut(most);
    const auto at_once = whole.push(bytes);
    std::vector<MjpegParser::Jpeg> by_pieces;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        for (auto& jpeg : cut.push(bytes.subspan(at, std::min(piece, bytes.size() - at))))
            by_pieces.push_back(std::move(jpeg));
        require(cut.buffered_bytes() <= most, "memory is bounded");
    }
    require(at_once == by_pieces, "pictures do not depend on how bytes come");
    for (const auto& jpeg : at_once)
        require(jpeg.size() >= 4 && jpeg[0] == 0xff && jpeg[1] == 0xd8, "a JPEG begins as one");
}

void url(Bytes bytes) {
    const auto read = parse_url(std::string(text(bytes)));
    if (!read) return require_sentence(read.error());
    require(!read->host.empty() && read->port > 0 && read->port < 65536 && !read->target.empty(), "a place to ask");
}

void typed(Bytes bytes) {
    for (const Parameter& p : parameters())
        if (const auto value = typed_value(p, text(bytes)))
            require(*value >= p.min && *value <= p.max, "what is typed is brought into its range");
}

// NAME=VALUE as --set takes it, without the name.
void value(Bytes bytes) {
    for (const Parameter& p : parameters()) {
        TreatmentDesign d;
        if (const auto set = set_parameter(d, p.name, text(bytes)); !set) require_sentence(set.error());
        require(p.get(d) >= p.min && p.get(d) <= p.max, "values lie in their range");
    }
}

constexpr std::array files_and_cameras{
    Target{"calibration", calibration},
    Target{"design", design},
    Target{"keys", keys},
    Target{"mjpeg", mjpeg},
    Target{"settings", settings},
    Target{"typed", typed},
    Target{"url", url},
    Target{"value", value},
    Target{"work", work},
};

}  // namespace

std::span<const Target> targets() {
    static const std::vector<Target> all = [] {
        std::vector<Target> out(files_and_cameras.begin(), files_and_cameras.end());
        for (const auto& more : {record_targets(), tablet_targets()}) out.insert(out.end(), more.begin(), more.end());
        return out;
    }();
    return all;
}

}  // namespace smp::fuzz
