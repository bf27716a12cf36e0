// The record's thread beside the mirror, with a real store.
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <thread>

#include "app/shot_json.hpp"
#include "support/record_room_fixture.hpp"
#include "support/record_shot_fixture.hpp"

namespace smp {
namespace {

using namespace record_ask;
using records::test::passphrase;
using records::test::sample_client;
using records::test::secret_name;
using State = RecordView::State;
using test::full_shot;
using test::view_shot;

using test::shots_in;
using test::typed;
using Salon = test::RoomSalon;

TEST(RecordRoom, WithoutARecordOneIsMade) {
    Salon s;
    s.open();
    ASSERT_TRUE(s.until([&](const RecordView& v) { return v.folder == s.store; }));
    EXPECT_EQ(s->view()->state, State::none);
    EXPECT_FALSE(std::filesystem::exists(s.store)) << "nothing is made that nobody asked for";
    EXPECT_FALSE(s->takes_shots());
    EXPECT_FALSE(s->put(full_shot()));

    auto view = s.hear(Make{typed("short"), "Anna"});
    EXPECT_EQ(view->state, State::none);
    EXPECT_TRUE(view->failed);
    EXPECT_NE(view->said.find("too short"), std::string::npos) << view->said;
    view = s.hear(Make{typed(passphrase), "Anna"});
    EXPECT_EQ(view->state, State::open);
    ASSERT_TRUE(view->recovery_code);
    EXPECT_EQ(view->recovery_code->size(), 44u);
    const auto code = view->recovery_code;
    view = s.hear(Lock{});
    EXPECT_EQ(view->state, State::locked);
    EXPECT_EQ(view->recovery_code, code) << "it has not been written down";
    ASSERT_TRUE(s->ask(CodeWritten{}));
    EXPECT_TRUE(s.until([](const RecordView& v) { return !v.recovery_code; }));
    EXPECT_TRUE(s.reopened()->unlocked());
}

TEST(RecordRoom, AWrongPassphraseIsSaidAndCostsAWait) {
    Salon s;
    s.make();
    s.hear(Lock{});
    std::shared_ptr<const RecordView> view;
    for (int i = 0; i < 3; ++i) {
        view = s.hear(Unlock{typed("no such passphrase"), "Anna"});
        EXPECT_EQ(view->state, State::locked);
        EXPECT_TRUE(view->failed);
    }
    EXPECT_NE(view->said.find("the next try is taken in "), std::string::npos) << view->said;
    view = s.hear(Unlock{typed(passphrase), "Anna"});
    EXPECT_EQ(view->state, State::locked) << "also with the right one";
    EXPECT_NE(view->said.find("try again in "), std::string::npos) << view->said;
    s.clock.pass(3600);
    view = s.hear(Unlock{typed(passphrase), "Anna"});
    EXPECT_EQ(view->state, State::open);
    EXPECT_FALSE(view->failed);
}

TEST(RecordRoom, NeedsSomebodyWhoDoesIt) {
    Salon s;
    s.make();
    s.hear(Lock{});
    const auto view = s.hear(Unlock{typed(passphrase), ""});
    EXPECT_EQ(view->state, State::locked);
    EXPECT_NE(view->said.find("say who"), std::string::npos) << view->said;
}

TEST(RecordRoom, AnotherProgramThatHoldsItIsNamed) {
    Salon s;
    s.make();
    s.hear(Lock{});
    auto other = records::RecordStore::open(s.store, s.rules.store);
    ASSERT_TRUE(other && (*other)->unlock(records::test::secret(passphrase), "Ben"))
        << "a mirror whose record is locked is in nobody's way";
    auto view = s.hear(Unlock{typed(passphrase), "Anna"});
    EXPECT_EQ(view->state, State::locked);
    EXPECT_NE(view->said.find("another program has these records unlocked"), std::string::npos) << view->said;
    (*other)->lock();
    EXPECT_EQ(s.hear(Unlock{typed(passphrase), "Anna"})->state, State::open);
}

TEST(RecordRoom, ClientsAreAddedFoundOpenedAndClosed) {
    Salon s;
    s.make();
    const auto first = s.hear(Add{sample_client()})->client;
    ASSERT_TRUE(first);
    EXPECT_EQ(first->name, secret_name);
    EXPECT_TRUE(s->takes_shots());
    const auto second = s.hear(Add{sample_client("Erika Beispiel")});
    ASSERT_TRUE(second->client);
    EXPECT_NE(second->client->id, first->id);
    EXPECT_EQ(second->time_line.size(), 1u);
    EXPECT_EQ(second->found.size(), 2u);

    ASSERT_TRUE(s->ask(Find{{"muster", records::SortBy::name, 10}}));
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.query.words == "muster"; }));
    ASSERT_EQ(s->view()->found.size(), 1u);
    EXPECT_EQ(s->view()->found[0].id, first->id);

    ASSERT_TRUE(s->ask(Open{first->id}));
    ASSERT_TRUE(s.until([&](const RecordView& v) { return v.client && v.client->id == first->id; }));
    const auto closed = s.hear(Close{});
    EXPECT_FALSE(closed->client);
    EXPECT_TRUE(closed->time_line.empty());
    EXPECT_FALSE(s->takes_shots());

    EXPECT_TRUE(s.hear(Open{records::ClientId::random()})->failed);
    EXPECT_FALSE(s->takes_shots()) << "nobody has sat down after all";
    EXPECT_TRUE(s.hear(Save{{{records::test::sample_session()}}})->failed);
}

