// The real mirror beside a consultation record that nobody has unlocked: it is in nobody's way, and says nothing of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "app/memory_file.hpp"
#include "capture/video_reader.hpp"
#include "support/record_fixture.hpp"
#include "system/screen.hpp"

namespace smp::test {
namespace {

namespace fs = std::filesystem;
using records::test::secret_name;

class LiveRecordWindow : public testing::Test {
  protected:
    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
    }
    void start(std::vector<std::string> more) {
        screen_.emplace(2600, 800);
        auto environment = screen_->environment();
        environment["XDG_STATE_HOME"] = scratch_.file("state");
        environment["XDG_CONFIG_HOME"] = scratch_.file("config");
        environment["XDG_DATA_HOME"] = scratch_.file("data");
        std::vector<std::string> words{
            program().string(), "live",   "--pictures", scratch_.file("pictures"),
            "--windowed",       "--desk", "--input",    first_frame(demo_clip, scratch_, "client.png")};
        words.insert(words.end(), more.begin(), more.end());
        mirror_.emplace(words, environment, scratch_.path(), "mirror");
        ASSERT_TRUE(eventually(60, [&] { return cv::mean(screen_->grab())[1] > 20; })) << mirror_->err();
        sleep_s(3);
    }
    // Written for those who want to look.
    void keep_picture(const std::string& name) const {
        if (const char* folder = std::getenv("SMP_RECORD_PICTURES"))
            cv::imwrite(std::string(folder) + "/" + name + ".png", screen_->grab());
    }
    std::size_t pictures() const {
        std::size_t count = 0;
        const fs::path folder = scratch_.path() / "pictures";
        if (fs::exists(folder))
            for (const auto& entry : fs::directory_iterator(folder)) count += entry.path().extension() == ".json";
        return count;
    }
    void expect_end() {
        screen_->press("q");
        EXPECT_EQ(mirror_->wait(20), 0) << mirror_->err();
        EXPECT_EQ(mirror_->err(), "");
        EXPECT_EQ(mirror_->out().find(secret_name), std::string::npos);
    }

