// The passphrase of the records from the real system keyring: GNOME's, on a session bus of the test's own.
#include <gtest/gtest.h>

#include "support/record_fixture.hpp"
#include "system/program.hpp"

namespace smp::records::test {
namespace {

const fs::path bus = "/usr/bin/dbus-run-session";

TEST(Keyring, OpensTheRecordsItHasAPassphraseOfAndNoOthers) {
    for (const char* needed : {"/usr/bin/dbus-run-session", "/usr/bin/gnome-keyring-daemon", "/usr/bin/secret-tool"})
        if (!fs::exists(needed)) GTEST_SKIP() << "there is no " << needed;
    Store s;
    s.store.reset();
    ASSERT_TRUE(RecordStore::create(s.scratch / "other", secret(passphrase), "Ben", cheap()));
    fs::create_directory(s.scratch / "run");
    fs::permissions(s.scratch / "run", fs::perms::owner_all);
    const std::string script =
        "printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && "
        "printf '%s' '" +
        std::string(passphrase) + "' | secret-tool store --label=test service smp-mirror store \"$1\" || exit 90\n" +
        "\"$0\" records --store \"$1\" --keyring --json list || exit 91\n"
        "cd \"${1%/*}\" && \"$0\" records --store \"${1##*/}\" --keyring --json list || exit 92\n"
        "\"$0\" records --store \"$2\" --keyring list\n";
    smp::test::RunOptions options;
    options.program = bus;
    options.environment = {{"HOME", s.scratch.path().string()}, {"XDG_RUNTIME_DIR", (s.scratch / "run").string()}};
    const auto outcome = smp::test::run(
        {"--", "bash", "-c", script, smp::test::program().string(), s.folder.string(), (s.scratch / "other").string()},
        options);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.out, "[]\n[]\n") << outcome.err;
    EXPECT_NE(outcome.err.find("the system keyring has no passphrase of these records"), std::string::npos)
        << outcome.err;
}

}  // namespace
}  // namespace smp::records::test