TEST(RecordRoom, SavesAndSaysWhenSomethingIsNotAsItWas) {
    Salon s;
    s.sit_down();
    auto view = s.hear(Save{{{records::test::sample_session()}}});
    EXPECT_FALSE(view->failed) << view->said;
    ASSERT_EQ(view->time_line.size(), 2u);
    EXPECT_EQ(view->client->sessions, 1);
    const auto& item = view->time_line.back();
    EXPECT_EQ(item.version.who, "Anna");
    auto changed = std::get<records::TreatmentSession>(item.content);
    changed.minutes = 200;
    EXPECT_FALSE(s.hear(Save{{{changed, item.id, 1}}})->failed);
    view = s.hear(Save{{{changed, item.id, 1}}});
    EXPECT_TRUE(view->failed);
    EXPECT_NE(view->said.find("changed meanwhile"), std::string::npos) << view->said;

    records::AgreedDesign agreed;
    agreed.title = "Variant B";
    agreed.design_json = design_to_json(full_shot().design);
    agreed.numbers_json = numbers_to_json(*full_shot().numbers);
    view = s.hear(Agree{agreed});
    EXPECT_FALSE(view->failed) << view->said;
    const auto& kept = records::test::only<records::AgreedDesign>(view->time_line);
    EXPECT_EQ(kept.design_json, agreed.design_json);
    EXPECT_EQ(kept.numbers_json, agreed.numbers_json);
    EXPECT_EQ(kept.date, records::date_of(s.rules.store.clock())) << "today's, as none was given";
}

TEST(RecordRoom, AShotIsOneItemWithEverythingInIt) {
    Salon s;
    s.sit_down();
    const Shot shot = view_shot(ViewId::left_45);
    ASSERT_TRUE(s->put(shot));
    const auto saved = s.saved(1);
    ASSERT_EQ(saved.size(), 1u);
    ASSERT_TRUE(saved[0]) << saved[0].error().line();
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.time_line.size() == 2; }));
    EXPECT_EQ(s->view()->client->shots, 1);
    ASSERT_TRUE(s->view()->scale);
    EXPECT_EQ(s->view()->scale->scale, shot.scale);
    const auto client = s->view()->client->id;

    auto store = s.reopened();
    const auto line = store->time_line(client);
    ASSERT_TRUE(line);
    const auto& kept = records::test::only<records::Shot>(*line);
    EXPECT_EQ(kept.view, records::View::left_45);
    EXPECT_EQ(kept.occasion, records::Occasion::before);
    ASSERT_EQ(kept.pictures.size(), 3u);
    const cv::Mat pixels[] = {shot.before, shot.after, shot.mask};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto bytes = store->picture(client, kept.pictures[i].id);
        ASSERT_TRUE(bytes);
        const cv::Mat back = cv::imdecode(*bytes, cv::IMREAD_UNCHANGED);
        ASSERT_EQ(back.size(), pixels[i].size());
        EXPECT_EQ(cv::norm(back, pixels[i], cv::NORM_INF), 0);
    }
    EXPECT_TRUE(parse_design(kept.design_json, ""));
    EXPECT_TRUE(parse_pose(kept.pose_json));
    EXPECT_TRUE(parse_camera(kept.camera_json));
    EXPECT_TRUE(parse_crop(kept.crop_json));
    const auto report = store->verify();
    ASSERT_TRUE(report && report->whole());
}

