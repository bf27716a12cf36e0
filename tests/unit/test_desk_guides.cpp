// Lines and grips over the picture: where they lie, and that they end where the head hides them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "head/head_raster.hpp"
#include "support/desk_heads.hpp"

namespace smp {
namespace {

using test::DeskHead;

std::vector<const HeadLine*> of_kind(const std::vector<HeadLine>& lines, GuideKind kind) {
    std::vector<const HeadLine*> out;
    for (const auto& line : lines)
        if (line.kind == kind) out.push_back(&line);
    return out;
}

double nearest_px(const std::vector<glm::dvec2>& line, const glm::dvec2& p) {
    double least = 1e9;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const glm::dvec2 ab = line[i] - line[i - 1];
        const double t = std::clamp(glm::dot(p - line[i - 1], ab) / std::max(1e-12, glm::dot(ab, ab)), 0.0, 1.0);
        least = std::min(least, glm::length(p - (line[i - 1] + t * ab)));
    }
    return least;
}

TEST(Sight, AgreesWithADepthPictureOfTheHead) {
    int seen = 0, hidden = 0, wrong = 0;
    for (const unsigned seed : {0u, 3u, 7u}) {
        const DeskHead head(seed);
        const HeadRasteriser rasteriser(head.mesh, head.surface.centre_mm());
        auto poses = test::desk_poses();
        for (const double yaw : {95.0, -130.0}) poses.push_back(test::pose_of(yaw, 10, 0, {0, 40, 650}));
        for (const auto& pose : poses) {
            const Sight sight(head.outstanding, pose, test::desk_camera());
            const CoarseGrid grid{{0, 0, 1280, 720}, 1};
            const HeadRaster raster = rasteriser.draw(pose, test::desk_camera(), grid);
            const glm::dvec3 eye = pose.inverse().t_mm;
            for (double u = -110; u <= 110; u += 4)
                for (double v = -110; v <= 100; v += 4) {
                    const SkinPoint p = skin_point(head.surface, {u, v});
                    if (std::abs(glm::dot(p.normal, glm::normalize(eye - p.p_head_mm))) < 0.12) continue;  // the rim
                    const glm::dvec2 px = sight.px(p.p_head_mm);
                    if (!test::desk_camera().contains(px)) continue;
                    const double z_mm = raster.depth_mm.at<float>(static_cast<int>(std::lround(px.y)),
                                                                  static_cast<int>(std::lround(px.x)));
                    if (z_mm == 0) continue;  // below the brows the mesh has a face and no cranium
                    const double before_mm = (pose * p.p_head_mm).z - z_mm;
                    if (before_mm > 3 && before_mm < 9) continue;  // close under an ear or a brow: either will do
                    const bool is_seen = before_mm < 3;
                    ++(is_seen ? seen : hidden);
                    wrong += sight.sees(p) != is_seen;
                }
        }
    }
    EXPECT_GT(seen, 20000);
    EXPECT_GT(hidden, 15000);
    EXPECT_LT(wrong, (seen + hidden) / 500) << "of " << seen + hidden;
}

TEST(Sight, AnEarHidesWhatLiesBehindIt) {
    const DeskHead head(0u);
    // From the right and a little behind, the pinna stands before the skull close ahead of it.
    int of_ear = 0;
    const HeadPose from_behind = test::pose_of(140, 0, 0, {0, 40, 650});
    const Sight sight(head.outstanding, from_behind, test::desk_camera());
    HeadMesh bald = head.mesh;
    bald.occluders.clear();
    bald.occluder_triangles.clear();
    const Outstanding no_ears(head.surface, bald);
    const Sight without(no_ears, from_behind, test::desk_camera());
    for (double u = -130; u <= 130; u += 2)
        for (double v = -130; v <= 130; v += 2) {
            const SkinPoint p = skin_point(head.surface, {u, v});
            EXPECT_TRUE(!sight.sees(p) || without.sees(p));
            if (sight.sees(p) || !without.sees(p)) continue;
            ++of_ear;
            EXPECT_LT(p.p_head_mm.y, 40);
        }
    EXPECT_GT(of_ear, 5);
}

TEST(Guides, TheRulerTellsMillimetresOfSkin) {
    for (unsigned seed = 0; seed < 12; ++seed) {
        const DeskHead head(seed);
        const auto lines = head.lines({});
        const auto ticks = of_kind(lines, GuideKind::tick);
        const double whole_mm = head.surface.midline_height_mm(0);
        ASSERT_EQ(ticks.size(), static_cast<std::size_t>(whole_mm / 10) + 1);
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            const auto& points = ticks[i]->points;
            const glm::dvec3 on_midline = head.surface.position_mm(head.surface.midline_at_height(10.0 * i));
            EXPECT_LT(glm::length(points[2].p_head_mm - on_midline), 0.1) << i;
            const double wide = glm::length(points.back().p_head_mm - points.front().p_head_mm);
            EXPECT_NEAR(wide, i % 5 ? 5 : 12, i % 5 ? 0.2 : 0.5) << "seed " << seed << " tick " << i;
            // Square to the midline, and alike to both sides.
            const glm::dvec3 along =
                head.surface.position_mm(head.surface.midline_at_height(10.0 * i + 1)) - on_midline;
            EXPECT_LT(std::abs(glm::dot(glm::normalize(along),
                                        glm::normalize(points.back().p_head_mm - points.front().p_head_mm))),
                      0.05);
            EXPECT_EQ(ticks[i]->label, i % 5 ? "" : std::to_string(10 * i));
        }
        const auto midline = of_kind(lines, GuideKind::midline);
        ASSERT_EQ(midline.size(), 1u);
        for (const auto& p : midline[0]->points) EXPECT_NEAR(p.p_head_mm.x, 0, 1e-9);
        EXPECT_LT(glm::length(midline[0]->points.front().p_head_mm - head.surface.position_mm(head.surface.glabella())),
                  1e-9);
        EXPECT_LT(glm::length(midline[0]->points.back().p_head_mm - head.surface.position_mm({0, 0})), 1e-9);
    }
}

