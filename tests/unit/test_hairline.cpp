#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "design/coverage.hpp"
#include "design/hairline.hpp"
#include "support/random_heads.hpp"

namespace smp {
namespace {

const HeadModel& model() {
    static const HeadModel m = *HeadModel::load(std::filesystem::path(SMP_SOURCE_DIR) / "models/head_shape.json");
    return m;
}

struct Head {
    HeadShape shape;
    ScalpSurface surface;
    HairlineBuilder builder;
    explicit Head(const HeadShape& s) : shape(s), surface(model(), s), builder(model(), s, surface) {}
    HairlineCurve curve(const TreatmentDesign& d) const { return builder.build(d); }
    glm::dvec3 at(const ChartPoint& c) const { return surface.position_mm(c); }
    // Tape up the midline by an own sum of fine chords.
    double height_mm(const ChartPoint& p) const {
        const auto from = surface.glabella();
        double sum = 0;
        for (int i = 0; i < 4000; ++i) {
            const auto step = [&](int k) { return at(from + (p - from) * (k / 4000.0)); };
            sum += glm::length(step(i + 1) - step(i));
        }
        return sum;
    }
};

constexpr std::array all_styles{HairlineStyle::natural, HairlineStyle::rounded,     HairlineStyle::straight,
                                HairlineStyle::mature,  HairlineStyle::widows_peak, HairlineStyle::m_shape};
using C = HairlineCurve;

TEST(Hairline, MidlineHeightIsExactOnEveryHead) {
    for (unsigned seed = 0; seed < 25; ++seed) {
        const Head head(test::random_head(model(), seed));
        for (auto style : all_styles)
            for (double height : {50.0, 63.0, 75.0, 92.0, 110.0}) {
                TreatmentDesign d;
                d.hairline_height_mm = height;
                d.hairline_style = style;
                d.tilt_mm = 6;
                const auto p = head.curve(d).chart[C::middle];
                EXPECT_NEAR(p.x, 0, 1e-9);
                EXPECT_NEAR(head.height_mm(p), height, 0.1);
            }
    }
}

TEST(Hairline, CornersStandAboveTheOuterCanthiAtTheirRecession) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Head head(test::random_head(model(), seed));
        const auto landmarks = model().landmarks(head.shape);
        for (auto style : all_styles) {
            TreatmentDesign near, far;
            near.hairline_style = far.hairline_style = style;
            far.temple_recession_mm = near.temple_recession_mm + 6;
            const auto a = head.curve(near), b = head.curve(far);
            for (int side : {0, 1}) {
                const int corner = side ? C::left_corner : C::right_corner;
                const auto pa = head.at(a.chart[corner]), pb = head.at(b.chart[corner]);
                EXPECT_NEAR(pa.x, landmarks[side ? 45 : 36].x, 0.3);
                EXPECT_NEAR(pb.x, landmarks[side ? 45 : 36].x, 0.3);
                // Farther back along the skin by what the style makes of the change.
                const double moved = head.surface.length_mm(a.chart[corner], b.chart[corner]);
                const double wanted = corner_recession_mm(far) - corner_recession_mm(near);
                if (style == HairlineStyle::m_shape) {  // on a short skull the corner is being held back by now
                    EXPECT_GT(moved, 0.6 * wanted);
                    EXPECT_LT(moved, wanted + 0.3);
                } else {
                    EXPECT_NEAR(moved, wanted, 0.3);
                }
                EXPECT_LT(pb.z, pa.z);
                EXPECT_NEAR(head.builder.corner_length_mm(side, near) - head.builder.unreceded_length_mm(side, near),
                            corner_recession_mm(near), 1e-9);
            }
        }
    }
}

