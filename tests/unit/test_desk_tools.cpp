// Tools of the hand on the picture, and the lines that are drawn around what they leave.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "design/patch_limits.hpp"
#include "desk/guides.hpp"
#include "desk/skin_path.hpp"
#include "desk/tool.hpp"
#include "support/desk_heads.hpp"
#include "ui/controls.hpp"

namespace smp {
namespace {

const ScalpSurface& surface() {
    static const test::DeskHead head(3);
    return head.surface;
}

double off_path_mm(const ChartPoint& at, const std::vector<PathSample>& way) {
    const glm::dvec3 p = surface().position_mm(at);
    double least = 1e9;
    for (const PathSample& s : way) least = std::min(least, glm::length(p - s.p_head_mm));
    return least;
}

TEST(Tools, SizesStayWithinWhatADesignFileTakes) {
    Tool tool{ToolKind::patch};
    for (int i = 0; i < 40; ++i) tool = softer(wider(tool, 1), 1);
    Patch p = patch_of(tool);
    EXPECT_LE(p.half_width_mm, patch_limits::most_half_width_mm);
    EXPECT_EQ(p.edge_mm, patch_limits::most_edge_mm);
    for (int i = 0; i < 40; ++i) tool = softer(wider(tool, -1), -1);
    p = patch_of(tool);
    EXPECT_GE(p.half_width_mm, patch_limits::least_half_width_mm);
    EXPECT_EQ(p.edge_mm, patch_limits::least_edge_mm);
    EXPECT_GT(wider(tool, 1).width_mm, tool.width_mm);
}

TEST(Tools, EachPaintsWhatItsNameSays) {
    EXPECT_EQ(patch_of({ToolKind::patch}).kind, PatchKind::alopecia);
    EXPECT_EQ(patch_of({ToolKind::scar}).kind, PatchKind::scar);
    EXPECT_EQ(patch_of({ToolKind::bare}).kind, PatchKind::bare);
    EXPECT_FALSE(paints(ToolKind::hand) || paints(ToolKind::rubber));
}

TEST(Tools, ByKeyAllComeAroundBothWays) {
    LiveControls c;
    const Tool start = c.tool;
    c = apply(c, {.act = Act::next_tool, .amount = -1});
    EXPECT_EQ(c.tool.kind, ToolKind::rubber);
    for (int i = 0; i < tool_count + 1; ++i) c = apply(c, {.act = Act::next_tool, .amount = 1});
    EXPECT_EQ(c.tool, start);
    EXPECT_EQ(apply(c, {.act = Act::tool, .amount = 2}).tool.kind, ToolKind::scar);
    EXPECT_EQ(apply(c, {.act = Act::tool, .amount = 99}).tool.kind, ToolKind::rubber);
}

TEST(SkinPath, BesideIsAsFarAsItSays) {
    for (const ChartPoint at : {ChartPoint{0, 30}, ChartPoint{60, 20}, ChartPoint{-40, -50}}) {
        const ChartPoint next = beside(surface(), at, {3, 4});
        EXPECT_NEAR(glm::length(surface().position_mm(next) - surface().position_mm(at)), 5, 0.1);
    }
}

TEST(SkinPath, TheRingAroundAPlaceHasOneRadius) {
    for (const double radius_mm : {1., 8., 30., 60.}) {
        const ChartPoint middle{35, 20};
        const auto lines = outline(surface(), std::vector{middle}, radius_mm);
        ASSERT_EQ(lines.size(), 1u);
        for (const ChartPoint& c : lines[0])
            EXPECT_NEAR(glm::length(surface().position_mm(c) - surface().position_mm(middle)), radius_mm,
                        0.02 * radius_mm);
    }
}

TEST(SkinPath, ABandsBorderIsOneClosedLineAtItsHalfWidth) {
    const std::vector<ChartPoint> path{{-30, 40}, {0, 45}, {25, 30}};
    const auto lines = outline(surface(), path, 6);
    const auto way = samples(surface(), path, 0.25);
    ASSERT_FALSE(lines.empty());
    std::size_t points = 0;
    for (const auto& line : lines)
        for (const ChartPoint& c : line) {
            EXPECT_NEAR(off_path_mm(c, way), 6, 0.35);
            ++points;
        }
    EXPECT_GT(points, 60u);
    EXPECT_LT(glm::length(lines.front().front() - lines.back().back()), 3);
}

// A hairpin covers its own inner border: nothing is drawn through the middle of the paint.
TEST(SkinPath, NoBorderInsideWhereABandMeetsItself) {
    const std::vector<ChartPoint> path{{-10, 40}, {20, 40}, {20, 36}, {-10, 36}};
    const auto way = samples(surface(), path, 0.25);
    for (const auto& line : outline(surface(), path, 8))
        for (const ChartPoint& c : line) EXPECT_GT(off_path_mm(c, way), 0.95 * 8 - 0.1);
}

TEST(Guides, PatchesHaveTheirBordersAndTheirNames) {
    TreatmentDesign design;
    design.region = Region::density_fill;
    const std::size_t without = head_lines(surface(), {}, design).size();
    design.patches = {Patch{PatchKind::alopecia, {{0, -20}}}, Patch{PatchKind::scar, {{20, -40}, {-20, -40}}, 3, 2}};
    const auto lines = head_lines(surface(), {}, design);
    EXPECT_EQ(lines.size(), without + 2);
    const auto scar =
        std::find_if(lines.begin(), lines.end(), [](const HeadLine& l) { return l.kind == GuideKind::scar; });
    ASSERT_NE(scar, lines.end());
    EXPECT_EQ(scar->label, "scar");
}

}  // namespace
}  // namespace smp
