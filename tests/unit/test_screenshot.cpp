// Screenshots are whole or not there.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <set>
#include <thread>

#include "app/screenshot.hpp"
#include "app/shot_thread.hpp"
#include "support/scratch.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;
using test::Scratch;

// Noise, so that its PNG is large.
cv::Mat noise(int seed) {
    cv::Mat picture(120, 200, CV_8UC3);
    cv::RNG random(static_cast<std::uint64_t>(seed));
    random.fill(picture, cv::RNG::UNIFORM, 0, 256);
    return picture;
}

Shot example() {
    Shot shot;
    shot.before = noise(1);
    shot.after = noise(2);
    shot.design.hairline_height_mm = 81;
    shot.label = "Preview";
    shot.camera_from_head.emplace();
    shot.camera_from_head->t_mm = {1, 2, 600};
    shot.camera_from_head->R[0][1] = 0.25;  // column 0, row 1
    shot.numbers.emplace();
    shot.numbers->marks.value = 51234;
    shot.intrinsics.fx_px = 900;
    shot.input = "demo";
    shot.frame = 17;
    shot.time = std::chrono::system_clock::from_time_t(1'700'000'000);
    return shot;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

// Files may not grow beyond this; as on a disk that is full.
class SmallFiles {
  public:
    explicit SmallFiles(rlim_t bytes) {
        before_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &limit_);
        const rlimit small{bytes, limit_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFiles() {
        setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, before_);
    }

  private:
    rlimit limit_{};
    void (*before_)(int);
};

TEST(Screenshot, WritesThreeWholeFiles) {
    const Scratch scratch;
    const fs::path folder = scratch / "pictures/smp-mirror";
    const Shot shot = example();
    const auto name = write_screenshot(folder, shot);
    ASSERT_TRUE(name) << name.error().line();
    EXPECT_TRUE(same(cv::imread((folder / (*name + "-before.png")).string()), shot.before));
    EXPECT_TRUE(same(cv::imread((folder / (*name + "-after.png")).string()), shot.after));
    const auto j = nlohmann::json::parse(test::read_file(folder / (*name + ".json")));
    for (const char* key : {"design", "pose", "numbers", "camera", "software", "time", "input"})
        EXPECT_TRUE(j.contains(key)) << key;
    const auto design = parse_design(j["design"].dump(), "screenshot");
    ASSERT_TRUE(design) << design.error().line();
    EXPECT_EQ(*design, shot.design);
    EXPECT_EQ(j["pose"]["R"].size(), 9u);
    EXPECT_EQ(j["pose"]["R"][3], 0.25) << "row-major";
    EXPECT_EQ(j["pose"]["t_mm"], nlohmann::json({1, 2, 600}));
    EXPECT_EQ(j["numbers"]["marks"]["value"], 51234);
    EXPECT_EQ(j["camera"]["fx"], 900);
    EXPECT_FALSE(j["software"]["version"].get<std::string>().empty());
    EXPECT_EQ(j["time"].get<std::string>().substr(0, 6), "2023-1");
    EXPECT_EQ(j["input"]["frame"], 17);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 3);
}

TEST(Screenshot, IsForItsOwnerAlone) {
    const Scratch scratch;
    const auto name = write_screenshot(scratch / "faces", example());
    ASSERT_TRUE(name);
    struct stat is {};
    ASSERT_EQ(stat((scratch / "faces").c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777u, 0700u);
    for (const auto& entry : fs::directory_iterator(scratch / "faces")) {
        ASSERT_EQ(stat(entry.path().c_str(), &is), 0);
        EXPECT_EQ(is.st_mode & 0777u, 0600u) << entry.path();
    }
}

TEST(Screenshot, NeverOverwrites) {
    const Scratch scratch;
    std::set<std::string> names;
    for (int i = 0; i < 3; ++i) {
        const auto name = write_screenshot(scratch.path(), example());
        ASSERT_TRUE(name);
        names.insert(*name);
    }
    EXPECT_EQ(names.size(), 3u) << "three in the same second";
    EXPECT_EQ(scratch.entries(), 9u);
    // One file of a set is enough to take its name.
    const std::string stem = names.begin()->substr(0, names.begin()->rfind('-'));
    test::write_file(scratch / (stem + "-4-after.png"), "mine");
    const auto fifth = write_screenshot(scratch.path(), example());
    ASSERT_TRUE(fifth);
    EXPECT_EQ(*fifth, stem + "-5");
    EXPECT_EQ(test::read_file(scratch / (stem + "-4-after.png")), "mine");
}

TEST(Screenshot, TwoMirrorsDoNotMeet) {
    const Scratch scratch;
    const auto eight = [&] {
        for (int i = 0; i < 8; ++i) EXPECT_TRUE(write_screenshot(scratch.path(), example()));
    };
    std::thread other(eight);
    eight();
    other.join();
    EXPECT_EQ(scratch.entries(), 16u * 3);
}

TEST(Screenshot, WithoutAHeadHasNoPoseAndNoNumbers) {
    Shot shot = example();
    shot.camera_from_head.reset();
    shot.numbers.reset();
    const auto j = nlohmann::json::parse(shot_to_json(shot));
    EXPECT_TRUE(j.at("pose").is_null());
    EXPECT_TRUE(j.at("numbers").is_null());
}

TEST(Screenshot, OfAStandardViewSaysWhichAndWhatToCut) {
    const Scratch scratch;
    Shot shot = example();
    EXPECT_FALSE(nlohmann::json::parse(shot_to_json(shot)).contains("view"));
    shot.view = ShotView{};
    shot.view->id = ViewId::left_45;
    shot.view->wanted = {-45, 0, 0};
    shot.view->seen = HeadAngles{-43.5, 1, 0.5};
    shot.view->crop = ViewCrop{{-0.5, 9.5}, {80, 100}};
    const auto name = write_screenshot(scratch.path(), shot);
    ASSERT_TRUE(name) << name.error().line();
    EXPECT_NE(name->find("_left_45-1"), std::string::npos) << *name;
    EXPECT_TRUE(fs::exists(scratch / (*name + "-after.png")));
    const auto view = nlohmann::json::parse(test::read_file(scratch / (*name + ".json"))).at("view");
    EXPECT_EQ(view["name"], "left_45");
    EXPECT_EQ(view["taken"], "by itself");
    EXPECT_EQ(view["wanted_deg"]["yaw"], -45);
    EXPECT_EQ(view["seen_deg"]["yaw"], -43.5);
    EXPECT_FALSE(view["as_before"]);
    EXPECT_EQ(view["crop"], nlohmann::json({{"x_px", 0}, {"y_px", 10}, {"width_px", 80}, {"height_px", 100}}));
    shot.view->by_key = true;
    shot.view->seen.reset();
    shot.view->crop.reset();
    const auto blind = nlohmann::json::parse(shot_to_json(shot)).at("view");
    EXPECT_EQ(blind["taken"], "by key");
    EXPECT_TRUE(blind["seen_deg"].is_null());
    EXPECT_TRUE(blind["crop"].is_null());
}

TEST(Screenshot, SurvivesBytesThatAreNoText) {
    Shot shot = example();
    shot.input = "clip\xff\xfe.mp4";
    EXPECT_TRUE(nlohmann::json::accept(shot_to_json(shot)));
}

TEST(Screenshot, AFullDiskLeavesNothingBehind) {
    const Scratch scratch;
    const auto whole = write_screenshot(scratch / "first", example());
    ASSERT_TRUE(whole);
    const auto before = fs::file_size(scratch / ("first/" + *whole + "-before.png"));
    // Room for none of it; for the half of a picture; and for all but the last bytes of one.
    for (const auto room : {std::uintmax_t{0}, before / 2, before - 1}) {
        const SmallFiles limit(room);
        const auto name = write_screenshot(scratch / "full", example());
        ASSERT_FALSE(name);
        EXPECT_NE(name.error().advice, "");
        EXPECT_TRUE(fs::is_empty(scratch / "full")) << room;
    }
}

TEST(Screenshot, AFolderThatCannotBeUsedIsSaid) {
    const Scratch scratch;
    test::write_file(scratch / "file", "no folder");
    for (const fs::path& folder :
         {fs::path(scratch / "file"), fs::path(scratch / "file/in"), fs::path("/proc/smp-mirror")}) {
        const auto name = write_screenshot(folder, example());
        ASSERT_FALSE(name) << folder;
        EXPECT_NE(name.error().line().find(folder.string()), std::string::npos) << name.error().line();
        EXPECT_EQ(name.error().code, ExitCode::input);
    }
    EXPECT_EQ(test::read_file(scratch / "file"), "no folder");
}

TEST(Screenshot, APictureThatCannotBeWrittenLeavesNothingBehind) {
    const Scratch scratch;
    Shot shot = example();
    shot.after = cv::Mat();
    EXPECT_FALSE(write_screenshot(scratch / "pictures", shot));
    EXPECT_FALSE(fs::exists(scratch / "pictures"));
}

TEST(ShotThread, FinishesWhatWaitsBeforeItEnds) {
    const Scratch scratch;
    int finished = 0;
    {
        ShotThread shots(scratch.path(), [&] { ++finished; });
        EXPECT_TRUE(shots.put(example()));
        EXPECT_TRUE(shots.put(example()));
    }
    EXPECT_EQ(finished, 2);
    EXPECT_EQ(scratch.entries(), 6u);
}

TEST(ShotThread, TakesNoMoreThanItCanHold) {
    const Scratch scratch;
    ShotThread shots(scratch.path(), [] {});
    int taken = 0;
    for (int i = 0; i < 50; ++i) taken += shots.put(example());
    EXPECT_GE(taken, 4);
    EXPECT_LT(taken, 50);
}

TEST(ShotThread, SaysWhyAndGoesOn) {
    const Scratch scratch;
    test::write_file(scratch / "file", "no folder");
    ShotThread shots(scratch / "file", [] {});
    std::vector<Expected<std::string>> results;
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(shots.put(example()));
        for (int wait = 0; wait < 500 && static_cast<int>(results.size()) <= i; ++wait) {
            for (auto& result : shots.take_results()) results.push_back(std::move(result));
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        ASSERT_EQ(static_cast<int>(results.size()), i + 1);
        EXPECT_FALSE(results.back());
    }
}

}  // namespace
}  // namespace smp
