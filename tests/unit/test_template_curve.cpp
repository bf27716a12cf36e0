// The paper template against the skin: what is true on it, and how far off the rest is.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "design/hairline.hpp"
#include "sheet/template_curve.hpp"
#include "sheet/tiles.hpp"
#include "support/design_fixture.hpp"

namespace smp {
namespace {

using test::head;
using test::model;

constexpr unsigned heads = 12;
const std::array styles{HairlineStyle::natural, HairlineStyle::rounded,     HairlineStyle::straight,
                        HairlineStyle::mature,  HairlineStyle::widows_peak, HairlineStyle::m_shape};

// The head's cranium from the harmonics themselves, smooth, where ScalpSurface has a grid of them.
class ExactSkin {
  public:
    explicit ExactSkin(const HeadShape& shape)
        : centre_(model().centre_mm() * shape.scale), c_(model().cranium_coefficients(shape)) {
        for (double& c : c_) c *= shape.scale;
    }
    glm::dvec3 below(const glm::dvec3& p) const {
        const glm::dvec3 d = glm::normalize(p - centre_);
        const auto y = harmonics(d);
        double r = 0;
        for (int t = 0; t < cranium_terms; ++t) r += c_[t] * y[t];
        return centre_ + r * d;
    }
    glm::dvec3 normal(const glm::dvec3& p) const {
        const glm::dvec3 out = glm::normalize(p - centre_);
        const glm::dvec3 a =
            glm::normalize(glm::cross(out, std::abs(out.x) < 0.7 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0)));
        const glm::dvec3 b = glm::cross(out, a);
        constexpr double d = 0.1;
        return glm::normalize(glm::cross(below(p + d * a) - below(p - d * a), below(p + d * b) - below(p - d * b)));
    }

