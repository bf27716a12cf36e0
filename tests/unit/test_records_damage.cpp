// What goes wrong on a disk: failing writes, flipped bits, altered rows; and backups, which are there for it.
#include <cerrno>
#include <random>

#include "records/database.hpp"
#include "records/recovery_code.hpp"
#include "support/record_fixture.hpp"

namespace smp::records::test {
namespace {

void flip(const fs::path& file, std::size_t byte, int bit) {
    std::fstream f(file, std::ios::in | std::ios::out | std::ios::binary);
    f.seekg(static_cast<std::streamoff>(byte));
    const char c = static_cast<char>(f.get() ^ (1 << bit));
    f.seekp(static_cast<std::streamoff>(byte));
    f.put(c);
}

void copy_folder(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

// What the program says of a damaged store, as `records verify` puts it together.
std::string said_of(const fs::path& folder) {
    std::string said = words(verify_without_key(folder));
    auto store = RecordStore::open(folder, cheap());
    if (!store) return said + store.error().line();
    if (const auto opened = (*store)->unlock(secret(passphrase), "Anna"); !opened) return said + opened.error().line();
    const auto report = (*store)->verify();
    return said + (report ? words(*report) : report.error().line());
}

class EveryWrite : public testing::TestWithParam<std::tuple<int, bool>> {};

// One store for all; each round lets another step fail, until a round passes without.
TEST_P(EveryWrite, FailsWithASentenceAndLosesNothing) {
    const auto [code, stays] = GetParam();
    auto failing = std::make_shared<FailingFiles>();
    Store s(cheap(failing));
    const auto client = s->add_client(sample_consultation(), "Anna");
    const auto to_erase = s->add_client({{sample_client("Goes")}, {sample_shot(300, 3)}}, "Anna");
    ASSERT_TRUE(client && to_erase);
    fs::create_directory(s.scratch / "usb");
    ASSERT_TRUE(s->back_up(s.scratch / "usb", "Anna"));
    std::size_t saved = s->history(*client)->size();
    bool erased = false;
    const auto acts = std::vector<std::pair<const char*, std::function<bool(Error&)>>>{
        {"save",
         [&](Error& e) {
             const auto done = s->save(*client, {{sample_session()}, {sample_shot(700, 5)}}, "Anna");
             if (done) saved += 2;
             if (!done) e = done.error();
             return static_cast<bool>(done);
         }},
        {"change the passphrase",
         [&](Error& e) {
             const auto done = s->change_passphrase(secret(passphrase), "Anna");
             if (!done) e = done.error();
             return static_cast<bool>(done);
         }},
        {"back up",
         [&](Error& e) {
             const auto done = s->back_up(s.scratch / "usb", "Anna");
             if (!done) e = done.error();
             return static_cast<bool>(done);
         }},
        {"erase",
         [&](Error& e) {
             if (erased) return true;
             const auto done = s->erase(*to_erase, "Anna", "");
             erased = static_cast<bool>(done) || done.error().what.find("is erased") != std::string::npos;
             if (!done) e = done.error();
             return static_cast<bool>(done);
         }},
        {"open",
         [&](Error& e) {
             const auto done = s.reopen(cheap(failing));
             if (!done) e = done.error();
             return static_cast<bool>(done);
         }},
    };
    failing->code = code;
    failing->stays = stays;
    int failures = 0;
    for (const auto& [name, act] : acts) {
        int rounds = 0;
        for (int n = 1; n < 300; ++n) {
            failing->count = 0;
            failing->failed = 0;
            failing->fail_at = n;
            Error error;
            const bool done = act(error);
            failing->fail_at = 0;
            if (!done) {
                ++failures;
                EXPECT_FALSE(error.what.empty());
                EXPECT_EQ(error.code, ExitCode::input) << error.line();
                EXPECT_FALSE(error.advice.empty()) << error.line();
                EXPECT_EQ(error.line().find("Muster"), std::string::npos);
            }
            if (!s->unlocked()) {
                ASSERT_TRUE(s.reopen(cheap(failing))) << name << " " << n;
            }
            const auto history = s->history(*client);
            ASSERT_TRUE(history) << name << " " << n << ": " << history.error().line();
            // What was acknowledged is there; a commit whose last sync failed may be there as well, but whole.
            ASSERT_EQ(history->size(), saved) << name << " at step " << n;
            ++rounds;
            if (failing->failed == 0) break;
        }
        EXPECT_GT(rounds, 2) << name;
        ASSERT_TRUE(s.reopen(cheap(failing))) << name;
        const auto history = s->history(*client);
        ASSERT_TRUE(history);
        EXPECT_GE(history->size(), saved) << name;
        saved = history->size();
        const auto report = s->verify();
        ASSERT_TRUE(report) << name << ": " << report.error().line();
        EXPECT_TRUE(report->whole()) << name << ": " << words(*report);
        EXPECT_TRUE(report->notes.empty()) << name << ": " << report->notes.front();
    }
    EXPECT_GT(failures, 40);
    const auto restored = s.scratch / "restored";
    ASSERT_TRUE(s->back_up(s.scratch / "usb", "Anna"));
    const auto backup = fs::directory_iterator(s.scratch / "usb")->path();
    const auto done = restore_backup(backup, restored, secret(passphrase), {}, "Anna", cheap());
    EXPECT_TRUE(done) << done.error().line();
}
INSTANTIATE_TEST_SUITE_P(Disk, EveryWrite,
                         testing::Values(std::tuple(ENOSPC, false), std::tuple(ENOSPC, true), std::tuple(EIO, false),
                                         std::tuple(EROFS, true)));

TEST(RecordDamage, OneFlippedBitInAnyFileIsNoticedAndNamed) {
    Store s;
    ASSERT_TRUE(s->add_client(sample_consultation(), "Anna"));
    const auto gone = s->add_client({{sample_client("Goes")}, {sample_shot(9000)}}, "Anna");
    ASSERT_TRUE(s->erase(*gone, "Anna", ""));  // leaves free pages
    s.store.reset();
    {  // a wrong guess leaves its file
        auto store = std::move(RecordStore::open(s.folder, cheap())).value();
        ASSERT_FALSE(store->unlock(secret("wrong passphrase"), "Eve"));
    }
    ASSERT_EQ(said_of(s.folder), "");
    const fs::path work = s.scratch / "flipped";
    {
        auto store = std::move(RecordStore::open(s.folder, cheap())).value();
        ASSERT_FALSE(store->unlock(secret("wrong passphrase"), "Eve"));
    }
    std::mt19937 random(7);
    int flips = 0;
    for (const fs::path& file : files_below(s.folder)) {
        const fs::path name = file.lexically_relative(s.folder);
        const std::size_t size = fs::file_size(file);
        ASSERT_GT(size, 0u) << name;
        const int tries = name == "records.db" ? 60 : 12;
        for (int i = 0; i < tries; ++i) {
            copy_folder(s.folder, work);
            // First and last byte, and places in between.
            const std::size_t byte = i == 0 ? 0 : i == 1 ? size - 1 : random() % size;
            const int bit = static_cast<int>(random() % 8);
            flip(work / name, byte, bit);
            const std::string said = said_of(work);
            EXPECT_NE(said.find(name.filename().string()), std::string::npos)
                << name << " byte " << byte << " bit " << bit << ": " << said;
            ++flips;
        }
    }
    EXPECT_GT(flips, 150);
}

TEST(RecordDamage, AFlippedBitInTheJournalOfACrashIsNoticed) {
    Store s;
    ASSERT_TRUE(s->add_client(sample_consultation(), "Anna"));
    ASSERT_TRUE(s->add_client({{sample_client("Second")}, {sample_shot(900)}}, "Anna"));
    const fs::path work = s.scratch / "crashed";
    copy_folder(s.folder, work);  // as a crash leaves it: with the journal
    const std::size_t size = fs::file_size(work / "records.db-wal");
    ASSERT_GT(size, 4096u);
    EXPECT_EQ(said_of(work), "");
    std::mt19937 random(11);
    for (int i = 0; i < 60; ++i) {
        copy_folder(s.folder, work);
        const std::size_t byte = i == 0 ? 0 : i == 1 ? size - 1 : random() % size;
        flip(work / "records.db-wal", byte, static_cast<int>(random() % 8));
        const std::string said = said_of(work);
        EXPECT_NE(said.find("records.db"), std::string::npos) << byte << ": " << said;
    }
}

TEST(RecordDamage, OneDamagedCopyOfTheKeysDoesNotLockTheSalonOut) {
    Store s;
    ASSERT_TRUE(s->add_client(sample_consultation(), "Anna"));
    s.store.reset();
    flip(s.folder / "keys", 40, 3);
    ASSERT_TRUE(s.reopen());
    const auto troubles = s->take_troubles();
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_NE(troubles[0].find("keys"), std::string::npos);
    ASSERT_TRUE(s.reopen());
    EXPECT_TRUE(s->take_troubles().empty()) << "it was mended from the spare";
    s.store.reset();
    flip(s.folder / "keys", 40, 3);
    flip(s.folder / "keys.spare", 41, 3);
    const auto both = s.reopen();
    ASSERT_FALSE(both);
    EXPECT_NE(both.error().line().find("both copies of the keys"), std::string::npos);
}

TEST(RecordDamage, TheFirstAlteredEntryOfTheLogIsNamed) {
    const auto verdict = [](const char* sql) {
        Store s;
        for (int i = 0; i < 6; ++i)
            if (!s->note("Anna", "print", std::nullopt, std::to_string(i))) return std::string("no note");
        s.store.reset();
        {
            QuickFiles files;
            Database db(s.folder / "records.db", files);
            db.run(sql);
        }
        return said_of(s.folder);
    };
    EXPECT_EQ(verdict("SELECT 1"), "");
    EXPECT_NE(verdict("UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE number = 5) WHERE number = 4")
                  .find("audit entry 4: it was altered"),
              std::string::npos);
    EXPECT_NE(verdict("DELETE FROM audit WHERE number = 3").find("audit entry 3: it was taken out"), std::string::npos);
    EXPECT_NE(verdict("INSERT INTO audit SELECT 0, sealed, chain FROM audit WHERE number = 5")
                  .find("audit entry 0: it was put into the log"),
              std::string::npos);
    EXPECT_NE(verdict("UPDATE audit SET chain = randomblob(32) WHERE number = 6").find("audit entry 6"),
              std::string::npos);
    EXPECT_NE(verdict("DELETE FROM audit WHERE number > 4").find("what was saved last is missing"), std::string::npos);
}

TEST(RecordDamage, RowsThatWereTakenOutOrSwappedAreNoticed) {
    Store s;
    const auto a = s->add_client(sample_consultation(), "Anna");
    const auto b = s->add_client(sample_consultation("Other"), "Anna");
    ASSERT_TRUE(a && b);
    s.store.reset();
    const fs::path work = s.scratch / "altered";
    const auto verdict = [&](const char* sql) {
        copy_folder(s.folder, work);
        {
            QuickFiles files;
            Database db(work / "records.db", files);
            db.run(sql);
        }
        return said_of(work);
    };
    EXPECT_EQ(verdict("SELECT 1"), "");
    EXPECT_NE(verdict("DELETE FROM item WHERE id = (SELECT id FROM item LIMIT 1)").find("was saved and is missing"),
              std::string::npos);
    EXPECT_NE(verdict("UPDATE item SET sealed = (SELECT sealed FROM item ORDER BY id DESC LIMIT 1)").find("is damaged"),
              std::string::npos);
    EXPECT_NE(verdict("UPDATE item SET version = 2").find("version"), std::string::npos);
    EXPECT_NE(verdict("DELETE FROM picture").find("it is not listed"), std::string::npos);
    EXPECT_NE(verdict("UPDATE client_key SET wrapped = (SELECT wrapped FROM client_key ORDER BY client DESC LIMIT 1)")
                  .find("key of client"),
              std::string::npos);
}

TEST(RecordBackup, ComesBackOnAnotherMachineWithTheRecoveryCode) {
    Store s;
    const auto client = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(client);
    const fs::path usb = s.scratch / "usb";
    EXPECT_FALSE(s->back_up(usb, "Anna")) << "the disk is not there";
    fs::create_directory(usb);
    EXPECT_FALSE(s->back_up(s.folder, "Anna")) << "inside itself";
    const auto first = s->back_up(usb, "Anna");
    ASSERT_TRUE(first) << first.error().line();
    EXPECT_EQ(first->pictures_copied, 4u);
    ASSERT_TRUE(s->save(*client, {{sample_shot(800, 7)}}, "Anna"));
    const auto second = s->back_up(usb, "Anna");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->pictures, 7u);
    EXPECT_EQ(second->pictures_copied, 3u) << "only what is new";
    const auto history = s->history(*client);
    s.store.reset();
    fs::remove_all(s.folder);

    EXPECT_FALSE(RecordStore::open(second->folder, cheap())) << "a backup is not worked in";
    const auto wrong = restore_backup(second->folder, s.folder, secret("wrong passphrase"), {}, "Anna", cheap());
    EXPECT_FALSE(wrong);
    EXPECT_FALSE(fs::exists(s.folder));
    const auto code = parse_recovery(s.recovery);
    const auto done = restore_backup(second->folder, s.folder, *code, {true}, "Anna", cheap());
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_FALSE(restore_backup(second->folder, s.folder, *code, {true}, "Anna", cheap())) << "nothing is overwritten";
    ASSERT_TRUE(s.reopen());
    EXPECT_EQ(*s->history(*client), *history);
    EXPECT_TRUE(s->verify()->whole()) << words(*s->verify());

    // One bit of the backup: it says so, and nothing half comes into being.
    std::mt19937 random(3);
    for (const fs::path& file : files_below(second->folder)) {
        const std::size_t size = fs::file_size(file);
        const std::size_t byte = random() % size;
        flip(file, byte, 2);
        const auto damaged = restore_backup(second->folder, s.scratch / "again", *code, {true}, "Anna", cheap());
        EXPECT_FALSE(damaged) << file << " " << byte;
        EXPECT_FALSE(fs::exists(s.scratch / "again")) << file;
        EXPECT_FALSE(fs::exists(s.scratch / "again.part")) << file;
        if (file.filename() != "records.db") {  // what is whole can be had all the same
            const auto some = restore_backup(second->folder, s.scratch / "again", *code, {true, true}, "Anna", cheap());
            EXPECT_TRUE(some) << file << ": " << some.error().line();
            fs::remove_all(s.scratch / "again");
        }
        flip(file, byte, 2);
    }
}

}  // namespace
}  // namespace smp::records::test