TEST(Guides, WhatFacesTheCameraIsDrawnWhereItLiesAndWhatDoesNotIsCut) {
    for (const unsigned seed : {0u, 2u, 5u, 9u}) {
        const DeskHead head(seed);
        TreatmentDesign design;
        design.tilt_mm = 5;
        const auto lines = head.lines(design);
        const auto curve = head.curve(design);
        for (const auto& pose : test::desk_poses()) {
            const Sight sight(head.outstanding, pose, test::desk_camera());
            const auto drawn = guides(lines, sight);
            for (int i = 0; i < HairlineCurve::count; ++i) {
                const SkinPoint p = skin_point(head.surface, curve.chart[i]);
                double least = 1e9;
                for (const auto& line : drawn)
                    if (line.kind == GuideKind::front_edge)
                        least = std::min(least, nearest_px(line.px, sight.px(p.p_head_mm)));
                if (sight.sees(p)) {
                    EXPECT_LT(least, 1e-6) << seed << " point " << i;
                }
            }
            // No piece of any line that is not seen: middles of its parts fall on skin that the camera sees.
            for (const auto& line : drawn) {
                if (line.kind != GuideKind::front_edge) continue;
                for (std::size_t i = 1; i < line.px.size(); ++i) {
                    const auto back = pose.inverse();
                    glm::dvec3 hit;
                    ASSERT_TRUE(head.surface.intersect(
                        back.t_mm, back.R * test::desk_camera().ray(0.5 * (line.px[i - 1] + line.px[i])), hit));
                    double least = 1e9;
                    for (int k = 1; k < HairlineCurve::count; ++k) {
                        const glm::dvec3 a = head.surface.position_mm(curve.chart[k - 1]),
                                         ab = head.surface.position_mm(curve.chart[k]) - a;
                        const double t = std::clamp(glm::dot(hit - a, ab) / glm::dot(ab, ab), 0.0, 1.0);
                        least = std::min(least, glm::length(hit - (a + t * ab)));
                    }
                    EXPECT_LT(least, 1.5) << seed;
                }
            }
        }
    }
}

TEST(Guides, FromTheFrontTheRulerBeginsAtItsNought) {
    for (unsigned seed = 0; seed < 30; ++seed) {
        const DeskHead head(seed);
        for (const double yaw : {-30.0, 0.0, 30.0})
            for (const double pitch : {-20.0, 0.0, 20.0}) {
                const Sight sight(head.outstanding, test::pose_of(yaw, pitch, 0, {0, 40, 650}), test::desk_camera());
                std::vector<std::string> figures;
                for (const auto& line : guides(head.lines({}), sight))
                    if (!line.label.empty()) figures.push_back(line.label);
                ASSERT_GE(figures.size(), 2u) << seed;
                EXPECT_EQ(figures[0], "0") << "seed " << seed << " yaw " << yaw << " pitch " << pitch;
                EXPECT_EQ(figures[1], "50");
            }
    }
}

