// What a camera's controls are set to when it is locked, unlocked, pulled out and left.
#include <gtest/gtest.h>

#include "capture/camera_lock.hpp"
#include "support/fake_controls.hpp"

namespace smp {
namespace {

using test::FakeControls;

class Controls final : public V4l2Calls {
  public:
    FakeControls controls = FakeControls::webcam();
    bool present = true;
    int ioctl(int, unsigned long request, void* argument) override {
        return present ? controls.ioctl(request, argument) : (errno = ENODEV, -1);
    }
};

bool says(const CameraLocker& locker, const char* words) {
    return locker.state().text.find(words) != std::string::npos;
}

constexpr int fd = 5;

TEST(CameraLock, HoldsWhatTheAutomaticsHaveSettledOn) {
    Controls camera;
    CameraLocker locker(camera);
    locker.begin(fd);
    EXPECT_EQ(locker.state().state, LockState::automatic);
    EXPECT_TRUE(says(locker, "exposure, white balance and focus can be locked")) << locker.state().text;
    EXPECT_TRUE(camera.controls.written.empty()) << "to look changes nothing";
    locker.lock(fd);
    EXPECT_EQ(locker.state().state, LockState::locked) << locker.state().text;
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_AUTO), V4L2_EXPOSURE_MANUAL);
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_ABSOLUTE), 312);
    EXPECT_EQ(camera.controls.at(V4L2_CID_GAIN), 40);
    EXPECT_EQ(camera.controls.at(V4L2_CID_AUTO_WHITE_BALANCE), 0);
    EXPECT_EQ(camera.controls.at(V4L2_CID_WHITE_BALANCE_TEMPERATURE), 4650);
    EXPECT_EQ(camera.controls.at(V4L2_CID_FOCUS_AUTO), 0);
    EXPECT_EQ(camera.controls.at(V4L2_CID_FOCUS_ABSOLUTE), 35);
    EXPECT_EQ(camera.controls.at(V4L2_CID_POWER_LINE_FREQUENCY), 1) << "nobody's business";
    locker.unlock(fd);
    EXPECT_EQ(locker.state().state, LockState::automatic);
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_AUTO), 3) << "the automatic that it had";
    EXPECT_EQ(camera.controls.at(V4L2_CID_AUTO_WHITE_BALANCE), 1);
    EXPECT_EQ(camera.controls.at(V4L2_CID_FOCUS_AUTO), 1);
}

TEST(CameraLock, AGainWithItsOwnAutomaticIsHeldToo) {
    Controls camera;
    camera.controls.rows[V4L2_CID_AUTOGAIN] = {1, 0, 1, 1};
    camera.controls.rows[V4L2_CID_GAIN].automatic = V4L2_CID_AUTOGAIN;
    CameraLocker locker(camera);
    locker.begin(fd);
    locker.lock(fd);
    EXPECT_EQ(locker.state().state, LockState::locked) << locker.state().text;
    EXPECT_TRUE(says(locker, "exposure, gain, white balance and focus")) << locker.state().text;
    EXPECT_EQ(camera.controls.at(V4L2_CID_AUTOGAIN), 0);
    EXPECT_EQ(camera.controls.at(V4L2_CID_GAIN), 40);
}

TEST(CameraLock, WhatACameraLacksIsSaid) {
    Controls camera;
    for (const std::uint32_t id : {V4L2_CID_AUTO_WHITE_BALANCE, V4L2_CID_WHITE_BALANCE_TEMPERATURE, V4L2_CID_FOCUS_AUTO,
                                   V4L2_CID_FOCUS_ABSOLUTE, V4L2_CID_GAIN})
        camera.controls.rows.erase(id);
    camera.controls.rows[V4L2_CID_POWER_LINE_FREQUENCY].value = 0;
    CameraLocker locker(camera);
    locker.begin(fd);
    EXPECT_TRUE(says(locker, "exposure can be locked")) << locker.state().text;
    EXPECT_TRUE(says(locker, "no control for white balance")) << locker.state().text;
    EXPECT_TRUE(says(locker, "flicker filter is off")) << locker.state().text;
    locker.lock(fd);
    EXPECT_EQ(locker.state().state, LockState::locked);
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_AUTO), V4L2_EXPOSURE_MANUAL);

    Controls bare;
    bare.controls.rows.clear();
    CameraLocker none(bare);
    none.begin(fd);
    EXPECT_EQ(none.state().state, LockState::cannot);
    EXPECT_TRUE(says(none, "cannot be locked")) << none.state().text;
    none.lock(fd);
    EXPECT_EQ(none.state().state, LockState::cannot);
}

