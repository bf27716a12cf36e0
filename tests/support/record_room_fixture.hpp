// The record's thread beside the mirror, with a real store and a clock of the test's own.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "app/record_room.hpp"
#include "support/record_fixture.hpp"

namespace smp::test {

using records::test::passphrase;

inline std::shared_ptr<const records::Secret> typed(std::string_view text) {
    return std::make_shared<const records::Secret>(records::Secret::of(text));
}

struct RoomSalon {
    Scratch scratch;
    records::test::Clock clock;
    std::filesystem::path store = scratch.path() / "store", pictures = scratch.path() / "pictures";
    RecordRules rules;
    std::function<void()> changed = [] {};
    std::atomic<bool> held = false, release = false;
    std::atomic<int> told = 0;  // since hold()
    std::unique_ptr<RecordRoom> room;

    explicit RoomSalon(std::shared_ptr<records::FileLayer> files = std::make_shared<records::test::QuickFiles>()) {
        rules.store = records::test::cheap(std::move(files));
        rules.store.clock = clock.function();
    }
    RecordRoom* operator->() { return room.get(); }
    void open() {
        room = std::make_unique<RecordRoom>(
            store, pictures, [this] { changed(); }, rules);
    }
    template <class Condition>
    bool until(Condition condition, double most_s = 20) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(most_s);
        while (std::chrono::steady_clock::now() < end) {
            if (condition(*room->view())) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        return false;
    }
    // Asks, and stops its thread at the answer until `release`.
    bool hold(RecordAsk ask) {
        changed = [this] {
            held = true;
            ++told;
            while (!release) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        };
        if (!room->ask(std::move(ask))) return false;
        while (!held) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return true;
    }
    // Asks, and waits for what it says.
    std::shared_ptr<const RecordView> hear(RecordAsk ask) {
        const auto before = room->view()->answers;
        EXPECT_TRUE(room->ask(std::move(ask)));
        EXPECT_TRUE(
            until([&](const RecordView& v) { return v.answers > before && v.state != RecordView::State::opening; }));
        return room->view();
    }
    void make() {
        open();
        ASSERT_EQ(hear(record_ask::Make{typed(passphrase), "Anna"})->state, RecordView::State::open)
            << room->view()->said;
    }
    void sit_down() {
        make();
        ASSERT_TRUE(hear(record_ask::Add{records::test::sample_client()})->client) << room->view()->said;
    }
    std::vector<Status> saved(std::size_t count) {
        std::vector<Status> all;
        until([&](const RecordView&) {
            for (auto& one : room->take_saved()) all.push_back(std::move(one));
            return all.size() >= count;
        });
        return all;
    }
    // Another program, when the mirror has ended.
    std::unique_ptr<records::RecordStore> reopened() {
        room.reset();
        auto opened = records::RecordStore::open(store, rules.store);
        if (!opened) throw std::runtime_error(opened.error().line());
        const auto done = (*opened)->unlock(records::test::secret(passphrase), "Ben");
        if (!done) throw std::runtime_error(done.error().line());
        return std::move(*opened);
    }
};

inline std::size_t shots_in(const std::vector<records::Item>& items) {
    return static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [](const records::Item& item) {
        return std::holds_alternative<records::Shot>(item.content);
    }));
}

}  // namespace smp::test
