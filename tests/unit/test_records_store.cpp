// The store in use: saving, reading, keys, locking, erasing.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <set>

#include "records/client_index.hpp"
#include "records/database.hpp"
#include "records/medical_questions.hpp"
#include "records/recovery_code.hpp"
#include "records/schema.hpp"
#include "support/record_fixture.hpp"

namespace smp::records::test {
namespace {

TEST(RecordStore, AConsultationComesBackAsItWasSaved) {
    Store s;
    const auto drafts = sample_consultation();
    const auto client = s->add_client(drafts, "Anna");
    ASSERT_TRUE(client) << client.error().line();
    for (int round = 0; round < 2; ++round) {
        const auto line = s->time_line(*client);
        ASSERT_TRUE(line) << line.error().line();
        ASSERT_EQ(line->size(), drafts.size());
        EXPECT_EQ(std::get<Client>(line->front().content), std::get<Client>(drafts[0].content));
        EXPECT_EQ(only<MedicalAnswers>(*line), std::get<MedicalAnswers>(drafts[3].content));
        EXPECT_EQ(only<PatchTest>(*line), std::get<PatchTest>(drafts[4].content));
        EXPECT_EQ(only<AgreedDesign>(*line), std::get<AgreedDesign>(drafts[5].content));
        EXPECT_EQ(only<TreatmentSession>(*line), std::get<TreatmentSession>(drafts[6].content));
        const Shot& shot = only<Shot>(*line);
        const Shot& taken = std::get<Shot>(drafts[7].content);
        ASSERT_EQ(shot.pictures.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_TRUE(shot.pictures[i].bytes.empty());
            EXPECT_EQ(shot.pictures[i].size_bytes, taken.pictures[i].bytes.size());
            const auto bytes = s->picture(*client, shot.pictures[i].id);
            ASSERT_TRUE(bytes) << bytes.error().line();
            EXPECT_EQ(*bytes, taken.pictures[i].bytes);
        }
        EXPECT_EQ(shot.pose_json, taken.pose_json);
        ASSERT_TRUE(s.reopen());
    }
    const auto card = s->card(*client);
    ASSERT_TRUE(card);
    EXPECT_EQ(card->name, secret_name);
    EXPECT_TRUE(card->photographs_allowed);
    EXPECT_FALSE(card->marketing_allowed);
    EXPECT_EQ(card->sessions, 1);
    EXPECT_EQ(card->last_visit, only<TreatmentSession>(*s->time_line(*client)).started);
    const auto report = s->verify();
    ASSERT_TRUE(report) << report.error().line();
    EXPECT_TRUE(report->whole()) << words(*report);
    EXPECT_EQ(report->pictures, 4u);
    EXPECT_TRUE(report->notes.empty());
}

TEST(RecordStore, EveryChangeIsANewVersionAndNothingIsOverwritten) {
    Store s;
    const auto client = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(client);
    const Item before = item_of<AgreedDesign>(*s->time_line(*client));
    AgreedDesign changed = std::get<AgreedDesign>(before.content);
    changed.price = Price{150000, "EUR"};
    s.clock.pass(60);
    const auto saved = s->save(*client, {{changed, before.id, 1}}, "Ben");
    ASSERT_TRUE(saved) << saved.error().line();
    EXPECT_EQ(saved->front().version.number, 2);
    const auto stale = s->save(*client, {{changed, before.id, 1}}, "Anna");
    ASSERT_FALSE(stale) << "the screen showed version 1";
    EXPECT_NE(stale.error().what.find("changed meanwhile"), std::string::npos);
    ASSERT_TRUE(s->save(*client, {{changed, before.id, 2, true}}, "Ben"));
    const auto versions = s->versions(*client, before.id);
    ASSERT_TRUE(versions);
    ASSERT_EQ(versions->size(), 3u);
    EXPECT_EQ((*versions)[0], before);
    EXPECT_EQ((*versions)[1].version.who, "Ben");
    EXPECT_TRUE((*versions)[2].withdrawn);
    EXPECT_THROW(item_of<AgreedDesign>(*s->time_line(*client)), std::runtime_error) << "it is off the time line";
    const auto log = s->audit(1, 0);
    ASSERT_TRUE(log);
    EXPECT_EQ(log->back().what, "withdraw");
    EXPECT_EQ(log->back().kind, "design");
    EXPECT_TRUE(s->verify()->whole()) << words(*s->verify());
}

TEST(RecordStore, WhatCannotBeKeptIsRefusedWithOneSentence) {
    Store s;
    const auto client = s->add_client({{sample_client()}}, "Anna");
    ASSERT_TRUE(client);
    Consent odd;
    odd.date = day(2026, 9, 21);
    odd.signature = {1, {{{std::nanf(""), 0, 0}}}};
    EXPECT_FALSE(s->save(*client, {{odd}}, "Anna"));
    EXPECT_FALSE(s->save(*client, {{sample_client("\xff\xfe")}}, "Anna"));
    EXPECT_FALSE(s->save(*client, {{sample_client("another")}}, "Anna")) << "a client has one name";
    EXPECT_FALSE(s->add_client({{sample_session()}}, "Anna"));
    EXPECT_FALSE(s->add_client({{sample_client("")}}, "Anna"));
    EXPECT_FALSE(s->save(*client, {{sample_session()}}, "")) << "nobody";
    EXPECT_FALSE(s->save(ClientId::random(), {{sample_session()}}, "Anna"));
    Shot empty;
    empty.pictures = {picture(PictureRole::raw, {})};
    EXPECT_FALSE(s->save(*client, {{empty}}, "Anna"));
    EXPECT_EQ(s->time_line(*client)->size(), 1u);
    EXPECT_TRUE(s->verify()->whole()) << words(*s->verify());
}

TEST(RecordStore, SearchFindsByPartsWithoutAccentsAndSorts) {
    Store s;
    for (const char* name : {"Jürgen Groß", "Zoë Müller", "anna ångström", "Łukasz Żak"}) {
        s.clock.pass(10);
        ASSERT_TRUE(s->add_client({{sample_client(name)}}, "Anna"));
    }
    const auto names = [&](const char* text, SortBy sort = SortBy::name) {
        std::string all;
        const auto found = s->find({text, sort, 0});
        for (const auto& card : *found) all += card.name + ";";
        return all;
    };
    EXPECT_EQ(names("muller"), "Zoë Müller;");
    EXPECT_EQ(names("GROSS jur"), "Jürgen Groß;");
    EXPECT_EQ(names("angstrom"), "anna ångström;");
    EXPECT_EQ(names("lukasz zak"), "Łukasz Żak;");
    EXPECT_EQ(names("01701234567"), "");
    EXPECT_EQ(names("1701234567 zoe"), "Zoë Müller;");
    EXPECT_EQ(names("nobody"), "");
    EXPECT_EQ(names(""), "anna ångström;Jürgen Groß;Łukasz Żak;Zoë Müller;");
    EXPECT_EQ(names("", SortBy::created), "Łukasz Żak;anna ångström;Zoë Müller;Jürgen Groß;");
    EXPECT_EQ(s->find({"", SortBy::name, 2})->size(), 2u);
    EXPECT_EQ(folded("ÀÉÎÕÜÇÑ Ø ß Æ Ž ΑΒΓ ЖЯ 日本"), "aeioucn o ss ae z αβγ жя 日本");
}

TEST(RecordStore, AHundredWrongPassphrasesOpenNothingAndGrowSlow) {
    Store s;
    ASSERT_TRUE(s->add_client(sample_consultation(), "Anna"));
    s.store.reset();
    std::int64_t waited = 0;
    int refused = 0;
    for (int i = 0; i < 100; ++i) {
        StoreOptions options = cheap();
        options.clock = s.clock.function();
        auto store = RecordStore::open(s.folder, options);  // each time a new start of the program
        ASSERT_TRUE(store);
        const auto tried = (*store)->unlock(secret("wrong " + std::to_string(i)), "Eve");
        ASSERT_FALSE(tried);
        EXPECT_FALSE((*store)->unlocked());
        EXPECT_FALSE((*store)->find({}));
        EXPECT_EQ(tried.error().line().find("wrong " + std::to_string(i)), std::string::npos);
        if (tried.error().what == "the passphrase is wrong") {
            ++refused;
        } else {
            ASSERT_EQ(tried.error().what, "too many wrong passphrases");
            const auto right = (*store)->unlock(secret(passphrase), "Anna");
            EXPECT_FALSE(right) << "the wait holds for everyone";
            s.clock.pass(60);
            waited += 60;
        }
    }
    EXPECT_LT(refused, 100);
    EXPECT_GT(waited, 600) << "a day of guessing by hand is a hundred guesses";
    s.clock.pass(-1000000);
    StoreOptions options = cheap();
    options.clock = s.clock.function();
    auto store = RecordStore::open(s.folder, options);
    EXPECT_FALSE((*store)->unlock(secret(passphrase), "Anna")) << "a clock set back does not help";
    s.clock.pass(1000);
    const auto opened = (*store)->unlock(secret(passphrase), "Anna");
    ASSERT_TRUE(opened) << opened.error().line();
    EXPECT_FALSE(fs::exists(s.folder / "guesses"));
}

TEST(RecordStore, RecoveryCodeAndNewPassphraseOpenItTheOldOnesDoNot) {
    Store s;
    const auto client = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(client);
    s.store.reset();
    auto store = std::move(RecordStore::open(s.folder, cheap())).value();
    std::string typed = s.recovery;
    for (char& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
    const auto code = parse_recovery(typed);
    ASSERT_TRUE(code) << code.error().line();
    ASSERT_TRUE(store->unlock_with_recovery(*code, "Anna"));
    EXPECT_FALSE(store->change_passphrase(secret("short"), "Anna"));
    ASSERT_TRUE(store->change_passphrase(secret("a new passphrase"), "Anna"));
    const auto new_code = store->new_recovery_code("Anna");
    ASSERT_TRUE(new_code);
    store->lock();
    EXPECT_FALSE(store->unlock(secret(passphrase), "Anna"));
    EXPECT_FALSE(store->unlock_with_recovery(*code, "Anna"));
    ASSERT_TRUE(store->unlock(secret("a new passphrase"), "Anna"));
    store->lock();
    ASSERT_TRUE(store->unlock_with_recovery(*parse_recovery(new_code->text()), "Anna"));
    EXPECT_EQ(store->time_line(*client)->size(), 9u);
    // A slip of the pen is told from a wrong code.
    for (std::size_t i = 0; i < s.recovery.size(); ++i) {
        if (s.recovery[i] == '-') continue;
        std::string slip = s.recovery;
        slip[i] = slip[i] == '7' ? '8' : '7';
        EXPECT_FALSE(parse_recovery(slip)) << i;
    }
    EXPECT_FALSE(parse_recovery(s.recovery.substr(5)));
    EXPECT_FALSE(parse_recovery(s.recovery + "!"));
}

TEST(RecordStore, ItLocksItselfWhenIdleAndForgets) {
    StoreOptions options = cheap();
    options.idle_limit_s = 100;
    Store s(options);
    ASSERT_TRUE(s->add_client(sample_consultation(), "Anna"));
    s.clock.pass(99);
    EXPECT_FALSE(s->lock_if_idle());
    EXPECT_TRUE(s->find({})) << "and this counts as use";
    EXPECT_EQ(prctl(PR_GET_DUMPABLE), 0) << "no core file while it is unlocked";
    s.clock.pass(100);
    const auto found = s->find({});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().what, "the records are locked");
    EXPECT_FALSE(s->unlocked());
    EXPECT_EQ(prctl(PR_GET_DUMPABLE), 1);
    ASSERT_TRUE(s->unlock(secret(passphrase), "Anna"));
    EXPECT_EQ(s->find({})->size(), 1u);
    s.clock.pass(101);
    EXPECT_TRUE(s->lock_if_idle());
}

TEST(RecordStore, AnotherProgramIsRefusedWithASentence) {
    Store s;
    ASSERT_TRUE(s->add_client(sample_consultation(), "Anna"));
    int pipe_fds[2];
    ASSERT_EQ(pipe(pipe_fds), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(pipe_fds[0]);
        auto other = RecordStore::open(s.folder, cheap());
        const auto tried = (*other)->unlock(secret(passphrase), "Ben");
        const std::string said = tried ? "opened" : tried.error().line();
        [[maybe_unused]] const auto n = write(pipe_fds[1], said.data(), said.size());
        _exit(0);
    }
    close(pipe_fds[1]);
    std::string said(1000, '\0');
    said.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(pipe_fds[0], said.data(), said.size()))));
    close(pipe_fds[0]);
    waitpid(child, nullptr, 0);
    EXPECT_NE(said.find("another program has these records unlocked; lock them there"), std::string::npos) << said;
    EXPECT_TRUE(s->add_client({{sample_client("Second")}}, "Anna"));
    s->lock();
    auto other = std::move(RecordStore::open(s.folder, cheap())).value();
    EXPECT_TRUE(other->unlock(secret(passphrase), "Ben")) << "once it is locked here, it opens there";
    EXPECT_FALSE(s->unlock(secret(passphrase), "Anna"));
    EXPECT_EQ(other->find({})->size(), 2u);
}

