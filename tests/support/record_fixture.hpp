// A store of consultation records for tests: cheap keys, a clock of the test's own, a consultation with everything in
// it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "records/store.hpp"
#include "support/scratch.hpp"

namespace smp::records::test {

namespace fs = std::filesystem;
using smp::test::Scratch;

// What stands here must never be found in a file of the store.
inline constexpr const char* secret_name = "Maximilian Muster";
inline constexpr const char* secret_note = "nervous about needles";
inline constexpr const char* passphrase = "correct horse battery";

inline Secret secret(std::string_view text) {
    return Secret::of(text);
}

// Without fsync: a killed process loses nothing by it, and a test on a slow disk ends in time.
class QuickFiles : public FileLayer {
  public:
    bool durable() const override { return false; }
};

// Fails at the nth step that changes the disk, and from then on where `stays`.
class FailingFiles : public FileLayer {
  public:
    int before(FileAct, const fs::path&) override {
        const int now = ++count;
        if (fail_at == 0 || now < fail_at || (now > fail_at && !stays)) return 0;
        ++failed;
        return code;
    }
    bool durable() const override { return false; }
    int count = 0, fail_at = 0, failed = 0, code = 0;
    bool stays = false;
};

struct Clock {
    std::shared_ptr<std::atomic<std::int64_t>> seconds = std::make_shared<std::atomic<std::int64_t>>(1'790'000'000);
    std::function<Moment()> function() const {
        return [s = seconds] { return Moment(std::chrono::seconds(s->load())); };
    }
    void pass(std::int64_t s) { *seconds += s; }
};

inline StoreOptions cheap(std::shared_ptr<FileLayer> files = std::make_shared<QuickFiles>()) {
    StoreOptions options;
    options.cost = {1, 8192};
    options.files = std::move(files);
    return options;
}

// The smallest bytes that begin as the files they stand for do.
inline Bytes png_bytes(std::size_t size, std::uint8_t seed = 1) {
    Bytes bytes{0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a};
    while (bytes.size() < size) bytes.push_back(static_cast<std::uint8_t>(bytes.size() * 31 + seed * 7));
    return bytes;
}
inline Bytes jpeg_bytes(std::size_t size, std::uint8_t seed = 1) {
    Bytes bytes{0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 'J', 'F', 'I', 'F'};
    while (bytes.size() < size) bytes.push_back(static_cast<std::uint8_t>(bytes.size() * 17 + seed * 13));
    return bytes;
}

inline Picture picture(PictureRole role, Bytes bytes, const char* type = "image/png") {
    Picture p;
    p.role = role;
    p.media_type = type;
    p.width_px = 1920;
    p.height_px = 1080;
    p.bytes = std::move(bytes);
    return p;
}

inline Date day(int y, unsigned m, unsigned d) {
    return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
}

inline Client sample_client(const std::string& name = secret_name) {
    return {name, day(1984, 2, 29), "+49 170 1234567", "max@example.org", "Musterweg 1, Musterstadt", secret_note};
}

inline Shot sample_shot(std::size_t bytes = 5000, std::uint8_t seed = 1) {
    Shot shot;
    shot.taken = Moment(std::chrono::seconds(1'790'000'100 + seed));
    shot.view = View::left_45;
    shot.occasion = Occasion::before;
    shot.pictures = {picture(PictureRole::raw, jpeg_bytes(bytes, seed), "image/jpeg"),
                     picture(PictureRole::treated, png_bytes(bytes + 1, seed)),
                     picture(PictureRole::mask, png_bytes(bytes / 2 + 2, seed))};
    shot.design_json = R"({"schema": "smp-mirror/design/1", "params": {"hairline.height_mm": 62}})";
    shot.pose_json = R"({"camera_from_head": [1,0,0,0]})";
    shot.camera_json = R"({"fov_deg": 60.5})";
    shot.versions_json = R"({"smp-mirror": "0.1.0"})";
    shot.notes = "scar behind the left ear";
    return shot;
}

inline TreatmentSession sample_session(const char* lot = "LOT-4711") {
    TreatmentSession s;
    s.started = Moment(std::chrono::seconds(1'790'003'600));
    s.minutes = 150;
    s.number = 1;
    s.inks = {{"Inkwell", "Black 2", "1:20", lot, day(2028, 5, 31)}};
    s.needle = "3RL";
    s.needle_lot = "N-99";
    s.machine = "Pen 3";
    s.machine_setting = "0.5 mm, 7.5 V";
    s.region = "frontal, \"crown\"";
    s.practitioner = "Anna";
    s.notes = "went well";
    return s;
}

// A whole consultation, as the desk saves it.
inline std::vector<Draft> sample_consultation(const std::string& name = secret_name) {
    Consent consent;
    consent.purpose = ConsentPurpose::photographs;
    consent.given = true;
    consent.text_version = "2026-03";
    consent.date = day(2026, 9, 21);
    consent.signature = {3.5f, {{{0.1f, 0.2f, 0}, {0.15f, 0.25f, 0.016f}}, {{0.5f, 0.5f, 0.4f}}}};
    Consent marketing = consent;
    marketing.purpose = ConsentPurpose::marketing;
    marketing.given = false;
    MedicalAnswers medical{day(2026, 9, 21),
                           {{"diabetes", {Answer::yes, "metformin since 2019"}}, {"keloid", {Answer::no, ""}}}};
    PatchTest patch{PatchTestState::no_reaction, day(2026, 9, 22), "Black 2", "LOT-4711", "behind the ear", ""};
    AgreedDesign design;
    design.date = day(2026, 9, 21);
    design.title = "Variant B";
    design.design_json = R"({"schema": "smp-mirror/design/1", "params": {"hairline.height_mm": 62}})";
    design.numbers_json = R"({"area_cm2": 210.5})";
    design.price = Price{180000, "EUR"};
    design.sessions_planned = 3;
    design.notes = "lower temple on the left";
    Clip clip;
    clip.taken = Moment(std::chrono::seconds(1'790'000'200));
    clip.length_s = 4.5;
    clip.pose_json = R"({"poses": []})";
    clip.camera_json = R"({"fov_deg": 60.5})";
    clip.pictures = {picture(PictureRole::clip, Bytes(20000, 0x42), "video/mp4")};
    std::vector<Draft> drafts;
    for (Content content : std::vector<Content>{sample_client(name), consent, marketing, medical, patch, design,
                                                sample_session(), sample_shot(), clip})
        drafts.push_back({std::move(content)});
    return drafts;
}

struct Store {
    Scratch scratch;
    Clock clock;
    fs::path folder = scratch.path() / "store";
    std::unique_ptr<RecordStore> store;
    std::string recovery;

    explicit Store(StoreOptions options = cheap()) {
        options.clock = clock.function();
        auto made = RecordStore::create(folder, secret(passphrase), "Anna", options);
        if (!made) throw std::runtime_error(made.error().line());
        store = std::move(made->store);
        recovery = made->recovery_code.text();
    }
    RecordStore* operator->() { return store.get(); }
    // Another program opens it, after the one before has ended.
    Status reopen(StoreOptions options = cheap()) {
        store.reset();
        options.clock = clock.function();
        auto opened = RecordStore::open(folder, options);
        if (!opened) return opened.error();
        store = std::move(*opened);
        return store->unlock(secret(passphrase), "Anna");
    }
};

inline std::string words(const VerifyReport& report) {
    std::string text;
    for (const auto& d : report.damages) text += d.where + ": " + d.what + "\n";
    return text;
}

// Every file below a folder.
inline std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

template <class T>
const T& only(const std::vector<Item>& items) {
    for (const Item& item : items)
        if (const T* value = std::get_if<T>(&item.content)) return *value;
    throw std::runtime_error("no such item");
}
template <class T>
const Item& item_of(const std::vector<Item>& items) {
    for (const Item& item : items)
        if (std::holds_alternative<T>(item.content)) return item;
    throw std::runtime_error("no such item");
}

}  // namespace smp::records::test
