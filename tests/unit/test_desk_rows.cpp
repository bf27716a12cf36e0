// The desk's rows, their words and their steps, without a window.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "app/live_desk.hpp"
#include "desk/change_words.hpp"
#include "ui/desk_rows.hpp"
#include "ui/keys.hpp"

namespace smp {
namespace {

TEST(DeskRows, EveryParameterStandsThereOnce) {
    std::multiset<std::string_view> names;
    std::set<std::string_view> titles;
    for (const DeskGroup& group : desk_groups()) {
        EXPECT_TRUE(titles.insert(group.title).second) << group.title;
        EXPECT_FALSE(group.rows.empty());
        for (const Parameter* p : group.rows) {
            EXPECT_EQ(p->group, group.title);
            names.insert(p->name);
        }
    }
    EXPECT_EQ(names.size(), parameters().size());
    for (const Parameter& p : parameters()) EXPECT_EQ(names.count(p.name), 1u) << p.name;
}

TEST(DeskRows, TheGroupsAreThoseOfTheWork) {
    std::vector<std::string_view> titles;
    for (const DeskGroup& group : desk_groups()) titles.push_back(group.title);
    EXPECT_EQ(titles, (std::vector<std::string_view>{"Hairline", "Region", "Temples and sides", "Density and marks",
                                                     "Pigment", "Sessions and age", "View"}));
}

TEST(DeskRows, ValuesAreWrittenAsPeopleDo) {
    EXPECT_EQ(value_in_words(*find_parameter("hairline.height_mm"), 75), "75 mm");
    EXPECT_EQ(value_in_words(*find_parameter("hairline.height_mm"), 62.5), "62.5 mm");
    EXPECT_EQ(value_in_words(*find_parameter("stipple.density_per_cm2"), 140), "140 per cm\xc2\xb2");
    EXPECT_EQ(value_in_words(*find_parameter("stipple.dot_diameter_mm"), 0.18), "0.18 mm");
    EXPECT_EQ(value_in_words(*find_parameter("pigment.dilution"), 20), "1:20");
    EXPECT_EQ(value_in_words(*find_parameter("treatment.age_months"), 1), "1 month");
    EXPECT_EQ(value_in_words(*find_parameter("treatment.age_months"), 12), "12 months");
    EXPECT_EQ(value_in_words(*find_parameter("view.opacity"), 1), "1");
    EXPECT_EQ(value_in_words(*find_parameter("pattern.loss"), 3), "norwood 3 vertex");
    EXPECT_EQ(value_in_words(*find_parameter("pigment.shade"), 0), "neutral grey");
    for (const Parameter& p : parameters()) {
        EXPECT_EQ(value_in_words(p, p.default_value()).find('_'), std::string::npos) << p.name;
        EXPECT_NE(help_words(p).find(value_in_words(p, p.default_value())), std::string::npos) << p.name;
    }
    const std::string help = help_words(*find_parameter("hairline.height_mm"));
    EXPECT_NE(help.find("50 to 110 mm, default 75 mm."), std::string::npos) << help;
}

TEST(DeskRows, StepsStayOnTheGridAndInTheRange) {
    const Parameter& size = *find_parameter("stipple.dot_diameter_mm");
    EXPECT_DOUBLE_EQ(stepped(size, 0.18, 1), 0.19);
    EXPECT_DOUBLE_EQ(stepped(size, 0.18, -5), 0.13);
    EXPECT_DOUBLE_EQ(stepped(size, size.max, 1), size.max);
    EXPECT_DOUBLE_EQ(stepped(size, size.min, -1), size.min);
    const Parameter& density = *find_parameter("stipple.density_per_cm2");
    EXPECT_DOUBLE_EQ(stepped(density, 143, 1), 145) << "from between two places to the next one";
    EXPECT_DOUBLE_EQ(stepped(density, 143, -1), 140);
    EXPECT_DOUBLE_EQ(on_grid(density, 141.9), 140);
    EXPECT_DOUBLE_EQ(on_grid(density, 1e9), density.max);
    const Parameter& style = *find_parameter("hairline.style");
    EXPECT_DOUBLE_EQ(stepped(style, 0, -1), 0) << "no way round";
    EXPECT_DOUBLE_EQ(stepped(style, 0, 1), 1);
    // There and back again, everywhere.
    for (const Parameter& p : parameters()) {
        double value = p.min;
        int steps = 0;
        while (value < p.max && steps < 1000) {
            const double next = stepped(p, value, 1);
            ASSERT_GT(next, value) << p.name;
            value = next;
            ++steps;
        }
        EXPECT_DOUBLE_EQ(value, p.max) << p.name;
        EXPECT_LE(steps, std::ceil((p.max - p.min) / p.step) + 1) << p.name;
    }
}

TEST(DeskRows, WhatIsTypedIsUnderstood) {
    const Parameter& height = *find_parameter("hairline.height_mm");
    EXPECT_EQ(typed_value(height, "62.5"), 62.5);
    EXPECT_EQ(typed_value(height, " 62,5 mm "), 62.5);
    EXPECT_EQ(typed_value(height, "+80"), 80);
    EXPECT_EQ(typed_value(height, "4"), height.min);
    EXPECT_EQ(typed_value(height, "400"), height.max);
    for (const char* wrong : {"", "mm", "abc", "6x", "75 cm", "nan", "inf", "1:20"})
        EXPECT_FALSE(typed_value(height, wrong)) << wrong;
    EXPECT_EQ(typed_value(*find_parameter("pigment.dilution"), "1:25"), 25);
    EXPECT_EQ(typed_value(*find_parameter("pigment.dilution"), "25"), 25);
    EXPECT_EQ(typed_value(*find_parameter("treatment.session"), "2.4"), 2);
    EXPECT_EQ(typed_value(*find_parameter("treatment.age_months"), "36 months"), 36);
    EXPECT_EQ(typed_value(*find_parameter("hairline.tilt_mm"), "-3"), -3);
    // What stands there can be typed as it stands.
    for (const Parameter& p : parameters())
        if (p.choices.empty()) {
            EXPECT_EQ(typed_value(p, value_in_words(p, p.default_value())), p.default_value()) << p.name;
        }
}

TEST(DeskRows, KnowWhatIsNotTheDefault) {
    TreatmentDesign design;
    for (const Parameter& p : parameters()) {
        EXPECT_TRUE(at_default(p, design)) << p.name;
        TreatmentDesign other;
        p.set(other, p.default_value() == p.max ? p.min : p.max);
        EXPECT_FALSE(at_default(p, other)) << p.name;
    }
}

TEST(DeskButtons, NameTheKeysOfTheirActs) {
    const auto salon = KeyMap::parse(R"({"schema": "smp-mirror/keys/1", "keys": {"undo": ["F5"], "freeze": []}})", "");
    ASSERT_TRUE(salon);
    EXPECT_EQ(KeyMap().first_key_of("undo"), "U");
    EXPECT_EQ(salon->first_key_of("undo"), "F5");
    EXPECT_EQ(salon->first_key_of("freeze"), "");
    EXPECT_EQ(salon->first_key_of("before_after"), "Space");
}

TEST(DeskMonitor, IsAnotherThanTheMirrorsWhereThereIsOne) {
    EXPECT_EQ(desk_monitor(0, 1), 0);
    EXPECT_EQ(desk_monitor(0, 2), 1);
    EXPECT_EQ(desk_monitor(1, 2), 0);
    EXPECT_EQ(desk_monitor(2, 3), 0);
}

}  // namespace
}  // namespace smp
