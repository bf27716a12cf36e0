// How far a head is from a wanted pose, and what is said of it.
#include <gtest/gtest.h>

#include "support/seen_heads.hpp"
#include "views/view_match.hpp"

namespace smp {
namespace {

const Intrinsics webcam_hd = Intrinsics::from_fov(1280, 720, 60);
const SeenRoom chair_room{{-90, -120}, {90, 130}};
const glm::dvec3 seat_mm(20, 10, 650);

ViewError error_of(ViewId view, const HeadAngles& angles, const glm::dvec3& at_mm = seat_mm) {
    return view_error(goal_of(standard_view(view)), pose_at(angles, at_mm), webcam_hd, chair_room);
}

TEST(ViewMatch, TheTargetFitsAnywhereInThePicture) {
    for (const StandardView& view : standard_views()) {
        if (!view.followed) continue;
        for (const glm::dvec3& at : {seat_mm, glm::dvec3(220, 40, 650), glm::dvec3(-220, 20, 700)}) {
            const ViewError e = error_of(view.id, view.target, at);
            EXPECT_TRUE(e.fits()) << view.name;
            EXPECT_LT(e.off, 0.01) << view.name;
            EXPECT_EQ(error_in_words(e), "");
            EXPECT_EQ(error_to_client(e), "");
        }
    }
}

TEST(ViewMatch, EdgesOfTheTolerance) {
    for (const StandardView& view : standard_views()) {
        if (!view.followed) continue;
        for (double HeadAngles::*part : {&HeadAngles::yaw_deg, &HeadAngles::pitch_deg, &HeadAngles::roll_deg})
            for (const double way : {-1.0, 1.0}) {
                HeadAngles in = view.target, out = view.target;
                in.*part += 0.98 * way * view.tolerance.*part;
                out.*part += 1.05 * way * view.tolerance.*part;
                EXPECT_TRUE(error_of(view.id, in).fits()) << view.name;
                EXPECT_FALSE(error_of(view.id, out).fits()) << view.name;
            }
    }
}

TEST(ViewMatch, SaysTheWayByTheClientsOwnSides) {
    EXPECT_EQ(error_in_words(error_of(ViewId::right_45, {37, 0, 0})), "turn 8° more to the client's left");
    EXPECT_EQ(error_to_client(error_of(ViewId::right_45, {37, 0, 0})), "A little more to your left");
    EXPECT_EQ(error_to_client(error_of(ViewId::right_45, {0, 0, 0})), "Turn to your left");
    EXPECT_EQ(error_in_words(error_of(ViewId::left_45, {-30, 0, 0})), "turn 15° more to the client's right");
    EXPECT_EQ(error_in_words(error_of(ViewId::left_45, {-60, 0, 0})), "turn 15° more to the client's left") << "back";
    EXPECT_EQ(error_in_words(error_of(ViewId::front, {0, -9, 0})), "chin 9° up");
    EXPECT_EQ(error_to_client(error_of(ViewId::chin_down, {0, 0, 0})), "Lower your chin");
    EXPECT_EQ(error_in_words(error_of(ViewId::front, {0, 0, 10})), "tilt the head 10° to the client's left")
        << "it is tilted to their right";
}

TEST(ViewMatch, AHeadThatIsCutOffIsSentIntoThePicture) {
    // So many mm at its distance are so many px; the picture is 751 mm wide and 422 high there.
    const ViewError side = error_of(ViewId::front, {}, {340, 0, 650});
    EXPECT_FALSE(side.fits());
    EXPECT_EQ(side.worst, Way::go_right) << "at the picture's right border: to the client's right, into the middle";
    EXPECT_NEAR(side.right_mm, -(340 + 90 - 375), 3);
    EXPECT_EQ(error_in_words(side), "6 cm to the client's right");
    EXPECT_EQ(error_of(ViewId::front, {}, {0, -150, 650}).worst, Way::go_down);
    EXPECT_EQ(error_in_words(error_of(ViewId::front, {}, {0, -150, 650})), "6 cm lower");
    const ViewError near = error_of(ViewId::front, {}, {0, 0, 300});
    EXPECT_EQ(near.worst, Way::farther);
    EXPECT_NE(error_in_words(near).find("farther"), std::string::npos);
}

TEST(ViewMatch, LastTimesPlaceAndDistance) {
    ViewGoal goal = goal_of(standard_view(ViewId::front));
    goal.middle_mm = seat_mm;
    const auto at = [&](const glm::dvec3& off) {
        return view_error(goal, pose_at({}, seat_mm + off), webcam_hd, chair_room);
    };
    EXPECT_TRUE(at({0, 0, 0}).fits());
    EXPECT_TRUE(at({25, -20, 20}).fits()) << "the cut puts that right";
    EXPECT_EQ(error_in_words(at({0, 0, 80})), "8 cm closer to the camera");
    EXPECT_EQ(error_in_words(at({-90, 0, 0})), "9 cm to the client's left");
    EXPECT_EQ(error_in_words(at({0, 70, 0})), "7 cm higher");
}

TEST(ViewMatch, MotionIsThatOfThePointThatMovesMost) {
    const HeadPose a = pose_at({}, seat_mm);
    EXPECT_DOUBLE_EQ(motion_px(a, a, webcam_hd, 1), 0);
    HeadPose along = a;
    along.t_mm.x += 1;
    const double px_per_mm = webcam_hd.fx_px / 650;
    EXPECT_NEAR(motion_px(a, along, webcam_hd, 1), px_per_mm, 0.35) << "the brow is nearer";
    EXPECT_NEAR(motion_px(a, along, webcam_hd, 2), px_per_mm / 2, 0.2) << "per frame";
    // A turn about the upright axis moves ears little and the brow most; a nod moves the vertex.
    EXPECT_GT(motion_px(a, pose_at({1, 0, 0}, seat_mm), webcam_hd, 1), 1.2 * px_per_mm);
    EXPECT_GT(motion_px(a, pose_at({0, 1, 0}, seat_mm), webcam_hd, 1), 1.2 * px_per_mm);
    EXPECT_GT(motion_px(a, pose_at({0, 0, 1}, seat_mm), webcam_hd, 1), 1.2 * px_per_mm);
}

}  // namespace
}  // namespace smp
