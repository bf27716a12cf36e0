// Presets: what belongs to one client stays theirs, and nothing that was saved is lost.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "app/preset_shelf.hpp"
#include "design/numbers.hpp"
#include "support/design_fixture.hpp"
#include "support/scratch.hpp"
#include "ui/keys.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;

TreatmentDesign clients_own() {
    TreatmentDesign d;
    d.tilt_mm = 2;
    d.temple_offset_mm = -3;
    d.session = 2;
    d.age_months = 12;
    d.opacity = 0.5;
    d.patches.push_back({.path = {{10, 20}}});
    return d;
}

TEST(Presets, ThoseOfTheProgramAreAllDifferentAndLeaveTheClientsOwn) {
    const Presets& all = built_in_presets();
    ASSERT_GE(all.size(), 8u);
    const TreatmentDesign client = clients_own();
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_TRUE(all[i].built_in);
        const TreatmentDesign there = with_preset(client, all[i].design);
        EXPECT_EQ(there.patches, client.patches) << all[i].design.name;
        EXPECT_EQ(there.tilt_mm, 2);
        EXPECT_EQ(there.temple_offset_mm, -3);
        EXPECT_EQ(there.session, 2);
        EXPECT_EQ(there.age_months, 12);
        EXPECT_EQ(there.opacity, 0.5);
        for (std::size_t j = 0; j < i; ++j) {
            TreatmentDesign same_name = all[j].design;
            same_name.name = all[i].design.name;
            EXPECT_FALSE(same_name == all[i].design) << all[j].design.name << " is " << all[i].design.name;
        }
    }
}

TEST(Presets, ThoseOfTheProgramGiveNoReasonToWarn) {
    for (const Preset& preset : built_in_presets())
        for (unsigned seed = 0; seed < 4; ++seed) {
            const HeadShape shape = test::head(seed);
            const Treatment& t = test::compiler().compile(shape, preset.design);
            const auto n = treatment_numbers(test::model(), shape, test::compiler().surface(), preset.design, t, {});
            for (const DesignWarning& w : n.warnings)
                // The square corner is what those who ask for an edge-up want; they are told all the same.
                EXPECT_TRUE(preset.design.name == "Edge-up" && w.id == "corner_flat")
                    << preset.design.name << ", head " << seed << ": " << w.text;
        }
}

TEST(Presets, TheKeyGoesAroundTheListAndUndoComesBack) {
    LiveControls c;
    const auto press = [&](bool shift) {
        c = apply(c, *KeyMap().command_for({Key::p, KeyEdge::press, shift, false, 0}));
    };
    const TreatmentDesign start = c.design();
    press(false);
    EXPECT_EQ(c.design().name, built_in_presets().front().design.name);
    press(true);
    EXPECT_EQ(c.design().name, built_in_presets().back().design.name) << "around";
    EXPECT_FALSE(c.design() == start);
    for (std::size_t i = 0; i < built_in_presets().size(); ++i) press(false);
    EXPECT_EQ(c.design().name, built_in_presets().back().design.name);
    while (c.work.can_undo()) c.work.undo();
    EXPECT_EQ(c.design(), start);
    EXPECT_EQ(apply(c, {.act = Act::preset, .text = "no such"}).design(), start);
}

TEST(Presets, NamesAreRefusedInASentence) {
    EXPECT_EQ(*preset_name("  Salon Anna "), "Salon Anna");
    EXPECT_EQ(*preset_name("B\xc3\xbcrste 1/2"), "B\xc3\xbcrste 1/2");
    for (const std::string& bad :
         {std::string(), std::string("   "), std::string(60, 'a'), std::string("Mature"), std::string("a\nb")})
        EXPECT_FALSE(preset_name(bad)) << bad;
}

