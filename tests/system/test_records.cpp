// `smp-mirror records`, as a salon runs it: passphrases on a file descriptor, exit codes, one line for each failure.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "support/record_fixture.hpp"
#include "system/program.hpp"

namespace smp::records::test {
namespace {

using Json = nlohmann::json;
using smp::test::Outcome;

// Runs it with lines waiting on descriptor N.
Outcome records(const fs::path& store, const std::string& lines, std::vector<std::string> arguments) {
    int fds[2];
    if (pipe(fds) != 0) throw std::runtime_error("no pipe");
    fcntl(fds[1], F_SETFD, FD_CLOEXEC);
    if (write(fds[1], lines.data(), lines.size()) != static_cast<ssize_t>(lines.size()))
        throw std::runtime_error("pipe");
    close(fds[1]);
    const std::string fd = std::to_string(fds[0]);
    for (auto& word : arguments)
        if (word == "@") word = fd;
    std::vector<std::string> words{"records", "--store", store.string(), "--passphrase-fd", fd, "--who", "Anna"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Outcome outcome = smp::test::run(words);
    close(fds[0]);
    return outcome;
}

const std::string opening = std::string(passphrase) + "\n";

void expect_refused(const Outcome& outcome, int code, const char* words) {
    EXPECT_EQ(outcome.exit_code, code) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_NE(outcome.err.find(words), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("Muster"), std::string::npos);
    EXPECT_EQ(outcome.err.find("horse"), std::string::npos);
}

TEST(RecordsProgram, InitMakesAStoreOnceAndTellsTheRecoveryCode) {
    Scratch scratch;
    const fs::path store = scratch / "data/records";
    expect_refused(records(store, "short\n", {"init"}), 3, "too short");
    expect_refused(records(store, "", {"init"}), 2, "no passphrase was given");
    EXPECT_FALSE(fs::exists(store));
    const Outcome made = records(store, opening, {"init", "--json"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_EQ(Json::parse(made.out)["recovery_code"].get<std::string>().size(), 44u);
    EXPECT_EQ(fs::status(store).permissions(), fs::perms::owner_all);
    expect_refused(records(store, opening, {"init"}), 3, "there is something already");
    EXPECT_EQ(Json::parse(records(store, opening, {"list", "--json"}).out), Json::array());
    const std::string code = Json::parse(made.out)["recovery_code"];
    const Outcome recovered = records(store, code + "\nanother passphrase\n", {"recover"});
    EXPECT_EQ(recovered.exit_code, 0) << recovered.err;
    expect_refused(records(store, opening, {"list"}), 3, "the passphrase is wrong");
    EXPECT_EQ(records(store, "another passphrase\n", {"list"}).exit_code, 0);
    expect_refused(records(scratch / "nowhere", opening, {"list"}), 3, "there are no records here");
    EXPECT_EQ(smp::test::run({"records", "--passphrase", "x", "list"}).exit_code, 2) << "never on the command line";
    EXPECT_EQ(smp::test::run({"records"}).exit_code, 2);
    EXPECT_EQ(smp::test::run({"records", "--help"}).exit_code, 0);
}

TEST(RecordsProgram, AClientThroughAllOfIt) {
    Store s;  // made with a cheap key, so that the test is not all Argon2id
    const auto client = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(client && s->add_client(sample_consultation("Max Other"), "Anna"));
    const auto history = *s->history(*client);
    expect_refused(records(s.folder, opening, {"list"}), 3, "another program has these records unlocked");
    s.store.reset();

    const Outcome list = records(s.folder, opening, {"list", "muster", "--json"});
    ASSERT_EQ(list.exit_code, 0) << list.err;
    EXPECT_EQ(Json::parse(list.out)[0]["id"], client->hex());
    EXPECT_NE(records(s.folder, opening, {"list"}).out.find(secret_name), std::string::npos);
    const Outcome show = records(s.folder, opening, {"show", client->hex().substr(0, 12), "--json"});
    ASSERT_EQ(show.exit_code, 0) << show.err;
    EXPECT_EQ(Json::parse(show.out).size(), 9u);
    const Outcome lines = records(s.folder, opening, {"show", "muster"});
    EXPECT_NE(lines.out.find("lot LOT-4711"), std::string::npos) << lines.out;
    EXPECT_NE(lines.out.find("1800.00 EUR"), std::string::npos) << lines.out;
    expect_refused(records(s.folder, opening, {"show", "Max"}), 3, "2 clients fit");
    expect_refused(records(s.folder, opening, {"show", "Nobody"}), 3, "Nobody: no client fits");
    std::string picture;
    for (const auto& item : Json::parse(show.out))
        if (item["content"]["kind"] == "shot") picture = item["content"]["pictures"][1]["id"];
    const fs::path png = s.scratch / "one.png";
    ASSERT_EQ(records(s.folder, opening, {"show", "muster", "--picture", picture, "--output", png.string()}).exit_code,
              0);
    const Bytes taken = std::get<Shot>(sample_consultation()[7].content).pictures[1].bytes;
    EXPECT_EQ(smp::test::read_file(png), std::string(taken.begin(), taken.end()));

    expect_refused(records(s.folder, opening, {"sheet", "muster", "--output", (s.scratch / "sheet.pdf").string()}), 3,
                   "keeps their head");
    EXPECT_FALSE(fs::exists(s.scratch / "sheet.pdf"));
    const fs::path zip = s.scratch / "out.zip";
    const Outcome out = records(s.folder, opening + "for the export\n",
                                {"export", "muster", "--output", zip.string(), "--export-passphrase-fd", "@"});
    ASSERT_EQ(out.exit_code, 0) << out.err;
    EXPECT_NE(out.out.find("encrypted"), std::string::npos);
    const fs::path second = s.scratch / "second";
    ASSERT_TRUE(RecordStore::create(second, secret(passphrase), "Ben", cheap()));
    expect_refused(records(second, opening + "wrong one\n", {"import", zip.string(), "--export-passphrase-fd", "@"}), 3,
                   "the passphrase is wrong");
    const Outcome in =
        records(second, opening + "for the export\n", {"import", zip.string(), "--export-passphrase-fd", "@"});
    ASSERT_EQ(in.exit_code, 0) << in.err;
    {
        auto other = std::move(RecordStore::open(second, cheap())).value();
        ASSERT_TRUE(other->unlock(secret(passphrase), "Ben"));
        EXPECT_EQ(*other->history(*client), history);
    }
    const Outcome lots = records(s.folder, opening, {"lots", "--from", "2026-01-01", "--to", "2026-12-31"});
    EXPECT_EQ(std::count(lots.out.begin(), lots.out.end(), '\n'), 3) << lots.out;
    expect_refused(records(s.folder, opening, {"lots", "--from", "2026-02-30"}), 2, "not a day");

    fs::create_directory(s.scratch / "usb");
    const Outcome backup = records(s.folder, opening, {"backup", (s.scratch / "usb").string(), "--json"});
    ASSERT_EQ(backup.exit_code, 0) << backup.err;
    const std::string there = Json::parse(backup.out)["folder"];
    EXPECT_EQ(records(there, opening, {"verify"}).exit_code, 0) << "a backup can be looked at";
    expect_refused(records(there, opening, {"list"}), 3, "this is a backup");

    expect_refused(records(s.folder, opening, {"erase", "muster"}), 2, "cannot be taken back");
    const Outcome erased = records(s.folder, opening, {"erase", "muster", "--yes"});
    ASSERT_EQ(erased.exit_code, 0) << erased.err;
    EXPECT_NE(erased.out.find("Certificate of erasure"), std::string::npos);
    EXPECT_EQ(Json::parse(records(s.folder, opening, {"list", "--json"}).out).size(), 1u);
    EXPECT_NE(records(s.folder, opening, {"audit"}).out.find("erase  client " + client->hex().substr(0, 8)),
              std::string::npos);

    const fs::path restored = s.scratch / "restored";
    const Outcome back = records(restored, s.recovery + "\n", {"restore", there, "--recovery"});
    ASSERT_EQ(back.exit_code, 0) << back.err;
    EXPECT_EQ(Json::parse(records(restored, opening, {"list", "--json"}).out).size(), 2u) << "as it was then";

    const auto files = files_below(s.folder / "pictures");
    const std::string bytes = smp::test::read_file(files.front());
    std::string damaged = bytes;
    damaged[damaged.size() / 2] ^= 1;
    smp::test::write_file(files.front(), damaged);
    const Outcome verify = records(s.folder, opening, {"verify", "--json"});
    EXPECT_EQ(verify.exit_code, 3);
    EXPECT_NE(verify.err.find(files.front().filename().string()), std::string::npos) << verify.err;
    EXPECT_FALSE(Json::parse(verify.out)["whole"].get<bool>());
    smp::test::write_file(files.front(), bytes);
    EXPECT_EQ(records(s.folder, opening, {"verify"}).exit_code, 0);
}

}  // namespace
}  // namespace smp::records::test
