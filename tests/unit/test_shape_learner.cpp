#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <optional>

#include "head/shape_learner.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using namespace test;

// A client who is shown to a learner frame by frame, before a wall on which there is nothing to be seen.
class ShapeLearning : public testing::Test {
  protected:
    static constexpr double fps = 30, dashing_mm = 30, resting_mm = 0.3;

    ShapeLearning() {
        ShapeLearnerOptions options;
        options.ipd_mm = head_model().interpupillary_mm(client_);
        options.free_focal = false;
        options.prior_focal_px = camera_.fx_px;
        learner_.emplace(head_model(), options);
    }

    // True when the frame was learnt from. What is seen of a head that dashes past is drawn out sideways.
    bool show(double motion_mm, double distance_mm = 700, bool anew = false) {
        const HeadPose pose = pose_of(3, -2, 0, {0, 0, distance_mm});
        auto px = seen_landmarks(client_, pose, camera_);
        const double smear_px = 0.2 * motion_mm * camera_.fx_px / distance_mm;
        for (auto& p : px) p.x += p.x > camera_.cx_px ? smear_px : -smear_px;
        HeadPose found = pose;
        const double time_s = frame_++ / fps;
        if (!anew) learner_->watch(pose, camera_, motion_mm);
        wanted_ = learner_->wants();
        return learner_->offer(wall_, time_s, px, found, shape_, camera_, anew);
    }
    void show_all(int frames, double motion_mm, double distance_mm = 700) {
        for (int i = 0; i < frames; ++i) show(motion_mm, distance_mm);
    }

    HeadShape client_, shape_;
    Intrinsics camera_ = Intrinsics::from_fov(640, 480, 60);
    cv::Mat wall_{480, 640, CV_8UC3, cv::Scalar(120, 130, 140)};
    std::optional<ShapeLearner> learner_;
    int frame_ = 0;
    bool wanted_ = false;
};

TEST_F(ShapeLearning, TheFirstThirdOfASecondOfACalmHeadIsEnough) {
    EXPECT_TRUE(show(0, 700, true));
    int learnt = 0;
    for (int i = 0; i < 9; ++i) learnt += show(resting_mm);
    EXPECT_EQ(learnt, 3);
    for (int i = 0; i < 200; ++i) {
        EXPECT_FALSE(show(resting_mm)) << "frame " << frame_;
        EXPECT_FALSE(wanted_) << "the landmarks need not be asked in frame " << frame_;
    }
    EXPECT_TRUE(learner_->settled());
    EXPECT_EQ(learner_->views().size(), 4u);
    EXPECT_LT(mean_cranium_error_mm(shape_, client_), 1);
}

TEST_F(ShapeLearning, WhoDashesInIsLearntAnewOnceTheyRest) {
    show(0, 700, true);
    show_all(15, dashing_mm);
    const double hurried_mm = mean_cranium_error_mm(shape_, client_);
    int learnt_at = 0;
    for (int i = 1; i <= 6 && !learnt_at; ++i)
        if (show(resting_mm)) learnt_at = i;
    EXPECT_EQ(learnt_at, 2) << "at once, but not before it is sure that the head has come to rest";
    EXPECT_EQ(learner_->views().size(), 1u) << "nothing of the hurried views is left";
    EXPECT_LT(mean_cranium_error_mm(shape_, client_), 0.5 * hurried_mm);
}

TEST_F(ShapeLearning, NothingIsLearntWhileTheyStillSlowDown) {
    show(0, 700, true);
    show_all(15, dashing_mm);
    for (double motion_mm = dashing_mm; motion_mm > 2; motion_mm *= 0.8) {
        EXPECT_FALSE(show(motion_mm)) << motion_mm << " mm a frame";
        EXPECT_FALSE(wanted_);
    }
    show_all(2, resting_mm);
    EXPECT_EQ(learner_->views().size(), 1u);
}

TEST_F(ShapeLearning, WhatIsSettledIsNotLearntAnewByComingNearer) {
    show(0, 1400, true);
    show_all(200, resting_mm, 1400);
    ASSERT_TRUE(learner_->settled());
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(show(resting_mm, 500)) << "the map refines it";
    EXPECT_TRUE(show(0, 500, true)) << "where a map begins anew it is";
}

}  // namespace
}  // namespace smp
