// How a head is turned, wherever in the picture it is, by the head's own axes and the client's own sides.
#include <gtest/gtest.h>

#include "support/seen_heads.hpp"
#include "views/standard_views.hpp"

namespace smp {
namespace {

// Where heads sit: in the middle, at the borders of a wide picture, above and below its middle.
const std::vector<glm::dvec3> places{{0, 0, 650}, {330, -20, 600}, {-330, 40, 600}, {40, -190, 560}, {-60, 190, 800}};

void expect_near(const HeadAngles& a, const HeadAngles& b, double deg) {
    EXPECT_NEAR(turned_deg(a.yaw_deg, b.yaw_deg), 0, deg);
    EXPECT_NEAR(a.pitch_deg, b.pitch_deg, deg);
    EXPECT_NEAR(turned_deg(a.roll_deg, b.roll_deg), 0, deg);
}

TEST(HeadAngles, ComeBackFromThePoseThatTheyMake) {
    for (const glm::dvec3& place : places)
        for (const double yaw : {-178.0, -90.0, -45.0, 0.0, 12.0, 90.0, 135.0})
            for (const double pitch : {-75.0, -32.0, 0.0, 20.0})
                for (const double roll : {-25.0, 0.0, 40.0}) {
                    const HeadAngles angles{yaw, pitch, roll};
                    const HeadPose pose = pose_at(angles, place);
                    EXPECT_LT(glm::length(middle_of(pose) - place), 1e-9);
                    EXPECT_NEAR(glm::determinant(pose.R), 1, 1e-9);
                    expect_near(head_angles(pose), angles, 1e-6);
                }
}

TEST(HeadAngles, ZeroIsAFaceThatLooksIntoTheCamera) {
    for (const glm::dvec3& place : places) {
        const HeadPose pose = pose_at({}, place);
        const glm::dvec3 face = pose.R * glm::dvec3(0, 0, 1);
        EXPECT_LT(glm::length(face + glm::normalize(place)), 1e-9)
            << "towards the camera, from any side of the picture";
    }
    // The same rotation at the picture's side looks past the camera.
    HeadPose straight{frontal_rotation(), {}};
    straight.t_mm = glm::dvec3(330, 0, 600) - straight.R * head_middle_mm;
    const HeadAngles aside = head_angles(straight);
    EXPECT_NEAR(aside.yaw_deg, std::atan2(330, 600) * 180 / std::numbers::pi, 1e-6)
        << "parallel to the axis at the picture's right, where the client's left is: turned to their left";
    EXPECT_NEAR(aside.roll_deg, 0, 1e-6);
}

TEST(HeadAngles, SidesAreTheClientsOwn) {
    const Intrinsics camera = Intrinsics::from_fov(1280, 720, 60);
    const auto nose_from_middle = [&](const HeadAngles& angles) {
        const HeadPose pose = pose_at(angles, {0, 0, 650});
        return camera.project(pose * glm::dvec3(0, 10, 105)) - camera.project(middle_of(pose));
    };
    // In the picture, which is not mirrored, the client's left is on the right.
    EXPECT_GT(nose_from_middle({30, 0, 0}).x, 40);
    EXPECT_LT(nose_from_middle({-30, 0, 0}).x, -40);
    EXPECT_GT(nose_from_middle({0, -30, 0}).y, nose_from_middle({}).y + 40) << "chin down: the nose goes down";
    const HeadPose tilted = pose_at({0, 0, 20}, {0, 0, 650});
    EXPECT_LT(camera.project(tilted * glm::dvec3(0, 130, 0)).x, camera.project(middle_of(tilted)).x - 30);
    // A head that is turned to the left shows its right ear.
    const HeadPose left = pose_at({90, 0, 0}, {0, 0, 650});
    EXPECT_LT((left * glm::dvec3(-75, 0, 0)).z, (left * glm::dvec3(75, 0, 0)).z - 100);
}

TEST(HeadAngles, TurningNoddingAndTiltingAreToldApart) {
    // What is done to a head one after the other, by rotations of its own: about its upright axis, its ears, its nose.
    const HeadPose pose{
        test::turn_about(1, -40) * test::turn_about(0, -10) * test::turn_about(2, -8) * frontal_rotation(), {}};
    const HeadAngles a = angles_of(pose.R);
    EXPECT_NEAR(a.yaw_deg, 40, 1e-6);
    EXPECT_NEAR(a.pitch_deg, 10, 1e-6);
    EXPECT_NEAR(a.roll_deg, 8, 1e-6);
}

TEST(HeadAngles, TheShorterWayRound) {
    EXPECT_DOUBLE_EQ(turned_deg(170, -170), 20);
    EXPECT_DOUBLE_EQ(turned_deg(-170, 170), -20);
    EXPECT_DOUBLE_EQ(turned_deg(10, 50), 40);
}

TEST(StandardViews, AreDeclaredOnce) {
    ASSERT_EQ(standard_views().size(), static_cast<std::size_t>(view_count));
    for (std::size_t i = 0; i < standard_views().size(); ++i) {
        const StandardView& view = standard_views()[i];
        EXPECT_EQ(static_cast<std::size_t>(view.id), i);
        EXPECT_EQ(&standard_view(view.id), &view);
        EXPECT_EQ(find_view(view.name), &view);
        EXPECT_EQ(view.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos)
            << "stands in a file's name";
        EXPECT_FALSE(view.label.empty() || view.ask.empty());
        if (view.followed) {
            EXPECT_GT(std::min({view.tolerance.yaw_deg, view.tolerance.pitch_deg, view.tolerance.roll_deg}), 0);
        }
    }
    EXPECT_EQ(find_view("nape"), nullptr);
}

TEST(StandardViews, SidesNameWhatIsShown) {
    for (const auto& [shown, other] :
         {std::pair{ViewId::left_45, ViewId::right_45}, {ViewId::left_90, ViewId::right_90}}) {
        const HeadPose pose = pose_at(standard_view(shown).target, {0, 0, 650});
        EXPECT_LT((pose * glm::dvec3(75, 0, 0)).z, (pose * glm::dvec3(-75, 0, 0)).z) << "the left ear is nearer";
        EXPECT_DOUBLE_EQ(standard_view(other).target.yaw_deg, -standard_view(shown).target.yaw_deg);
        EXPECT_NE(standard_view(shown).ask.find("right"), std::string_view::npos);
        EXPECT_NE(standard_view(other).ask.find("left"), std::string_view::npos);
    }
}

TEST(StandardViews, GoOnToWhatIsMissing) {
    ViewSet taken{};
    EXPECT_EQ(next_untaken(ViewId::front, taken), ViewId::left_45);
    in(taken, ViewId::left_45) = in(taken, ViewId::left_90) = true;
    EXPECT_EQ(next_untaken(ViewId::front, taken), ViewId::right_45);
    EXPECT_EQ(next_untaken(ViewId::back, taken), ViewId::front);
    taken.fill(true);
    EXPECT_EQ(next_untaken(ViewId::front, taken), std::nullopt);
    EXPECT_EQ(view_after(ViewId::front, -1), ViewId::back);
    EXPECT_EQ(view_after(ViewId::back, 1), ViewId::front);
}

}  // namespace
}  // namespace smp
