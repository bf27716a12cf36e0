// A salon's store with many clients and small pictures, and how long what is done daily takes in it.
#pragma once

#include <chrono>

#include "support/record_fixture.hpp"

namespace smp::records::test {

inline void fill_salon(RecordStore& store, int clients, int pictures_each) {
    for (int i = 0; i < clients; ++i) {
        std::vector<Draft> drafts;
        drafts.push_back({sample_client("Client Number " + std::to_string(i) + " Müller")});
        Shot shot = sample_shot(200, static_cast<std::uint8_t>(i));
        shot.pictures.resize(1);
        for (int p = 0; p < pictures_each; ++p) drafts.push_back({shot});
        drafts.push_back({sample_session()});
        if (const auto done = store.add_client(std::move(drafts), "Anna"); !done)
            throw std::runtime_error(done.error().line());
    }
}

struct SalonTimes {
    std::size_t clients = 0, pictures = 0;
    double open_s = 0, search_s = 0, time_line_s = 0, save_s = 0, first_backup_s = 0, backup_of_a_day_s = 0;
};

// Opening without the passphrase's own cost, which is fixed; the slowest of several searches and time lines.
inline SalonTimes time_salon(const fs::path& folder, const fs::path& scratch) {
    const auto seconds = [](auto&& act) {
        const auto start = std::chrono::steady_clock::now();
        act();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    const auto must = [](auto&& done) {
        if (!done) throw std::runtime_error(done.error().line());
    };
    SalonTimes times;
    auto store = std::move(RecordStore::open(folder, cheap())).value();
    times.open_s = seconds([&] { must(store->unlock(secret(passphrase), "Anna")); });
    const auto cards = store->find({});
    times.clients = cards->size();
    for (const char* words : {"muller 77", "number", "client zzz", "1701234567", ""})
        times.search_s = std::max(times.search_s, seconds([&] { must(store->find({words, SortBy::last_visit, 50})); }));
    for (std::size_t i = 0; i < cards->size(); i += cards->size() / 20 + 1)
        times.time_line_s = std::max(times.time_line_s, seconds([&] { must(store->time_line((*cards)[i].id)); }));
    fs::create_directory(scratch / "disk");
    times.first_backup_s = seconds([&] { must(store->back_up(scratch / "disk", "Anna")); });
    const auto day = [&] {
        for (std::size_t i = 0; i < 8; ++i)
            must(store->save((*cards)[i].id, {{sample_session()}, {sample_shot(50000)}}, "Anna"));
    };
    times.save_s = seconds(day) / 8;
    times.backup_of_a_day_s = seconds([&] {
        const auto report = store->back_up(scratch / "disk", "Anna");
        must(report);
        times.pictures = report->pictures - 24;
    });
    return times;
}

}  // namespace smp::records::test
