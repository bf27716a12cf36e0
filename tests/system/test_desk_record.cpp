// The record's pages of the desk: making and opening the records, finding a client, and what is typed of them.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>

#include "system/desk_record_window.hpp"
#include "ui/record_words.hpp"

namespace smp::test {
namespace {

std::string words_of(const records::Secret& secret) {
    return {reinterpret_cast<const char*>(secret.data()), secret.size()};
}

// In how many pieces of the process's memory it stands that can be written. It is given with each byte changed by
// `hidden_by`, so that what is looked for does not stand there itself. Read without a stream: a stream's own buffer
// keeps a copy of a small piece, to be found the next time.
constexpr char hidden_by = 0x55;
int times_in_memory(const std::string& hidden) {
    std::ifstream maps("/proc/self/maps");
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    EXPECT_GE(memory, 0);
    int found = 0;
    for (std::string line; std::getline(maps, line);) {
        unsigned long from = 0, to = 0;
        char flags[5] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, flags) != 3 || flags[1] != 'w') continue;
        if (line.find("[v") != std::string::npos || to - from > (256UL << 20)) continue;
        std::string bytes(to - from, '\0');
        const ssize_t got = ::pread(memory, bytes.data(), bytes.size(), static_cast<off_t>(from));
        const auto is = [](char x, char y) { return x == static_cast<char>(y ^ hidden_by); };
        if (got == static_cast<ssize_t>(bytes.size()))
            found += std::search(bytes.begin(), bytes.end(), hidden.begin(), hidden.end(), is) != bytes.end();
        explicit_bzero(bytes.data(), bytes.size());
    }
    ::close(memory);
    return found;
}

TEST_F(DeskRecord, AskForAPassphraseTwiceAndShowTheCodeUntilItIsWrittenDown) {
    open(sample_.view(State::none));
    answers_ = false;
    click("Who are you");
    type("Anna");
    press("Tab");
    type("short");
    press("Tab");
    type("short");
    click("Make the record");
    EXPECT_FALSE(asked<record_ask::Make>()) << "too short";
    click("Passphrase");
    select_all();
    type("a longer passphrase");
    click("Once more");
    select_all();
    type("another passphrase");
    press("Return");
    EXPECT_FALSE(asked<record_ask::Make>()) << "not the same";
    click("Once more");
    select_all();
    type("a longer passphrase");
    press("Return");
    const auto* make = asked<record_ask::Make>();
    ASSERT_TRUE(make);
    EXPECT_EQ(make->who, "Anna");
    EXPECT_EQ(words_of(*make->passphrase), "a longer passphrase");
    EXPECT_TRUE(mirrors_keys_.empty()) << "what is typed drives nothing";

    view_.state = State::open;
    view_.recovery_code = a_code();
    answers_ = true;
    frames();
    EXPECT_FALSE(there("New client"));
    click("I have written it down");
    EXPECT_TRUE(asked<record_ask::CodeWritten>());
    frames();
    EXPECT_TRUE(there("New client"));
}

TEST_F(DeskRecord, NothingOfAPassphraseStaysInMemoryOfTheDesk) {
    open(sample_.view(State::locked));
    click("Who are you");
    type("Anna");
    press("Tab");
    type("zebra-q7x-lantern");
    press("Return");
    const auto* unlock = asked<record_ask::Unlock>();
    ASSERT_TRUE(unlock);
    EXPECT_EQ(words_of(*unlock->passphrase), "zebra-q7x-lantern");
    frames();
    ASSERT_EQ(view_.state, State::open);
    asks_.clear();  // the last that holds it
    std::string letters;
    for (const char c : {'z', 'e', 'b', 'r', 'a', '-', 'q', '7', 'x'}) {
        letters += static_cast<char>(c ^ hidden_by);
        letters += hidden_by;
    }
    EXPECT_EQ(times_in_memory(letters), 0) << "letters of the passphrase, as the field had them";
}

TEST_F(DeskRecord, NothingOfTheRecoveryCodeStaysInMemoryOfTheDesk) {
    std::string hidden;
    {
        const auto code = a_code();
        for (std::size_t i = 0; i < 9; ++i) hidden += static_cast<char>(code->text()[i] ^ hidden_by);
    }
    EXPECT_EQ(times_in_memory(hidden), 0);
    RecordView made = sample_.list();
    made.recovery_code = a_code();
    open(std::move(made));
    EXPECT_EQ(times_in_memory(hidden), 1) << "where it is locked, and nowhere else";
    keep_picture("code");
    click("I have written it down");
    frames();
    ASSERT_FALSE(view_.recovery_code);
    EXPECT_EQ(times_in_memory(hidden), 0);
}

TEST_F(DeskRecord, WrongGuessesAreSaidAndTheFieldIsEmpty) {
    open(sample_.view(State::locked));
    answers_ = false;
    click("Who are you");
    type("Anna");
    click("Open the records");
    EXPECT_FALSE(asked<record_ask::Unlock>());
    click("Passphrase");
    type("a wrong guess");
    press("Return");
    ASSERT_EQ(count<record_ask::Unlock>(), 1);
    const auto rows = desk_->place_of("Open the records");
    view_.said = "That is not the passphrase; the next try waits 8 seconds.";
    view_.failed = true;
    ++view_.answers;
    const cv::Mat quiet = answer_place();
    frames();
    EXPECT_GT(cv::norm(quiet, answer_place(), cv::NORM_INF), 100) << "why is said, below the page";
    EXPECT_EQ(desk_->place_of("Open the records"), rows) << "and no row moves for it";
    keep_picture("wrong_guess");
    view_.unprotected = 3;  // a pedal
    frames();
    EXPECT_EQ(desk_->place_of("Open the records"), rows);
    click("Open the records");
    EXPECT_EQ(count<record_ask::Unlock>(), 1) << "nothing is left in the field";
}

