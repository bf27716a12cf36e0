#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "design/treatment_design.hpp"

namespace smp {
namespace {

TEST(Parameters, TheContractsNamesAreThere) {
    for (const auto* name :
         {"hairline.height_mm", "hairline.style", "hairline.temple_recession_mm", "hairline.temple_height_mm",
          "hairline.tilt_mm", "hairline.edge_width_mm", "hairline.irregularity", "region", "stipple.density_per_cm2",
          "stipple.dot_diameter_mm", "stipple.size_variation", "stipple.mark", "pigment.shade", "pigment.dilution",
          "treatment.session", "treatment.age_months", "view.opacity"})
        EXPECT_NE(find_parameter(name), nullptr) << name;
    EXPECT_EQ(find_parameter("hairline"), nullptr);
    const auto range = [](const char* name, double low, double high, double standard) {
        const auto& p = *find_parameter(name);
        EXPECT_EQ(p.min, low) << name;
        EXPECT_EQ(p.max, high) << name;
        EXPECT_EQ(p.default_value(), standard) << name;
    };
    range("hairline.height_mm", 50, 110, 75);
    range("pigment.dilution", 5, 60, 20);
    range("treatment.session", 1, 4, 3);
    const auto& style = *find_parameter("hairline.style");
    for (const auto* name : {"natural", "rounded", "straight", "mature", "widows_peak", "m_shape"})
        EXPECT_NE(std::find(style.choices.begin(), style.choices.end(), name), style.choices.end()) << name;
    const auto& region = *find_parameter("region");
    for (const auto* name : {"full", "frontal", "crown", "density_fill"})
        EXPECT_NE(std::find(region.choices.begin(), region.choices.end(), name), region.choices.end()) << name;
}

TEST(Parameters, EveryRowIsSound) {
    std::set<std::string_view> names;
    for (const Parameter& p : parameters()) {
        EXPECT_TRUE(names.insert(p.name).second) << p.name << " twice";
        EXPECT_LT(p.min, p.max) << p.name;
        EXPECT_GT(p.step, 0) << p.name;
        EXPECT_FALSE(p.label.empty() || p.group.empty() || p.help.empty()) << p.name;
        EXPECT_GE(p.default_value(), p.min) << p.name;
        EXPECT_LE(p.default_value(), p.max) << p.name;
        EXPECT_EQ(p.choices.empty(), p.type != ParameterType::choice) << p.name;
        // A setter writes what its getter reads, and nothing else, but for a preset.
        TreatmentDesign design;
        const double other = p.default_value() == p.max ? p.min : p.max;
        p.set(design, other);
        EXPECT_EQ(p.get(design), other) << p.name;
        for (const Parameter& q : parameters())
            if (&q != &p && !p.gives_others) {
                EXPECT_EQ(q.get(design), q.default_value()) << p.name << " moves " << q.name;
            }
    }
}

TEST(Parameters, TextIsReadAndRefused) {
    for (const Parameter& p : parameters()) {
        for (double value : {p.min, p.max}) {
            TreatmentDesign design;
            const auto status = set_parameter(design, p.name, format_value(p, value));
            ASSERT_TRUE(status) << status.error().line();
            EXPECT_EQ(p.get(design), value) << p.name;
        }
        TreatmentDesign design;
        std::vector<std::string> bad{"", "abc", "nan", "inf", "1e999", "5 mm", "5,5", "0x10", " 5", "1e", "--5"};
        if (p.type != ParameterType::choice) {
            bad.push_back(std::to_string(p.min - p.step));
            bad.push_back(std::to_string(p.max + p.step));
        } else {
            bad.push_back("0");
        }
        if (p.type == ParameterType::integer) bad.push_back(std::to_string(p.min + 0.5));
        for (const auto& text : bad) {
            const auto status = set_parameter(design, p.name, text);
            ASSERT_FALSE(status) << p.name << "=" << text;
            const auto line = status.error().line();
            EXPECT_EQ(status.error().code, ExitCode::input);
            EXPECT_NE(line.find(p.name), std::string::npos) << line;
            const auto bound = format_value(p, p.max);
            EXPECT_NE(line.find(bound), std::string::npos) << line;
            EXPECT_EQ(line.find('\n'), std::string::npos);
        }
        EXPECT_EQ(design, TreatmentDesign{}) << p.name;
    }
    TreatmentDesign design;
    const auto unknown = set_parameter(design, "hairline.hight_mm", "70");
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().line().find("hairline.hight_mm"), std::string::npos);
}

TEST(Parameters, NudgesStopAtTheRangeAndChoicesGoRound) {
    for (const Parameter& p : parameters()) {
        TreatmentDesign design;
        if (p.type == ParameterType::choice) {
            const auto n = static_cast<double>(p.choices.size());
            nudge_parameter(design, p, -1);
            EXPECT_EQ(p.get(design), n - 1) << p.name;
            nudge_parameter(design, p, 1);
            EXPECT_EQ(p.get(design), 0) << p.name;
            continue;
        }
        const double start = p.default_value();
        nudge_parameter(design, p, start < p.max ? 1 : -1);
        EXPECT_NEAR(std::abs(p.get(design) - start), p.step, 1e-9) << p.name;
        nudge_parameter(design, p, 1e6);
        EXPECT_EQ(p.get(design), p.max) << p.name;
        nudge_parameter(design, p, -1e6);
        EXPECT_EQ(p.get(design), p.min) << p.name;
    }
}

TEST(Parameters, JsonListsEveryRow) {
    const auto json = nlohmann::json::parse(parameters_to_json());
    ASSERT_EQ(json.size(), parameters().size());
    for (std::size_t i = 0; i < json.size(); ++i) {
        for (const auto* key : {"name", "type", "unit", "min", "max", "default", "step", "group", "help"})
            EXPECT_TRUE(json[i].contains(key)) << key;
        const Parameter& p = parameters()[i];
        EXPECT_EQ(json[i].at("name"), p.name);
        // What the list gives as bounds can be set as it stands.
        for (const auto* key : {"min", "max", "default"}) {
            TreatmentDesign design;
            const auto& v = json[i].at(key);
            const auto status = set_parameter(design, p.name, v.is_string() ? v.get<std::string>() : v.dump());
            EXPECT_TRUE(status) << p.name << " " << key;
        }
    }
}

// Every order of a preset and what is given beside it comes to the same.
TEST(Parameters, WhatIsGivenWinsOverAPresetInAnyOrder) {
    std::vector<Assignment> given{
        {"hairline.edge", "soft"}, {"hairline.edge_width_mm", "3"}, {"hairline.irregularity", "0.25"}};
    const auto by_name = [](const Assignment& a, const Assignment& b) { return a.name < b.name; };
    int orders = 0;
    do {
        TreatmentDesign d;
        ASSERT_TRUE(set_parameters(d, given));
        EXPECT_EQ(d.edge, EdgePreset::soft);
        EXPECT_EQ(d.edge_width_mm, 3);
        EXPECT_EQ(d.irregularity, 0.25);
        ++orders;
    } while (std::next_permutation(given.begin(), given.end(), by_name));
    EXPECT_EQ(orders, 6);
    // What is not given is the preset's, and a value equal to the default is given like any other.
    TreatmentDesign d;
    const TreatmentDesign plain;
    ASSERT_TRUE(set_parameters(d, std::vector<Assignment>{{"hairline.edge_width_mm", "7"}, {"hairline.edge", "soft"}}));
    EXPECT_EQ(d.edge_width_mm, plain.edge_width_mm);
    EXPECT_EQ(d.irregularity, 1);
    // Of two presets, or two values, the last.
    ASSERT_TRUE(set_parameters(d, std::vector<Assignment>{{"hairline.edge", "soft"}, {"hairline.edge", "edge_up"}}));
    EXPECT_EQ(d.edge_width_mm, 1.5);
    EXPECT_FALSE(set_parameters(d, std::vector<Assignment>{{"hairline.edge", "hard"}}));
    EXPECT_FALSE(set_parameters(d, std::vector<Assignment>{{"hairline.edges", "soft"}}));
}

TEST(DesignFile, WhatIsGivenWinsOverAPresetInAnyOrder) {
    const auto params = [](const std::string& inner) {
        return *parse_design(R"({"schema":"smp-mirror/design/1","params":{)" + inner + "}}", "test");
    };
    const std::string edge = R"("hairline.edge":"defined")", width = R"("hairline.edge_width_mm":9)";
    for (const auto& text : {edge + "," + width, width + "," + edge}) {
        TreatmentDesign d = params(text);
        EXPECT_EQ(d.edge_width_mm, 9) << text;
        EXPECT_NEAR(d.irregularity, 0.28, 1e-12) << text;
        // What is set over a file comes after all of it: the preset's width now, not the file's.
        ASSERT_TRUE(set_parameters(d, std::vector<Assignment>{{"hairline.edge", "soft"}}));
        EXPECT_EQ(d.edge_width_mm, 10.5);
    }
}

TEST(DesignFile, RoundTripsAtEveryBound) {
    for (const Parameter& p : parameters())
        for (double value : {p.min, p.max, p.default_value()}) {
            TreatmentDesign design;
            design.name = "Ärger \"quoted\"";
            p.set(design, value);
            const auto back = parse_design(design_to_json(design), "test");
            ASSERT_TRUE(back) << back.error().line();
            EXPECT_EQ(*back, design) << p.name;
        }
    EXPECT_EQ(nlohmann::json::parse(design_to_json({})).at("schema"), "smp-mirror/design/1");
}

TEST(DesignFile, PatchesRoundTrip) {
    TreatmentDesign design;
    EXPECT_FALSE(nlohmann::json::parse(design_to_json(design)).contains("patches"));
    Patch patch;
    patch.path = {{30.25, -12.5}};
    patch.half_width_mm = 17.3;
    patch.edge_mm = 5;
    patch.strength = 0.4;
    design.patches.push_back(patch);
    patch.kind = PatchKind::bare;
    patch.strength = 1;
    design.patches.push_back(patch);
    patch.kind = PatchKind::scar;
    patch.path = {{-60, -90}, {0, -105}, {60, -90}};
    patch.half_width_mm = 1.5;
    patch.uptake = 0.65;
    design.patches.push_back(patch);
    const auto back = parse_design(design_to_json(design), "test");
    ASSERT_TRUE(back) << back.error().line();
    EXPECT_EQ(*back, design);
    // Short hand: what is left out keeps its default.
    const auto brief = parse_design(
        R"({"schema":"smp-mirror/design/1","patches":[{"kind":"scar","line":[[0,-90],[20,-90]],"width_mm":4}]})",
        "test");
    ASSERT_TRUE(brief) << brief.error().line();
    EXPECT_EQ(brief->patches.at(0).half_width_mm, 2);
    EXPECT_EQ(brief->patches.at(0).edge_mm, Patch{}.edge_mm);
}

TEST(DesignFile, WhatItLeavesOutKeepsItsDefault) {
    const auto design =
        parse_design(R"({"schema":"smp-mirror/design/1","params":{"hairline.height_mm":68,"region":"crown"}})", "test");
    ASSERT_TRUE(design);
    TreatmentDesign expected;
    expected.hairline_height_mm = 68;
    expected.region = Region::crown;
    EXPECT_EQ(*design, expected);
}

TEST(DesignFile, BadContentIsRefusedInOneLine) {
    const auto with = [](const std::string& params) {
        return R"({"schema":"smp-mirror/design/1","params":{)" + params + "}}";
    };
    const auto patch = [](const std::string& entry) {
        return R"({"schema":"smp-mirror/design/1","patches":[{"kind":"bare","at":[0,0]},)" + entry + "]}";
    };
    struct Case {
        std::string text, must_say;
    };
    const std::vector<Case> cases{
        {"", "empty"},
        {"{", "JSON"},
        {"not json", "JSON"},
        {std::string("\0\x01\x02", 3), "JSON"},
        {"[]", "object"},
        {"{}", "schema"},
        {R"({"schema":1})", "schema"},
        {R"({"schema":"smp-mirror/design/2"})", "smp-mirror/design/2"},
        {R"({"schema":"smp-mirror/design/1","name":5})", "name"},
        {R"({"schema":"smp-mirror/design/1","params":[]})", "params"},
        {R"({"schema":"smp-mirror/design/1","parms":{}})", "parms"},
        {with(R"("hairline.hight_mm":70)"), "hairline.hight_mm"},
        {with(R"("hairline.height_mm":49)"), "50 to 110 mm"},
        {with(R"("hairline.height_mm":"70")"), "50 to 110 mm"},
        {with(R"("hairline.height_mm":null)"), "hairline.height_mm"},
        {with(R"("hairline.height_mm":true)"), "hairline.height_mm"},
        {with(R"("hairline.height_mm":1e999)"), "JSON"},
        {with(R"("hairline.height_mm":[70])"), "hairline.height_mm"},
        {with(R"("treatment.session":2.5)"), "1 to 4"},
        {with(R"("treatment.session":5)"), "treatment.session"},
        {with(R"("hairline.style":"spiky")"), "widows_peak"},
        {R"({"schema":"smp-mirror/design/1","patches":{}})", "patches"},
        {patch("5"), "patches[1]"},
        {patch("{}"), "alopecia, scar, bare"},
        {patch(R"({"kind":"mole","at":[0,0]})"), "patches[1].kind"},
        {patch(R"({"kind":2,"at":[0,0]})"), "patches[1].kind"},
        {patch(R"({"kind":"scar"})"), "either"},
        {patch(R"({"kind":"scar","at":[0,0],"line":[[0,0],[1,1]]})"), "either"},
        {patch(R"({"kind":"scar","at":[0]})"), "patches[1].at"},
        {patch(R"({"kind":"scar","at":[0,"1"]})"), "patches[1].at"},
        {patch(R"({"kind":"scar","at":[150,0]})"), "within 149"},
        {patch(R"({"kind":"scar","line":[[0,0]]})"), "2 to 200 points"},
        {patch(R"({"kind":"scar","line":[[100,0],[-80,0]]})"), "90 degrees"},
        {patch(R"({"kind":"scar","at":[0,0],"radius_mm":61})"), "0.5 to 60 mm"},
        {patch(R"({"kind":"scar","at":[0,0],"width_mm":3})"), "radius_mm"},
        {patch(R"({"kind":"scar","line":[[0,0],[1,1]],"radius_mm":3})"), "width_mm"},
        {patch(R"({"kind":"alopecia","at":[0,0],"uptake":0.5})"), "patches[1].uptake"},
        {patch(R"({"kind":"bare","at":[0,0],"strength":0.5})"), "patches[1].strength"},
        {patch(R"({"kind":"alopecia","at":[0,0],"strength":1.5})"), "0 to 1"},
        {patch(R"({"kind":"alopecia","at":[0,0],"edge_mm":"4"})"), "1 to 20 mm"},
        {patch(R"({"kind":"alopecia","at":[0,0],"colour":1})"), "patches[1].colour"},
        {with(R"("hairline.style":0)"), "natural"},
    };
    for (const auto& [text, must_say] : cases) {
        const auto design = parse_design(text, "plan.json");
        ASSERT_FALSE(design) << text;
        const auto line = design.error().line();
        EXPECT_EQ(design.error().code, ExitCode::input) << line;
        EXPECT_NE(line.find(must_say), std::string::npos) << line;
        EXPECT_NE(line.find("plan.json"), std::string::npos) << line;
        EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    }
}

TEST(DesignFile, EveryTruncationIsRefused) {
    std::string text = design_to_json({});
    while (text.ends_with('\n')) text.pop_back();
    for (std::size_t n = 0; n < text.size(); n += 7) EXPECT_FALSE(parse_design(text.substr(0, n), "x")) << n;
}

TEST(DesignFile, FilesThatCannotBeRead) {
    const auto folder = std::filesystem::temp_directory_path() / ("smp_design_test_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto file = folder / "plan.json";
    EXPECT_FALSE(load_design(file));
    EXPECT_FALSE(load_design(folder));
    std::ofstream(file).close();
    EXPECT_FALSE(load_design(file));
    std::ofstream(file, std::ios::binary) << std::string(3 << 20, 'x');
    EXPECT_FALSE(load_design(file));
    std::ofstream(file, std::ios::binary) << design_to_json({});
    EXPECT_TRUE(load_design(file));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace smp