TEST(RecordRoom, PicturesBelongToWhoSitsThereWhenTheyAreTaken) {
    Salon s;
    s.make();
    const auto first = s.hear(Add{sample_client("First")})->client->id;
    const auto second = s.hear(Add{sample_client("Second")})->client->id;
    // Faster than the thread: in the order in which they are asked.
    ASSERT_TRUE(s->ask(Open{first}));
    ASSERT_TRUE(s->put(full_shot(1)));
    ASSERT_TRUE(s->ask(Open{second}));
    ASSERT_TRUE(s->put(full_shot(2)));
    ASSERT_TRUE(s->put(full_shot(3)));
    ASSERT_TRUE(s->ask(Close{}));
    EXPECT_FALSE(s->put(full_shot(4))) << "nobody's any more";
    EXPECT_EQ(s.saved(3).size(), 3u);
    auto store = s.reopened();
    EXPECT_EQ(shots_in(*store->time_line(first)), 1u);
    EXPECT_EQ(shots_in(*store->time_line(second)), 2u);
}

TEST(RecordRoom, TheEndSavesWhatWaits) {
    Salon s;
    s.sit_down();
    const auto client = s->view()->client->id;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(s->put(full_shot(i)));
    ASSERT_TRUE(s->ask(Save{{{records::test::sample_session()}}}));
    auto store = s.reopened();  // at once
    EXPECT_EQ(shots_in(*store->time_line(client)), 3u);
    EXPECT_EQ(store->time_line(client)->size(), 5u);
}

TEST(RecordRoom, LocksItselfWhenNobodyUsesIt) {
    Salon s;
    s.sit_down();
    s.clock.pass(14 * 60);
    s->used();  // somebody works at the mirror
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    s.clock.pass(2 * 60);
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    EXPECT_EQ(s->view()->state, State::open);
    s.clock.pass(14 * 60);
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.state == State::locked; }, 5));
    EXPECT_FALSE(s->takes_shots());
    EXPECT_FALSE(s->view()->client);
    EXPECT_TRUE(s->view()->found.empty() && s->view()->time_line.empty() && s->view()->looks.empty());
    EXPECT_FALSE(s->view()->said.empty());
    EXPECT_TRUE(s.hear(Save{{{records::test::sample_session()}}})->failed);
    EXPECT_EQ(s.hear(Unlock{typed(passphrase), "Ben"})->state, State::open);
}

// A computer that slept with the record open: what was still waiting is saved, nothing else is done.
TEST(RecordRoom, AfterASleepItIsLockedBeforeAnythingIsAsked) {
    Salon s;
    s.sit_down();
    const auto client = s->view()->client->id;
    ASSERT_TRUE(s.hold(Find{}));
    ASSERT_TRUE(s->put(full_shot()));
    s.clock.pass(7200);
    s->used();
    ASSERT_TRUE(s->ask(Save{{{records::test::sample_session()}}}));
    s.release = true;
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.state == State::locked && v.failed; }));
    auto store = s.reopened();
    EXPECT_EQ(shots_in(*store->time_line(client)), 1u);
    EXPECT_EQ(store->time_line(client)->size(), 2u) << "no session";
}

TEST(RecordRoom, WhatIsTooMuchIsRefusedWhole) {
    Salon s;
    s.rules.most_asks = 3;
    s.rules.most_shots = 2;
    s.sit_down();
    const auto client = s->view()->client->id;
    ASSERT_TRUE(s.hold(CodeWritten{}));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(s->ask(Save{{{records::test::sample_session()}}}));
    EXPECT_FALSE(s->ask(Save{{{records::test::sample_session()}}}));
    EXPECT_FALSE(s->ask(Close{}));
    EXPECT_TRUE(s->takes_shots()) << "what was refused changes nothing";
    EXPECT_TRUE(s->put(full_shot(1)) && s->put(full_shot(2)));
    EXPECT_FALSE(s->put(full_shot(3)));
    s.release = true;
    EXPECT_EQ(s.saved(2).size(), 2u);
    auto store = s.reopened();
    EXPECT_EQ(store->time_line(client)->size(), 1u + 3 + 2);
}

TEST(RecordRoom, OfManySearchesTheNewestIsMade) {
    Salon s;
    s.sit_down();
    ASSERT_TRUE(s.hold(CodeWritten{}));
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(s->ask(Find{{"word " + std::to_string(i)}}));
    s.release = true;
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.query.words == "word 499"; }));
    EXPECT_LE(s.told, 3);
}