TEST(CameraLock, AWhiteBalanceWithoutAValueIsHeldByItsSwitch) {
    Controls camera;
    camera.controls.rows.erase(V4L2_CID_WHITE_BALANCE_TEMPERATURE);
    CameraLocker locker(camera);
    locker.begin(fd);
    locker.lock(fd);
    EXPECT_EQ(locker.state().state, LockState::locked) << locker.state().text;
    EXPECT_EQ(camera.controls.at(V4L2_CID_AUTO_WHITE_BALANCE), 0);
}

TEST(CameraLock, WhatRefusesStaysAutomatic) {
    for (const bool silently : {false, true}) {
        Controls camera;
        // The switch is taken, the value is not: with it off the exposure would be another one.
        auto& exposure = camera.controls.rows[V4L2_CID_EXPOSURE_ABSOLUTE];
        (silently ? exposure.ignores : exposure.refuses) = true;
        // With its automatic off this camera is at another exposure at once.
        class Moves final : public V4l2Calls {
          public:
            explicit Moves(Controls& c) : inner(c) {}
            Controls& inner;
            int ioctl(int f, unsigned long request, void* argument) override {
                const int rc = inner.ioctl(f, request, argument);
                const auto* c = static_cast<v4l2_control*>(argument);
                if (request == VIDIOC_S_CTRL && c->id == V4L2_CID_EXPOSURE_AUTO && c->value == V4L2_EXPOSURE_MANUAL)
                    inner.controls.rows[V4L2_CID_EXPOSURE_ABSOLUTE].value = 250;
                return rc;
            }
        } moving(camera);
        CameraLocker mover(moving);
        mover.begin(fd);
        mover.lock(fd);
        EXPECT_EQ(mover.state().state, LockState::partly) << mover.state().text;
        EXPECT_TRUE(says(mover, "refused: exposure")) << mover.state().text;
        EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_AUTO), 3) << "automatic again";
        EXPECT_EQ(camera.controls.at(V4L2_CID_AUTO_WHITE_BALANCE), 0) << "the rest is held";
    }
    Controls stubborn;
    for (const std::uint32_t id : {V4L2_CID_EXPOSURE_AUTO, V4L2_CID_AUTO_WHITE_BALANCE, V4L2_CID_FOCUS_AUTO})
        stubborn.controls.rows[id].refuses = true;
    CameraLocker locker(stubborn);
    locker.begin(fd);
    locker.lock(fd);
    EXPECT_EQ(locker.state().state, LockState::failed);
    EXPECT_TRUE(says(locker, "refuses to be locked")) << locker.state().text;
    EXPECT_TRUE(stubborn.controls.written.empty());
}

TEST(CameraLock, HasTheSameValuesWhenItComesBack) {
    Controls camera;
    CameraLocker locker(camera);
    locker.begin(fd);
    locker.lock(fd);
    camera.present = false;
    camera.controls = FakeControls::webcam();  // plugged in anew, and settled on something else
    camera.controls.rows[V4L2_CID_EXPOSURE_ABSOLUTE].value = 900;
    camera.controls.rows[V4L2_CID_WHITE_BALANCE_TEMPERATURE].value = 3000;
    camera.present = true;
    locker.begin(fd + 1);
    EXPECT_EQ(locker.state().state, LockState::locked) << locker.state().text;
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_ABSOLUTE), 312);
    EXPECT_EQ(camera.controls.at(V4L2_CID_WHITE_BALANCE_TEMPERATURE), 4650);
    // Pulled out while it is being locked: locked when it is back, with what it has settled on then.
    locker.unlock(fd);
    camera.present = false;
    locker.lock(fd);
    EXPECT_NE(locker.state().state, LockState::locked);
    camera.present = true;
    locker.begin(fd);
    EXPECT_EQ(locker.state().state, LockState::locked) << locker.state().text;
    // One that was not locked is not locked when it comes back.
    locker.unlock(fd);
    camera.controls.written.clear();
    locker.begin(fd);
    EXPECT_EQ(locker.state().state, LockState::automatic);
    EXPECT_TRUE(camera.controls.written.empty());
}

TEST(CameraLock, IsLeftAsItWasFound) {
    Controls camera;
    camera.controls.rows[V4L2_CID_EXPOSURE_AUTO].value = V4L2_EXPOSURE_MANUAL;  // by somebody, before
    CameraLocker locker(camera);
    locker.begin(fd);
    locker.lock(fd);
    EXPECT_EQ(locker.state().state, LockState::locked) << locker.state().text;
    locker.restore(fd);
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_AUTO), V4L2_EXPOSURE_MANUAL);
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_ABSOLUTE), 312);
    EXPECT_EQ(camera.controls.at(V4L2_CID_AUTO_WHITE_BALANCE), 1);
    // Unlocked by hand it goes by itself: an earlier program may have ended without putting it back.
    locker.unlock(fd);
    EXPECT_EQ(camera.controls.at(V4L2_CID_EXPOSURE_AUTO), 3);
}

}  // namespace
}  // namespace smp
