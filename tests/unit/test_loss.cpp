#include <gtest/gtest.h>

#include "design/loss.hpp"
#include "design/regions.hpp"
#include "support/design_fixture.hpp"

namespace smp {
namespace {

using chart_grid::size;
using L = LossPattern;

constexpr std::array every{L::norwood_2, L::norwood_3, L::norwood_3_vertex, L::norwood_4,     L::norwood_5,
                           L::norwood_6, L::norwood_7, L::norwood_3a,       L::norwood_4a,    L::norwood_5a,
                           L::ludwig_1,  L::ludwig_2,  L::ludwig_3,         L::christmas_tree};

struct Skin {
    explicit Skin(const HeadShape& shape)
        : surface(test::model(), shape), grid(surface), chart(surface, grid, nullptr) {}
    ScalpSurface surface;
    SkinGrid grid;
    ChartSkin chart;
};

const Treatment& treated(LossPattern loss, const HeadShape& shape = {}, Region region = Region::full) {
    TreatmentDesign d;
    d.loss = loss;
    d.region = region;
    return test::compiler().compile(shape, d);
}

TEST(Loss, EachStageHoldsTheOnesBefore) {
    const std::vector<std::vector<L>> orders{
        {L::norwood_2, L::norwood_3, L::norwood_3_vertex, L::norwood_4, L::norwood_5, L::norwood_6, L::norwood_7},
        {L::norwood_2, L::norwood_3a, L::norwood_4a, L::norwood_5a, L::norwood_6},
        {L::ludwig_1, L::ludwig_2, L::ludwig_3}};
    for (unsigned seed : {0u, 2u, 6u}) {
        const Skin skin(test::head(seed));
        for (const auto& order : orders)
            for (std::size_t i = 0; i + 1 < order.size(); ++i) {
                const auto less = loss_map(skin.chart, order[i], 15), more = loss_map(skin.chart, order[i + 1], 15);
                double grown_mm2 = 0, worst = 0;
                for (std::size_t k = 0; k < less.size(); ++k) {
                    // On the scalp, that is: outlines part somewhere on the face, where nothing is ever set.
                    if (skin.chart.place_mm[k].y < 60) continue;
                    worst = std::max<double>(worst, less[k] - more[k]);
                    grown_mm2 += static_cast<double>(more[k] - less[k]) * skin.chart.area_mm2[k];
                }
                EXPECT_LT(worst, 0.02) << "head " << seed << " stage " << i;
                EXPECT_GT(grown_mm2, 500) << "head " << seed << " stage " << i;
            }
    }
}

TEST(Loss, IsTheSameOnBothSides) {
    for (const L loss : every)
        for (const auto& [outline, bare] : loss_areas(loss)) {
            if (outline.empty()) continue;  // the whole scalp
            const auto in = chart_grid::inside(outline);
            int odd = 0, all = 0;
            for (int j = 0; j < size; ++j)
                for (int i = 0; i < size; ++i) {
                    all += in[static_cast<std::size_t>(j * size + i)];
                    odd += in[static_cast<std::size_t>(j * size + i)] !=
                           in[static_cast<std::size_t>(j * size + size - 1 - i)];
                }
            EXPECT_GT(all, 500);
            EXPECT_LT(odd, 0.002 * all + 4) << static_cast<int>(loss);
        }
}

TEST(Loss, CornersStandAsNorwoodSays) {
    for (unsigned seed = 0; seed < 5; ++seed) {
        const Skin skin(test::head(seed));
        const auto rearmost_z_mm = [&](L loss) {  // of what is wholly bare
            const auto map = loss_map(skin.chart, loss, 15);
            double z = 1e9;
            for (std::size_t k = 0; k < map.size(); ++k)
                if (map[k] > 0.99f && skin.chart.place_mm[k].y > 60) z = std::min<double>(z, skin.chart.place_mm[k].z);
            return z;
        };
        // The line lies 20 mm ahead of the coronal line through the ears (DOMAIN 7).
        EXPECT_GT(rearmost_z_mm(L::norwood_2), 20) << seed;
        EXPECT_LT(rearmost_z_mm(L::norwood_3), 20) << seed;
        EXPECT_GT(rearmost_z_mm(L::norwood_3), 0) << seed;
    }
}

TEST(Loss, MarksGoWhereHairIsMissing) {
    const ChartPoint vertex{0, 0}, bridge{0, 0}, side{85, -20}, nape{0, -110}, corner{33, 24}, forelock{0, 36};
    const auto at = [&](L loss, const ChartPoint& c) { return treated(loss).coverage.at(c); };
    EXPECT_EQ(at(L::norwood_2, vertex), 0);
    EXPECT_GT(at(L::norwood_3, corner), 0.95);
    EXPECT_LT(at(L::norwood_3, forelock), 0.3);
    EXPECT_EQ(at(L::norwood_3, whorl), 0);
    EXPECT_EQ(at(L::norwood_3_vertex, whorl), 1);
    EXPECT_LT(at(L::norwood_4, bridge), 0.05);
    EXPECT_GT(at(L::norwood_5, bridge), 0.3);
    EXPECT_LT(at(L::norwood_5, bridge), 0.7);
    EXPECT_EQ(at(L::norwood_6, bridge), 1);
    EXPECT_EQ(at(L::norwood_6, side), 0);
    EXPECT_EQ(at(L::norwood_6, nape), 0);
    EXPECT_GT(at(L::norwood_7, side), 0.1);
    EXPECT_LT(at(L::norwood_7, side), 0.5);
    EXPECT_EQ(at(L::norwood_4a, whorl), 0);
    EXPECT_GT(at(L::norwood_4a, {0, 25}), 0.95);
    EXPECT_NEAR(at(L::ludwig_1, vertex), 0.4, 0.01);
    EXPECT_LT(at(L::ludwig_3, {0, 48}), 0.75) << "the front line is kept";
    EXPECT_GT(at(L::christmas_tree, {10, 36}), 0.4);
    EXPECT_EQ(at(L::christmas_tree, {24, -10}), 0);
    // Nothing on hair that is kept: not one mark on sides and nape of a Norwood VI.
    const Treatment& t = treated(L::norwood_6);
    for (const Mark& m : t.marks) {
        const ChartPoint c = test::compiler().surface().chart_at(m.p_head_mm);
        EXPECT_LT(glm::length(c), 92) << c.x << " " << c.y;
    }
    EXPECT_GT(t.treated_area_cm2, 200);  // DOMAIN 3: a whole bald top has 200 to 300 cm2
    EXPECT_LT(t.treated_area_cm2, 300);
    EXPECT_GT(treated(L::ludwig_1, {}, Region::density_fill).marks.size(), 1000u);
    EXPECT_LT(treated(L::ludwig_1, {}, Region::density_fill).treated_area_cm2, 60);
}

TEST(Loss, NeverOnEarsOrFaceAndNeverBeyondTheRegion) {
    for (unsigned seed : {0u, 3u, 7u})
        for (const L loss : every) {
            const auto whole = test::compiler().compile(test::head(seed), TreatmentDesign{}).coverage.value;
            const auto& part = treated(loss, test::head(seed)).coverage.value;
            for (std::size_t k = 0; k < whole.size(); ++k) ASSERT_LE(part[k], whole[k]) << static_cast<int>(loss);
        }
}

TEST(Loss, RunsOutOverItsFeatherOnTheSkin) {
    for (unsigned seed : {0u, 4u, 9u})
        for (double feather : {10.0, 20.0}) {
            const Skin skin(test::head(seed));
            CoverageMap map;
            const auto loss = loss_map(skin.chart, L::norwood_6, feather);
            for (float w : loss) map.value.push_back(static_cast<std::uint8_t>(255 * w + 0.5f));
            // Down the side from the vertex, where the outline runs square to the way.
            const auto along_mm = [&](double level) {
                double u = 30;
                while (u < 120 && map.at({u, -5}) > level) u += 0.1;
                return skin.surface.length_mm({30, -5}, {u, -5});
            };
            // A smoothstep's width from 10 to 90 % is 0.608 of the whole.
            EXPECT_NEAR(along_mm(0.1) - along_mm(0.9), 0.608 * feather, 1.0) << seed;
        }
}

// Between real hairs the sides are set thinly; where they are bare they are set as densely as the top.
TEST(Loss, DensityIsTrueWhereItIsBare) {
    for (unsigned seed : {0u, 1u, 5u}) {
        TreatmentDesign d;
        d.loss = L::norwood_7;
        d.sides_density = 0.2;
        const Treatment& t = test::compiler().compile(test::head(seed), d);
        const ScalpSurface& surface = test::compiler().surface();
        for (const ChartPoint& c : {ChartPoint{0, 0}, whorl, ChartPoint{-30, 10}, {58, -10}, {-58, -20}, {0, -75}}) {
            ASSERT_EQ(t.coverage.at(c), 1) << c.x << " " << c.y;
            const double wanted = 140 * regional_density(c, 1);
            EXPECT_NEAR(test::density_at(t, surface, c, 11) / wanted, 1, 0.08) << c.x << " " << c.y;
        }
    }
}

}  // namespace
}  // namespace smp
