// Painting and erasing: what lies under the brush on the picture lies in the patch on the head, and nothing else.
#include <gtest/gtest.h>

#include "design/chart_skin.hpp"
#include "design/patch_limits.hpp"
#include "design/patches.hpp"
#include "desk/brush.hpp"
#include "support/desk_heads.hpp"

namespace smp {
namespace {

using test::DeskHead;

struct Easel {
    DeskHead head;
    Canvas canvas;
    SkinGrid grid{head.surface};
    explicit Easel(unsigned seed, std::shared_ptr<const SkinWarp> warp = {})
        : head(seed), canvas{head.surface, test::desk_camera(), warp.get()}, warp_(std::move(warp)) {}

    glm::dvec3 at(const ChartPoint& c) const { return head.surface.position_mm(c); }
    glm::dvec3 at_skin(const ChartPoint& skin) const { return at(warp_ ? (*warp_)(skin) : skin); }
    // The brush led over places of the head while it turns from one pose to another.
    std::vector<StrokePoint> stroke(const std::vector<glm::dvec3>& way, const HeadPose& from,
                                    const HeadPose& to) const {
        std::vector<StrokePoint> out;
        for (std::size_t i = 0; i < way.size(); ++i) {
            const double a = static_cast<double>(i) / static_cast<double>(way.size());
            const HeadPose pose{glm::mat3_cast(glm::slerp(glm::quat_cast(from.R), glm::quat_cast(to.R), a)),
                                glm::mix(from.t_mm, to.t_mm, a)};
            out.push_back({test::desk_camera().project(pose * way[i]), pose});
        }
        return out;
    }
    std::vector<StrokePoint> stroke(const std::vector<ChartPoint>& charts, const HeadPose& pose) const {
        std::vector<glm::dvec3> way;
        for (const auto& c : charts) way.push_back(at(c));
        return stroke(way, pose, pose);
    }
    // The middle line of a patch over the skin, in steps of half a millimetre.
    std::vector<glm::dvec3> line(const Patch& patch) const {
        std::vector<glm::dvec3> out{at_skin(patch.path[0])};
        for (std::size_t i = 1; i < patch.path.size(); ++i) {
            const auto now = [&](const ChartPoint& c) { return direction_from_chart(warp_ ? (*warp_)(c) : c); };
            const glm::dvec3 a = now(patch.path[i - 1]), b = now(patch.path[i]);
            const int n = 1 + static_cast<int>(glm::length(b - a) * 200);
            for (int k = 1; k <= n; ++k)
                out.push_back(at(chart_from_direction(a + (b - a) * (static_cast<double>(k) / n))));
        }
        return out;
    }
    double away_mm(const Patch& patch, const glm::dvec3& p) const {
        double least = 1e9;
        for (const auto& q : line(patch)) least = std::min(least, glm::length(q - p));
        return least;
    }

