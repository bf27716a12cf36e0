// The real mirror beside a consultation record that nobody has unlocked: it is in nobody's way, and says nothing of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

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

TEST_F(LiveRecordWindow, MakesNoRecordThatNobodyAskedFor) {
    start({});
    screen_->press("s");
    ASSERT_TRUE(eventually(20, [&] { return pictures() == 1; })) << mirror_->err();
    expect_end();
    EXPECT_FALSE(fs::exists(scratch_.path() / "data"));
}

}  // namespace
}  // namespace smp::test
