// A predictor that puts each landmark a little beside its place, always by the same: what is learnt of it comes off.
#include <gtest/gtest.h>

#include <random>

#include "head/head_fit.hpp"
#include "head/landmark_habit.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using test::fixed_points;
using test::head_model;
using test::pose_of;
using test::random_head;

constexpr double miss_mm = 2, noise_px = 0.7;

// Draws the landmarks of one client.
class Predictor {
  public:
    explicit Predictor(unsigned client) : shape_(random_head(head_model(), client)), random_(client) {
        for (auto& m : miss_mm_) m = miss_mm * glm::dvec3(normal_(random_), normal_(random_), 0);
    }

    Landmarks68 modelled(const HeadPose& pose) const { return test::seen_landmarks(shape_, pose, test::webcam); }
    Landmarks68 predicted(const HeadPose& pose) {
        const auto head = head_model().landmarks(shape_);
        Landmarks68 out;
        for (int i = 0; i < landmark_count; ++i)
            out[i] = test::webcam.project(pose * (head[i] + miss_mm_[i])) +
                     noise_px * glm::dvec2(normal_(random_), normal_(random_));
        return out;
    }
    HeadPose somewhere(double widest_yaw_deg) {
        std::uniform_real_distribution<double> unit(-1, 1);
        return pose_of(widest_yaw_deg * unit(random_), 10 * unit(random_), 15 * unit(random_),
                       {60 * unit(random_), 40 * unit(random_), 700 + 150 * unit(random_)});
    }
    void teach(LandmarkHabit& habit, int frames) {
        for (int frame = 0; frame < frames; ++frame) {
            const HeadPose pose = somewhere(25);
            habit.learn(predicted(pose), modelled(pose), pose, test::webcam);
        }
    }
    // How far a pose on these landmarks alone puts the top of the forehead from where it is, mm.
    double miss_of_pose_mm(const HeadPose& truth, const Landmarks68& px) const {
        HeadPose pose = guess_pose(head_model(), shape_, test::webcam, px);
        EXPECT_TRUE(fit_pose(fixed_points(shape_, px), test::webcam, 3, pose, 60).converged);
        const glm::dvec3 spot{0, 80, 95};
        return glm::length(glm::dvec2(pose * spot - truth * spot));
    }

  private:
    HeadShape shape_;
    std::mt19937 random_;
    std::normal_distribution<double> normal_;
    std::array<glm::dvec3, landmark_count> miss_mm_{};
};

TEST(LandmarkHabit, ComesOffPosesThatRestOnLandmarksAlone) {
    double with = 0, without = 0;
    for (unsigned client = 0; client < 8; ++client) {
        Predictor predictor(client);
        LandmarkHabit habit;
        predictor.teach(habit, 40);
        for (int k = 0; k < 10; ++k) {
            const HeadPose truth = predictor.somewhere(20);
            const Landmarks68 seen = predictor.predicted(truth);
            with += predictor.miss_of_pose_mm(truth, seen) / 80;
            without += predictor.miss_of_pose_mm(truth, habit.without(seen, truth, test::webcam)) / 80;
        }
    }
    RecordProperty("with_mm", std::to_string(with));
    RecordProperty("without_mm", std::to_string(without));
    EXPECT_GT(with, 0.5) << "the habit matters";
    EXPECT_LT(without, 0.4 * with);
}

TEST(LandmarkHabit, IsBelievedAsItIsLearnt) {
    Predictor predictor(3);
    const HeadPose pose = pose_of(5, 0, 0, {0, 0, 650}), profile = pose_of(65, 0, 0, {0, 0, 650});
    const Landmarks68 seen = predictor.predicted(pose);
    const auto taken_off_px = [&](const LandmarkHabit& habit, const HeadPose& at) {
        double sum = 0;
        const Landmarks68 left = habit.without(seen, at, test::webcam);
        for (int i = 0; i < landmark_count; ++i) sum += glm::length(left[i] - seen[i]) / landmark_count;
        return sum;
    };
    LandmarkHabit habit;
    EXPECT_EQ(taken_off_px(habit, pose), 0) << "nothing learnt, nothing taken off";
    predictor.teach(habit, 1);
    const double at_first = taken_off_px(habit, pose);
    predictor.teach(habit, 30);
    const double later = taken_off_px(habit, pose);
    EXPECT_GT(at_first, 0);
    EXPECT_GT(later, 2 * at_first);
    habit.doubt();
    EXPECT_LT(taken_off_px(habit, pose), 0.8 * later);
    EXPECT_EQ(taken_off_px(habit, profile), 0) << "learnt from the front";
    habit.forget();
    EXPECT_EQ(taken_off_px(habit, pose), 0);
}

TEST(LandmarkHabit, LearnsNothingFromTheSide) {
    Predictor predictor(4);
    LandmarkHabit habit;
    const HeadPose turned = pose_of(45, 0, 0, {0, 0, 650}), front = pose_of(0, 0, 0, {0, 0, 650});
    habit.learn(predictor.predicted(turned), predictor.modelled(turned), turned, test::webcam);
    const Landmarks68 seen = predictor.predicted(front);
    EXPECT_EQ(habit.without(seen, front, test::webcam), seen);
}

}  // namespace
}  // namespace smp