TEST(RecordStore, OnlyTheUserMayReadItsFiles) {
    const auto old = umask(0);
    Store s;
    ASSERT_TRUE(s->add_client(sample_consultation(), "Anna"));
    umask(old);
    struct stat is {};
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(s.folder)) {
        ASSERT_EQ(stat(entry.path().c_str(), &is), 0);
        EXPECT_EQ(is.st_mode & 0777u, entry.is_directory() ? 0700u : 0600u) << entry.path();
        files += entry.is_regular_file();
    }
    EXPECT_GE(files, 8);  // keys, spare, head, database, journal, pictures
    ASSERT_EQ(stat(s.folder.c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777u, 0700u);
}

// Text in any file, also as it would stand in JSON or in capitals; headers of pictures anywhere.
void expect_nothing_plain(const fs::path& folder) {
    std::size_t looked_at = 0;
    for (const fs::path& file : files_below(folder)) {
        const std::string bytes = smp::test::read_file(file);
        looked_at += bytes.size();
        for (const char* plain :
             {secret_name, "Muster",   "Maximilian", secret_note,        "needles",  "1234567",   "example.org",
              "metformin", "diabetes", "LOT-4711",   "Inkwell",          "hairline", "Variant B", "JFIF",
              "\x89PNG",   "consent",  "Anna",       "camera_from_head", "2026-09",  "2026-03"})
            EXPECT_EQ(bytes.find(plain), std::string::npos) << plain << " in " << file;
        EXPECT_EQ(bytes.find("\xff\xd8\xff\xe0"), std::string::npos) << file;
        EXPECT_EQ(file.filename().string().find("Muster"), std::string::npos);
    }
    EXPECT_GT(looked_at, 20000u);
}

