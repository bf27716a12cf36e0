// The pose that landmarks alone give: of this head only, and only of what the picture shows.
#include <gtest/gtest.h>

#include "head/face_finder.hpp"
#include "support/seen_heads.hpp"

namespace smp {
namespace {

using test::apart_deg;
using test::pose_of;

struct Client {
    HeadShape shape = test::random_head(test::head_model(), 21);
    LandmarkHabit habit;
    KnownFace face() const { return {test::head_model(), shape, test::webcam, habit}; }
    Landmarks68 at(const HeadPose& pose) const { return test::seen_landmarks(shape, pose, test::webcam); }
};

TEST(PoseOfFace, IsThatOfTheHead) {
    const Client client;
    const HeadPose truth = pose_of(18, -8, 12, {40, 10, 620});
    const auto pose = pose_of_face(client.face(), client.at(truth), 0.01);
    ASSERT_TRUE(pose);
    EXPECT_LT(apart_deg(pose->R, truth.R), 0.01);
    EXPECT_LT(glm::length(pose->t_mm - truth.t_mm), 0.1);
}

TEST(PoseOfFace, HoldsWhereThePictureEndsInTheFace) {
    const Client client;
    const HeadPose truth = pose_of(0, 0, 0, {-265, 0, 600});  // an ear's side is outside
    Landmarks68 seen = client.at(truth);
    int outside = 0;
    for (auto& p : seen)
        if (!test::webcam.contains(p)) p.x -= 15, ++outside;  // the predictor goes on with some face
    ASSERT_GT(outside, 5);
    const auto pose = pose_of_face(client.face(), seen);
    ASSERT_TRUE(pose);
    EXPECT_LT(apart_deg(pose->R, truth.R), 0.5);
}

TEST(PoseOfFace, IsNoneWhereTheFaceIsOutside) {
    const Client client;
    EXPECT_FALSE(pose_of_face(client.face(), client.at(pose_of(0, 0, 0, {-350, 0, 600}))));
}

TEST(PoseOfFace, IsNoneOfWhatIsUnlikeThisHead) {
    const Client client;
    Landmarks68 seen = client.at(pose_of(0, 0, 0, {0, 0, 600}));
    for (int i = 27; i < 36; ++i) seen[i].x += 25;  // a nose beside the eyes' middle by a fourth of their distance
    EXPECT_FALSE(pose_of_face(client.face(), seen, 0.12));
}

TEST(PoseOfFace, TakesTheHabitOff) {
    Client client;
    const HeadPose front = pose_of(0, 0, 0, {0, 0, 600}), truth = pose_of(10, 5, 0, {20, 0, 620});
    const auto with_habit = [&](const HeadPose& pose) {  // this client's nose is drawn 3 mm to one side
        Landmarks68 out = client.at(pose);
        const auto head = test::head_model().landmarks(client.shape);
        for (int i = 27; i < 36; ++i) out[i] = test::webcam.project(pose * (head[i] + glm::dvec3(3, 0, 0)));
        return out;
    };
    const auto miss_deg = [&] {
        const auto pose = pose_of_face(client.face(), with_habit(truth));
        return pose ? apart_deg(pose->R, truth.R) : 180;
    };
    const double before = miss_deg();
    for (int frame = 0; frame < 60; ++frame)
        client.habit.learn(with_habit(front), client.at(front), front, test::webcam);
    EXPECT_GT(before, 1);
    EXPECT_LT(miss_deg(), 0.25 * before);
}

}  // namespace
}  // namespace smp
