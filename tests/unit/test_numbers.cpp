#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "design/hairline.hpp"
#include "design/numbers.hpp"
#include "support/design_fixture.hpp"

namespace smp {
namespace {

using C = HairlineCurve;

using test::compiler;
using test::head;
using test::model;

TreatmentNumbers numbers(const HeadShape& shape, const TreatmentDesign& d, const ScaleKnowledge& scale = {}) {
    const Treatment& t = compiler().compile(shape, d);
    return treatment_numbers(model(), shape, compiler().surface(), d, t, scale);
}
std::set<std::string> warned(const TreatmentNumbers& n) {
    std::set<std::string> ids;
    for (const DesignWarning& w : n.warnings) EXPECT_TRUE(ids.insert(w.id).second) << w.id << " twice";
    return ids;
}
const std::string& text_of(const TreatmentNumbers& n, const std::string& id) {
    static const std::string none;
    for (const DesignWarning& w : n.warnings)
        if (w.id == id) return w.text;
    return none;
}

TEST(Numbers, AreaIsThatOfTheSkinUnderTheCoverage) {
    for (unsigned seed = 0; seed < 5; ++seed)
        for (const Region region : {Region::full, Region::frontal, Region::crown, Region::density_fill}) {
            TreatmentDesign d;
            d.region = region;
            const HeadShape shape = head(seed);
            const double given_cm2 = numbers(shape, d).treated_area_cm2.value;
            // Triangles between places on the skin, with no use of the surface's own area.
            const ScalpSurface& surface = compiler().surface();
            const CoverageMap& coverage = compiler().compile(shape, d).coverage;
            constexpr double step = 1.5;
            double area_mm2 = 0;
            for (double u = -148.5; u < 148; u += step)
                for (double v = -148.5; v < 148; v += step) {
                    const ChartPoint a{u, v}, b{u + step, v}, c{u, v + step}, e{u + step, v + step};
                    const double cover = coverage.at(0.25 * (a + b + c + e));
                    if (cover == 0 || std::max(glm::length(a), glm::length(e)) > 149) continue;
                    const auto p = surface.position_mm(a), q = surface.position_mm(b), r = surface.position_mm(c),
                               s = surface.position_mm(e);
                    area_mm2 +=
                        cover * 0.5 * (glm::length(glm::cross(q - p, r - p)) + glm::length(glm::cross(q - s, r - s)));
                }
            EXPECT_NEAR(given_cm2, area_mm2 / 100, 0.01 * given_cm2) << "seed " << seed << " region " << int(region);
        }
}

TEST(Numbers, EverySessionHasTheMarksThatAreDrawnForIt) {
    for (unsigned seed = 0; seed < 3; ++seed) {
        TreatmentDesign d;
        d.density_per_cm2 = 110 + 40.0 * seed;
        d.edge_width_mm = 4 + 3.0 * seed;
        std::array<std::size_t, 4> drawn{};
        for (int session = 1; session <= 4; ++session) {
            d.session = session;
            drawn[static_cast<std::size_t>(session) - 1] = compiler().compile(head(seed), d).marks.size();
        }
        for (int session = 1; session <= 4; ++session) {  // whichever is looked at
            d.session = session;
            const auto n = numbers(head(seed), d);
            std::size_t sum = 0;
            for (std::size_t s = 0; s < 4; ++s) {
                EXPECT_EQ(n.sessions[s].after, drawn[s]) << "seed " << seed << " session " << s + 1;
                sum += n.sessions[s].adds;
                EXPECT_EQ(sum, drawn[s]);
            }
            EXPECT_EQ(n.marks.value, static_cast<double>(drawn[3]));
            EXPECT_NEAR(static_cast<double>(n.sessions[0].adds) / n.marks.value, 0.3, 0.01);
            EXPECT_NEAR(static_cast<double>(n.sessions[1].adds) / n.marks.value, 0.4, 0.01);
        }
    }
}

TEST(Numbers, HairlineIsWhereTheDesignPutIt) {
    for (unsigned seed = 0; seed < 8; ++seed)
        for (const double height : {58.0, 75.0, 96.0}) {
            TreatmentDesign d;
            d.hairline_height_mm = height;
            d.temple_recession_mm = 9;
            d.temple_height_mm = 38;
            const auto shape = head(seed);
            const auto h = *numbers(shape, d).hairline;
            const auto landmarks = model().landmarks(shape);
            EXPECT_NEAR(h.height_mm.value, height, 0.1);
            for (const int side : {0, 1}) {
                const auto of = [&](const BothSides& both) { return (side ? both.left : both.right).value; };
                EXPECT_NEAR(of(h.corner_height_mm), height + 9, 0.3) << "natural: by the tape";
                EXPECT_NEAR(of(h.corner_recession_mm), 9, 0.4);
                EXPECT_NEAR(of(h.corner_lateral_mm), std::abs(landmarks[side ? 45 : 36].x), 0.3);
                EXPECT_NEAR(of(h.temple_height_mm), 38, 0.5);
            }
        }
}

TEST(Numbers, ATapeOfStraightPiecesFindsTheSame) {  // lengths and heights, from the points that are drawn
    for (unsigned seed = 0; seed < 6; ++seed) {
        TreatmentDesign d;
        d.hairline_style = HairlineStyle::mature;
        d.tilt_mm = 4;
        const auto shape = head(seed);
        const auto h = *numbers(shape, d).hairline;
        const Treatment& t = compiler().compile(shape, d);
        const ScalpSurface& surface = compiler().surface();
        const glm::dvec3 corner = t.hairline_mm[C::left_corner];
        const double brow_y = surface.position_mm(surface.glabella()).y;
        // In the corner's sagittal plane, by bisection on rays from the cranium's own height.
        const glm::dvec3 centre(corner.x, surface.centre_mm().y, surface.centre_mm().z);
        const auto on_skin = [&](double angle) {
            double low = 0, high = 160;
            const glm::dvec3 way(0, std::sin(angle), std::cos(angle));
            for (int i = 0; i < 50; ++i) {
                const double mid = 0.5 * (low + high);
                const auto p = centre + mid * way;
                const bool inside = glm::length(p - surface.centre_mm()) < surface.radius_mm(surface.chart_at(p));
                (inside ? low : high) = mid;
            }
            return centre + low * way;
        };
        double length = 0;
        glm::dvec3 last{};
        bool begun = false;
        const double end = std::atan2(corner.y - centre.y, corner.z - centre.z);
        for (double angle = -1; angle <= end; angle += 0.002) {
            const auto p = on_skin(angle);
            if (p.y < brow_y) continue;
            if (begun) length += glm::length(p - last);
            begun = true;
            last = p;
        }
        EXPECT_NEAR(h.corner_height_mm.left.value, length, 0.6) << "seed " << seed;
        EXPECT_NEAR(h.temple_width_mm.value, glm::length(t.hairline_mm.front() - t.hairline_mm.back()), 1e-9);
    }
}

TEST(Numbers, AMirroredTiltExchangesTheSides) {
    TreatmentDesign up, down;
    up.tilt_mm = 7;
    down.tilt_mm = -7;
    for (const auto style : {HairlineStyle::natural, HairlineStyle::widows_peak, HairlineStyle::straight}) {
        up.hairline_style = down.hairline_style = style;
        const auto a = *numbers({}, up).hairline, b = *numbers({}, down).hairline;  // the mean head is even
        for (const auto both : {&HairlineNumbers::corner_height_mm, &HairlineNumbers::corner_recession_mm,
                                &HairlineNumbers::corner_lateral_mm, &HairlineNumbers::corner_depth_mm,
                                &HairlineNumbers::temple_height_mm, &HairlineNumbers::corner_to_temple_mm,
                                &HairlineNumbers::temple_ahead_mm}) {
            EXPECT_NEAR((a.*both).left.value, (b.*both).right.value, 0.2);
            EXPECT_NEAR((a.*both).right.value, (b.*both).left.value, 0.2);
        }
        EXPECT_NEAR(a.corner_height_mm.left.value - a.corner_height_mm.right.value, 7, 0.2);
        EXPECT_NEAR(a.temple_height_mm.left.value - a.temple_height_mm.right.value, 7, 0.3);
        EXPECT_NEAR(a.tilt_deg, -b.tilt_deg, 0.1);
        EXPECT_GT(a.tilt_deg, 1.5) << "the client's left is up";
        EXPECT_NEAR(a.left_run.falls_mm, b.right_run.falls_mm, 0.2);
        EXPECT_GT(a.right_run.falls_mm, a.left_run.falls_mm - 1e-9) << "the lower side falls more";
    }
}

TEST(Numbers, ToleranceFollowsWhatIsKnownOfTheScale) {
    const ScaleKnowledge assumed, given{typed_scale(64)}, assumed_once{{}, true}, given_once{typed_scale(64), true};
    EXPECT_LT(length_tolerance(given), length_tolerance(given_once));
    EXPECT_LT(length_tolerance(given_once), length_tolerance(assumed));
    EXPECT_LT(length_tolerance(assumed), length_tolerance(assumed_once));
    EXPECT_GE(length_tolerance(given), 0.015);   // DOMAIN 10
    EXPECT_GE(length_tolerance(assumed), 0.10);  // DOMAIN 10
    const auto a = numbers({}, {}, assumed), g = numbers({}, {}, given);
    EXPECT_EQ(a.hairline->height_mm.value, g.hairline->height_mm.value);
    EXPECT_NEAR(a.hairline->height_mm.tolerance, 75 * length_tolerance(assumed), 1e-3);
    EXPECT_GT(a.hairline->temple_width_mm.tolerance, 2 * g.hairline->temple_width_mm.tolerance);
    EXPECT_GT(a.treated_area_cm2.tolerance, 2 * g.treated_area_cm2.tolerance);
    EXPECT_GT(a.marks.tolerance / a.marks.value, 2 * length_tolerance(assumed)) << "areas are off by twice as much";
}

// The client is really larger by the tolerance, and the line was agreed on by its picture: all of it is larger.
TEST(Numbers, TolerancesAreWhatAWrongScaleMakes) {
    const ScaleKnowledge scale{typed_scale(63)};
    const double larger = 1 + length_tolerance(scale);
    HeadShape shape;
    shape.scale = larger;
    TreatmentDesign d;
    d.hairline_height_mm *= larger;
    d.temple_height_mm *= larger;
    d.edge_width_mm *= larger;
    const auto drawn = numbers({}, {}, scale), really = numbers(shape, d, scale);
    const auto expect = [](const Measure& a, const Measure& b) {
        EXPECT_NEAR(b.value - a.value, a.tolerance, 0.05 * a.tolerance);
    };
    expect(drawn.treated_area_cm2, really.treated_area_cm2);
    expect(drawn.marks, really.marks);
    expect(drawn.hairline->height_mm, really.hairline->height_mm);
    expect(drawn.hairline->temple_width_mm, really.hairline->temple_width_mm);
    expect(drawn.hairline->corner_height_mm.left, really.hairline->corner_height_mm.left);
    expect(drawn.hairline->corner_lateral_mm.right, really.hairline->corner_lateral_mm.right);
    expect(drawn.hairline->temple_height_mm.left, really.hairline->temple_height_mm.left);
}

TEST(Numbers, ProfileSaysWhatTheLineDoes) {
    for (unsigned seed = 0; seed < 6; ++seed)
        for (const auto style : {HairlineStyle::natural, HairlineStyle::rounded, HairlineStyle::mature}) {
            TreatmentDesign d;
            d.hairline_style = style;
            const auto h = *numbers(head(seed), d).hairline;
            const Treatment& t = compiler().compile(head(seed), d);
            for (const int sign : {-1, 1}) {
                double most_mm = 0;
                for (int i = 0; i <= C::front_steps; ++i)
                    for (int j = i; j <= C::front_steps; ++j)
                        most_mm =
                            std::max(most_mm, t.hairline_mm[static_cast<std::size_t>(C::middle + sign * i)].y -
                                                  t.hairline_mm[static_cast<std::size_t>(C::middle + sign * j)].y);
                const ProfileRun& run = sign > 0 ? h.left_run : h.right_run;
                EXPECT_NEAR(run.falls_mm, most_mm, 0.05);
                EXPECT_EQ(run.falls_mm > 0, run.slope_90_deg > 0);
                EXPECT_LT(run.slope_90_deg, 90);
            }
        }
}

TEST(Numbers, RegionsWithoutAFrontEdgeHaveNoHairline) {
    TreatmentDesign d;
    d.hairline_height_mm = 52;
    for (const Region region : {Region::crown, Region::density_fill}) {
        d.region = region;
        const auto n = numbers({}, d);
        EXPECT_FALSE(n.hairline);
        EXPECT_TRUE(n.warnings.empty());
        EXPECT_GT(n.marks.value, 1000);
        EXPECT_TRUE(nlohmann::json::parse(numbers_to_json(n)).at("hairline").is_null());
    }
}

TEST(Warnings, NoneOnTheDefaultDesign) {
    for (unsigned seed = 0; seed < 30; ++seed) {
        const auto n = numbers(head(seed), {});
        EXPECT_TRUE(n.warnings.empty()) << "seed " << seed << ": " << numbers_to_text(n);
    }
}

TEST(Warnings, EachComesWithTheDesignThatIsMadeForIt) {
    using Ids = std::set<std::string>;
    const auto warns = [](const TreatmentDesign& d) { return warned(numbers({}, d)); };
    TreatmentDesign d;
    d.hairline_height_mm = 59;
    EXPECT_EQ(warns(d), Ids{"low_hairline"});
    EXPECT_NE(text_of(numbers({}, d), "low_hairline").find("59 mm"), std::string::npos);
    d.hairline_height_mm = 60;
    EXPECT_EQ(warns(d), Ids{});

    d = {};
    d.hairline_style = HairlineStyle::rounded;
    EXPECT_EQ(warns(d), (Ids{"corner_filled", "profile_falls"}));
    d.temple_recession_mm = 20;
    EXPECT_EQ(warns(d), Ids{});

    d = {};
    d.hairline_style = HairlineStyle::straight;
    EXPECT_EQ(warns(d), Ids{"corner_flat"});
    d.temple_recession_mm = 10;
    EXPECT_EQ(warns(d), Ids{});

    d = {};
    d.hairline_style = HairlineStyle::m_shape;
    EXPECT_EQ(warns(d), Ids{});
    d.temple_recession_mm = 40;
    EXPECT_EQ(warns(d), Ids{"temple_ahead"});

    d = {};
    d.tilt_mm = 1;
    EXPECT_EQ(warns(d), Ids{});
    d.tilt_mm = -5;
    EXPECT_EQ(warns(d), Ids{"uneven_sides"});
    EXPECT_NE(text_of(numbers({}, d), "uneven_sides").find("5.0 mm higher along the skin on the client's right"),
              std::string::npos)
        << text_of(numbers({}, d), "uneven_sides");

    d = {};
    d.density_per_cm2 = 180;
    EXPECT_EQ(warns(d), Ids{});
    d.density_per_cm2 = 185;
    EXPECT_EQ(warns(d), Ids{"dense_marks"});

    d = {};
    d.dot_diameter_mm = 0.25;
    EXPECT_EQ(warns(d), Ids{});
    d.dot_diameter_mm = 0.26;
    EXPECT_EQ(warns(d), Ids{"large_marks"});
}

TEST(Warnings, ALineThatIsTrueOnAnUnevenHeadIsSaidToTilt) {
    HeadShape uneven;
    uneven.own[1] = 4;  // l = 1, m = -1: one side of the cranium stands farther out
    uneven.own[5] = 10;
    const auto n = numbers(uneven, {});
    const auto even = numbers({}, {});
    EXPECT_NEAR(even.hairline->tilt_deg, 0, 0.1);
    EXPECT_NEAR(n.hairline->corner_height_mm.left.value, n.hairline->corner_height_mm.right.value, 0.3);
    EXPECT_GT(std::abs(n.hairline->tilt_deg), 2);
    EXPECT_EQ(warned(n).count("uneven_sides"), 1u);
}

TEST(NumbersText, SaysEveryFigureAndWarning) {
    TreatmentDesign d;
    d.hairline_height_mm = 55;
    const auto n = numbers({}, d, {{}, true});
    const auto text = numbers_to_text(n);
    for (const char* part : {"63.0 mm \xc2\xb1"
                             "6.3, assumed",
                             "12 %", "cm\xc2\xb2", "Session 1", "Session 3", "55.0 \xc2\xb1", "Note: "})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    EXPECT_EQ(text.find("Session 4"), std::string::npos) << "adds nothing";
    EXPECT_EQ(text.find("-0.0"), std::string::npos);
    for (const DesignWarning& w : n.warnings) EXPECT_NE(text.find(w.text), std::string::npos);
}

TEST(NumbersText, JsonHoldsTheSame) {
    TreatmentDesign d;
    d.hairline_style = HairlineStyle::rounded;
    const auto n = numbers({}, d, {typed_scale(66)});
    const auto j = nlohmann::json::parse(numbers_to_json(n));
    EXPECT_EQ(j.at("schema"), "smp-mirror/numbers/1");
    EXPECT_EQ(j.at("scale").at("ipd_mm"), 66);
    EXPECT_EQ(j.at("scale").at("ipd_given"), true);
    EXPECT_EQ(j.at("scale").at("ipd_source"), "typed");
    EXPECT_EQ(j.at("scale").at("ipd_tolerance_mm"), 1);
    EXPECT_GE(j.at("hairline").at("profile").at("left").at("falls_tolerance_mm"), 1);
    EXPECT_NEAR(j.at("treated_area_cm2").at("value").get<double>(), n.treated_area_cm2.value, 0.01);
    EXPECT_EQ(j.at("marks").at("value"), n.sessions[3].after);
    EXPECT_EQ(j.at("sessions").size(), 4u);
    EXPECT_EQ(j.at("sessions")[1].at("adds"), n.sessions[1].adds);
    EXPECT_NEAR(j.at("hairline").at("corner_height_mm").at("left").at("value").get<double>(),
                n.hairline->corner_height_mm.left.value, 0.01);
    EXPECT_NEAR(j.at("hairline").at("height_mm").at("tolerance").get<double>(), n.hairline->height_mm.tolerance, 0.01);
    EXPECT_EQ(j.at("warnings").size(), n.warnings.size());
    EXPECT_EQ(j.at("warnings")[0].at("id"), n.warnings[0].id);
}

}  // namespace
}  // namespace smp
