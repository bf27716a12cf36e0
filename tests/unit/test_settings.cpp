// The salon's settings: what was set is there again, and a file that cannot be used is neither trusted nor lost.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/settings_keeper.hpp"
#include "support/scratch.hpp"
#include "ui/controls.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;

Settings all_changed() {
    Settings s;
    for (const Setting& row : settings_table()) row.set(s, row.get(s) == row.max ? row.min : row.max);
    return s;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Settings, EveryRowGoesThroughTheFile) {
    const Settings changed = all_changed();
    for (const Setting& row : settings_table()) {
        EXPECT_NE(row.get(changed), row.default_value()) << row.name;
        EXPECT_GE(row.default_value(), row.min);
        EXPECT_LE(row.default_value(), row.max);
    }
    const auto again = parse_settings(settings_to_json(changed), "x");
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, changed);
}

TEST(Settings, WhatIsMissingHasItsDefaultAndWhatIsUnknownIsKept) {
    const auto read = parse_settings(
        R"({"schema": "smp-mirror/settings/1", "settings": {"text.size": "large", "of.tomorrow": [1, 2]}})", "x");
    ASSERT_TRUE(read) << read.error().line();
    EXPECT_EQ(read->text_size, TextSize::large);
    EXPECT_EQ(read->turn_s, Settings{}.turn_s);
    EXPECT_NE(settings_to_json(*read).find("of.tomorrow"), std::string::npos);
    EXPECT_EQ(*parse_settings(settings_to_json(*read), "x"), *read);
}

TEST(Settings, WhatCannotBeIsRefusedByName) {
    for (const auto& [text, word] :
         {std::pair{"", "not valid"},
          {"{\"schema\": \"smp-mirror/settings/1\", \"sett", "not valid"},
          {"[]", "not a file of settings"},
          {R"({"schema": "smp-mirror/design/1"})", "not a file of settings"},
          {R"({"schema": "smp-mirror/settings/2", "settings": {}})", "newer"},
          {R"({"schema": "smp-mirror/settings/1", "settings": {"turns.each_s": 99}})", "turns.each_s"},
          {R"({"schema": "smp-mirror/settings/1", "settings": {"turns.each_s": "x"}})", "turns.each_s"},
          {R"({"schema": "smp-mirror/settings/1", "settings": {"text.size": 1}})", "text.size"},
          {R"({"schema": "smp-mirror/settings/1", "settings": 3})", ""},
          {R"({"schema": "smp-mirror/settings/1"})", "not valid"}}) {
        const auto read = parse_settings(text, "where.json");
        if (std::string(word).empty()) continue;  // a number has no items: the defaults
        ASSERT_FALSE(read) << text;
        EXPECT_NE(read.error().line().find(word), std::string::npos) << read.error().line();
        EXPECT_NE(read.error().line().find("where.json"), std::string::npos);
    }
}

TEST(SettingsKeeper, WhatWasSetIsThereAtTheNextStart) {
    test::Scratch scratch;
    const fs::path folder = scratch.path() / "a" / "b";
    {
        SettingsKeeper keeper(folder);
        EXPECT_EQ(keeper.found(), Settings{});
        EXPECT_FALSE(fs::exists(folder)) << "nothing was set";
        keeper.keep(Settings{});
        keeper.keep(all_changed());
    }
    SettingsKeeper again(folder);
    EXPECT_EQ(again.found(), all_changed());
    EXPECT_TRUE(again.take_troubles().empty());
}

TEST(SettingsKeeper, ABrokenFileIsSetAsideAndSaidSo) {
    test::Scratch scratch;
    const std::string damaged = "{\"schema\": \"smp-mirror/settings/1\", \"settings\": {\"text.size\"";
    std::ofstream(scratch.path() / "settings.json") << damaged;
    {
        SettingsKeeper keeper(scratch.path());
        EXPECT_EQ(keeper.found(), Settings{});
        const auto troubles = keeper.take_troubles();
        ASSERT_EQ(troubles.size(), 1u);
        EXPECT_NE(troubles[0].find("settings-damaged-"), std::string::npos) << troubles[0];
        keeper.keep(all_changed());
    }
    int kept = 0;
    for (const auto& entry : fs::directory_iterator(scratch.path()))
        kept += entry.path().filename() != "settings.json" && text_of(entry.path()) == damaged;
    EXPECT_EQ(kept, 1);
    EXPECT_EQ(SettingsKeeper(scratch.path()).found(), all_changed());
}

