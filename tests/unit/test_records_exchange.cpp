// Records out and in again, lists for inspectors, rules of retention, and how fast a large salon's store is.
#include <sys/stat.h>

#include <chrono>
#include <random>

#include "records/exchange.hpp"
#include "records/lots.hpp"
#include "records/retention.hpp"
#include "support/record_fixture.hpp"
#include "support/record_salon.hpp"

namespace smp::records::test {
namespace {

TEST(RecordExchange, AClientComesBackByteForByte) {
    Store from;
    const auto client = from->add_client(sample_consultation(), "Anna");
    const auto other = from->add_client(sample_consultation("Someone Else"), "Anna");
    ASSERT_TRUE(client && other);
    from.clock.pass(100);
    const Item shot = item_of<Shot>(*from->time_line(*client));
    Shot noted = std::get<Shot>(shot.content);
    noted.notes = "seen again: \"quoted\", äöü, \xF0\x9F\x98\x80";
    ASSERT_TRUE(from->save(*client, {{noted, shot.id, 1}}, "Ben"));
    const Secret key = secret("passphrase of the export");
    for (const bool sealed : {false, true}) {
        const fs::path zip = from.scratch / (sealed ? "sealed.zip" : "open.zip");
        ExportOptions options;
        options.files = std::make_shared<QuickFiles>();
        options.cost = {1, 8192};
        options.extra = {{"sheet.pdf", Bytes{'%', 'P', 'D', 'F'}}};
        if (sealed) options.passphrase = &key;
        const auto out = export_records(*from.store, {*client}, zip, "Anna", options);
        ASSERT_TRUE(out) << out.error().line();
        EXPECT_EQ(out->pictures, 4u);
        EXPECT_EQ(out->items, 10u);
        struct stat is {};
        ASSERT_EQ(stat(zip.c_str(), &is), 0);
        EXPECT_EQ(is.st_mode & 0777u, 0600u);
        EXPECT_EQ(*is_encrypted_export(zip), sealed);
        if (sealed) {
            const std::string bytes = smp::test::read_file(zip);
            for (const char* plain : {"JFIF", "\x89PNG", secret_name, "record.json\"", "%PDF"})
                EXPECT_EQ(bytes.find(plain), std::string::npos) << plain;
        }

        Store to;
        EXPECT_EQ(static_cast<bool>(import_records(*to.store, zip, "Cleo")), !sealed) << "not without its passphrase";
        if (sealed) {
            const Secret wrong = secret("another");
            const auto refused = import_records(*to.store, zip, "Cleo", &wrong);
            ASSERT_FALSE(refused);
            EXPECT_NE(refused.error().what.find("the passphrase is wrong"), std::string::npos);
            const auto in = import_records(*to.store, zip, "Cleo", &key);
            ASSERT_TRUE(in) << in.error().line();
        }
        EXPECT_EQ(*to->history(*client), *from->history(*client));
        const auto arrived = to->history(*client);
        for (const Item& item : *arrived) {
            if (const auto* list = pictures_of(item.content))
                for (const Picture& p : *list) {
                    EXPECT_EQ(*to->picture(*client, p.id), *from->picture(*client, p.id));
                }
        }
        EXPECT_EQ(*to->card(*client), *from->card(*client));
        EXPECT_EQ(to->find({})->size(), 1u);
        EXPECT_TRUE(to->verify()->whole()) << words(*to->verify());
        const auto again = import_records(*to.store, zip, "Cleo", &key);
        ASSERT_TRUE(again) << again.error().line();
        EXPECT_EQ(again->already_there, 1u);
        ASSERT_TRUE(to->save(*client, {{sample_session()}}, "Cleo"));
        EXPECT_FALSE(import_records(*to.store, zip, "Cleo", &key)) << "what was added here is not overwritten";

        // One damaged byte anywhere: nothing is taken in, or what is taken in is right.
        const std::string whole = smp::test::read_file(zip);
        std::mt19937 random(1);
        for (int i = 0; i < 40; ++i) {
            std::string damaged = whole;
            damaged[random() % damaged.size()] ^= static_cast<char>(1 << random() % 8);
            const std::string path = from.scratch.write("damaged.zip", damaged);
            Store fresh;
            if (import_records(*fresh.store, path, "Cleo", &key)) {
                EXPECT_EQ(*fresh->history(*client), *from->history(*client));
            } else {
                EXPECT_TRUE(fresh->find({})->empty());
            }
        }
    }
}

TEST(RecordExchange, TheWholeSalonAndAFullDisk) {
    auto failing = std::make_shared<FailingFiles>();
    Store from;
    std::vector<ClientId> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(*from->add_client(sample_consultation("Client " + std::to_string(i)), "Anna"));
    const fs::path zip = from.scratch / "salon.zip";
    ExportOptions options;
    options.files = failing;
    failing->code = ENOSPC;
    for (int n = 1; n < 50; ++n) {
        failing->count = failing->failed = 0;
        failing->fail_at = n;
        const auto out = export_records(*from.store, all, zip, "Anna", options);
        if (failing->failed == 0) {
            ASSERT_TRUE(out);
            break;
        }
        EXPECT_FALSE(out);
        EXPECT_FALSE(fs::exists(zip.string() + ".part"));
        fs::remove(zip);  // the last steps: it is there, but not surely on the disk
    }
    Store to;
    const auto in = import_records(*to.store, zip, "Anna");
    ASSERT_TRUE(in) << in.error().line();
    EXPECT_EQ(in->clients, 5u);
    for (const auto& client : all) EXPECT_EQ(*to->history(client), *from->history(client));
    EXPECT_FALSE(export_records(*from.store, {ClientId::random()}, from.scratch / "none.zip", "Anna"));
    EXPECT_FALSE(fs::exists(from.scratch / "none.zip"));
    EXPECT_FALSE(import_records(*to.store, from.scratch / "missing.zip", "Anna"));
    EXPECT_FALSE(import_records(*to.store, from.scratch.write("text.zip", "no zip"), "Anna"));
}

TEST(RecordLots, CsvAsTheRfcWantsIt) {
    Store s;
    const auto client = s->add_client({{sample_client()}}, "Anna");
    TreatmentSession second = sample_session("B\"1,2");
    second.started += std::chrono::hours(24 * 30);
    second.inks.push_back({"Other", "Grey", "1:40", "=C3", {}});
    second.region = "crown\nand nape";
    ASSERT_TRUE(s->save(*client, {{second}, {sample_session()}}, "Anna"));
    const auto lines = ink_lots(*s.store, {}, {});
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 3u);
    const std::string csv = to_csv(*lines);
    EXPECT_EQ(csv.find(secret_name), std::string::npos) << "by record number";
    EXPECT_EQ(csv.rfind("date,time_utc,client,session,session_number,pigment_brand,", 0), 0u);
    EXPECT_NE(csv.find(",\"B\"\"1,2\",2028-05-31,3RL,N-99,Pen 3,\"crown\nand nape\",Anna\r\n"), std::string::npos)
        << csv;
    EXPECT_LT(csv.find("LOT-4711"), csv.find("B\"\"1"));
    EXPECT_EQ(csv.substr(csv.size() - 2), "\r\n");
    const Date first = date_of(sample_session().started);
    EXPECT_EQ(ink_lots(*s.store, first, first)->size(), 1u);
    EXPECT_EQ(ink_lots(*s.store, {}, Date(std::chrono::sys_days(first) - std::chrono::days(1)))->size(), 0u);
}

TEST(RecordRetention, ProposesAndDeletesNothing) {
    Store s;
    const auto treated = s->add_client({{sample_client("Treated")}, {sample_session()}}, "Anna");
    const auto looked = s->add_client({{sample_client("Looked")}, {sample_shot()}}, "Anna");
    ASSERT_TRUE(treated && looked);
    const Date saved = date_of(s.clock.function()());
    const auto names = [&](Date today, RetentionRules rules = {}) {
        std::string all;
        const auto proposals = propose_erasures(*s.store, rules, today);
        if (!proposals) return proposals.error().what;
        for (const auto& p : *proposals) all += p.client.name + ";";
        return all;
    };
    EXPECT_EQ(names(saved + std::chrono::months(11)), "");
    EXPECT_EQ(names(saved + std::chrono::months(13)), "Looked;");
    EXPECT_EQ(names(saved + std::chrono::years(11)), "Looked;Treated;");
    EXPECT_NE(names(saved, {2, 12}).find("kept for 5 years"), std::string::npos);
    EXPECT_EQ(s->find({})->size(), 2u);
}

// A small part of the salon that bench_records measures; limits as the whole one has them, and as much again several
// times for a slow machine: the small salon is far below them.
TEST(RecordSpeed, ASalonOfManyClients) {
    Store s;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr int clients = 50;
#else
    constexpr int clients = 300;
#endif
    fill_salon(*s.store, clients, 10);
    s.store.reset();
    const SalonTimes times = time_salon(s.folder, s.scratch.path());
    EXPECT_EQ(times.clients, std::size_t(clients));
    EXPECT_EQ(times.pictures, std::size_t(clients) * 10);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_LT(times.open_s, 1.0);
    EXPECT_LT(times.search_s, 0.05);
    EXPECT_LT(times.time_line_s, 0.1);
    EXPECT_LT(times.backup_of_a_day_s, 5.0);
#endif
}

}  // namespace
}  // namespace smp::records::test