TEST(RecordStore, NothingPlainInAnyFile) {
    Store s;
    const auto client = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(client);
    s.clock.pass(100);
    const Item item = item_of<TreatmentSession>(*s->time_line(*client));
    ASSERT_TRUE(s->save(*client, {{sample_session(), item.id, 1}}, "Anna"));
    expect_nothing_plain(s.folder);  // with its journal
    ASSERT_TRUE(s.reopen());
    ASSERT_TRUE(s->note("Anna", "export", *client, ""));
    fs::create_directory(s.scratch / "usb");
    ASSERT_TRUE(s->back_up(s.scratch / "usb", "Anna"));
    s.store.reset();
    expect_nothing_plain(s.folder);
    expect_nothing_plain(s.scratch / "usb");
}

TEST(RecordStore, AnErasedClientIsGoneFromEveryFileAndFromBackupsMadeAfter) {
    Store s;
    const auto stays = s->add_client({{sample_client("Stays")}, {sample_shot(3000, 9)}}, "Anna");
    const auto goes = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(stays && goes);
    fs::create_directory(s.scratch / "usb");
    const auto first = s->back_up(s.scratch / "usb", "Anna");
    ASSERT_TRUE(first) << first.error().line();
    std::vector<std::string> gone;  // bytes of theirs as they lay on the disk: keys, cards, items, picture files
    {
        const auto line = s->history(*goes);
        for (const Item& item : *line)
            if (const auto* list = pictures_of(item.content))
                for (const auto& p : *list)
                    gone.push_back(smp::test::read_file(s.folder / "pictures" / p.id.hex().substr(0, 1) / p.id.hex())
                                       .substr(8, 64));
        s->lock();
        QuickFiles files;
        Database db(s.folder / "records.db", files);
        for (const char* sql : {"SELECT wrapped FROM client_key WHERE client = ?",
                                "SELECT card FROM client WHERE id = ?", "SELECT sealed FROM item WHERE client = ?"}) {
            Statement read(db, sql);
            read.with(*goes);
            while (read.next()) gone.push_back(std::string(text_of(read.blob(0))).substr(0, 40));
        }
    }
    EXPECT_EQ(gone.size(), 4u + 2u + 9u);
    const auto found_in = [&](const fs::path& folder) {
        int found = 0;
        for (const fs::path& file : files_below(folder)) {
            const std::string bytes = smp::test::read_file(file);
            for (const auto& piece : gone) found += bytes.find(piece) != std::string::npos;
        }
        return found;
    };
    ASSERT_TRUE(s->unlock(secret(passphrase), "Anna"));
    ASSERT_EQ(found_in(s.folder), 15) << "the search finds what is there";
    const auto certificate = s->erase(*goes, "Anna", "asked for it");
    ASSERT_TRUE(certificate) << certificate.error().line();
    EXPECT_EQ(certificate->pictures, 4);
    EXPECT_EQ(certificate->versions, 9);
    EXPECT_NE(to_text(*certificate).find("1 x session"), std::string::npos) << to_text(*certificate);
    for (const auto& text : {to_text(*certificate), to_json(*certificate)})
        EXPECT_EQ(text.find("Muster"), std::string::npos);
    EXPECT_EQ(found_in(s.folder), 0) << "while it is open: database, journal, free pages, pictures";
    EXPECT_FALSE(s->time_line(*goes));
    EXPECT_EQ(s->find({})->size(), 1u);
    const auto again = s->back_up(s.scratch / "usb", "Anna");
    ASSERT_TRUE(again) << again.error().line();
    EXPECT_EQ(again->pictures_copied, 0u);
    EXPECT_EQ(again->pictures_removed, 4u);
    EXPECT_EQ(found_in(s.scratch / "usb"), 0);
    const auto log = s->audit(1, 0);
    EXPECT_EQ((*log)[log->size() - 2].what, "erase");
    EXPECT_TRUE(s->verify()->whole()) << words(*s->verify());
    s.store.reset();
    EXPECT_EQ(found_in(s.folder), 0);
}