TEST(RecordRoom, SmallPicturesAreSmallAndFew) {
    Salon s;
    s.rules.most_looks = 2;
    s.sit_down();
    ASSERT_TRUE(s->put(full_shot()));
    ASSERT_EQ(s.saved(1).size(), 1u);
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.time_line.size() == 2; }));
    const auto pictures = records::test::only<records::Shot>(s->view()->time_line).pictures;
    EXPECT_TRUE(pictures[0].bytes.empty()) << "a view holds no pictures in full";
    ASSERT_TRUE(s->ask(Look{records::PictureId::random()}));
    ASSERT_TRUE(s->ask(Look{pictures[0].id}));
    ASSERT_TRUE(s.until([&](const RecordView& v) { return v.looks.contains(pictures[0].id); }));
    EXPECT_EQ(s->view()->looks.at(pictures[0].id).size(), cv::Size(480, 270));
    EXPECT_EQ(s->view()->looks.at(pictures[0].id).type(), CV_8UC3);
    for (const auto& picture : pictures) ASSERT_TRUE(s->ask(Look{picture.id}));
    ASSERT_TRUE(s.until([&](const RecordView& v) { return v.looks.contains(pictures[2].id); }));
    EXPECT_EQ(s->view()->looks.size(), 2u);
    EXPECT_FALSE(s->view()->looks.contains(pictures[0].id)) << "the newest are kept";
    s.hear(Close{});
    EXPECT_TRUE(s->view()->looks.empty());
}

TEST(RecordRoom, AFullDiskIsSaidAndLosesNothing) {
    auto files = std::make_shared<records::test::FailingFiles>();
    Salon s(files);
    s.sit_down();
    const auto client = s->view()->client->id;
    files->code = ENOSPC;
    files->stays = true;
    files->fail_at = files->count + 1;
    ASSERT_TRUE(s->put(full_shot(1)));
    const auto saved = s.saved(1);
    ASSERT_EQ(saved.size(), 1u);
    ASSERT_FALSE(saved[0]);
    EXPECT_NE(saved[0].error().line().find("disk is full"), std::string::npos) << saved[0].error().line();
    EXPECT_TRUE(s.hear(Save{{{records::test::sample_session()}}})->failed);
    EXPECT_EQ(s->view()->time_line.size(), 1u);
    files->fail_at = 0;
    EXPECT_FALSE(s.hear(Save{{{records::test::sample_session()}}})->failed);
    auto store = s.reopened();
    EXPECT_EQ(store->time_line(client)->size(), 2u);
}

TEST(RecordRoom, WhatItHasMendedIsTold) {
    Salon s;
    s.make();
    s.hear(Lock{});
    auto keys = test::read_file(s.store / "keys");
    keys[keys.size() / 2] = static_cast<char>(keys[keys.size() / 2] ^ 4);
    test::write_file(s.store / "keys", keys);
    EXPECT_EQ(s.hear(Unlock{typed(passphrase), "Anna"})->state, State::open);
    std::vector<std::string> troubles;
    ASSERT_TRUE(s.until([&](const RecordView&) { return !(troubles = s->take_troubles()).empty(); }, 3));
    EXPECT_NE(troubles[0].find("keys"), std::string::npos) << troubles[0];
}

TEST(RecordRoom, LeavesNothingPlainOnTheDisk) {
    Salon s;
    s.sit_down();
    s.hear(Save{{{records::test::sample_session()}}});
    ASSERT_TRUE(s->put(view_shot(ViewId::front)));
    ASSERT_EQ(s.saved(1).size(), 1u);
    const auto look_through = [&] {
        std::size_t looked = 0;
        for (const auto& file : records::test::files_below(s.scratch.path())) {
            const std::string bytes = test::read_file(file);
            ++looked;
            for (const std::string_view plain :
                 {std::string_view(secret_name), std::string_view(records::test::secret_note),
                  std::string_view("LOT-4711"), std::string_view("\x89PNG"), std::string_view("\xff\xd8\xff\xe0"),
                  std::string_view("smp-mirror/pose"), std::string_view("hairline.height_mm")})
                EXPECT_EQ(bytes.find(plain), std::string::npos) << plain << " in " << file;
            EXPECT_EQ(file.string().find("Muster"), std::string::npos);
        }
        EXPECT_GE(looked, 6u);
    };
    look_through();  // while it is open
    s.room.reset();
    look_through();
}

}  // namespace
}  // namespace smp