TEST(Guides, FromTheSideTheFarHalfOfTheEdgeIsGone) {
    const DeskHead head(0u);
    const auto lines = head.lines({});
    for (const double yaw : {90.0, -90.0}) {
        const HeadPose pose = test::pose_of(yaw, 0, 0, {0, 40, 650});
        const Sight sight(head.outstanding, pose, test::desk_camera());
        int rings = 0;
        for (const auto& line : guides(lines, sight)) rings += line.kind == GuideKind::temple_point;
        EXPECT_EQ(rings, 1);
        const auto held = head.grips({}, sight);
        for (const auto& grip : held) {
            const bool near_side = (pose.R * glm::dvec3(grip.p_head_mm.x, 0, 0)).z < 0.01;
            EXPECT_TRUE(near_side || grip.kind == GripKind::front_middle);
        }
        EXPECT_GE(held.size(), 2u);
    }
}

TEST(Guides, TheOtherSidesEdgeIsShownOnlyWhereItIsElsewhere) {
    const DeskHead head(0u);
    const auto shown_mm = [&](const TreatmentDesign& d) {
        double most = 0;
        int points = 0;
        const auto lines = head.lines(d);
        const auto& edge = of_kind(lines, GuideKind::front_edge)[0]->points;
        for (const auto* line : of_kind(lines, GuideKind::mirrored_edge))
            for (const auto& p : line->points) {
                ++points;
                double from_edge = 1e9, from_mirrored = 1e9;
                for (const auto& q : edge) {
                    from_edge = std::min(from_edge, glm::length(q.p_head_mm - p.p_head_mm));
                    from_mirrored =
                        std::min(from_mirrored,
                                 glm::length(glm::dvec3(-q.p_head_mm.x, q.p_head_mm.y, q.p_head_mm.z) - p.p_head_mm));
                }
                EXPECT_GT(from_edge, 1 - 1e-9);
                EXPECT_LT(from_mirrored, 0.8);
                most = std::max(most, from_edge);
            }
        return std::pair(most, points);
    };
    EXPECT_EQ(shown_mm({}).second, 0) << "an even line on an even head";
    TreatmentDesign tilted;
    tilted.tilt_mm = 6;
    const auto [most, points] = shown_mm(tilted);
    EXPECT_NEAR(most, 6, 1.5);
    EXPECT_GT(points, 40);
    tilted.tilt_mm = 0.4;
    EXPECT_EQ(shown_mm(tilted).second, 0);
}

TEST(Guides, ADesignWithoutAFrontEdgeHasMidlineAndRulerAlone) {
    const DeskHead head(0u);
    for (const Region region : {Region::crown, Region::density_fill}) {
        TreatmentDesign d;
        d.region = region;
        for (const auto& line : head.lines(d))
            EXPECT_TRUE(line.kind == GuideKind::midline || line.kind == GuideKind::tick);
        const Sight sight(head.outstanding, test::pose_of(0, 0, 0, {0, 40, 650}), test::desk_camera());
        EXPECT_TRUE(head.grips(d, sight).empty());
    }
}

TEST(Grips, LieOnTheirPlacesAndTheNearestIsTaken) {
    const DeskHead head(4u);
    const TreatmentDesign d;
    const Sight sight(head.outstanding, test::pose_of(0, 10, 0, {0, 40, 650}), test::desk_camera());
    const auto all = head.grips(d, sight);
    ASSERT_EQ(all.size(), 7u);
    for (const auto& grip : all) {
        EXPECT_LT(glm::length(sight.px(grip.p_head_mm) - grip.px), 1e-9);
        EXPECT_EQ(nearest(all, grip.px + glm::dvec2(6, -5), touch_reach_px), &grip);
    }
    for (const auto& grip : all) {
        const bool left = grip.kind == GripKind::front_left || grip.kind == GripKind::front_corner_left ||
                          grip.kind == GripKind::temple_left;
        EXPECT_EQ(grip.p_head_mm.x > 1, left) << "the client's left is +x";
    }
    EXPECT_EQ(nearest(all, all[0].px + glm::dvec2(0, 90), touch_reach_px), nullptr);
    EXPECT_EQ(nearest(all, all[0].px + glm::dvec2(0, touch_reach_px + 0.1), touch_reach_px), nullptr);
    EXPECT_EQ(nearest(all, all[0].px + glm::dvec2(0, touch_reach_px - 0.1), touch_reach_px), &all[0]);
    EXPECT_EQ(nearest({}, {0, 0}, 24), nullptr);
    // Turned until the middle is not seen, the edge can still be taken hold of.
    const Sight side(head.outstanding, test::pose_of(80, 0, 0, {0, 40, 650}), test::desk_camera());
    const auto from_side = head.grips(d, side);
    const auto has = [&](GripKind kind) {
        return std::any_of(from_side.begin(), from_side.end(), [&](const Grip& g) { return g.kind == kind; });
    };
    EXPECT_FALSE(has(GripKind::front_middle));
    EXPECT_TRUE(has(GripKind::front_left) || has(GripKind::front_right));
}

}  // namespace
}  // namespace smp