TEST(PresetFiles, WhatIsSavedComesBackWithoutTheClientsOwn) {
    const test::Scratch scratch;
    const fs::path folder = fs::path(scratch.path()) / "presets";
    EXPECT_EQ(read_presets(folder).presets.size(), built_in_presets().size());
    TreatmentDesign mine = clients_own();
    mine.hairline_height_mm = 66;
    ASSERT_TRUE(save_preset(folder, to_preset(mine, "../A/\xc3\xa4 b")));
    ASSERT_TRUE(save_preset(folder, to_preset(mine, "Z")));
    const auto read = read_presets(folder);
    EXPECT_TRUE(read.troubles.empty());
    ASSERT_EQ(read.presets.size(), built_in_presets().size() + 2);
    const Preset* const back = find_preset(read.presets, "../A/\xc3\xa4 b");
    ASSERT_TRUE(back);
    EXPECT_FALSE(back->built_in);
    EXPECT_EQ(back->design.hairline_height_mm, 66);
    EXPECT_TRUE(back->design.patches.empty());
    EXPECT_EQ(back->design.session, TreatmentDesign{}.session);
    EXPECT_FALSE(fs::exists(fs::path(scratch.path()) / "A")) << "no name leaves the folder";
}

std::size_t files_in(const fs::path& folder) {
    std::size_t n = 0;
    for (const auto& entry : fs::directory_iterator(folder)) n += entry.is_regular_file();
    return n;
}

TEST(PresetFiles, ReplacedAndRemovedOnesAreKept) {
    const test::Scratch scratch;
    const fs::path folder = scratch.path();
    TreatmentDesign d;
    for (const double height : {60., 70., 80.}) {
        d.hairline_height_mm = height;
        ASSERT_TRUE(save_preset(folder, to_preset(d, "Mine")));
    }
    EXPECT_EQ(files_in(folder), 1u);
    EXPECT_EQ(files_in(folder / "removed"), 2u) << "also within one second";
    ASSERT_TRUE(remove_preset(folder, "Mine"));
    EXPECT_EQ(files_in(folder / "removed"), 3u);
    EXPECT_FALSE(find_preset(read_presets(folder).presets, "Mine"));
    EXPECT_FALSE(remove_preset(folder, "Mine"));
}

TEST(PresetFiles, DamagedAndNewerOnesAreNamedAndStay) {
    const test::Scratch scratch;
    const fs::path folder = scratch.path();
    ASSERT_TRUE(save_preset(folder, to_preset({}, "Good")));
    std::ofstream(folder / "cut.json") << R"({"schema": "smp-mirror/design/1", "na)";
    std::ofstream(folder / "newer.json") << R"({"schema": "smp-mirror/design/9"})";
    const auto read = read_presets(folder);
    EXPECT_TRUE(find_preset(read.presets, "Good"));
    ASSERT_EQ(read.troubles.size(), 2u);
    EXPECT_NE((read.troubles[0] + read.troubles[1]).find("cut.json"), std::string::npos);
    EXPECT_TRUE(fs::exists(folder / "cut.json") && fs::exists(folder / "newer.json"));
}

TEST(PresetFiles, TheShelfAnswersAndAFolderThatIsAFileIsToldOf) {
    const test::Scratch scratch;
    const auto answers = [](PresetShelf& shelf, std::size_t count) {
        std::vector<PresetShelf::Answer> all;
        for (int i = 0; i < 500 && all.size() < count; ++i) {
            for (auto& a : shelf.take_answers()) all.push_back(std::move(a));
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return all;
    };
    PresetShelf shelf(fs::path(scratch.path()) / "presets", [] {});
    shelf.save(to_preset({}, "Mine"));
    shelf.remove("Mine");
    shelf.remove("Mine");
    const auto said = answers(shelf, 4);
    ASSERT_EQ(said.size(), 4u);
    EXPECT_TRUE(said[0].note.empty());
    EXPECT_EQ(said[1].note, "Preset saved: Mine");
    EXPECT_TRUE(find_preset(*said[1].presets, "Mine"));
    EXPECT_EQ(said[2].note, "Preset removed: Mine");
    EXPECT_FALSE(find_preset(*said[2].presets, "Mine"));
    EXPECT_TRUE(said[3].failed);

    std::ofstream(scratch.file("no-folder")) << "x";
    PresetShelf blocked(scratch.file("no-folder"), [] {});
    blocked.save(to_preset({}, "Mine"));
    const auto refused = answers(blocked, 2);
    ASSERT_EQ(refused.size(), 2u);
    EXPECT_TRUE(refused[0].failed && refused[1].failed);
    EXPECT_TRUE(refused[1].presets) << "those of the program are there";
}

}  // namespace
}  // namespace smp
