// SIGKILL at random moments: what was acknowledged is there afterwards, what was not is there whole or not at all.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <random>
#include <set>
#include <thread>

#include "records/database.hpp"
#include "records/recovery_code.hpp"
#include "support/record_fixture.hpp"

namespace smp::records::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int share = 10;  // a start costs ten times as much there
#else
constexpr int share = 1;
#endif

// What a child says through its pipe, once an act has returned.
struct Acknowledged {
    char what = 0;  // s: saved, e: erased, b: backed up, m: migrated, o: open
    std::uint8_t client[16] = {}, item[16] = {};
};

// Runs `act` in a child and kills it `us` microseconds after its `acts`th acknowledgement (from 0: its being there), so
// that a slow machine kills at the same places as a fast one. Returns what it acknowledged.
template <class Act>
std::vector<Acknowledged> killed_after(unsigned acts, unsigned us, Act act) {
    int fds[2];
    if (pipe(fds) != 0) throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no child");
    if (child == 0) {
        close(fds[0]);
        act([&](const Acknowledged& a) {
            if (write(fds[1], &a, sizeof a) != sizeof a) _exit(3);
        });
        _exit(0);
    }
    close(fds[1]);
    std::vector<Acknowledged> all;
    Acknowledged one;
    const auto take = [&] {
        if (read(fds[0], &one, sizeof one) != sizeof one) return false;
        all.push_back(one);
        return true;
    };
    for (unsigned i = 0; i <= acts && take(); ++i) {
    }
    std::this_thread::sleep_for(std::chrono::microseconds(us));
    kill(child, SIGKILL);
    while (take()) {
    }
    close(fds[0]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
        << "the child found something wrong: " << WEXITSTATUS(status);
    return all;
}

std::unique_ptr<RecordStore> unlocked(const fs::path& folder) {
    auto store = RecordStore::open(folder, cheap());
    if (!store) throw std::runtime_error(store.error().line());
    if (const auto done = (*store)->unlock(secret(passphrase), "Anna"); !done)
        throw std::runtime_error(done.error().line());
    return std::move(*store);
}

// In the child: exit code 4 rather than an exception that would unwind into the test.
std::unique_ptr<RecordStore> unlocked_in_child(const fs::path& folder) {
    try {
        return unlocked(folder);
    } catch (...) {
        _exit(4);
    }
}

template <class Id>
void put(std::uint8_t (&out)[16], const Id& id) {
    std::memcpy(out, id.bytes.data(), 16);
}
ItemId item_in(const Acknowledged& a) {
    ItemId id;
    std::memcpy(id.bytes.data(), a.item, 16);
    return id;
}
ClientId client_in(const Acknowledged& a) {
    ClientId id;
    std::memcpy(id.bytes.data(), a.client, 16);
    return id;
}

// Every item of the client can be read, with its pictures, and says what its notes promise.
std::size_t check_client(RecordStore& store, const ClientId& client, std::set<ItemId>& items) {
    const auto history = store.history(client);
    EXPECT_TRUE(history) << history.error().line();
    if (!history) return 0;
    for (const Item& item : *history) {
        items.insert(item.id);
        if (const auto* list = pictures_of(item.content))
            for (const Picture& picture : *list) {
                const auto bytes = store.picture(client, picture.id);
                EXPECT_TRUE(bytes) << bytes.error().line();
                if (bytes) {
                    EXPECT_EQ(bytes->size(), picture.size_bytes);
                }
            }
    }
    return history->size();
}

TEST(RecordKills, WhileSavingAndErasing) {
    Store s;
    const auto client = s->add_client({{sample_client("Stays")}}, "Anna");
    ASSERT_TRUE(client);
    s.store.reset();
    std::mt19937 random(20261130);
    std::set<ItemId> acknowledged, seen;
    std::set<ClientId> erased, added;
    std::size_t acks = 0;
    int in_the_middle = 0;
    for (int round = 0; round < 300 / share; ++round) {
        const auto all = killed_after(random() % 6, random() % 8000, [&](auto&& tell) {
            auto store = unlocked_in_child(s.folder);
            tell({'o'});
            for (int i = 0; i < 100; ++i) {
                const auto saved = store->save(
                    *client, {{sample_session()}, {sample_shot(3000, static_cast<std::uint8_t>(i))}}, "Anna");
                if (!saved) _exit(2);
                Acknowledged a{'s'};
                put(a.item, (*saved)[1].id);
                tell(a);
                const auto other = store->add_client({{sample_client("Goes")}, {sample_shot(2000)}}, "Anna");
                if (!other) _exit(2);
                Acknowledged b{'a'};
                put(b.client, *other);
                tell(b);
                if (!store->erase(*other, "Anna", "")) _exit(2);
                b.what = 'e';
                tell(b);
            }
        });
        for (const auto& a : all) {
            if (a.what == 's') acknowledged.insert(item_in(a));
            if (a.what == 'a') added.insert(client_in(a));
            if (a.what == 'e') erased.insert(client_in(a));
        }
        acks += all.size() - 1;
        in_the_middle += fs::exists(s.folder / "records.db-wal");
        auto store = unlocked(s.folder);
        if (round % 10 == 9) {  // everything, with every picture
            check_client(*store, *client, seen);
            for (const ItemId& id : acknowledged)
                ASSERT_TRUE(seen.contains(id)) << "saved, and lost, in round " << round;
            const auto report = store->verify();
            ASSERT_TRUE(report) << report.error().line();
            ASSERT_TRUE(report->whole()) << words(*report);
            ASSERT_TRUE(report->notes.empty()) << report->notes.front();
        }
        const auto cards = store->find({});
        ASSERT_TRUE(cards);
        for (const auto& card : *cards) {
            ASSERT_FALSE(erased.contains(card.id)) << "erased, and there again";
            added.erase(card.id);
            if (card.id != *client) {
                EXPECT_EQ(card.shots, 1) << "added whole";
                ASSERT_TRUE(store->erase(card.id, "Anna", ""));
            }
        }
        // One may have been erased without a word; any other that was added is there, or was erased by what it said.
        EXPECT_LE(std::count_if(added.begin(), added.end(), [&](const ClientId& id) { return !erased.contains(id); }),
                  1)
            << "added, and lost";
        added.clear();
    }
    EXPECT_GT(acks, 500u / share);
    EXPECT_GT(in_the_middle, 200 / share);
    RecordProperty("acknowledged", static_cast<int>(acks));
}

TEST(RecordKills, WhileMigrating) {
    Store s;
    const auto client = s->add_client(sample_consultation(), "Anna");
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(s->add_client({{sample_client("Client " + std::to_string(i))}}, "Anna"));
    ASSERT_TRUE(client);
    s.store.reset();
    {
        QuickFiles files;
        Database db(s.folder / "records.db", files);
        db.run(
            "BEGIN; ALTER TABLE client ADD COLUMN wrapped_key BLOB NOT NULL DEFAULT x'';"
            "UPDATE client SET wrapped_key = (SELECT wrapped FROM client_key WHERE client = id);"
            "DROP TABLE client_key; DROP TABLE loose; PRAGMA user_version = 1; COMMIT;");
    }
    const fs::path work = s.scratch / "migrating";
    std::mt19937 random(5);
    int unfinished = 0;
    for (int round = 0; round < 100 / share; ++round) {
        fs::remove_all(work);
        fs::copy(s.folder, work, fs::copy_options::recursive);
        const auto all = killed_after(0, random() % 12000, [&](auto&& tell) {
            tell({'o'});
            auto store = unlocked_in_child(work);
            tell({'m'});
        });
        unfinished += all.size() < 2;
        auto store = unlocked(work);
        std::set<ItemId> items;
        ASSERT_EQ(check_client(*store, *client, items), 9u);
        ASSERT_EQ(store->find({})->size(), 21u);
        ASSERT_FALSE(fs::exists(work / "records.db.before-migration"));
        if (round % 10 == 0) {
            const auto report = store->verify();
            ASSERT_TRUE(report && report->whole()) << words(*report);
        }
    }
    EXPECT_GT(unfinished, 10 / share);
}

TEST(RecordKills, WhileBackingUp) {
    Store s;
    const auto client = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(client);
    const fs::path usb = s.scratch / "usb";
    fs::create_directory(usb);
    const auto first = s->back_up(usb, "Anna");
    ASSERT_TRUE(first);
    s.store.reset();
    std::mt19937 random(9);
    int unfinished = 0;
    std::size_t backed_up = 9;
    for (int round = 0; round < 100 / share; ++round) {
        std::size_t saved = 0;
        {
            auto store = unlocked(s.folder);
            Shot shot = sample_shot(20000, static_cast<std::uint8_t>(round));
            shot.pictures.resize(1);
            ASSERT_TRUE(store->save(*client, {{shot}}, "Anna"));
            saved = store->history(*client)->size();
        }
        const auto all = killed_after(0, random() % 12000, [&](auto&& tell) {
            auto store = unlocked_in_child(s.folder);
            tell({'o'});
            if (!store->back_up(usb, "Anna")) _exit(2);
            tell({'b'});
        });
        if (all.size() == 2) backed_up = saved;
        unfinished += all.size() < 2;
        const fs::path restored = s.scratch / "restored";
        fs::remove_all(restored);
        const auto done = restore_backup(first->folder, restored, secret(passphrase), {}, "Anna", cheap());
        ASSERT_TRUE(done) << "round " << round << ": " << done.error().line();
        auto store = unlocked(restored);
        std::set<ItemId> items;
        const std::size_t there = check_client(*store, *client, items);
        ASSERT_GE(there, backed_up) << "a backup that was there is still whole";
        ASSERT_LE(there, saved);
    }
    EXPECT_GT(unfinished, 10 / share);
}

}  // namespace
}  // namespace smp::records::test