  private:
    std::shared_ptr<const SkinWarp> warp_;
};

std::vector<ChartPoint> wave(int n, double from_u, double to_u, double v, double high) {
    std::vector<ChartPoint> out;
    for (int i = 0; i <= n; ++i) {
        const double t = static_cast<double>(i) / n;
        out.push_back({from_u + t * (to_u - from_u), v + high * std::sin(9 * t)});
    }
    return out;
}

const HeadPose front = test::pose_of(0, 25, 0, {0, 40, 650});

TEST(Brush, AStrokeOverATurningHeadLiesOnItsWay) {
    for (const unsigned seed : {0u, 4u, 9u}) {
        const Easel easel(seed);
        std::vector<glm::dvec3> way;
        for (const auto& c : wave(160, -45, 40, 25, 12)) way.push_back(easel.at(c));
        const auto made = painted({}, {PatchKind::scar, {}, 5, 3},
                                  easel.stroke(way, front, test::pose_of(-20, 28, 4, {25, 55, 600})), easel.canvas);
        ASSERT_TRUE(made);
        ASSERT_EQ(made->patches.size(), 1u);
        const Patch& patch = made->patches[0];
        EXPECT_EQ(patch.kind, PatchKind::scar);
        EXPECT_EQ(patch.half_width_mm, 5);
        EXPECT_EQ(patch.edge_mm, 3);
        EXPECT_LT(patch.path.size(), 40u) << "simplified";
        EXPECT_GT(patch.path.size(), 6u);
        for (const auto& p : way) EXPECT_LT(easel.away_mm(patch, p), 0.5 + 0.1) << "0.1: half of the steps compared";
        for (const auto& p : easel.line(patch)) {
            double least = 1e9;
            for (const auto& q : way) least = std::min(least, glm::length(p - q));
            EXPECT_LT(least, 1.2) << "points of the way stand 1 mm apart";
        }
        // And a design file takes it.
        const auto again = parse_design(design_to_json(*made), "painted");
        ASSERT_TRUE(again) << again.error().line();
        EXPECT_EQ(again->patches.size(), 1u);
    }
}

TEST(Brush, WhatWasPaintedIsFilledOnTheHead) {
    const Easel easel(2);
    const auto stroke = easel.stroke(wave(80, -30, 30, 10, 8), front);
    const auto made = painted({}, {PatchKind::bare, {}, 4, 3}, stroke, easel.canvas);
    ASSERT_TRUE(made);
    const ChartSkin skin(easel.head.surface, easel.grid, nullptr);
    const auto maps = patch_maps(skin, made->patches);
    int full = 0, none = 0;
    for (std::size_t k = 0; k < maps.kept_out.size(); ++k) {
        const double away = easel.away_mm(made->patches[0], glm::dvec3(skin.place_mm[k]));
        if (away < 3.7) {
            EXPECT_GT(maps.kept_out[k], 0.99);
            ++full;
        }
        if (away > 7.5) {
            EXPECT_EQ(maps.kept_out[k], 0);
            ++none;
        }
        k += 6;
    }
    EXPECT_GT(full, 50);
    EXPECT_GT(none, 10000);
}

TEST(Brush, ATouchIsADisc) {
    const Easel easel(0);
    const auto made =
        painted({}, {PatchKind::alopecia, {}, 45, 4}, easel.stroke({{10, 20}, {10.2, 20.1}}, front), easel.canvas);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->patches.size(), 1u);
    ASSERT_EQ(made->patches[0].path.size(), 1u);
    EXPECT_LT(glm::length(made->patches[0].path[0] - ChartPoint(10, 20)), 0.1);
    EXPECT_EQ(made->patches[0].half_width_mm, 45);
    EXPECT_TRUE(parse_design(design_to_json(*made), "painted"));
}

TEST(Brush, SkinKeepsItsNameWhileTheHeadIsLearnt) {
    const HeadShape first = test::random_head(test::head_model(), 3);
    const HeadPose before{frontal_rotation(), {10, 30, 600}}, after{frontal_rotation(), {9, 32, 520}};
    const ScalpSurface a(test::head_model(), first), b(test::head_model(), test::random_head(test::head_model(), 8));
    const auto warp = std::make_shared<SkinWarp>(SkinWarp().after(
        a, Intrinsics::from_fov(1280, 720, 60), b, Intrinsics::from_fov(1280, 720, 70), {{before, after}}));
    for (double u = -120; u <= 120; u += 15)
        for (double v = -80; v <= 120; v += 15) {
            EXPECT_LT(glm::length((*warp)(warp->skin_at({u, v})) - ChartPoint(u, v)), 1e-4) << u << " " << v;
        }
    const Easel easel(8, warp);
    const auto way = wave(120, -30, 30, 30, 10);
    const auto made = painted({}, {PatchKind::scar, {}, 3, 2}, easel.stroke(way, front), easel.canvas);
    ASSERT_TRUE(made);
    double moved_deg = 0;
    for (const auto& c : way) {
        EXPECT_LT(easel.away_mm(made->patches[0], easel.at(c)), 0.6);
        moved_deg = std::max(moved_deg, glm::length((*warp)(c)-c));
    }
    EXPECT_GT(moved_deg, 1) << "or the test says nothing";
}

TEST(Brush, OffTheHeadAStrokeIsPartedAndNothingIsLost) {
    const Easel easel(0);
    auto stroke = easel.stroke(wave(40, -20, -5, 20, 3), front);
    const std::size_t first = stroke.size();
    for (int i = 0; i < 10; ++i) stroke.push_back({{3, 3}, front});
    for (const auto& p : easel.stroke(wave(40, 5, 25, 20, 3), front)) stroke.push_back(p);
    TreatmentDesign design;
    design.patches.push_back({PatchKind::bare, {{40, -10}}});
    const auto made = painted(design, {PatchKind::scar, {}, 3, 2}, stroke, easel.canvas);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->patches.size(), 3u);
    EXPECT_EQ(made->patches[0], design.patches[0]);
    for (const auto& p : easel.line(made->patches[1])) EXPECT_LT(p.x, -5);
    for (const auto& p : easel.line(made->patches[2])) EXPECT_GT(p.x, 5);
    const std::span<const StrokePoint> off(stroke.data() + first, 10);
    const auto none = painted(design, {PatchKind::scar, {}, 3, 2}, off, easel.canvas);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().line(), "none of that is on the head; paint on the head; nothing has changed");
    EXPECT_FALSE(erased(design, 5, off, easel.canvas));
    EXPECT_FALSE(painted(design, {PatchKind::scar, {}, 3, 2}, {}, easel.canvas));
}