TEST_F(DeskRecord, FindsAsOneTypesOpensAndCloses) {
    open(sample_.list());
    ASSERT_TRUE(asked<record_ask::Find>()) << "recent clients are there at once";
    EXPECT_EQ(asked<record_ask::Find>()->query.sort, records::SortBy::last_visit);
    click("Search");
    type("Ruben");
    ASSERT_EQ(asked<record_ask::Find>()->query.words, "Ruben");
    EXPECT_FALSE(there("Nora Beispiel"));
    click("Ruben Invented");
    ASSERT_TRUE(asked<record_ask::Open>());
    frames();
    EXPECT_TRUE(there("Time line"));
    click("Close the client");
    EXPECT_TRUE(asked<record_ask::Close>());
    frames();
    EXPECT_TRUE(there("Search"));
}

TEST_F(DeskRecord, ANewClientIsTypedSavedAndNothingIsLostWhenItFails) {
    open(sample_.list());
    click("New client");
    click("Name");
    type("Ida Nobody");
    press("Tab");
    type("1.2.84");
    click("Save and open");
    EXPECT_FALSE(asked<record_ask::Add>()) << "two digits are no year";
    click("Born");
    select_all();
    type("1.2.1984");
    press("Return");
    room_.refuses = "The disk is full.";
    click("Save and open");
    ASSERT_TRUE(asked<record_ask::Add>());
    frames();
    EXPECT_FALSE(view_.client);
    click("Save and open");  // all of it is there still
    ASSERT_EQ(count<record_ask::Add>(), 2);
    EXPECT_EQ(asked<record_ask::Add>()->client.name, "Ida Nobody");
    EXPECT_EQ(asked<record_ask::Add>()->client.born, a_day(1984, 2, 1));
    frames();
    EXPECT_TRUE(there("Consent")) << "and the client is open";
    EXPECT_TRUE(mirrors_keys_.empty());
}

TEST_F(DeskRecord, AChangeIsANewVersionAndClosingAsksFirst) {
    open(sample_.open());
    click("Data");
    click("Phone");
    type(" 99");
    press("Return");
    click("Close the client");
    EXPECT_FALSE(asked<record_ask::Close>()) << "something is not saved";
    ASSERT_TRUE(there("Throw away what is not saved?"));
    click("Save");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    ASSERT_EQ(save->drafts.size(), 1u);
    EXPECT_EQ(save->drafts[0].from_version, 1);
    EXPECT_EQ(save->drafts[0].changes, sample_.items[0].id);
    EXPECT_EQ(std::get<records::Client>(save->drafts[0].content).phone, "+49 30 0000000 99");
    EXPECT_EQ(std::get<records::Client>(save->drafts[0].content).notes, "Prefers mornings.");
    frames();
    click("Close the client");
    EXPECT_TRUE(asked<record_ask::Close>()) << "now there is nothing to lose";
}

TEST_F(DeskRecord, NotesWrapAndOutliveTheWindow) {
    open(sample_.open());
    click("Data");
    click("Notes");
    press("End");
    type(" Comes by train and likes the window seat, where the light is even and nobody walks past.");
    press("Down");
    press("Escape");
    EXPECT_TRUE(mirrors_keys_.empty());
    keep_picture("notes");
    // The desk is closed and opened again.
    const auto typed = desk_->typed();
    desk_.reset();
    desk_.emplace(window_->native(), typed);
    (void)desk_->place_of("");
    frames(4);
    EXPECT_EQ(unsaved_words(typed.get(), view_), "Data of Ruben Invented") << "what would be lost with the program";
    EXPECT_EQ(unsaved_words(typed.get(), sample_.list()), "Data") << "nobody is named who is not open";
    click("Save");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    EXPECT_EQ(std::get<records::Client>(save->drafts[0].content).notes,
              "Prefers mornings. Comes by train and likes the window seat, where the light is even and nobody walks "
              "past.");
    frames();
    EXPECT_EQ(unsaved_words(typed.get(), view_), "");
}

TEST_F(DeskRecord, WhatIsTypedOutlivesALock) {
    open(sample_.open());
    click("Data");
    click("Phone");
    type("77");
    press("Return");
    click("Lock the records");
    frames();
    ASSERT_TRUE(there("Passphrase"));
    EXPECT_FALSE(there("Phone"));
    click("Who are you");
    type("Anna");
    press("Tab");
    type("whatever it is");
    press("Return");
    frames();
    click("Ruben Invented");
    click("Data");
    click("Save");
    ASSERT_TRUE(asked<record_ask::Save>());
    EXPECT_EQ(std::get<records::Client>(asked<record_ask::Save>()->drafts[0].content).phone, "+49 30 000000077");
}

}  // namespace
}  // namespace smp::test