// As the first release of the store wrote it: keys beside the cards, no list of loose pictures.
void make_schema_1(const fs::path& folder) {
    QuickFiles files;
    Database db(folder / "records.db", files);
    db.run(
        "BEGIN; ALTER TABLE client ADD COLUMN wrapped_key BLOB NOT NULL DEFAULT x'';"
        "UPDATE client SET wrapped_key = (SELECT wrapped FROM client_key WHERE client = id);"
        "DROP TABLE client_key; DROP TABLE loose; PRAGMA user_version = 1; COMMIT;");
}

TEST(RecordStore, AStoreOfThePreviousSchemaIsBroughtUp) {
    Store s;
    const auto client = s->add_client(sample_consultation(), "Anna");
    ASSERT_TRUE(client);
    const auto before = s->history(*client);
    s.store.reset();
    make_schema_1(s.folder);
    // The disk fills up at each step of the way: nothing is lost, and the next start goes on.
    for (int n = 1; n < 200; ++n) {
        auto failing = std::make_shared<FailingFiles>();
        failing->fail_at = n;
        failing->code = ENOSPC;
        failing->stays = true;
        StoreOptions options = cheap(failing);
        auto store = std::move(RecordStore::open(s.folder, options)).value();
        const bool opened = static_cast<bool>(store->unlock(secret(passphrase), "Anna"));
        if (failing->failed == 0) break;
        if (opened) {
            EXPECT_EQ(store->history(*client)->size(), before->size()) << n;
        }
    }
    const auto opened = s.reopen();
    ASSERT_TRUE(opened) << opened.error().line();
    EXPECT_EQ(*s->history(*client), *before);
    EXPECT_TRUE(s->add_client({{sample_client("Next")}, {sample_shot()}}, "Anna"));
    EXPECT_TRUE(s->verify()->whole()) << words(*s->verify());
    EXPECT_FALSE(fs::exists(s.folder / "records.db.before-migration"));
    s.store.reset();
    {
        QuickFiles files;
        Database db(s.folder / "records.db", files);
        db.run("PRAGMA user_version = 99");
    }
    const auto newer = s.reopen();
    ASSERT_FALSE(newer);
    EXPECT_NE(newer.error().what.find("newer smp-mirror"), std::string::npos);
}

TEST(MedicalQuestions, EveryQuestionHasAKeyAndAHintOfItsOwn) {
    std::set<std::string> keys;
    for (const auto& q : medical_questions()) {
        EXPECT_TRUE(keys.insert(std::string(q.key)).second) << q.key;
        EXPECT_EQ(q.question.back(), '?');
        EXPECT_GT(q.hint.size(), 10u);
    }
    for (const char* key : {"pregnant_or_nursing", "skin_disease", "infection", "keloid", "blood_thinners", "diabetes",
                            "immune_disease", "isotretinoin", "allergies", "transplant", "mri"})
        EXPECT_TRUE(keys.contains(key)) << key;
    MedicalAnswers given{day(2026, 1, 1), {{"keloid", {Answer::yes, ""}}, {"mri", {Answer::no, ""}}}};
    ASSERT_EQ(contraindication_hints(given).size(), 1u);
    EXPECT_EQ(contraindication_hints(given)[0]->key, "keloid");
    EXPECT_EQ(unanswered(given).size(), keys.size() - 2);
}

}  // namespace
}  // namespace smp::records::test