TEST(Brush, LongScribblesStayWithinWhatADesignFileTakes) {
    const Easel easel(1);
    std::vector<ChartPoint> scribble;
    for (int i = 0; i < 3000; ++i) scribble.push_back({25 * std::sin(0.31 * i), 20 + 20 * std::cos(0.173 * i)});
    auto made = painted({}, {PatchKind::alopecia, {}, 80, 0}, easel.stroke(scribble, front), easel.canvas);
    ASSERT_TRUE(made);
    ASSERT_GT(made->patches.size(), 1u);
    for (std::size_t i = 0; i < made->patches.size(); ++i) {
        EXPECT_LE(made->patches[i].path.size(), patch_limits::most_points);
        if (i > 0) {
            EXPECT_EQ(made->patches[i].path.front(), made->patches[i - 1].path.back()) << "joined";
        }
    }
    EXPECT_TRUE(parse_design(design_to_json(*made), "painted")) << "sizes are cut to what is allowed";
    TreatmentDesign full;
    full.patches.assign(patch_limits::most_patches, {PatchKind::bare, {{40, -10}}});
    const auto over = painted(full, {PatchKind::bare, {}, 5, 4}, easel.stroke({{0, 0}}, front), easel.canvas);
    ASSERT_FALSE(over);
    EXPECT_NE(over.error().line().find("at most 200 patches"), std::string::npos);
    // From ear to ear in two points, which is more than a file's 90 degrees.
    const HeadPose top = test::pose_of(0, 85, 0, {0, 40, 650});
    const auto wide = painted({}, {PatchKind::scar, {}, 5, 4}, easel.stroke({{-75, 0}, {75, 0}}, top), easel.canvas);
    ASSERT_TRUE(wide);
    EXPECT_GE(wide->patches.at(0).path.size(), 3u);
    EXPECT_TRUE(parse_design(design_to_json(*wide), "painted"));
}

// A band from side to side, 8 mm wide.
TreatmentDesign with_band(const Easel& easel) {
    return *painted({}, {PatchKind::scar, {}, 4, 3}, easel.stroke(wave(120, -40, 40, 15, 6), front), easel.canvas);
}
double length_mm(const std::vector<glm::dvec3>& line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += glm::length(line[i] - line[i - 1]);
    return sum;
}

