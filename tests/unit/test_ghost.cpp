// The ghost lies on the head when the head is in the pose, and its arrow says the way.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "head/head_raster.hpp"
#include "support/seen_heads.hpp"
#include "views/ghost.hpp"

namespace smp {
namespace {

struct Client {
    HeadShape shape;
    ScalpSurface surface;
    HeadMesh mesh;
    GhostMaker maker;
    explicit Client(unsigned seed)
        : shape(seed ? test::random_head(test::head_model(), seed) : HeadShape{}),
          surface(test::head_model(), shape),
          mesh(HeadMesh::build(test::head_model(), shape, surface)),
          maker(test::head_model(), shape, surface, mesh) {}
};

const Intrinsics vga = Intrinsics::from_fov(640, 480, 60);

std::vector<cv::Point2f> outline_of(const std::vector<GhostLine>& lines) {
    std::vector<cv::Point2f> out;
    for (const GhostLine& line : lines)
        if (line.kind == StrokeKind::outline)
            for (const auto& p : line.px) out.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
    return out;
}

double length_px(const std::vector<cv::Point2f>& line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        if (const double d = cv::norm(line[i] - line[i - 1]); d < 10) sum += d;
    return sum;
}

TEST(Ghost, ItsOutlineIsThatOfTheHeadInThePose) {
    for (const unsigned seed : {0u, 5u}) {
        const Client client(seed);
        const HeadRasteriser raster(client.mesh, client.surface.centre_mm());
        for (const StandardView& view : standard_views())
            for (const glm::dvec3& at : {glm::dvec3(0, 0, 650), glm::dvec3(140, -20, 560)}) {
                const GhostShape ghost = client.maker.make(view.target, glm::length(at));
                const auto outline = outline_of(ghost_lines(ghost, at, vga));
                ASSERT_GT(outline.size(), 100u) << view.name;
                const HeadPose pose = pose_at(view.target, at);
                cv::Mat head, worn, far_px;
                head = raster.draw(pose, vga, {{0, 0, 640, 480}, 1}).depth_mm > 0;
                cv::erode(head, worn, cv::Mat());
                cv::distanceTransform(~(head & ~worn), far_px, cv::DIST_L2, 5);
                double sum = 0, farthest = 0;
                for (const auto& p : outline) {
                    const double d = static_cast<double>(far_px.at<float>(cvRound(p.y), cvRound(p.x)));
                    sum += d;
                    farthest = std::max(farthest, d);
                }
                EXPECT_LT(sum / static_cast<double>(outline.size()), 0.8) << view.name << " of head " << seed;
                EXPECT_LT(farthest, 5) << view.name << " of head " << seed;
                // All of it but the neck.
                std::vector<std::vector<cv::Point>> contours;
                cv::findContours(head.clone(), contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
                double whole = 0;
                for (const auto& c : contours) whole = std::max(whole, cv::arcLength(c, true));
                EXPECT_GT(length_px(outline), 0.45 * whole) << view.name;
            }
    }
}

TEST(Ghost, ShowsWhatTheCameraWouldSeeOfTheFace) {
    const Client client(0);
    const auto features = [&](ViewId view) {
        double length_mm = 0;
        for (const GhostStroke& stroke : client.maker.make(standard_view(view).target, 650).strokes)
            if (stroke.kind == StrokeKind::feature)
                for (std::size_t i = 1; i < stroke.mm.size(); ++i)
                    length_mm += glm::length(stroke.mm[i] - stroke.mm[i - 1]);
        return length_mm;
    };
    EXPECT_GT(features(ViewId::front), 300) << "brows, eyes, nose and mouth";
    EXPECT_GT(features(ViewId::left_90), 100) << "half of them, and an ear";
    EXPECT_LT(features(ViewId::back), 0.5 * features(ViewId::front)) << "no face from behind";
    // Left and right are mirror images of one another.
    EXPECT_NEAR(features(ViewId::left_45) / features(ViewId::right_45), 1, 0.1);
    const auto room = [&](ViewId view) { return client.maker.make(standard_view(view).target, 650).room; };
    EXPECT_NEAR(room(ViewId::left_90).low_mm.x, -room(ViewId::right_90).high_mm.x, 3);
    // A head is longer than wide, and its nose shows which way it looks.
    EXPECT_GT(room(ViewId::left_90).high_mm.x - room(ViewId::left_90).low_mm.x,
              1.15 * (room(ViewId::front).high_mm.x - room(ViewId::front).low_mm.x));
}

TEST(Ghost, TheArrowGoesTheWayOfTheNose) {
    const glm::dvec3 at(0, 0, 650);
    const auto arrow = [&](const HeadAngles& now, ViewId view) {
        const ViewGoal goal = goal_of(standard_view(view));
        const HeadPose pose = pose_at(now, at);
        return ghost_arrow(view_error(goal, pose, vga, {}), pose, goal, at, vga);
    };
    const auto way = [&](const HeadAngles& now, ViewId view) {
        const auto line = arrow(now, view);
        return line.size() < 2 ? glm::dvec2(0) : line.back() - line.front();
    };
    // In the picture, which is not mirrored: the client's left is on the right.
    EXPECT_GT(way({}, ViewId::right_45).x, 50);
    EXPECT_LT(way({}, ViewId::left_45).x, -50);
    EXPECT_LT(way({-20, 0, 0}, ViewId::left_45).x, -20);
    EXPECT_GT(way({-70, 0, 0}, ViewId::left_45).x, 10) << "too far: back";
    EXPECT_GT(way({}, ViewId::chin_down).y, 40);
    EXPECT_LT(way({0, -20, 0}, ViewId::front).y, -20);
    EXPECT_GT(way({0, 0, 15}, ViewId::front).x, 20) << "the top goes back to the middle";
    EXPECT_TRUE(arrow({1, 1, 1}, ViewId::front).empty()) << "it fits";
    // It ends before the ghost's nose, in front of which nothing points any more.
    const auto line = arrow({}, ViewId::right_45);
    const HeadPose there = pose_at({45, 0, 0}, at);
    const glm::dvec2 nose = vga.project(there * test::head_model().landmarks({})[30]);
    EXPECT_LT(glm::length(line.back() - nose), 20);
}

TEST(Ghost, FollowsTheHeadCalmly) {
    glm::dvec3 ghost(0, 0, 650);
    const glm::dvec3 head(40, 0, 650);
    const glm::dvec3 soon = follow_middle(ghost, head, 1 / 30.0);
    EXPECT_GT(soon.x, 1);
    EXPECT_LT(soon.x, 6);
    for (int i = 0; i < 60; ++i) ghost = follow_middle(ghost, head, 1 / 30.0);
    EXPECT_NEAR(ghost.x, 40, 1);
    EXPECT_EQ(follow_middle(glm::dvec3(0, 0, 650), glm::dvec3(300, 0, 650), 0.01), glm::dvec3(300, 0, 650));
}

TEST(Ghost, IsNotDrawnOfAHeadThatIsTooNear) {
    EXPECT_TRUE(Client(0).maker.make({}, 100).strokes.empty());
}

TEST(Ghost, ClosesAsTheHeadComesNearer) {
    ViewError e;
    e.off = 0.9;
    EXPECT_DOUBLE_EQ(closeness_of(e), 1);
    e.off = 2;
    const double near = closeness_of(e);
    e.off = 4;
    EXPECT_GT(near, closeness_of(e));
    e.off = 30;
    EXPECT_DOUBLE_EQ(closeness_of(e), 0);
}

}  // namespace
}  // namespace smp
