// Screenshots on their way from the pictures folder into a client's record: none is lost, none is there twice.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "app/record_room.hpp"
#include "app/shot_json.hpp"
#include "app/unprotected.hpp"
#include "support/record_fixture.hpp"
#include "support/record_shot_fixture.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;
using records::Moment;
using records::test::cheap;
using records::test::sample_client;
using records::test::secret;
using records::test::Store;

std::string write(const fs::path& folder, Shot shot) {
    const auto name = write_screenshot(folder, shot);
    if (!name) throw std::runtime_error(name.error().line());
    return *name;
}

Shot small_shot(int seed) {
    Shot shot = test::full_shot(seed);
    shot.before = test::noise_picture(seed, {64, 48});
    shot.after = test::noise_picture(seed + 1, {64, 48});
    return shot;
}

std::map<std::string, std::string> bytes_of(const fs::path& folder) {
    std::map<std::string, std::string> out;
    if (fs::exists(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            out[entry.path().filename().string()] = test::read_file(entry.path());
    return out;
}

std::vector<records::Shot> shots_of(records::RecordStore& store, const records::ClientId& client) {
    std::vector<records::Shot> out;
    const auto history = store.history(client);
    if (!history) throw std::runtime_error(history.error().line());
    for (const auto& item : *history)
        if (const auto* shot = std::get_if<records::Shot>(&item.content)) out.push_back(*shot);
    return out;
}

TEST(Unprotected, MovesIntoTheRecordWithTheTimeItWasTaken) {
    Store s;
    const auto client = s->add_client({{sample_client()}}, "Anna");
    ASSERT_TRUE(client);
    const fs::path folder = s.scratch / "pictures";
    const Shot view = test::view_shot(ViewId::left_45, 3);
    const std::string name = write(folder, view);
    const auto files = bytes_of(folder);
    ASSERT_EQ(files.size(), 3u);
    const auto found = unprotected_shots(folder, Moment{});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].name, name);
    EXPECT_EQ(found[0].taken, Moment(std::chrono::seconds(1'790'000'003)));

    const auto done = take_into_record(*s.store, *client, "Anna", folder, name);
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_TRUE(bytes_of(folder).empty());
    EXPECT_TRUE(unprotected_shots(folder, Moment{}).empty());
    const auto shots = shots_of(*s.store, *client);
    ASSERT_EQ(shots.size(), 1u);
    EXPECT_EQ(shots[0].taken, found[0].taken);
    EXPECT_EQ(shots[0].view, records::View::left_45);
    ASSERT_EQ(shots[0].pictures.size(), 2u);
    for (const auto& [picture, ending] : {std::pair{0, "-before.png"}, {1, "-after.png"}}) {
        const auto bytes = s->picture(*client, shots[0].pictures[static_cast<std::size_t>(picture)].id);
        ASSERT_TRUE(bytes);
        EXPECT_EQ(std::string(bytes->begin(), bytes->end()), files.at(name + ending));
    }
    const auto design = parse_design(shots[0].design_json, "");
    ASSERT_TRUE(design);
    EXPECT_EQ(*design, view.design);
    const auto pose = parse_pose(shots[0].pose_json);
    ASSERT_TRUE(pose && pose->camera_from_head) << shots[0].pose_json;
    EXPECT_EQ(pose->camera_from_head->t_mm, view.camera_from_head->t_mm);
    EXPECT_EQ(pose->scale.ipd_mm, view.scale.ipd_mm);
    EXPECT_EQ(pose->scale.source, view.scale.source);
    EXPECT_NEAR(pose->scale.tolerance_mm, view.scale.tolerance_mm, 1e-9) << "of the scale, not of the pupils";
    EXPECT_FALSE(pose->numbers_json.empty());
    const auto crop = parse_crop(shots[0].crop_json);
    ASSERT_TRUE(crop && crop->repeat) << shots[0].crop_json;
    EXPECT_NEAR(crop->crop.size_px.x, view.view->crop->size_px.x, 1e-9);
}

TEST(Unprotected, CountsThisSittingsAlone) {
    const test::Scratch scratch;
    const fs::path folder = scratch / "pictures";
    EXPECT_TRUE(unprotected_shots(folder, Moment{}).empty()) << "no folder";
    const std::string old = write(folder, small_shot(1)), young = write(folder, small_shot(500));
    test::write_file(folder / "holiday.json", "{}");
    test::write_file(folder / "half-1.json", test::read_file(folder / (old + ".json")));
    const auto found = unprotected_shots(folder, Moment(std::chrono::seconds(1'790'000'400)));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].name, young);
    EXPECT_EQ(unprotected_shots(folder, Moment{}).size(), 2u);
}

TEST(Unprotected, WhatIsDamagedStaysWhereItIs) {
    Store s;
    const auto client = s->add_client({{sample_client()}}, "Anna");
    const fs::path folder = s.scratch / "pictures";
    const std::string name = write(folder, small_shot(1));
    const std::string whole = test::read_file(folder / (name + "-after.png"));
    test::write_file(folder / (name + "-after.png"), whole.substr(0, 20));
    const auto before = bytes_of(folder);
    const auto done = take_into_record(*s.store, *client, "Anna", folder, name);
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().line().find(name + "-after.png"), std::string::npos) << done.error().line();
    EXPECT_EQ(bytes_of(folder), before);
    EXPECT_TRUE(shots_of(*s.store, *client).empty());
    // A link is not followed: it may lead anywhere.
    fs::remove(folder / (name + "-after.png"));
    test::write_file(s.scratch / "elsewhere.png", whole);
    fs::create_symlink(s.scratch / "elsewhere.png", folder / (name + "-after.png"));
    EXPECT_FALSE(take_into_record(*s.store, *client, "Anna", folder, name));
    EXPECT_TRUE(fs::exists(s.scratch / "elsewhere.png"));
}

TEST(Unprotected, AFullDiskLeavesItWhereItIs) {
    auto failing = std::make_shared<records::test::FailingFiles>();
    Store s(cheap(failing));
    const auto client = s->add_client({{sample_client()}}, "Anna");
    const fs::path folder = s.scratch / "pictures";
    const std::string name = write(folder, small_shot(1));
    failing->code = ENOSPC;
    failing->stays = true;
    int tried = 0;
    for (int at = 1; at < 40; ++at, ++tried) {
        failing->fail_at = failing->count + at;
        const auto done = take_into_record(*s.store, *client, "Anna", folder, name);
        failing->fail_at = 0;
        if (done) break;
        EXPECT_TRUE(fs::exists(folder / (name + "-before.png")) && fs::exists(folder / (name + ".json")));
        EXPECT_LE(shots_of(*s.store, *client).size(), 1u);
    }
    EXPECT_GT(tried, 2);
    EXPECT_EQ(shots_of(*s.store, *client).size(), 1u);
    EXPECT_TRUE(bytes_of(folder).empty());
}

// Begun for one client, and the program was killed before the files were gone: it is never another client's too.
TEST(Unprotected, WhatWasBegunForOneIsNeverAnothers) {
    Store s;
    const auto one = s->add_client({{sample_client("One")}}, "Anna");
    const auto other = s->add_client({{sample_client("Other")}}, "Anna");
    const fs::path folder = s.scratch / "pictures";
    const std::string name = write(folder, small_shot(1));
    const auto files = bytes_of(folder);
    ASSERT_TRUE(take_into_record(*s.store, *one, "Anna", folder, name));
    for (const auto& [file, bytes] : files)  // as it was a moment before
        if (file.find("-before") == std::string::npos) test::write_file(folder / file, bytes);
    test::write_file(folder / (name + ".taking-in"), one->hex());
    ASSERT_EQ(unprotected_shots(folder, Moment(std::chrono::seconds(1'900'000'000))).size(), 1u) << "however old";
    const auto done = take_into_record(*s.store, *other, "Anna", folder, name);
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_EQ(shots_of(*s.store, *one).size(), 1u);
    EXPECT_TRUE(shots_of(*s.store, *other).empty());
    EXPECT_TRUE(bytes_of(folder).empty());
    // A marker of what was never saved: then it goes where it is asked for.
    const std::string next = write(folder, small_shot(2));
    test::write_file(folder / (next + ".taking-in"), one->hex());
    ASSERT_TRUE(take_into_record(*s.store, *other, "Anna", folder, next));
    EXPECT_EQ(shots_of(*s.store, *other).size(), 1u);
    EXPECT_EQ(shots_of(*s.store, *one).size(), 1u);
    test::write_file(folder / "left-1.taking-in", one->hex());
    sweep_taken_in(folder);
    EXPECT_TRUE(bytes_of(folder).empty());
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kill_rounds = 8;
#else
constexpr int kill_rounds = 80;
#endif

TEST(Unprotected, AKillInBetweenLosesNothingAndDoublesNothing) {
    Store s;
    const auto client = s->add_client({{sample_client()}}, "Anna");
    ASSERT_TRUE(client);
    s.store.reset();
    const fs::path folder = s.scratch / "pictures";
    std::map<std::string, std::string> written;  // every picture's bytes, by name
    std::mt19937 random(11);
    int seed = 1, with_marker = 0, partly = 0;
    const auto unlocked = [&] {
        auto store = records::RecordStore::open(s.folder, cheap());
        if (!store || !(*store)->unlock(secret(records::test::passphrase), "Anna"))
            throw std::runtime_error("not open");
        return std::move(*store);
    };
    const auto check = [&](records::RecordStore& store, bool all) {
        std::set<std::string> kept;
        for (const auto& shot : shots_of(store, *client)) {
            const auto name = nlohmann::json::parse(shot.versions_json)["taken_in"]["name"].get<std::string>();
            EXPECT_TRUE(kept.insert(name).second) << name << " is there twice";
            for (const auto& picture : shot.pictures) {
                const auto bytes = store.picture(*client, picture.id);
                ASSERT_TRUE(bytes);
                const char* ending = picture.role == records::PictureRole::raw ? "-before.png" : "-after.png";
                EXPECT_EQ(std::string(bytes->begin(), bytes->end()), written.at(name + ending));
            }
        }
        for (const auto& [file, bytes] : written) {
            const std::string name = file.substr(0, file.rfind('-'));
            if (kept.contains(name)) continue;
            EXPECT_FALSE(all) << name << " is not there";
            EXPECT_EQ(test::read_file(folder / file), bytes) << file << " is lost";
        }
    };
    for (int round = 0; round < kill_rounds; ++round) {
        if (unprotected_shots(folder, Moment{}).size() < 2) {
            const std::string name = write(folder, small_shot(seed++));
            for (const char* ending : {"-before.png", "-after.png"})
                written[name + ending] = test::read_file(folder / (name + ending));
        }
        int ready[2];
        ASSERT_EQ(pipe(ready), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            try {
                auto store = unlocked();
                if (::write(ready[1], "o", 1) != 1) _exit(3);
                sweep_taken_in(folder);
                for (const auto& shot : unprotected_shots(folder, Moment{}))
                    if (!take_into_record(*store, *client, "Anna", folder, shot.name)) _exit(2);
            } catch (...) {
                _exit(4);
            }
            _exit(0);
        }
        close(ready[1]);
        char one;
        ASSERT_EQ(::read(ready[0], &one, 1), 1);
        close(ready[0]);
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 60000));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
        std::size_t pictures = 0, texts = 0;
        for (const auto& entry : fs::directory_iterator(folder)) {
            with_marker += entry.path().extension() == ".taking-in";
            pictures += entry.path().extension() == ".png";
            texts += entry.path().extension() == ".json";
        }
        partly += pictures != 2 * texts;
        if (round % 5 == 4) check(*unlocked(), false);
    }
    auto store = unlocked();
    for (const auto& shot : unprotected_shots(folder, Moment{}))
        EXPECT_TRUE(take_into_record(*store, *client, "Anna", folder, shot.name));
    sweep_taken_in(folder);
    check(*store, true);
    for (const auto& [file, bytes] : bytes_of(folder))
        EXPECT_FALSE(file.ends_with(".json") || file.ends_with("taking-in"));
    const auto report = store->verify();
    ASSERT_TRUE(report && report->whole());
    if (kill_rounds > 20) {
        EXPECT_GT(with_marker, 5) << "no kill came in the middle";
        EXPECT_GT(seed, 10);
    }
    std::printf("[ markers ] %d left behind, %d with some files removed, %d taken\n", with_marker, partly, seed - 1);
    RecordProperty("partly removed", partly);
    RecordProperty("taken", seed - 1);
}

// Through the room, as the desk asks.
TEST(Unprotected, TheDeskTakesThemInAndIsTold) {
    using namespace record_ask;
    test::Scratch scratch;
    records::test::Clock clock;
    RecordRules rules;
    rules.store = cheap();
    rules.store.clock = clock.function();
    const fs::path pictures = scratch / "pictures";
    RecordRoom room(
        scratch / "store", pictures, [] {}, rules);
    const auto until = [&](auto condition) {
        for (int i = 0; i < 5000 && !condition(*room.view()); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        EXPECT_TRUE(condition(*room.view()));
    };
    room.ask(Make{std::make_shared<const records::Secret>(secret(records::test::passphrase)), "Anna"});
    write(pictures, small_shot(-90000));  // of yesterday
    const std::string broken = write(pictures, small_shot(1)), good = write(pictures, small_shot(2));
    test::write_file(pictures / (broken + "-before.png"), "no picture");
    room.pictures_changed();
    until([](const RecordView& v) { return v.unprotected == 2; });
    EXPECT_EQ(room.view()->unprotected_from, Moment(std::chrono::seconds(1'790'000'001)));
    room.ask(Add{sample_client()});
    room.ask(TakeIn{});
    until([](const RecordView& v) { return v.failed; });
    EXPECT_NE(room.view()->said.find(broken), std::string::npos) << room.view()->said;
    EXPECT_NE(room.view()->said.find("1 picture is in the record"), std::string::npos) << room.view()->said;
    EXPECT_EQ(room.view()->client->shots, 1);
    EXPECT_EQ(room.view()->unprotected, 1u);
    EXPECT_FALSE(fs::exists(pictures / (good + ".json")));
    // The next one who sits here has nothing to do with it.
    clock.pass(60);
    room.ask(Close{});
    until([](const RecordView& v) { return !v.client && v.unprotected == 0; });
    EXPECT_TRUE(fs::exists(pictures / (broken + ".json")));
}

}  // namespace
}  // namespace smp