TEST(Hairline, ANaturalCornerStandsAsFarAboveTheBrowsAsTheMidline) {  // the 8-8-5 tape method, DOMAIN 6
    for (unsigned seed = 0; seed < 12; ++seed) {
        const Head head(test::random_head(model(), seed));
        for (double height : {60.0, 75.0, 90.0}) {
            TreatmentDesign d;
            d.hairline_height_mm = height;
            const auto curve = head.curve(d);
            for (int side : {0, 1}) {
                const SagittalTape tape(head.surface, head.builder.corner_x_mm(side), head.builder.brow_y_mm());
                const auto corner = head.at(curve.chart[side ? C::left_corner : C::right_corner]);
                EXPECT_NEAR(glm::length(corner - head.at(tape.at(height))), 0, 0.3);
            }
        }
    }
}

TEST(Hairline, LinesAreLevelOrRiseTowardsTheCorner) {
    // The natural ones once their recession makes up for the level's climb. Heads on which the level of the default
    // height is within reach of the limit on its climb.
    int tested = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
        const Head head(test::random_head(model(), seed));
        for (auto style :
             {HairlineStyle::natural, HairlineStyle::straight, HairlineStyle::mature, HairlineStyle::widows_peak}) {
            TreatmentDesign d;
            d.hairline_height_mm = 65;
            d.hairline_style = style;
            if (style == HairlineStyle::natural || style == HairlineStyle::widows_peak) d.temple_recession_mm = 12;
            const auto curve = head.curve(d);
            for (int side : {0, 1}) {
                if (head.builder.level_length_mm(side, 65) - 65 > 13.9) continue;
                ++tested;
                double highest = -1e9;
                // Beside a widow's peak the line stands a little proud.
                const double slack_mm = style == HairlineStyle::widows_peak ? 2.5 : 1.2;
                for (int i = 0; i <= C::front_steps; ++i) {
                    const auto p = head.at(curve.chart[C::middle + (side ? i : -i)]);
                    EXPECT_GT(p.y, highest - slack_mm) << "seed " << seed << " style " << int(style) << " step " << i;
                    highest = std::max(highest, p.y);
                }
            }
        }
    }
    EXPECT_GT(tested, 200);
}

TEST(Hairline, TempleHeightAndTiltMoveWhatTheyName) {
    for (unsigned seed = 0; seed < 12; ++seed) {
        const Head head(test::random_head(model(), seed));
        const auto landmarks = model().landmarks(head.shape);
        TreatmentDesign d;
        for (double height : {30.0, 40.0}) {
            d.temple_height_mm = height;
            const auto curve = head.curve(d);
            EXPECT_NEAR(head.at(curve.chart.back()).y - landmarks[45].y, height, 0.6);
            EXPECT_NEAR(head.at(curve.chart.front()).y - landmarks[36].y, height, 0.6);
        }
        const auto level = head.curve(d);
        d.temple_offset_mm = 6;
        const auto uneven = head.curve(d);
        EXPECT_NEAR(head.at(uneven.chart.back()).y - landmarks[45].y, 43, 0.6);
        EXPECT_NEAR(head.at(uneven.chart.front()).y - landmarks[36].y, 37, 0.6);
        for (int i = C::right_corner; i <= C::left_corner; ++i) EXPECT_EQ(uneven.chart[i], level.chart[i]);
        d.temple_offset_mm = 0;
        d.tilt_mm = 8;
        const auto tilted = head.curve(d);
        const double left = head.surface.length_mm(level.chart[C::left_corner], tilted.chart[C::left_corner]);
        const double right = head.surface.length_mm(level.chart[C::right_corner], tilted.chart[C::right_corner]);
        EXPECT_NEAR(left, 4, 0.3);
        EXPECT_NEAR(right, 4, 0.3);
        EXPECT_GT(head.at(tilted.chart[C::left_corner]).y, head.at(tilted.chart[C::right_corner]).y - 1);
        EXPECT_LT(tilted.chart[C::left_corner].y, level.chart[C::left_corner].y);    // back, so higher on the tape
        EXPECT_GT(tilted.chart[C::right_corner].y, level.chart[C::right_corner].y);  // forward
    }
}

