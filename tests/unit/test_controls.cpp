// Keys and what they do, without a window.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "present/letterbox.hpp"
#include "present/loupe_glass.hpp"
#include "ui/keys.hpp"

namespace smp {
namespace {

const Parameter& parameter(std::string_view name) {
    return *find_parameter(name);
}

LiveControls press(LiveControls c, Key key, bool shift = false, KeyEdge edge = KeyEdge::press, double time_s = 0) {
    const auto command = KeyMap().command_for({key, edge, shift, false, time_s});
    return command ? apply(c, *command) : c;
}

TEST(Controls, HairlineMovesByMillimetres) {
    const double start = LiveControls{}.design().hairline_height_mm;
    EXPECT_DOUBLE_EQ(press({}, Key::up).design().hairline_height_mm, start + 1);
    EXPECT_DOUBLE_EQ(press({}, Key::down).design().hairline_height_mm, start - 1);
    EXPECT_DOUBLE_EQ(press({}, Key::up, true).design().hairline_height_mm, start + 5);
    EXPECT_DOUBLE_EQ(press({}, Key::down, true).design().hairline_height_mm, start - 5);
}

TEST(Controls, HairlineAndDensityStopAtTheirRanges) {
    LiveControls high, low;
    for (int i = 0; i < 100; ++i) {
        high = press(press(high, Key::up, true, KeyEdge::repeat), Key::bracket_right, false, KeyEdge::repeat);
        low = press(press(low, Key::down, true, KeyEdge::repeat), Key::bracket_left, false, KeyEdge::repeat);
    }
    EXPECT_DOUBLE_EQ(high.design().hairline_height_mm, parameter("hairline.height_mm").max);
    EXPECT_DOUBLE_EQ(low.design().hairline_height_mm, parameter("hairline.height_mm").min);
    EXPECT_DOUBLE_EQ(high.design().density_per_cm2, parameter("stipple.density_per_cm2").max);
    EXPECT_DOUBLE_EQ(low.design().density_per_cm2, parameter("stipple.density_per_cm2").min);
}

TEST(Controls, DensityMovesByItsStep) {
    const LiveControls start;
    const double step = parameter("stipple.density_per_cm2").step;
    EXPECT_DOUBLE_EQ(press(start, Key::bracket_right).design().density_per_cm2, start.design().density_per_cm2 + step);
    EXPECT_DOUBLE_EQ(press(start, Key::bracket_left).design().density_per_cm2, start.design().density_per_cm2 - step);
}

TEST(Controls, StylesGoRound) {
    LiveControls c;
    std::set<HairlineStyle> seen;
    const auto n = parameter("hairline.style").choices.size();
    for (std::size_t i = 0; i < n; ++i) {
        seen.insert(c.design().hairline_style);
        c = press(c, Key::right);
    }
    EXPECT_EQ(seen.size(), n);
    EXPECT_EQ(c.design().hairline_style, HairlineStyle::natural);
    EXPECT_EQ(press(c, Key::left).design().hairline_style, HairlineStyle::m_shape);
}

TEST(Controls, NothingElseChangesWithAKey) {
    LiveControls c = press({}, Key::up);
    TreatmentDesign d = c.design();
    d.hairline_height_mm = TreatmentDesign{}.hairline_height_mm;
    EXPECT_EQ(d, TreatmentDesign{});
    for (const Key key : {Key::b, Key::space, Key::f, Key::l, Key::m, Key::wheel_up, Key::wheel_down, Key::s, Key::f11,
                          Key::h, Key::n, Key::q, Key::escape, Key::none})
        EXPECT_EQ(press({}, key).design(), TreatmentDesign{});
}

TEST(Controls, MatchingIsAskedForAndHowLight) {
    const LiveControls once = press({}, Key::b);
    EXPECT_EQ(once.matches, 1u);
    EXPECT_FALSE(once.match_lighter);
    EXPECT_EQ(press(once, Key::b, false, KeyEdge::repeat).matches, 1u) << "held: once";
    const LiveControls lighter = press(once, Key::b, true);
    EXPECT_EQ(lighter.matches, 2u);
    EXPECT_TRUE(lighter.match_lighter);
    EXPECT_FALSE(press(lighter, Key::b).match_lighter);
}

TEST(Controls, SpaceHeldShowsTheBareHeadWhileItIsHeld) {
    LiveControls c = press({}, Key::space, false, KeyEdge::press, 10);
    EXPECT_TRUE(c.shows_bare());
    c = press(c, Key::space, false, KeyEdge::repeat, 10.6);
    EXPECT_TRUE(c.shows_bare());
    c = press(c, Key::space, false, KeyEdge::release, 11);
    EXPECT_FALSE(c.shows_bare());
}

TEST(Controls, SpaceTappedSwitchesThereAndBack) {
    const auto tap = [](LiveControls c, double at_s) {
        c = press(c, Key::space, false, KeyEdge::press, at_s);
        return press(c, Key::space, false, KeyEdge::release, at_s + 0.1);
    };
    const LiveControls once = tap({}, 10);
    EXPECT_TRUE(once.shows_bare());
    // Held while switched to the bare head: it stays bare, and no tap is taken from it.
    LiveControls held = press(once, Key::space, false, KeyEdge::press, 20);
    EXPECT_TRUE(held.shows_bare());
    held = press(held, Key::space, false, KeyEdge::release, 21);
    EXPECT_TRUE(held.shows_bare());
    EXPECT_FALSE(tap(once, 30).shows_bare());
}

TEST(Controls, TheBorderBetweenTapAndHold) {
    const auto after = [](double held_s) {
        return press(press({}, Key::space, false, KeyEdge::press, 5), Key::space, false, KeyEdge::release, 5 + held_s)
            .shows_bare();
    };
    EXPECT_TRUE(after(tap_s - 0.01));
    EXPECT_FALSE(after(tap_s + 0.01));
}

TEST(Controls, AReleaseWithoutAPressDoesNothing) {
    EXPECT_FALSE(press({}, Key::space, false, KeyEdge::release, 1).shows_bare());
}

TEST(Controls, MTurnsThePictureThereAndBack) {
    const LiveControls once = press({}, Key::m);
    EXPECT_FALSE(once.view.mirrored);
    EXPECT_EQ(press(once, Key::m, false, KeyEdge::repeat).view, once.view);
    EXPECT_TRUE(press(once, Key::m).view.mirrored);
}

TEST(Controls, SwitchesAndHeldKeys) {
    for (const auto& [key, member] :
         std::vector<std::pair<Key, bool LiveControls::*>>{{Key::f, &LiveControls::frozen},
                                                           {Key::h, &LiveControls::help},
                                                           {Key::n, &LiveControls::numbers},
                                                           {Key::l, &LiveControls::loupe},
                                                           {Key::d, &LiveControls::desk},
                                                           {Key::f11, &LiveControls::full_screen}}) {
        const LiveControls start;
        const LiveControls once = press(start, key);
        EXPECT_NE(once.*member, start.*member);
        EXPECT_EQ(press(once, key, false, KeyEdge::repeat).*member, once.*member) << "a held key must not flicker";
        EXPECT_EQ(press(once, key).*member, start.*member);
    }
    EXPECT_TRUE(press({}, Key::q).quit);
    EXPECT_TRUE(press({}, Key::escape).quit);
    LiveControls shots = press({}, Key::s);
    shots = press(shots, Key::s, false, KeyEdge::repeat);
    EXPECT_EQ(shots.screenshots, 1u);
}

TEST(Controls, TheDesignCanBeEditedOnAFrozenFrame) {
    const LiveControls c = press(press({}, Key::f), Key::up);
    EXPECT_TRUE(c.frozen);
    EXPECT_DOUBLE_EQ(c.design().hairline_height_mm, TreatmentDesign{}.hairline_height_mm + 1);
}

TEST(Controls, StandardViewsGoRoundAndAreTakenOnlyWhileTheyAreShown) {
    LiveControls c = press({}, Key::k);
    EXPECT_EQ(c.views_taken_by_key, 0u) << "nobody sees which view that would be";
    c = press(c, Key::g);
    EXPECT_TRUE(c.views);
    EXPECT_EQ(c.wanted_view, ViewId::front);
    EXPECT_EQ(press(c, Key::k).views_taken_by_key, 1u);
    EXPECT_EQ(press(c, Key::k, false, KeyEdge::repeat).views_taken_by_key, 0u) << "a pedal that is held takes one";
    EXPECT_EQ(press(c, Key::j, true).wanted_view, ViewId::back);
    LiveControls round = c;
    std::set<ViewId> seen;
    for (int i = 0; i < view_count; ++i) {
        seen.insert(round.wanted_view);
        round = press(round, Key::j);
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(view_count));
    EXPECT_EQ(round.wanted_view, ViewId::front);
    EXPECT_TRUE(press({}, Key::j).views) << "whoever chooses one wants to see it";
    EXPECT_EQ(apply(c, {.act = Act::view, .amount = 99}).wanted_view, ViewId::back);
    const LiveControls again = press(press(c, Key::j), Key::o);
    EXPECT_EQ(again.wanted_view, ViewId::front);
    EXPECT_TRUE(again.views_keep_poses);
    EXPECT_FALSE(press(c, Key::o, true).views_keep_poses) << "another client";
    EXPECT_EQ(c.design(), TreatmentDesign{});
    EXPECT_FALSE(press(c, Key::g).views);
}

TEST(Controls, TheWheelChangesTheLoupeWithinItsRange) {
    const LiveControls closed = press({}, Key::wheel_up);
    EXPECT_EQ(closed.loupe_zoom, 8) << "no loupe, no zoom";
    LiveControls c = press({}, Key::l);
    EXPECT_EQ(c.loupe_zoom, 8);
    c = press(press(press(press(c, Key::wheel_up), Key::wheel_up), Key::wheel_up), Key::wheel_up);
    EXPECT_NEAR(c.loupe_zoom, 16, 1e-9);
    for (int i = 0; i < 20; ++i) c = press(c, Key::wheel_up);
    EXPECT_EQ(c.loupe_zoom, 24);
    for (int i = 0; i < 40; ++i) c = press(c, Key::wheel_down);
    EXPECT_EQ(c.loupe_zoom, 2);
}

LiveControls set(LiveControls c, std::string_view name, double value) {
    return apply(std::move(c), {.act = Act::set_parameter, .amount = value, .parameter = &parameter(name)});
}

TEST(Controls, AParameterIsSetWithinItsRange) {
    const Parameter& height = parameter("hairline.height_mm");
    EXPECT_DOUBLE_EQ(set({}, "hairline.height_mm", 62.5).design().hairline_height_mm, 62.5);
    EXPECT_DOUBLE_EQ(set({}, "hairline.height_mm", 1e9).design().hairline_height_mm, height.max);
    EXPECT_DOUBLE_EQ(set({}, "hairline.height_mm", -3).design().hairline_height_mm, height.min);
    EXPECT_EQ(set({}, "hairline.height_mm", std::nan("")).design(), TreatmentDesign{});
    EXPECT_EQ(set({}, "treatment.session", 2.4).design().session, 2);
    EXPECT_EQ(set({}, "hairline.style", 99).design().hairline_style, HairlineStyle::m_shape);
    EXPECT_EQ(apply({}, {.act = Act::set_parameter, .amount = 5}).design(), TreatmentDesign{}) << "none is named";
}

TEST(Controls, APresetThatIsSetGivesItsValues) {
    const auto soft = set({}, "hairline.edge", static_cast<double>(EdgePreset::soft)).design();
    TreatmentDesign chosen;
    ASSERT_TRUE(set_parameter(chosen, "hairline.edge", "soft"));
    EXPECT_EQ(soft, chosen);
    EXPECT_NE(soft.edge_width_mm, TreatmentDesign{}.edge_width_mm);
}

TEST(Controls, ADragIsOneStep) {
    const Parameter& height = parameter("hairline.height_mm");
    LiveControls c;
    for (const double value : {74., 70., 62.})
        c = apply(c, {.act = Act::set_parameter, .amount = value, .continues = value < 74, .parameter = &height});
    c = set(c, "stipple.density_per_cm2", 100);
    c = apply(c, {.act = Act::undo, .amount = 1});
    EXPECT_EQ(c.design().density_per_cm2, TreatmentDesign{}.density_per_cm2);
    EXPECT_EQ(c.design().hairline_height_mm, 62);
    EXPECT_EQ(apply(c, {.act = Act::undo, .amount = 1}).design(), TreatmentDesign{});
}

TEST(Controls, TheRecordIsAPageOfTheDeskAndOpensIt) {
    LiveControls c;
    c = apply(c, {.act = Act::record});
    EXPECT_TRUE(c.desk && c.record);
    c = apply(c, {.act = Act::record});
    EXPECT_TRUE(c.desk && !c.record) << "back to the design";
    c = apply(apply(c, {.act = Act::record}), {.act = Act::desk});
    EXPECT_FALSE(c.desk);
    c = apply(c, {.act = Act::record});
    EXPECT_TRUE(c.desk && c.record) << "a desk that was closed opens with the page that was asked for";
}

// The keys that users of the program have been promised: row by row as they stand in the README.
const std::vector<std::pair<std::string, std::string>> promised{
    {"Up / Down", "hairline 1 mm up / down; with Shift 5 mm"},
    {"Left / Right", "previous / next hairline style"},
    {"[ / ]", "density down / up"},
    {"B", "match my stubble; with Shift one step lighter"},
    {"U, Ctrl+Z", "undo; with Shift redo"},
    {"1 / 2 / 3", "variant A / B / C; one that is new begins as a copy"},
    {"V", "next variant, to compare"},
    {"P", "next preset; with Shift the one before"},
    {"T", "tool at the desk: hand, patch, scar, bare, rubber; with Shift the one before"},
    {"- / =", "brush narrower / wider"},
    {", / .", "time line, earlier / later: sessions, healed, years"},
    {"Space", "before/after: held shows the bare head, tapped switches"},
    {"W", "wipe between before and after: sweeps, held where it is, off"},
    {"X", "one half of the head treated, the other half, both"},
    {"A", "variants one after the other"},
    {"F", "freeze and resume"},
    {"M", "mirrored / as others see you"},
    {"L", "loupe: single marks close up, where the mouse points"},
    {"Wheel up / Wheel down", "loupe larger / smaller; without it the picture"},
    {"Page Up / Page Down / Home", "picture closer / farther / whole"},
    {"G", "standard views with their ghost, on / off"},
    {"J", "next view; with Shift the one before"},
    {"K", "take the view now, in whatever pose"},
    {"O", "views once more in the same poses; with Shift for another client"},
    {"S", "screenshot"},
    {"E", "clip into the client's record: begins and ends"},
    {"N", "numbers: area, marks, millimetres"},
    {"C", "check light and camera; with Shift lock the camera, or unlock it"},
    {"D", "technician's desk"},
    {"R", "consultation record at the desk, and back to the design"},
    {"F11", "full screen"},
    {"H", "help overlay"},
    {"Esc, Q", "quit"},
};

TEST(Keys, TheTableIsWhatWasPromised) {
    ASSERT_EQ(key_rows().size(), promised.size());
    for (std::size_t i = 0; i < promised.size(); ++i) {
        EXPECT_EQ(KeyMap().keys_of(key_rows()[i]), promised[i].first);
        EXPECT_EQ(key_rows()[i].words, promised[i].second);
    }
}

TEST(Keys, TheReadmeSaysTheSame) {
    std::ifstream file(std::string(SMP_SOURCE_DIR) + "/README.md");
    ASSERT_TRUE(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        line.erase(std::remove(line.begin(), line.end(), '`'), line.end());
        lines.push_back(line);
    }
    for (const KeyRow& row : key_rows()) {
        const std::string wanted = "| " + KeyMap().keys_of(row) + " | " + std::string(row.words) + " |";
        EXPECT_NE(std::find(lines.begin(), lines.end(), wanted), lines.end()) << wanted;
    }
}

TEST(Keys, EachKeyIsBoundOnceAndEachActIsReached) {
    std::vector<Chord> keys;
    std::set<std::string_view> names;
    std::set<Act> acts;
    for (const KeyRow& row : key_rows())
        for (const KeyBinding& binding : row.bindings) {
            if (binding.name.empty()) continue;
            EXPECT_TRUE(names.insert(binding.name).second) << binding.name;
            acts.insert(binding.act);
            for (const Chord& chord : binding.usual) {
                if (chord.key == Key::none) continue;
                EXPECT_EQ(std::count(keys.begin(), keys.end(), chord), 0) << to_text(chord);
                keys.push_back(chord);
            }
        }
    for (int act = 0; act <= static_cast<int>(Act::quit); ++act)
        if (static_cast<Act>(act) != Act::bare_release) {
            EXPECT_TRUE(acts.contains(static_cast<Act>(act))) << act;
        }
}

TEST(Keys, HaveNamesThatAreReadBack) {
    std::set<std::string_view> names;
    for (int key = static_cast<int>(Key::up); key <= static_cast<int>(Key::wheel_down); ++key) {
        const std::string_view name = key_name(static_cast<Key>(key));
        ASSERT_FALSE(name.empty()) << key;
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(key_from_name(name), static_cast<Key>(key)) << name;
    }
    EXPECT_EQ(key_from_name("page down"), Key::page_down);
    EXPECT_EQ(key_from_name(""), Key::none);
    EXPECT_EQ(key_from_name("Pedal"), Key::none);
    EXPECT_EQ(chord_from_text("ctrl+z"), (Chord{Key::z, true}));
    EXPECT_EQ(chord_from_text("Ctrl+"), std::nullopt);
}

TEST(Keys, WithControlTheyDoNothingElse) {
    const KeyMap map;
    EXPECT_FALSE(map.command_for({Key::s, KeyEdge::press, false, true, 0}));
    EXPECT_FALSE(map.command_for({Key::z, KeyEdge::press, false, false, 0}));
    const auto undo = map.command_for({Key::z, KeyEdge::press, false, true, 0});
    ASSERT_TRUE(undo);
    EXPECT_EQ(undo->act, Act::undo);
    EXPECT_EQ(map.command_for({Key::z, KeyEdge::press, true, true, 0})->amount, -undo->amount) << "with Shift redo";
}

constexpr std::string_view keys_head = R"({"schema": "smp-mirror/keys/1", "keys": )";

TEST(Keys, TheSalonGivesThemOtherActs) {
    // A pedal that sends Page Down, and an act that is never wanted.
    const auto map = KeyMap::parse(
        std::string(keys_head) + R"({"before_after": ["Page Down", "Space"], "freeze": ["S"], "help": []}})",
        "keys.json");
    ASSERT_TRUE(map) << map.error().line();
    const auto act = [&](Key key) { return map->command_for({key, KeyEdge::press, false, false, 0}); };
    EXPECT_EQ(act(Key::page_down)->act, Act::bare_press);
    EXPECT_EQ(act(Key::space)->act, Act::bare_press);
    EXPECT_EQ(map->command_for({Key::page_down, KeyEdge::release, false, false, 0})->act, Act::bare_release);
    EXPECT_EQ(act(Key::s)->act, Act::freeze) << "taken from the screenshot";
    EXPECT_FALSE(act(Key::f)) << "only the keys that are given";
    EXPECT_FALSE(act(Key::h));
    EXPECT_EQ(act(Key::up)->act, Act::hairline) << "the others stay";
    // What it writes is what it reads.
    const auto again = KeyMap::parse(map->to_json(), "again");
    ASSERT_TRUE(again);
    for (const KeyRow& row : key_rows()) EXPECT_EQ(again->keys_of(row), map->keys_of(row));
    EXPECT_EQ(KeyMap::parse(KeyMap().to_json(), "usual")->keys_of(key_rows()[0]), "Up / Down");
}

TEST(Keys, ABadFileIsRefusedInOneSentence) {
    const std::vector<std::pair<std::string, std::string>> bad{
        {"", "not valid"},
        {"[]", "not a file of keys"},
        {R"({"schema": "smp-mirror/keys/9", "keys": {}})", "another version"},
        {R"({"schema": "smp-mirror/keys/1"})", "not valid"},
        {std::string(keys_head) + R"({"dance": ["D"]}})", "keys.json: dance: there is no such act"},
        {std::string(keys_head) + R"({"undo": ["Pedal"]}})", "keys.json: undo: there is no key \"Pedal\""},
        {std::string(keys_head) + R"({"undo": ["F5"], "freeze": ["F5"]}})", "the key F5 is given to"},
        {std::string(keys_head) + R"({"undo": "U"}})", "not a list"},
        {std::string(keys_head) + R"({"undo": [7]}})", "not valid"},
        {std::string(keys_head) + R"({"undo": ["U"]})", "not valid"},
    };
    for (const auto& [text, words] : bad) {
        const auto map = KeyMap::parse(text, "keys.json");
        ASSERT_FALSE(map) << text;
        EXPECT_NE(map.error().line().find(words), std::string::npos) << map.error().line();
        EXPECT_EQ(map.error().line().find("keys.json"), 0u);
    }
}

TEST(Keys, GoByWhatIsPrintedOnThem) {
    EXPECT_EQ(key_from_label("q", 'A'), Key::q);                    // a French keyboard
    EXPECT_EQ(key_from_label("a", 'Q'), Key::a);                    // and its other half
    EXPECT_EQ(key_from_label("\xd0\xb0", 'F'), Key::f);             // a Russian one: by place
    EXPECT_EQ(key_from_label("\xc3\xbc", '['), Key::bracket_left);  // a German one has no key with a plain bracket
    EXPECT_EQ(key_from_label("", 'S'), Key::s);
    EXPECT_EQ(key_from_label("[", '['), Key::bracket_left);
    EXPECT_EQ(key_from_label("]", ']'), Key::bracket_right);
    EXPECT_EQ(key_from_label("", '\0'), Key::none);
    EXPECT_EQ(key_from_label("", ' '), Key::none);
}

TEST(Letterbox, KeepsTheShapeInTheMiddle) {
    const auto same = letterbox({1280, 720}, {1280, 720});
    EXPECT_EQ(same.corner_px, glm::ivec2(0, 0));
    EXPECT_EQ(same.size_px, glm::ivec2(1280, 720));
    const auto portrait = letterbox({1280, 720}, {1080, 1920});
    EXPECT_EQ(portrait.size_px, glm::ivec2(1080, 608));
    EXPECT_EQ(portrait.corner_px, glm::ivec2(0, 656));
    const auto wide = letterbox({640, 480}, {1920, 1080});
    EXPECT_EQ(wide.size_px, glm::ivec2(1440, 1080));
    EXPECT_EQ(wide.corner_px, glm::ivec2(240, 0));
    EXPECT_EQ(letterbox({640, 480}, {0, 0}).size_px, glm::ivec2(0, 0));
    EXPECT_EQ(letterbox({10000, 1}, {10, 10}).size_px, glm::ivec2(10, 1));
}

TEST(Letterbox, PlacesGoThereAndBack) {
    // 1080 of 1920 rows are free; the picture's left border is the window's right one in the mirror.
    const glm::ivec2 picture(1280, 720), window(1920, 1400);
    const auto box = letterbox(picture, window);
    EXPECT_NEAR(window_from_picture({-0.5, -0.5}, picture, window, PictureView{false}).x, box.corner_px.x - 0.5, 1e-9);
    EXPECT_NEAR(window_from_picture({-0.5, -0.5}, picture, window, PictureView{true}).x,
                box.corner_px.x + box.size_px.x - 0.5, 1e-9);
    EXPECT_NEAR(window_from_picture({-0.5, -0.5}, picture, window, PictureView{true}).y, box.corner_px.y - 0.5, 1e-9);
    for (const bool mirrored : {false, true}) {
        const glm::dvec2 at(311.25, 77.5);
        const auto there = window_from_picture(at, picture, window, PictureView{mirrored});
        EXPECT_LT(glm::length(picture_from_window(there, picture, window, PictureView{mirrored}) - at), 1e-9);
    }
    // Pixel for pixel, in a mirror.
    EXPECT_EQ(window_from_picture({0, 5}, {640, 480}, {640, 480}, PictureView{true}), glm::dvec2(639, 5));
}

TEST(LoupePlace, ShowsWhatIsUnderThePointerAndStaysOnThePicture) {
    const glm::ivec2 picture(1280, 720), window(1920, 1200);  // letterboxed by 60 rows above and below, 1.5 times
    const auto place = loupe_place({800, 500}, picture, window, PictureView{true}, 8);
    EXPECT_EQ(place.size_px, 432);  // 40 % of 1080
    EXPECT_DOUBLE_EQ(place.scale, 12);
    EXPECT_LT(glm::length(place.centre_px - picture_from_window({800, 500}, picture, window, PictureView{true})), 1e-9);
    EXPECT_LE(glm::length(glm::dvec2(place.corner_px) + 215.5 - glm::dvec2(800, 500)), 0.8);
    const auto corner = loupe_place({1919, 1199}, picture, window, PictureView{false}, 8);
    EXPECT_EQ(corner.corner_px + corner.size_px, glm::ivec2(1920, 1140));
    EXPECT_EQ(corner.centre_px.y, 719) << "below the picture: its last row";
    EXPECT_EQ(loupe_place({5, 5}, picture, {0, 0}, PictureView{false}, 8).size_px, 0);
}

}  // namespace
}  // namespace smp