TEST(Rubber, ParsABandWhereItIsRubbedThrough) {
    for (const unsigned seed : {0u, 6u}) {
        const Easel easel(seed);
        const auto before = with_band(easel);
        ASSERT_EQ(before.patches.size(), 1u);
        const auto across = easel.stroke({{0, 35}, {0, 25}, {0, 15}, {0, 5}, {0, -5}}, front);
        const auto after = erased(before, 5, across, easel.canvas);
        ASSERT_TRUE(after);
        ASSERT_EQ(after->patches.size(), 2u);
        EXPECT_EQ(after->patches[0].path.front(), before.patches[0].path.front());
        EXPECT_EQ(after->patches[1].path.back(), before.patches[0].path.back());
        const ChartSkin skin(easel.head.surface, easel.grid, nullptr);
        const auto was = patch_maps(skin, before.patches), is = patch_maps(skin, after->patches);
        int cleared = 0, kept = 0;
        for (std::size_t k = 0; k < is.scar.size(); ++k) {
            const glm::dvec3 p(skin.place_mm[k]);
            if (was.scar[k] < 0.99) continue;
            if (std::abs(p.x) < 3.5) {
                ++cleared;
                EXPECT_LT(is.scar[k], 0.2) << p.x;
            }  // the rubber crosses it a little askew
            if (std::abs(p.x) > 25) {
                ++kept;
                EXPECT_GT(is.scar[k], 0.95);
            }
        }
        EXPECT_GT(cleared, 20);
        EXPECT_GT(kept, 200);
        for (const auto& piece : after->patches) {
            EXPECT_EQ(piece.kind, PatchKind::scar);
            EXPECT_EQ(piece.half_width_mm, before.patches[0].half_width_mm);
            for (const auto& p : easel.line(piece)) {
                EXPECT_GT(std::abs(p.x), 4 + 5);
                EXPECT_LT(easel.away_mm(before.patches[0], p), 0.5) << "where it was";
            }
        }
        EXPECT_NEAR(length_mm(easel.line(after->patches[0])) + length_mm(easel.line(after->patches[1])),
                    length_mm(easel.line(before.patches[0])) - 2 * (5 + 4 + 3), 4);
        EXPECT_TRUE(parse_design(design_to_json(*after), "erased"));
    }
}

TEST(Rubber, ShortensAtTheEndTakesWholeDiscsAndLeavesTheRest) {
    const Easel easel(3);
    auto before = with_band(easel);
    before.patches.push_back({PatchKind::bare, {{0, -20}}, 3});
    before.patches.push_back({PatchKind::alopecia, {{30, -5}}, 12});
    const ChartPoint end = before.patches[0].path.back();
    auto after = erased(before, 6, easel.stroke({end}, front), easel.canvas);
    ASSERT_TRUE(after);
    ASSERT_EQ(after->patches.size(), 3u);
    EXPECT_EQ(after->patches[0].path.front(), before.patches[0].path.front());
    EXPECT_NEAR(length_mm(easel.line(after->patches[0])), length_mm(easel.line(before.patches[0])) - (6 + 4 + 3), 1.2);
    EXPECT_EQ(after->patches[1], before.patches[1]);

    const HeadPose top = test::pose_of(0, 60, 0, {0, 40, 650});
    after = erased(before, 2, easel.stroke({{-2, -20}, {3, -20}}, top), easel.canvas);
    ASSERT_TRUE(after);
    ASSERT_EQ(after->patches.size(), 2u);
    EXPECT_EQ(after->patches[0], before.patches[0]);
    EXPECT_EQ(after->patches[1], before.patches[2]);

    // Over all of the band: it is gone. Far from everything: nothing is.
    after = erased(before, 8, easel.stroke(wave(120, -40, 40, 15, 6), front), easel.canvas);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->patches.size(), 2u);
    after = erased(before, 4, easel.stroke({{-5, 60}, {5, 60}}, front), easel.canvas);
    ASSERT_TRUE(after);
    EXPECT_EQ(*after, before);
    EXPECT_EQ(*erased({}, 4, easel.stroke({{0, 40}}, front), easel.canvas), TreatmentDesign{});
}

}  // namespace
}  // namespace smp
