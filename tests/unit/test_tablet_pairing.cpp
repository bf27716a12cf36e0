// Code, guesses, tokens and the file they are kept in.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "support/scratch.hpp"
#include "tablet/paired_file.hpp"
#include "tablet/pairing.hpp"
#include "tablet/secret.hpp"

namespace smp::test {
namespace {

using Answer = PairingCode::Answer;

std::string another(const std::string& code) {
    return code == "000000" ? "000001" : "000000";
}

TEST(TabletCode, IsSixDigitsAndAnotherEachTime) {
    PairingCode code;
    EXPECT_EQ(code.digits(0), "");
    EXPECT_EQ(code.guess("000000", "a", 0), Answer::no_code);
    EXPECT_EQ(code.guess("", "a", 0), Answer::no_code) << "nothing is not the code that there is not";
    std::set<std::string> seen;
    for (int i = 0; i < 50; ++i) {
        code.begin(0);
        const std::string digits = code.digits(1);
        EXPECT_EQ(digits.size(), 6u);
        EXPECT_EQ(digits.find_first_not_of("0123456789"), std::string::npos);
        seen.insert(digits);
    }
    EXPECT_GT(seen.size(), 45u);
}

TEST(TabletCode, IsGoodOnceAndForFiveMinutes) {
    PairingCode code;
    code.begin(100);
    const std::string digits = code.digits(100);
    EXPECT_EQ(code.digits(100 + code_life_s - 1), digits);
    EXPECT_EQ(code.digits(100 + code_life_s), "");
    EXPECT_EQ(code.guess(digits, "a", 100 + code_life_s), Answer::no_code);
    EXPECT_EQ(code.guess(digits, "a", 150), Answer::right);
    EXPECT_EQ(code.guess(digits, "a", 151), Answer::no_code) << "spent";
}

TEST(TabletCode, WrongGuessesWaitLongerAndLonger) {
    PairingCode code;
    code.begin(0);
    const std::string right = code.digits(0), wrong = another(right);
    double now_s = 0, last_s = 0;
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(code.guess(wrong, "a", now_s), Answer::wrong);
        const double wait_s = code.wait_s("a", now_s);
        EXPECT_GT(wait_s, last_s);
        last_s = wait_s;
        EXPECT_EQ(code.guess(right, "a", now_s + wait_s - 0.1), Answer::wait) << "not even the right one";
        now_s += wait_s;
    }
    EXPECT_EQ(code.wrong_guesses(), 4);
    EXPECT_EQ(code.wait_s("b", now_s), 0) << "others do not wait for it";
    EXPECT_EQ(code.guess(right, "a", now_s), Answer::right);
}

TEST(TabletCode, IsVoidAfterAFewWrongGuessesFromWhereverTheyCome) {
    PairingCode code;
    code.begin(0);
    const std::string right = code.digits(0), wrong = another(right);
    for (int i = 0; i < guesses_a_code; ++i)
        EXPECT_EQ(code.guess(wrong, "10.0.0." + std::to_string(i), 0), Answer::wrong);
    EXPECT_EQ(code.guess(right, "10.0.1.1", 1), Answer::no_code);
    EXPECT_EQ(code.digits(1), "");
    code.begin(2);
    EXPECT_EQ(code.wrong_guesses(), 0);
    EXPECT_EQ(code.guess(code.digits(2), "10.0.1.1", 2), Answer::right);
}

TEST(TabletCode, ForgetsGuessersRatherThanGrow) {
    PairingCode code;
    for (int i = 0; i < 5000; ++i) {
        if (code.digits(i).empty()) code.begin(i);
        code.guess(another(code.digits(i)), std::to_string(i), i);
    }
    EXPECT_GT(code.wait_s("4999", 4999), 0) << "the last one is known";
}

TEST(TabletTokens, AreLongDifferentAndKeptAsHashes) {
    PairedTablets tablets;
    const std::string a = tablets.add("Left", "2026-11-30"), b = tablets.add("Right", "2026-11-30");
    EXPECT_EQ(a.size(), 64u);
    EXPECT_NE(a, b);
    ASSERT_NE(tablets.find(a), nullptr);
    EXPECT_EQ(tablets.find(a)->name, "Left");
    EXPECT_EQ(tablets.find(b)->name, "Right");
    std::string off = a;
    off[63] = off[63] == '0' ? '1' : '0';
    EXPECT_EQ(tablets.find(off), nullptr);
    EXPECT_EQ(tablets.find(""), nullptr);
    EXPECT_EQ(tablets.find(sha256_hex(a)), nullptr) << "what is on the disk opens nothing";
    const std::string file = tablets_to_json(tablets);
    EXPECT_EQ(file.find(a), std::string::npos);
    EXPECT_NE(file.find(sha256_hex(a)), std::string::npos);
    EXPECT_TRUE(tablets.revoke(tablets.find(a)->id));
    EXPECT_EQ(tablets.find(a), nullptr);
    EXPECT_NE(tablets.find(b), nullptr);
    EXPECT_FALSE(tablets.revoke("nobody"));
}

TEST(TabletTokens, Sha256IsTheOne) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(TabletName, IsReadableWhateverIsSent) {
    EXPECT_EQ(tablet_name("  Chair 2 "), "Chair 2");
    EXPECT_EQ(tablet_name(""), "Tablet");
    EXPECT_EQ(tablet_name("\n\t \x7f"), "Tablet");
    EXPECT_EQ(tablet_name("K\xc3\xbc"
                          "che"),
              "K\xc3\xbc"
              "che");
    EXPECT_EQ(tablet_name("a\xff\xc0\x80"
                          "b\xed\xa0\x80"
                          "c\xf4\x90\x80\x80"
                          "d\xc3"),
              "abcd")
        << "no broken UTF-8";
    EXPECT_EQ(tablet_name(std::string(500, 'x')).size(), longest_tablet_name);
    std::string wide;
    for (int i = 0; i < 30; ++i) wide += "\xe2\x82\xac";
    EXPECT_EQ(tablet_name(wide).size() % 3, 0u) << "no character is cut";
}

TEST(TabletFile, GoesRoundAndRefusesWhatItIsNot) {
    PairedTablets tablets;
    tablets.add("One", "2026-11-30");
    tablets.add("Two \"quoted\"", "2026-12-01");
    const std::string text = tablets_to_json(tablets);
    const auto again = parse_tablets(text, "tablets.json");
    ASSERT_TRUE(again) << again.error().line();
    EXPECT_EQ(again->list(), tablets.list());
    for (
        const std::string& bad :
        {std::string(), std::string("{}"), std::string("[1]"), text.substr(0, text.size() / 2),
         std::string(R"({"schema": "smp-mirror/tablets/2", "tablets": []})"),
         std::string(
             R"({"schema": "smp-mirror/tablets/1", "tablets": [{"id": "x", "name": "y", "token_sha256": "", "paired_on": ""}]})"),
         std::string(R"({"schema": 7, "tablets": []})")})
        EXPECT_FALSE(parse_tablets(bad, "tablets.json")) << bad;
}

TEST(TabletFile, IsItsOwnersAlone) {
    Scratch scratch;
    const auto file = scratch / "new" / "tablets.json";
    ::umask(0);
    ASSERT_TRUE(write_private_file(file, "{}"));
    ::umask(022);
    struct stat found {};
    ASSERT_EQ(::stat(file.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
    ASSERT_EQ(::stat(file.parent_path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0700u);
}

}  // namespace
}  // namespace smp::test