// Length from one curve's point to the nearest of another, greatest over the curve, mm.
double apart_mm(const Head& head, const HairlineCurve& a, const HairlineCurve& b) {
    double most = 0;
    for (const auto& p : a.chart) {
        double least = 1e9;
        for (const auto& q : b.chart) least = std::min(least, glm::length(head.at(p) - head.at(q)));
        most = std::max(most, least);
    }
    return most;
}

TEST(Hairline, StylesDifferAndLookTheirNames) {
    const Head head{HeadShape{}};
    std::array<HairlineCurve, 6> curve;
    for (std::size_t i = 0; i < 6; ++i) {
        TreatmentDesign d;
        d.hairline_style = all_styles[i];
        curve[i] = head.curve(d);
        for (int k = 0; k < C::count; ++k) {  // symmetrical on a head that is, to the head's own asymmetry
            const auto p = head.at(curve[i].chart[k]), q = head.at(curve[i].chart[C::count - 1 - k]);
            EXPECT_NEAR(glm::length(p - glm::dvec3(-q.x, q.y, q.z)), 0, 0.6);
        }
    }
    for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t j = 0; j < i; ++j) EXPECT_GT(apart_mm(head, curve[i], curve[j]), 3) << i << " " << j;
    const auto point = [&](HairlineStyle s, int i) { return head.at(curve[static_cast<std::size_t>(s)].chart[i]); };
    using S = HairlineStyle;
    // straight: a ruled level line, and a corner with an edge
    for (int i = 0; i <= C::front_steps; ++i)
        EXPECT_NEAR(point(S::straight, C::middle + i).y, point(S::straight, C::middle).y, 1.2);
    const auto turn_deg = [&](S s) {
        double most = 0;
        const auto& c = curve[static_cast<std::size_t>(s)].chart;
        for (int i = C::left_corner - 4; i <= C::left_corner + 4; ++i) {
            const auto a = glm::normalize(head.at(c[i]) - head.at(c[i - 1])),
                       b = glm::normalize(head.at(c[i + 1]) - head.at(c[i]));
            most = std::max(most, std::acos(std::clamp(glm::dot(a, b), -1.0, 1.0)) * 57.3);
        }
        return most;
    };
    EXPECT_GT(turn_deg(S::straight), 35);
    EXPECT_LT(turn_deg(S::natural), 30);
    EXPECT_LT(turn_deg(S::rounded), 20);
    // rounded: turns down before the corner, well below the natural line
    EXPECT_LT(point(S::rounded, C::left_corner).y, point(S::rounded, C::middle).y - 2);
    EXPECT_LT(point(S::rounded, C::left_corner).y, point(S::natural, C::left_corner).y - 3);
    // mature and m_shape: corners farther back, one after the other
    EXPECT_LT(point(S::mature, C::left_corner).z, point(S::natural, C::left_corner).z - 4);
    EXPECT_LT(point(S::m_shape, C::left_corner).z, point(S::mature, C::left_corner).z - 6);
    // widow's peak: the tip stands ahead of the line beside it by about the drop
    TreatmentDesign peak;
    peak.hairline_style = S::widows_peak;
    for (double drop : {5.0, 10.0, 15.0}) {
        peak.peak_drop_mm = drop;
        const auto c = head.curve(peak);
        for (int i = 1; i <= C::front_steps; ++i) {
            const auto p = head.at(c.chart[C::middle + i]);
            if (std::abs(p.x - 0.5 * peak.peak_width_mm) > 1.0) continue;
            const SagittalTape tape(head.surface, p.x, head.builder.brow_y_mm());
            double best = 1e9, length = 0;
            for (double s = 60; s < 110; s += 0.25)
                if (const double off = glm::length(head.at(tape.at(s)) - p); off < best) best = off, length = s;
            EXPECT_NEAR(length - peak.hairline_height_mm, drop + 1, 3) << "at x " << p.x;
        }
    }
}

