// What a record's files and an export may hold.
#include <array>
#include <cmath>
#include <string>

#include "app/memory_file.hpp"
#include "app/shot_json.hpp"
#include "fuzz/target_parts.hpp"
#include "records/exchange.hpp"
#include "records/record_json.hpp"
#include "support/record_fixture.hpp"

namespace smp::fuzz {
namespace {

// One version of an item, as exports and the store hold it.
void record(Bytes bytes) {
    const auto json = records::parse_json(text(bytes));
    if (!json) return require_sentence(json.error());
    const auto item = records::item_from_json(*json);
    if (!item) return require_sentence(item.error());
    const auto written = records::to_text(records::to_json(*item));
    require(bool(written), "what was read can be written");
    const auto again = records::item_from_json(*records::parse_json(*written));
    require(again && *records::to_text(records::to_json(*again)) == *written,
            "an item that is written comes back the same");
}

void pose(Bytes bytes) {
    const auto read = parse_pose(text(bytes));
    if (!read) return require_sentence(read.error());
    require(std::isfinite(read->scale.ipd_mm) && read->scale.ipd_mm > 0, "a scale that can be used");
    if (read->camera_from_head)
        for (int k = 0; k < 3; ++k) require(std::isfinite(read->camera_from_head->t_mm[k]), "a place that is one");
}

void crop(Bytes bytes) {
    if (const auto read = parse_crop(text(bytes)); !read) require_sentence(read.error());
}

void shot_camera(Bytes bytes) {
    const auto read = smp::parse_camera(text(bytes));
    if (!read) return require_sentence(read.error());
    require(std::isfinite(read->intrinsics.fx_px) && read->intrinsics.fx_px > 0, "a lens that can be used");
}

// An export that is not encrypted: taken in whole or not at all.
void salon_export(Bytes bytes) {
    static records::test::Store salon;
    const auto file = MemoryFile::of(bytes);
    require(bool(file), "there is memory for a file");
    if (const auto sealed = records::is_encrypted_export(file->path()); !sealed) require_sentence(sealed.error());
    const auto taken = records::import_records(*salon.store, file->path(), "Anna");
    const auto there = salon->find({});
    require(bool(there), "the records can be read afterwards");
    if (!taken) {
        require_sentence(taken.error());
    } else {
        require(taken->clients == there->size(), "as many clients as it says");
    }
    for (const auto& card : *there) {
        require(bool(salon->history(card.id)), "who was taken in can be read");
        require(bool(salon->erase(card.id, "Anna", "fuzzing")), "and erased");
    }
}

constexpr std::array of_records{Target{"crop", crop}, Target{"export", salon_export}, Target{"pose", pose},
                                Target{"record", record}, Target{"shot_camera", shot_camera}};

}  // namespace

std::span<const Target> record_targets() {
    return of_records;
}

}  // namespace smp::fuzz
