// The same pose and the same cut as last time.
#include <gtest/gtest.h>

#include "support/seen_heads.hpp"
#include "views/view_reference.hpp"

namespace smp {
namespace {

const Intrinsics hd = Intrinsics::from_fov(1280, 720, 60), full_hd = Intrinsics::from_fov(1920, 1080, 70);

// Places of the head as shares of a cut.
std::vector<glm::dvec2> in_cut(const ViewCrop& crop, const HeadPose& pose, const Intrinsics& camera) {
    std::vector<glm::dvec2> out;
    for (const glm::dvec3& p : {glm::dvec3(0, 130, 0), glm::dvec3(70, 10, 0), glm::dvec3(-70, 10, 0),
                                glm::dvec3(0, 20, 95), glm::dvec3(0, -90, 60)})
        out.push_back((camera.project(pose * p) - crop.corner_px) / crop.size_px);
    return out;
}

double farthest(const std::vector<glm::dvec2>& a, const std::vector<glm::dvec2>& b) {
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, glm::length(a[i] - b[i]));
    return most;
}

TEST(ViewCrop, HoldsTheWholeHeadUpright) {
    const HeadPose pose = pose_at({}, {30, -10, 900});
    const ViewCrop crop = first_crop(pose, hd);
    EXPECT_NEAR(crop.size_px.x / crop.size_px.y, 0.8, 1e-9);
    for (const glm::dvec2& share : in_cut(crop, pose, hd)) {
        EXPECT_GT(std::min(share.x, share.y), 0.1);
        EXPECT_LT(std::max(share.x, share.y), 0.9);
    }
}

TEST(ViewCrop, TheFirstOneLiesInThePicture) {
    for (const glm::dvec3& at :
         {glm::dvec3(-350, 0, 600), glm::dvec3(350, -150, 600), glm::dvec3(0, 200, 500), glm::dvec3(0, 0, 250)}) {
        const ViewCrop crop = first_crop(pose_at({}, at), hd);
        EXPECT_GE(crop.corner_px.x, -0.5 - 1e-9);
        EXPECT_GE(crop.corner_px.y, -0.5 - 1e-9);
        EXPECT_LE(crop.corner_px.x + crop.size_px.x, 1279.5 + 1e-9);
        EXPECT_LE(crop.corner_px.y + crop.size_px.y, 719.5 + 1e-9);
        EXPECT_NEAR(crop.size_px.x / crop.size_px.y, 0.8, 1e-9);
        EXPECT_TRUE(crop.whole);
    }
}

TEST(ViewCrop, TheHeadIsWhereItWasAndAsLarge) {
    for (const StandardView& view : standard_views()) {
        const HeadPose then = pose_at(view.target, {-40, 20, 650});
        const ViewReference reference{then, glm::dmat3(1.0), hd, first_crop(then, hd)};
        EXPECT_LT(farthest(in_cut(same_crop(reference, then, hd), then, hd), in_cut(reference.crop, then, hd)), 1e-12);
        // Sat down elsewhere, nearer, and before another camera.
        for (const auto& [at, camera] : {std::pair{glm::dvec3(35, -15, 670), hd},
                                         {glm::dvec3(-60, 40, 620), hd},
                                         {glm::dvec3(10, 0, 650), full_hd}}) {
            const HeadPose now = pose_at(view.target, at);
            const ViewCrop crop = same_crop(reference, now, camera);
            // What is left is perspective: of a head that is 7 % nearer, or seen from another side of the picture.
            EXPECT_LT(farthest(in_cut(crop, now, camera), in_cut(reference.crop, then, hd)), 0.012) << view.name;
            EXPECT_NEAR(crop.size_px.x / crop.size_px.y, 0.8, 1e-9);
        }
    }
}

TEST(ViewCrop, SaysWhenItReachesBeyondThePicture) {
    const HeadPose then = pose_at({}, {0, 0, 700});
    const ViewReference reference{then, glm::dmat3(1.0), hd, first_crop(then, hd)};
    EXPECT_TRUE(same_crop(reference, pose_at({}, {20, 0, 700}), hd).whole);
    EXPECT_FALSE(same_crop(reference, pose_at({}, {400, 0, 700}), hd).whole);
}

TEST(ViewReference, TheGoalIsThePoseOfLastTime) {
    const HeadAngles was{-41, 3, 2};
    const HeadPose then = pose_at(was, {10, 0, 640});
    const ViewReference reference{then, glm::dmat3(1.0), hd, first_crop(then, hd)};
    const StandardView& view = standard_view(ViewId::left_45);
    const ViewGoal goal = goal_of(view, reference, glm::dmat3(1.0));
    EXPECT_NEAR(goal.target.yaw_deg, -41, 1e-6);
    EXPECT_NEAR(goal.target.pitch_deg, 3, 1e-6);
    EXPECT_NEAR(goal.target.roll_deg, 2, 1e-6);
    EXPECT_LT(glm::length(*goal.middle_mm - glm::dvec3(10, 0, 640)), 1e-9);
    EXPECT_LE(goal.tolerance.pitch_deg, view.tolerance.pitch_deg);
    EXPECT_TRUE(view_error(goal, then, hd, {}).fits());
    EXPECT_LE(goal_of(standard_view(ViewId::crown), reference, glm::dmat3(1.0)).tolerance.yaw_deg, 5) << "held closely";
    EXPECT_FALSE(view_error(goal, pose_at({-50, 3, 2}, {10, 0, 640}), hd, {}).fits());
}

TEST(ViewReference, AxesThatMoveOnTheHeadDoNotMoveTheGoal) {
    // The model's axes were turned on the head by 6 degrees meanwhile; the head itself is as it was.
    const HeadPose then = pose_at({20, -5, 3}, {10, 0, 640});
    const ViewReference reference{then, test::turn_about(1, 2), hd, first_crop(then, hd)};
    const glm::dmat3 moved = test::turn_about(0, 6);
    HeadPose now = then;
    now.R = then.R * reference.head_from_first_axes * glm::transpose(moved);
    const ViewGoal goal = goal_of(standard_view(ViewId::right_45), reference, moved);
    const HeadAngles seen = head_angles(now);
    EXPECT_NEAR(goal.target.yaw_deg, seen.yaw_deg, 0.05);
    EXPECT_NEAR(goal.target.pitch_deg, seen.pitch_deg, 0.05);
    EXPECT_NEAR(goal.target.roll_deg, seen.roll_deg, 0.05);
}

}  // namespace
}  // namespace smp