  private:
    glm::dvec3 centre_;
    std::array<double, cranium_terms> c_;
};

// Lays a line of the paper back on the skin, from a place and a direction on: a step along the skin, then the turn that
// the paper has.
std::vector<glm::dvec3> laid(const ExactSkin& skin, const std::vector<glm::dvec2>& paper, glm::dvec3 p,
                             glm::dvec3 heading) {
    std::vector<glm::dvec3> out{skin.below(p)};
    p = out[0];
    glm::dvec2 last = glm::normalize(paper[1] - paper[0]);
    for (std::size_t i = 1; i < paper.size(); ++i) {
        const glm::dvec2 step = paper[i] - paper[i - 1];
        const double turn = std::atan2(last.x * step.y - last.y * step.x, glm::dot(last, step));
        const glm::dvec3 n = skin.normal(p);
        heading = glm::normalize(heading - glm::dot(heading, n) * n);
        heading = std::cos(turn) * heading + std::sin(turn) * glm::cross(n, heading);
        // The middle of the step says how the skin bends under it.
        const glm::dvec3 half = skin.below(p + 0.5 * glm::length(step) * heading), m = skin.normal(half);
        const glm::dvec3 middle = glm::normalize(heading - glm::dot(heading, m) * m);
        p = skin.below(p + glm::length(step) * middle);
        heading = middle;
        last = step;
        out.push_back(p);
    }
    return out;
}

struct Case {
    HeadShape shape;
    ScalpSurface surface;
    HairlineBuilder builder;
    HairlineCurve hairline;
    TemplateCurve curve;
    Case(unsigned seed, const TreatmentDesign& d)
        : shape(head(seed)),
          surface(model(), shape),
          builder(model(), shape, surface),
          hairline(builder.build(d)),
          curve(template_curve(model(), shape, surface, hairline.chart)) {}
    glm::dvec3 at(const ChartPoint& c) const { return surface.position_mm(c); }
};

template <class F>
void for_heads_and_styles(F check) {
    for (unsigned seed = 0; seed < heads; ++seed)
        for (const HairlineStyle style : styles) {
            TreatmentDesign d;
            d.hairline_style = style;
            d.hairline_height_mm = 60 + 3.0 * (seed % 9);
            d.temple_recession_mm = 4.0 * (seed % 5);
            d.tilt_mm = seed % 3 ? 0 : 4;
            SCOPED_TRACE("head " + std::to_string(seed) + ", style " + std::to_string(static_cast<int>(style)));
            check(Case(seed, d), d);
        }
}

TEST(Develop, AWheelOnABallIsAWiderWheelOnPaper) {
    constexpr double radius = 80;
    for (const double cap_deg : {20.0, 50.0, 80.0}) {
        const double cap = cap_deg * std::numbers::pi / 180, flat = radius * std::tan(cap);
        std::vector<SurfacePoint> wheel;
        for (int i = 0; i <= 2000; ++i) {
            const double a = i * 0.5 / 2000;  // half a radian of it
            const glm::dvec3 n{std::sin(cap) * std::cos(a), std::sin(cap) * std::sin(a), std::cos(cap)};
            wheel.push_back({radius * n, n});
        }
        const auto paper = develop(wheel, {0, 0}, {1, 0});
        // Anticlockwise as seen from outside, so the middle lies to the left of where it sets off.
        for (const glm::dvec2& p : paper) EXPECT_NEAR(glm::length(p - glm::dvec2(0, flat)), flat, 0.02) << cap_deg;
        EXPECT_NEAR(line_length_mm(paper), radius * std::sin(cap) * 0.5, 1e-3);
    }
}

TEST(TemplateCurve, LinesAreAsLongAsOnTheSkin) {
    for_heads_and_styles([](const Case& c, const TreatmentDesign& d) {
        using H = HairlineCurve;
        EXPECT_NEAR(line_length_mm(c.curve.midline), d.hairline_height_mm, 0.1);
        EXPECT_EQ(c.curve.midline.front(), glm::dvec2(0));
        EXPECT_EQ(c.curve.midline.back(), c.curve.edge[c.curve.middle]);
        const auto skin_mm = [&](int first, int last) {
            double sum = 0;
            for (int i = first; i < last; ++i) sum += c.surface.length_mm(c.hairline.chart[i], c.hairline.chart[i + 1]);
            return sum;
        };
        const auto& t = c.curve;
        EXPECT_NEAR(edge_length_mm(t, t.middle, t.left_corner), skin_mm(H::middle, H::left_corner), 0.1);
        EXPECT_NEAR(edge_length_mm(t, t.right_corner, t.middle), skin_mm(H::right_corner, H::middle), 0.1);
        EXPECT_NEAR(edge_length_mm(t, t.left_corner, t.edge.size() - 1), skin_mm(H::left_corner, H::count - 1), 0.1);
        EXPECT_NEAR(edge_length_mm(t, 0, t.right_corner), skin_mm(0, H::right_corner), 0.1);
        // The client's left is at the right of one who faces them.
        EXPECT_GT(t.edge[t.left_corner].x, 20);
        EXPECT_LT(t.edge[t.right_corner].x, -20);
        EXPECT_GT(t.edge[t.middle].y, 0.9 * d.hairline_height_mm);
    });
}

// Paper that is laid on midline and glabella comes to lie on the client's own line, to its very ends.
TEST(TemplateCurve, LaidBackOnTheSkinItMeetsTheLine) {
    double worst_mm = 0, worst_foot_mm = 0;
    for_heads_and_styles([&](const Case& c, const TreatmentDesign&) {
        const ExactSkin skin(c.shape);
        const auto& t = c.curve;
        const std::vector<glm::dvec2> left(t.edge.begin() + static_cast<std::ptrdiff_t>(t.middle), t.edge.end());
        std::vector<glm::dvec2> right(t.edge.begin(), t.edge.begin() + static_cast<std::ptrdiff_t>(t.middle) + 1);
        std::reverse(right.begin(), right.end());
        // From glabella up the midline, as a technician lays it; then along the edge.
        const glm::dvec3 glabella = c.at(c.surface.glabella());
        for (const bool to_left : {true, false}) {
            std::vector<glm::dvec2> way = t.midline;
            const auto& half = to_left ? left : right;
            way.insert(way.end(), half.begin() + 1, half.end());
            const ChartPoint up{c.surface.glabella().x, c.surface.glabella().y - 0.2};
            const auto on_skin = laid(skin, way, glabella, c.at(up) - glabella);
            const glm::dvec3 end = c.at(to_left ? c.hairline.chart.back() : c.hairline.chart.front());
            const glm::dvec3 corner =
                c.at(c.hairline.chart[to_left ? HairlineCurve::left_corner : HairlineCurve::right_corner]);
            const std::size_t corner_at =
                t.midline.size() - 1 + (to_left ? t.left_corner - t.middle : t.middle - t.right_corner);
            worst_mm =
                std::max({worst_mm, glm::length(on_skin.back() - end), glm::length(on_skin[corner_at] - corner)});
            EXPECT_LT(glm::length(on_skin[t.midline.size() - 1] - c.at(c.hairline.chart[HairlineCurve::middle])), 0.2);
        }
        for (const std::size_t side : {0u, 1u}) {
            const auto& foot = t.pupil_foot[side];
            ASSERT_GT(foot.size(), 10u);
            EXPECT_EQ(side ? foot[0].x > 0 : foot[0].x < 0, true);
            std::size_t at = 0;
            for (std::size_t i = 0; i < t.edge.size(); ++i)
                if (glm::length(t.edge[i] - foot[0]) < glm::length(t.edge[at] - foot[0])) at = i;
            EXPECT_LT(glm::length(t.edge[at] - foot[0]), 1e-9);
            // Along the edge from the midline, then down the foot.
            std::vector<glm::dvec2> way = t.midline;
            if (side)
                way.insert(way.end(), t.edge.begin() + static_cast<std::ptrdiff_t>(t.middle) + 1,
                           t.edge.begin() + static_cast<std::ptrdiff_t>(at) + 1);
            else
                for (std::size_t i = t.middle; i-- > at;) way.push_back(t.edge[i]);
            way.insert(way.end(), foot.begin() + 1, foot.end());
            const ChartPoint up{c.surface.glabella().x, c.surface.glabella().y - 0.2};
            const glm::dvec3 end = laid(skin, way, glabella, c.at(up) - glabella).back();
            // It ends level with glabella.
            worst_foot_mm = std::max(worst_foot_mm, std::abs(end.y - glabella.y));
        }
    });
    RecordProperty("worst_mm", std::to_string(worst_mm));
    std::printf("template laid back: corners and temple points within %.2f mm, feet level within %.2f mm\n", worst_mm,
                worst_foot_mm);
    EXPECT_LT(worst_mm, 0.1);
    EXPECT_LT(worst_foot_mm, 0.1);
}

// What the paper cannot have: how much its rim is too long, and how far its feet stand apart before they are laid.
TEST(TemplateCurve, WhatPaperCannotHaveStaysSmall) {
    double worst_strain = 0, widest_foot_mm = 0, worst_corner_mm = 0;
    for_heads_and_styles([&](const Case& c, const TreatmentDesign&) {
        const ExactSkin skin(c.shape);
        const auto& t = c.curve;
        // The rim over the front, a piece at a time: on skin, each of its points lies as far from the edge, straight
        // across.
        std::vector<glm::dvec3> rim;
        for (std::size_t i = t.right_corner + 40; i + 40 < t.left_corner; i += 8) {
            const ChartPoint a = c.surface.chart_at(c.at(c.hairline.chart[i / 8])), b = c.hairline.chart[i / 8 + 1];
            const glm::dvec3 p = c.at(a), n = skin.normal(p), along = c.at(b) - p;
            const glm::dvec2 along_flat = glm::normalize(t.edge[i + 8] - t.edge[i]), off = t.rim[i] - t.edge[i];
            const double turn = std::atan2(along_flat.x * off.y - along_flat.y * off.x, glm::dot(along_flat, off));
            const glm::dvec3 flat = glm::normalize(along - glm::dot(along, n) * n);
            std::vector<glm::dvec2> across;
            for (int k = 0; k <= 24; ++k) across.push_back(off * (k / 24.0));
            rim.push_back(laid(skin, across, p, std::cos(turn) * flat + std::sin(turn) * glm::cross(n, flat)).back());
            if (glm::length(off) < template_strip_mm - 0.1) rim.clear();
            if (rim.size() >= 6) {  // over about a centimetre
                double on_skin = 0, on_paper = 0;
                for (std::size_t k = rim.size() - 5; k < rim.size(); ++k) {
                    on_skin += glm::length(rim[k] - rim[k - 1]);
                    const std::size_t at = i - 8 * (rim.size() - 1 - k);
                    on_paper += glm::length(t.rim[at] - t.rim[at - 8]);
                }
                worst_strain = std::max(worst_strain, std::abs(on_paper / on_skin - 1));
            }
        }
        for (const std::size_t side : {0u, 1u}) {
            const glm::dvec3 glabella = c.at(c.surface.glabella());
            // Foot to foot on the skin, level with glabella: straight over the chart.
            const auto landmarks = model().landmarks(c.shape);
            const double pupil_x =
                side ? 0.5 * (landmarks[42].x + landmarks[45].x) : 0.5 * (landmarks[36].x + landmarks[39].x);
            const SagittalTape tape(c.surface, pupil_x, glabella.y);
            const double skin_mm = c.surface.length_mm(c.surface.glabella(), tape.at(0));
            widest_foot_mm = std::max(widest_foot_mm, glm::length(t.pupil_foot[side].back()) - skin_mm);
            const ChartPoint corner = c.hairline.chart[side ? HairlineCurve::left_corner : HairlineCurve::right_corner];
            const double corner_mm = c.surface.length_mm(c.surface.glabella(), corner);  // nearly the shortest way
            worst_corner_mm = std::max(
                worst_corner_mm, std::abs(glm::length(t.edge[side ? t.left_corner : t.right_corner]) - corner_mm));
        }
    });
    std::printf(
        "rim strain %.2f %%, feet up to %.1f mm farther apart on flat paper, corner to glabella straight on paper off "
        "by %.1f mm\n",
        100 * worst_strain, widest_foot_mm, worst_corner_mm);
    EXPECT_LT(worst_strain, 0.035);
    EXPECT_LT(widest_foot_mm, 25);
    EXPECT_LT(worst_corner_mm, 5);
}

TEST(TemplateCurve, ThePaperNeverReachesOverTheEdge) {
    const auto side = [](const glm::dvec2& a, const glm::dvec2& b, const glm::dvec2& p) {
        return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    };
    double narrowest_mm = 1e9;
    for_heads_and_styles([&](const Case& c, const TreatmentDesign&) {
        const auto& t = c.curve;
        ASSERT_EQ(t.rim.size(), t.edge.size());
        for (std::size_t i = 0; i < t.edge.size(); i += 4) {
            const double width = glm::length(t.rim[i] - t.edge[i]);
            EXPECT_LE(width, template_strip_mm + 1e-9);
            narrowest_mm = std::min(narrowest_mm, width);
            for (std::size_t k = 4; k < t.edge.size(); k += 4) {
                if (k + 12 > i && k < i + 16) continue;  // the place it starts from
                const auto &a = t.edge[k - 4], &b = t.edge[k], &from = t.edge[i], &to = t.rim[i];
                EXPECT_FALSE(side(a, b, from) * side(a, b, to) < 0 && side(from, to, a) * side(from, to, b) < 0)
                    << i << " " << k;
            }
        }
    });
    std::printf("paper at least %.1f mm wide\n", narrowest_mm);
    EXPECT_GT(narrowest_mm, 4);
}

TEST(Tiles, CoverTheDrawingAndOverlap) {
    EXPECT_EQ(tiles({-50, 0}, {50, 80}, {200, 100}).size(), 1u);
    for (const glm::dvec2 size : {glm::dvec2(300, 90), {280, 250}, {500, 500}}) {
        const auto all = tiles({-10, -20}, glm::dvec2(-10, -20) + size, {260, 160});
        EXPECT_GT(all.size(), 1u);
        for (double x = -9.9; x < size.x - 10.1; x += 3.7)
            for (double y = -19.9; y < size.y - 20.1; y += 3.7)
                EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                                        [&](const Tile& t) {
                                            return x >= t.low_mm.x && x <= t.high_mm.x && y >= t.low_mm.y &&
                                                   y <= t.high_mm.y;
                                        }))
                    << x << " " << y;
        for (const Tile& t : all)
            for (const Tile& u : all) {
                if (t.row != u.row || u.column != t.column + 1) continue;
                EXPECT_NEAR(t.high_mm.x - u.low_mm.x, tile_overlap_mm, 1e-9);
            }
    }
}

}  // namespace
}  // namespace smp