bool crosses(const ChartPoint& a, const ChartPoint& b, const ChartPoint& c, const ChartPoint& d) {
    const auto turn = [](const ChartPoint& p, const ChartPoint& q, const ChartPoint& r) {
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    };
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

TEST(Hairline, StaysSaneAtEveryExtremeOnEveryHead) {
    const auto ears = [](const glm::dvec3& p) {  // the model's own ear exclusion on the mean head
        return p.y < 33.9 && p.z < 12.7 && p.z > -31.3;
    };
    for (unsigned seed = 0; seed < 12; ++seed) {
        const Head head(seed ? test::random_head(model(), seed) : HeadShape{});
        const auto landmarks = model().landmarks(head.shape);
        double brows_y = -1e9;
        for (int i = 17; i <= 26; ++i) brows_y = std::max(brows_y, landmarks[i].y);
        for (auto style : all_styles)
            for (int corner = 0; corner < 32; ++corner) {
                TreatmentDesign d;
                d.hairline_style = style;
                d.hairline_height_mm = corner & 1 ? 110 : 50;
                d.temple_recession_mm = corner & 2 ? 40 : 0;
                d.temple_height_mm = corner & 4 ? 60 : 15;
                d.tilt_mm = corner & 8 ? 15 : -15;
                d.temple_offset_mm = corner & 4 ? 15 : -15;
                d.peak_drop_mm = corner & 16 ? 15 : 5;
                d.peak_width_mm = corner & 16 ? 20 : 40;
                const auto curve = head.curve(d);
                const auto what = ::testing::Message()
                                  << "seed " << seed << " style " << int(style) << " corner " << corner;
                for (int i = 0; i < C::count; ++i) {
                    const auto p = head.at(curve.chart[i]);
                    ASSERT_TRUE(std::isfinite(p.x + p.y + p.z)) << what;
                    EXPECT_FALSE(ears(p)) << what;
                    // Between the corners it keeps a finger's breadth above the brows.
                    if (i >= C::right_corner && i <= C::left_corner) {
                        EXPECT_GT(p.y, brows_y + 15) << what;
                    }
                }
                const auto& r = curve.region;
                for (std::size_t i = 0; i < r.size(); ++i)
                    for (std::size_t j = i + 2; j < r.size(); ++j) {
                        if (i == 0 && j + 1 == r.size()) continue;
                        ASSERT_FALSE(crosses(r[i], r[i + 1], r[j], r[(j + 1) % r.size()]))
                            << what << " " << i << " " << j;
                    }
            }
    }
}

TEST(Coverage, FrontRampHasItsWidthOnTheSkin) {
    for (unsigned seed : {0u, 5u, 9u}) {
        const HeadShape shape = seed ? test::random_head(model(), seed) : HeadShape{};
        const Head head(shape);
        const SkinGrid skin(head.surface);
        CoverageBuilder builder(model(), head.surface, skin);
        for (double width : {1.0, 4.0, 7.0, 12.0}) {
            TreatmentDesign d;
            d.edge_width_mm = width;
            const auto curve = head.curve(d);
            builder.build(curve, d);
            CoverageMap map;
            map.value = builder.coverage();
            const auto height_of = [&](double level) {  // on the midline, where coverage first comes to the level
                double s = d.hairline_height_mm - 15;
                while (s < 100 && map.at(head.surface.midline_at_height(s)) < level) s += 0.05;
                return s;
            };
            EXPECT_NEAR(height_of(0.5), d.hairline_height_mm, 0.5) << width;
            // A texel is 0.9 mm, so that the narrowest ramp comes out a little wider.
            EXPECT_NEAR(height_of(0.9) - height_of(0.1), width, width < 2 ? 0.7 : 0.35) << width;
        }
    }
}

}  // namespace
}  // namespace smp
