// The check beside the mirror: when it looks, what it asks of the camera, and what the desk is shown.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <opencv2/videoio.hpp>
#include <thread>

#include "app/live_check.hpp"
#include "support/session.hpp"

namespace smp {
namespace {

struct FakeSource final : LiveSource {
    Mailbox<Frame> box;
    LiveStatus now{LiveState::live, "", {}, 0, 0, {LockState::automatic, "Automatic"}};
    std::vector<bool> wishes;
    Mailbox<Frame>& frames() override { return box; }
    LiveStatus status() const override { return now; }
    void want_lock(bool locked) override { wishes.push_back(locked); }
};

// The demo client, followed for a few frames; `gain` on the codes.
Tracked client(double gain) {
    cv::VideoCapture clip(std::string(SMP_SOURCE_DIR) + "/assets/demo/client.mp4");
    cv::Mat picture;
    clip.read(picture);
    picture.convertTo(picture, -1, gain);
    auto tracker = HeadTracker::create(test::session().model, test::session().tracker);
    StepState state(test::session().model);
    Tracked out;
    for (int k = 0; k < 4; ++k) {
        Frame frame;
        frame.bgr = picture;
        frame.time_s = k / 30.0;
        out = track_step(*tracker, state, std::move(frame));
    }
    return out;
}
const Tracked& lit() {
    static const Tracked out = client(1);
    return out;
}

// A mirror's rounds, thirty a second of its own time.
struct Mirror {
    FakeSource source;
    LiveControls controls;
    LiveCheck check{test::session().model, source, [] {}};
    double now_s = 100;

    void round(const Tracked& tracked) {
        now_s += 1 / 30.0;
        check.see(tracked, now_s);
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        check.follow(controls, source.now, now_s);
    }
    // Until it holds, for so long of the mirror's time.
    bool until(double limit_s, const Tracked& tracked, const std::function<bool()>& holds) {
        for (const double end_s = now_s + limit_s; now_s < end_s; round(tracked))
            if (holds()) return true;
        return holds();
    }
    DeskSnapshot desk() const {
        DeskSnapshot out;
        out.status = "Following the head";
        check.show(out);
        return out;
    }
    bool judged() const { return !desk().light.findings.empty(); }
};

TEST(LiveCheck, LooksOnceAHeadWasFollowedAndLocksTheCamera) {
    Mirror mirror;
    Tracked nobody = lit();
    nobody.head.state = TrackState::lost;
    EXPECT_FALSE(mirror.until(4, nobody, [&] { return mirror.judged(); }));
    EXPECT_NE(mirror.desk().light.state.find("once the client sits"), std::string::npos);
    EXPECT_FALSE(mirror.until(1.9, lit(), [&] { return mirror.judged(); })) << "it looks at nobody who walks by";
    EXPECT_NE(mirror.desk().light.state.find("Looking"), std::string::npos);
    ASSERT_TRUE(mirror.until(60, lit(), [&] { return mirror.judged(); }));
    ASSERT_EQ(mirror.source.wishes, std::vector<bool>{true});
    EXPECT_EQ(mirror.desk().status, "Following the head") << "nothing is bad";
    mirror.source.now.lock = {LockState::locked, "Locked: exposure"};
    EXPECT_FALSE(mirror.until(8, lit(), [&] { return mirror.source.wishes.size() > 1; })) << "its picture stayed";
    const LightShown shown = mirror.desk().light;
    EXPECT_TRUE(shown.locked);
    EXPECT_EQ(shown.lock, "Locked: exposure");
    // By hand: back, and again.
    ++mirror.controls.camera_locks;
    mirror.round(lit());
    EXPECT_EQ(mirror.source.wishes.back(), false);
    mirror.source.now.lock = {LockState::automatic, "Automatic"};
    ++mirror.controls.camera_locks;
    mirror.round(lit());
    EXPECT_EQ(mirror.source.wishes, (std::vector<bool>{true, false, true}));
}

TEST(LiveCheck, ACameraWhosePictureJumpsIsUnlocked) {
    Mirror mirror;
    ASSERT_TRUE(mirror.until(60, lit(), [&] { return mirror.source.wishes.size() == 1; }));
    mirror.source.now.lock = {LockState::locked, "Locked: exposure"};
    const Tracked darker = client(0.75);  // a bit over half of the light
    ASSERT_TRUE(mirror.until(60, darker, [&] { return mirror.source.wishes.size() == 2; }));
    EXPECT_FALSE(mirror.source.wishes.back());
    mirror.source.now.lock = {LockState::automatic, "Automatic"};
    mirror.round(darker);
    EXPECT_NE(mirror.desk().light.lock.find("The picture changed"), std::string::npos) << mirror.desk().light.lock;
    EXPECT_FALSE(mirror.until(8, darker, [&] { return mirror.source.wishes.size() > 2; })) << "and stays so";
}

TEST(LiveCheck, ADarkPictureIsSaidAndNotLocked) {
    const Tracked dark = client(0.15);
    ASSERT_EQ(dark.head.state, TrackState::tracking);
    Mirror mirror;
    ASSERT_TRUE(mirror.until(60, dark, [&] { return mirror.judged(); }));
    EXPECT_TRUE(mirror.source.wishes.empty());
    EXPECT_TRUE(mirror.desk().trouble);
    EXPECT_NE(mirror.desk().status.find("Too dark"), std::string::npos) << mirror.desk().status;
    // Put right, and looked at again.
    ++mirror.controls.light_checks;
    mirror.round(lit());
    EXPECT_EQ(mirror.desk().light.asked, 1u);
    ASSERT_TRUE(mirror.until(60, lit(), [&] { return !mirror.source.wishes.empty(); }));
    EXPECT_EQ(mirror.desk().status, "Following the head");
}

TEST(LiveCheck, DoesNotLockWhereThatIsNotWanted) {
    Mirror mirror;
    mirror.controls.settings.lock_camera = false;
    ASSERT_TRUE(mirror.until(60, lit(), [&] { return mirror.judged(); }));
    EXPECT_FALSE(mirror.until(3, lit(), [&] { return !mirror.source.wishes.empty(); }));
    Mirror file;
    file.source.now.lock = {LockState::cannot, "A file is played"};
    ASSERT_TRUE(file.until(60, lit(), [&] { return file.judged(); }));
    ++file.controls.camera_locks;
    EXPECT_FALSE(file.until(3, lit(), [&] { return !file.source.wishes.empty(); }));
    EXPECT_EQ(file.desk().light.lock, "A file is played");
}

}  // namespace
}  // namespace smp