TEST(SettingsKeeper, ADiskThatCannotBeWrittenIsSaid) {
    test::Scratch scratch;
    std::ofstream(scratch.path() / "taken") << "a file";
    SettingsKeeper keeper(scratch.path() / "taken" / "folder");
    keeper.keep(all_changed());
    std::vector<std::string> troubles;
    for (int i = 0; i < 200 && troubles.empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        troubles = keeper.take_troubles();
    }
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_NE(troubles[0].find("not kept"), std::string::npos);
}

const Setting& setting(std::string_view name) {
    for (const Setting& row : settings_table())
        if (row.name == name) return row;
    throw std::runtime_error("no such setting");
}

TEST(Settings, WithLessMotionTheWipeStandsStill) {
    LiveControls c = apply({}, {.act = Act::set_setting, .amount = 1, .setting = &setting("motion.reduced")});
    c = apply(c, {.act = Act::wipe, .amount = 0.1});
    EXPECT_EQ(c.compare, Compare::wipe);
    EXPECT_FALSE(c.wipe_sweeps);
    EXPECT_EQ(c.wipe_at, 0.5);
    EXPECT_EQ(apply(c, {.act = Act::wipe}).compare, Compare::none);
}

TEST(View, ComesCloserAboutAPlaceAndShowsNothingButPicture) {
    const glm::ivec2 picture(1280, 720), window(1600, 1000);
    for (const bool mirrored : {true, false}) {
        LiveControls c;
        c.view.mirrored = mirrored;
        const glm::dvec2 at(0.4, 0.3);
        const auto on_screen = [&](const LiveControls& now) {
            return window_from_picture(at * glm::dvec2(picture) - 0.5, picture, window, now.view);
        };
        const glm::dvec2 before = on_screen(c);
        for (int i = 0; i < 6; ++i) c = apply(c, {.act = Act::zoom, .amount = 1, .at = at});
        EXPECT_NEAR(c.view.zoom, std::exp2(1.5), 1e-9);
        EXPECT_LT(glm::length(on_screen(c) - before), 1e-6);
        // The hand takes the picture along, to its border.
        const glm::dvec2 moved = on_screen(apply(c, {.act = Act::pan, .at = {0.05, 0.02}}));
        EXPECT_NEAR(moved.x - before.x, 0.05 * 1600, 1e-6);
        EXPECT_NEAR(moved.y - before.y, 0.02 * 900, 1e-6);
        for (int i = 0; i < 99; ++i) c = apply(c, {.act = Act::pan, .at = {0.3, 0.3}});
        const glm::dvec2 corner = c.view.corner();
        EXPECT_NEAR(mirrored ? corner.x + 1 / c.view.zoom : corner.x, mirrored ? 1 : 0, 1e-9);
        EXPECT_NEAR(corner.y, 0, 1e-9);
        for (int i = 0; i < 99; ++i) c = apply(c, {.act = Act::zoom, .amount = -1, .at = at});
        EXPECT_EQ(c.view, PictureView{mirrored});
    }
}

TEST(View, PlacesGoThereAndBackWhenItIsCloser) {
    const PictureView view = within_picture({true, 3, {0.9, 0.2}});
    const glm::ivec2 picture(640, 480), window(1000, 600);
    const glm::dvec2 at(500, 111);
    EXPECT_LT(
        glm::length(picture_from_window(window_from_picture(at, picture, window, view), picture, window, view) - at),
        1e-9);
    const double across_px = across(window_from_picture(at, picture, window, view), picture, window);
    EXPECT_NEAR(across_from_column(at.x, picture.x, view), across_px, 1e-9);
    EXPECT_NEAR(column_from_across(across_px, picture.x, view), at.x, 1e-9);
    // A finger on what is seen, as a tablet tells of it.
    const glm::dvec2 seen(across_px, (window_from_picture(at, picture, window, view).y + 0.5) / window.y);
    EXPECT_LT(glm::length(picture_from_seen(seen, view) * glm::dvec2(picture) - 0.5 - at), 1e-9);
}

TEST(View, TheWheelIsTheLoupesWhereThereIsOne) {
    LiveControls c = apply({}, {.act = Act::loupe});
    c = apply(c, {.act = Act::loupe_zoom, .amount = 2});
    EXPECT_EQ(c.view.zoom, 1);
    c = apply(c, {.act = Act::loupe});
    EXPECT_GT(apply(c, {.act = Act::loupe_zoom, .amount = 2}).view.zoom, 1);
}

}  // namespace
}  // namespace smp