    Scratch scratch_;
    std::optional<Screen> screen_;
    std::optional<Running> mirror_;
};

TEST_F(LiveRecordWindow, IsInNobodysWayWhileItIsLocked) {
    records::test::Store salon;
    const auto client = salon->add_client(records::test::sample_consultation(), "Anna");
    ASSERT_TRUE(client);
    salon.store.reset();
    std::map<std::string, std::string> before;
    for (const auto& file : records::test::files_below(salon.folder)) before[file.string()] = read_bytes(file);
    start({"--store", salon.folder.string()});
    keep_picture("before");
    // At the foot of the desk's picture, where its notes stand.
    const auto foot = [&] { return screen_->grab()(cv::Rect(1400, 380, 500, 30)).clone(); };
    const cv::Mat quiet = foot();
    screen_->press("s");
    ASSERT_TRUE(eventually(20, [&] { return pictures() == 1; })) << mirror_->err();
    EXPECT_TRUE(eventually(10, [&] {
        cv::Mat differs;
        cv::absdiff(foot(), quiet, differs);
        return cv::mean(differs)[1] > 10;
    })) << "the desk does not say that nothing protects it there";
    keep_picture("saved");
    EXPECT_TRUE(
        eventually(5, [&] { return mirror_->out().find("saved " + scratch_.file("pictures")) != std::string::npos; }));
    for (const auto& [file, bytes] : before) EXPECT_EQ(read_bytes(file), bytes) << file << " was touched";
    EXPECT_EQ(records::test::files_below(salon.folder).size(), before.size());
    // The command line goes on working with it.
    ASSERT_TRUE(salon.reopen());
    EXPECT_EQ(salon->find({})->size(), 1u);
    EXPECT_TRUE(salon->save(*client, {{records::test::sample_session()}}, "Ben"));
    salon.store.reset();
    expect_end();
}

// Made, a client added, pictures taken before and after, taken in, locked by the end: all by hand, at the desk.
TEST_F(LiveRecordWindow, AtTheDeskFromNothingToARecordWithPictures) {
    start({});
    // On the desk, which stands at the right of the screen.
    const auto click = [&](int x, int y) {
        screen_->keys({"mousemove", std::to_string(1320 + x), std::to_string(y), "sleep", "0.4", "mousedown", "1",
                       "sleep", "0.4", "mouseup", "1", "sleep", "2"});
    };
    const auto type = [&](const char* words) {
        screen_->keys({"type", "--delay", "90", words});
        sleep_s(1);
    };
    const auto count_files = [&](const char* folder) {
        const fs::path in = scratch_.path() / folder;
        return fs::exists(in) ? records::test::files_below(in).size() : 0;
    };
    const fs::path store = scratch_.path() / "data/smp-mirror/records";
    screen_->press("r");
    sleep_s(3);
    click(1080, 265);
    type("Anna");
    click(1080, 307);
    type(records::test::passphrase);
    click(1080, 349);
    type(records::test::passphrase);
    click(900, 390);
    ASSERT_TRUE(eventually(30, [&] { return fs::exists(store / "records.db"); }));
    sleep_s(8);  // its key is made twice
    keep_picture("code");
    click(900, 384);
    screen_->press("s");
    ASSERT_TRUE(eventually(20, [&] { return pictures() == 1; })) << mirror_->err();
    sleep_s(3);
    keep_picture("list");
    click(830, 198);
    keep_picture("new");
    click(1060, 140);
    type(secret_name);
    click(830, 440);
    sleep_s(8);
    keep_picture("client");
    screen_->press("s");
    ASSERT_TRUE(eventually(20, [&] { return mirror_->out().find("saved into the record") != std::string::npos; }))
        << mirror_->err();
    sleep_s(8);
    keep_picture("shot");
    // A clip: the mirror says that it is filmed, in its upper left corner.
    const auto red = [&] {
        const cv::Mat corner = screen_->grab()(cv::Rect(660, 40, 300, 80));
        cv::Mat dots;
        cv::inRange(corner, cv::Scalar(20, 20, 190), cv::Scalar(90, 90, 255), dots);
        return cv::countNonZero(dots);
    };
    EXPECT_LT(red(), 10);
    screen_->press("e");
    EXPECT_TRUE(eventually(10, [&] { return red() > 40; })) << "the client is not told";
    sleep_s(2);
    keep_picture("filming");
    screen_->press("e");
    ASSERT_TRUE(eventually(30, [&] { return mirror_->out().find("clip saved into the record") != std::string::npos; }))
        << mirror_->err();
    EXPECT_TRUE(eventually(5, [&] { return red() < 10; }));
    keep_picture("filmed");
    const std::size_t before = count_files("data");
    click(830, 260);  // once asks, twice does
    click(830, 260);
    ASSERT_TRUE(eventually(20, [&] { return count_files("pictures") == 0; })) << mirror_->err();
    EXPECT_EQ(count_files("data"), before + 2);
    sleep_s(2);
    keep_picture("taken_in");
    // Something typed and not saved: leaving asks once, at the desk alone.
    click(830, 237);
    click(1060, 363);
    type("555");
    screen_->press("Return");
    const auto mirror = [&] { return screen_->grab()(cv::Rect(660, 40, 600, 640)).clone(); };
    const auto foot = [&] { return screen_->grab()(cv::Rect(1340, 388, 640, 40)).clone(); };
    cv::Mat quiet = foot();
    ASSERT_TRUE(eventually(20, [&] {
        sleep_s(1);
        return cv::norm(std::exchange(quiet, foot()), quiet, cv::NORM_INF) == 0;
    })) << "notes of before do not go";
    const cv::Mat untold = mirror();
    screen_->press("q");
    EXPECT_TRUE(eventually(10, [&] { return cv::norm(foot(), quiet, cv::NORM_INF) > 100; }));
    keep_picture("not_saved");
    EXPECT_EQ(cv::norm(mirror(), untold, cv::NORM_INF), 0) << "the client sees nothing of it";
    ASSERT_TRUE(mirror_->alive());
    expect_end();

    for (const auto& file : records::test::files_below(scratch_.path())) {
        if (file.extension() == ".png") continue;  // the client whom the camera showed
        const std::string bytes = read_bytes(file);
        for (const std::string_view plain :
             {std::string_view(secret_name), std::string_view("\x89PNG"), std::string_view("ftypisom")})
            EXPECT_EQ(bytes.find(plain), std::string::npos) << file;
    }
    auto opened = records::RecordStore::open(store);
    ASSERT_TRUE(opened);
    const auto unlocked = (*opened)->unlock(records::test::secret(records::test::passphrase), "Ben");
    ASSERT_TRUE(unlocked) << unlocked.error().line();
    const auto found = (*opened)->find({});
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1u);
    EXPECT_EQ(found->front().name, secret_name);
    EXPECT_EQ(found->front().shots, 3);
    std::vector<std::size_t> kept;
    const auto time_line = (*opened)->time_line(found->front().id);
    ASSERT_TRUE(time_line);
    for (const auto& item : *time_line)
        if (const auto* shot = std::get_if<records::Shot>(&item.content)) {
            kept.push_back(shot->pictures.size());
            EXPECT_NE(shot->design_json.find("hairline.height_mm"), std::string::npos);
            EXPECT_NE(shot->pose_json.find("smp-mirror/numbers/1"), std::string::npos);
        }
    const auto& clip = records::test::only<records::Clip>(*time_line);
    EXPECT_NE(clip.pose_json.find("\"poses\""), std::string::npos);
    ASSERT_EQ(clip.pictures.size(), 2u);
    const auto video = (*opened)->picture(found->front().id, clip.pictures[1].id);
    ASSERT_TRUE(video);
    const auto file = MemoryFile::of(*video);
    ASSERT_TRUE(file);
    auto reader = VideoReader::open(file->path());
    ASSERT_TRUE(reader) << reader.error().line();
    const cv::Mat client = cv::imread(scratch_.file("client.png"));
    double last_s = -1;
    int frames = 0;
    for (auto frame = reader->next(); frame && *frame; frame = reader->next(), ++frames) {
        EXPECT_EQ((*frame)->bgr.size(), client.size());
        EXPECT_GT((*frame)->time_s, last_s);
        last_s = (*frame)->time_s;
        if (frames > 0) continue;
        // Not mirrored, and treated: nearly the camera's picture, but not on the scalp and under the label.
        cv::Mat differs, turned, turned_differs;
        cv::absdiff((*frame)->bgr, client, differs);
        cv::flip(client, turned, 1);
        cv::absdiff((*frame)->bgr, turned, turned_differs);
        EXPECT_LT(cv::mean(differs)[1], 0.3 * cv::mean(turned_differs)[1]);
        const cv::Rect label(0, client.rows - 24, 160, 20);
        EXPECT_GT(cv::mean(differs(label))[1], 15);
        if (const char* folder = std::getenv("SMP_RECORD_PICTURES"))
            cv::imwrite(std::string(folder) + "/clip.png", (*frame)->bgr);
    }
    EXPECT_GE(frames, 3);
    EXPECT_NEAR(last_s, clip.length_s, 0.1);
    EXPECT_GT(last_s, 1.2);
    EXPECT_LT(last_s, 15);
    EXPECT_EQ(kept, (std::vector<std::size_t>{2, 3})) << "that of the folder has no mask";
    const auto report = (*opened)->verify();
    ASSERT_TRUE(report && report->whole());
}

TEST_F(LiveRecordWindow, MakesNoRecordThatNobodyAskedFor) {
    start({});
    screen_->press("s");
    ASSERT_TRUE(eventually(20, [&] { return pictures() == 1; })) << mirror_->err();
    expect_end();
    EXPECT_FALSE(fs::exists(scratch_.path() / "data"));
}

}  // namespace
}  // namespace smp::test
