// What tablets ask for: hostile JSON, the queue, steps of undo with several hands, the words of the state.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "desk/change_words.hpp"
#include "desk/time_line.hpp"
#include "tablet/commands.hpp"
#include "tablet/hands.hpp"
#include "tablet/signing.hpp"
#include "tablet/state.hpp"

namespace smp::test {
namespace {

using Json = nlohmann::json;

std::string request(const std::string& commands, const std::string& number = "1") {
    return R"({"hand": "abcdefgh12", "number": )" + number + R"(, "commands": )" + commands + "}";
}

std::vector<TabletCommand> parsed(const std::string& text) {
    auto out = parse_tablet_commands(text);
    EXPECT_TRUE(out) << text;
    return out ? *out : std::vector<TabletCommand>();
}

TEST(TabletCommands, BecomeTheSameAsKeysAndDesk) {
    const auto list = parsed(request(R"([{"act": "set", "name": "hairline.height_mm", "value": 62.4, "drag": 3},
        {"act": "set", "name": "hairline.style", "value": 2}, {"act": "freeze"}, {"act": "undo"}, {"act": "redo"},
        {"act": "variant", "amount": 2}, {"act": "preset", "name": "Soft"}, {"act": "wipe_to", "amount": 0.25},
        {"act": "before_release", "held_s": 0.1}])",
                                     "17"));
    ASSERT_EQ(list.size(), 9u);
    EXPECT_EQ(list[0].command.act, Act::set_parameter);
    EXPECT_EQ(list[0].command.parameter, find_parameter("hairline.height_mm"));
    EXPECT_EQ(list[0].command.amount, 62) << "on the grid of its step";
    EXPECT_EQ(list[0].drag, 3u);
    EXPECT_EQ(list[0].number, 17u);
    EXPECT_EQ(list[0].hand, "abcdefgh12");
    EXPECT_EQ(list[2].command.act, Act::freeze);
    EXPECT_EQ(list[3].command.amount, 1);
    EXPECT_EQ(list[4].command.amount, -1);
    EXPECT_EQ(list[5].command.amount, 2);
    EXPECT_EQ(list[6].command.text, "Soft");
    EXPECT_EQ(list[7].command.amount, 0.25);
    EXPECT_EQ(list[8].held_s, 0.1);
    // Beyond the range a value takes the range's end, as when it is typed.
    const Parameter* const p = find_parameter("hairline.height_mm");
    EXPECT_EQ(parsed(request(R"([{"act": "set", "name": "hairline.height_mm", "value": 1e300}])"))[0].command.amount,
              p->max);
    EXPECT_EQ(parsed(request(R"([{"act": "set", "name": "hairline.height_mm", "value": -5}])"))[0].command.amount,
              p->min);
}

TEST(TabletCommands, NothingElseGetsThrough) {
    for (const std::string& bad : {
             std::string(),
             std::string("null"),
             std::string("[]"),
             std::string("{}"),
             std::string("{\"hand\":"),
             request("[]"),
             request("{}"),
             request("[1]"),
             request("[[]]"),
             request("[{}]"),
             request(R"([{"act": "quit"}])"),
             request(R"([{"act": "full_screen"}])"),
             request(R"([{"act": "set_setting"}])"),
             request(R"([{"act": "tablet"}])"),
             request(R"([{"act": "remove_preset", "name": "Natural"}])"),
             request(R"([{"act": "save_preset", "name": "   "}])"),
             request(R"([{"act": "save_preset", "name": "a\u0007b"}])"),
             request(R"([{"act": "save_preset"}])"),
             request(R"([{"act": "save_preset", "name": ")" + std::string(41, 'x') + R"("}])"),
             request(R"([{"act": "tool", "amount": 5}])"),
             request(R"([{"act": "pan"}])"),
             request(R"([{"act": "pan", "at": [0.1]}])"),
             request(R"([{"act": "pan", "at": [0.1, "0"]}])"),
             request(R"([{"act": "zoom", "amount": 1000, "at": [0.1, 0.1]}])"),
             request(R"([{"act": "touch", "drag": 1}])"),
             request(R"([{"act": "touch", "drag": 1, "points": []}])"),
             request(R"([{"act": "touch", "points": [[0.5, 0.5]]}])"),
             request(R"([{"act": "touch", "drag": 1, "points": [[0.5, 0.5], [1e999, 0]]}])"),
             request(R"([{"act": "touch", "drag": 1, "points": [[0.5, 0.5, 0.5]]}])"),
             request(R"([{"act": 7}])"),
             request(R"([{"act": "set", "name": "no.such", "value": 1}])"),
             request(R"([{"act": "set", "name": "hairline.height_mm"}])"),
             request(R"([{"act": "set", "name": "hairline.height_mm", "value": "62"}])"),
             request(R"([{"act": "set", "name": "hairline.height_mm", "value": null}])"),
             request(R"([{"act": "set", "name": "hairline.height_mm", "value": 1e999}])"),
             request(R"([{"act": "set", "name": ["hairline.height_mm"], "value": 1}])"),
             request(R"([{"act": "set", "name": "hairline.height_mm", "value": 62, "drag": -1}])"),
             request(R"([{"act": "set", "name": "hairline.height_mm", "value": 62, "drag": 1.5}])"),
             request(R"([{"act": "variant", "amount": 3}])"),
             request(R"([{"act": "variant", "amount": -1}])"),
             request(R"([{"act": "variant", "amount": 0.5}])"),
             request(R"([{"act": "variant"}])"),
             request(R"([{"act": "time_stop", "amount": 9}])"),
             request(R"([{"act": "wipe_to", "amount": 1.01}])"),
             request(R"([{"act": "preset", "name": ")" + std::string(500, 'x') + R"("}])"),
             request(R"([{"act": "freeze"}])", "-1"),
             request(R"([{"act": "freeze"}])", "\"1\""),
             request(R"([{"act": "freeze"}])", "1e40"),
             std::string(R"({"hand": "x", "number": 1, "commands": [{"act": "freeze"}]})"),
             std::string(R"({"hand": "ABCDEFGH", "number": 1, "commands": [{"act": "freeze"}]})"),
             std::string(16000, '['),
             "{\"a\":" + std::string(15000, '{'),
             std::string(16000, '\xff'),
             std::string(100, '\0'),
         })
        EXPECT_FALSE(parse_tablet_commands(bad)) << bad.substr(0, 120);
    std::string many = "[";
    for (std::size_t i = 0; i <= most_commands_a_request; ++i)
        many += std::string(i ? "," : "") + R"({"act": "freeze"})";
    EXPECT_FALSE(parse_tablet_commands(request(many + "]")));
}

TEST(TabletCommands, HandOnThePictureAndPresetsOfTheSalon) {
    const auto list = parsed(request(R"([{"act": "touch", "drag": 9, "points": [[0.25, 0.5], [7, -9]], "ends": true},
        {"act": "zoom", "amount": 2.5, "at": [0.1, 0.9]}, {"act": "zoom", "amount": -2}, {"act": "pan", "at": [0.1, -0.2]},
        {"act": "tool", "amount": 4}, {"act": "tool_width", "amount": -1}, {"act": "save_preset", "name": " Studio "},
        {"act": "remove_preset", "name": "Studio"}, {"act": "touch", "drag": 9, "points": [], "ends": true}])"));
    ASSERT_EQ(list.size(), 9u);
    ASSERT_TRUE(list[0].touch);
    ASSERT_EQ(list[0].touch->at.size(), 2u);
    EXPECT_EQ(list[0].touch->at[0], glm::dvec2(0.25, 0.5));
    EXPECT_EQ(list[0].touch->at[1], glm::dvec2(2, -1)) << "beyond the border, but not far";
    EXPECT_TRUE(list[0].touch->ends);
    EXPECT_TRUE(list[1].command.aimed && list[1].command.at == glm::dvec2(0.1, 0.9) && list[1].command.amount == 2.5);
    EXPECT_FALSE(list[2].command.aimed);
    EXPECT_EQ(list[3].command.act, Act::pan);
    EXPECT_EQ(list[3].command.at, glm::dvec2(0.1, -0.2));
    EXPECT_EQ(list[4].command.amount, 4);
    EXPECT_EQ(list[6].command.text, "Studio") << "as it is kept";
    EXPECT_EQ(list[7].command.act, Act::remove_preset);
    EXPECT_TRUE(list[8].touch && list[8].touch->ends);
    std::string many = R"([{"act": "touch", "drag": 1, "points": [[0, 0])";
    for (std::size_t i = 0; i < most_points_a_touch; ++i) many += ", [0, 0]";
    EXPECT_FALSE(parse_tablet_commands(request(many + "]}]")));
}

TEST(TabletCommands, ASignatureComesWholeOrNotAtAll) {
    const auto sign = [](const std::string& rest) { return request(R"([{"act": "sign", )" + rest + "}]"); };
    const auto list =
        parsed(sign(R"("request": 3, "width": 2400, "strokes": [[0, 0, 0, 2400, 1000, 250], [1200, 500, 900]])"));
    ASSERT_EQ(list.size(), 1u);
    ASSERT_TRUE(list[0].signature);
    EXPECT_EQ(list[0].signature->number, 3u);
    EXPECT_EQ(list[0].signature->signature,
              (records::Signature{2.4f, {{{0, 0, 0}, {2.4f, 1, 0.25f}}, {{1.2f, 0.5f, 0.9f}}}}));
    std::string long_stroke = "0, 0, 0", dots = "[1, 1, 1]";
    for (std::size_t i = 1; i <= most_sign_points; ++i) long_stroke += ", 0, 0, 0";
    for (std::size_t i = 1; i <= most_sign_strokes; ++i) dots += ", [1, 1, 1]";
    const std::string good = R"("request": 3, "width": 2400, "strokes": )";
    for (const std::string& bad : {
             std::string(R"("width": 2400, "strokes": [[0, 0, 0, 9, 9, 9]])"),
             std::string(R"("request": 0, "width": 2400, "strokes": [[0, 0, 0, 9, 9, 9]])"),
             std::string(R"("request": 1.5, "width": 2400, "strokes": [[0, 0, 0, 9, 9, 9]])"),
             std::string(R"("request": 3, "width": 100, "strokes": [[0, 0, 0, 9, 9, 9]])"),
             std::string(R"("request": 3, "width": 1e999, "strokes": [[0, 0, 0, 9, 9, 9]])"),
             std::string(R"("request": 3, "strokes": [[0, 0, 0, 9, 9, 9]])"),
             good + "[]",
             good + "7",
             good + "[[]]",
             good + "[7]",
             good + "[[0, 0, 0]]",
             good + "[[0, 0, 0, 9, 9]]",
             good + "[[0, 0, 0, 2401, 9, 9]]",
             good + "[[0, 0, 0, 9, 1001, 9]]",
             good + "[[0, 0, 0, 9, -1, 9]]",
             good + "[[0, 0, 9, 9, 9, 8]]",
             good + "[[0, 0, 0, 9, 9, 600001]]",
             good + R"([[0, 0, 0, 9, "9", 9]])",
             good + "[[0, 0, 0, 9, null, 9]]",
             good + "[[0, 0, 0, 9, 1e999, 9]]",
             good + "[[" + long_stroke + "]]",
             good + "[" + dots + "]",
         })
        EXPECT_FALSE(parse_tablet_commands(sign(bad))) << bad.substr(0, 120);
}

TEST(TabletCommands, ChanceBytesDoNoHarm) {
    std::mt19937 random(11);
    const std::string good = request(
        R"([{"act": "set", "name": "hairline.height_mm", "value": 62, "drag": 3}, {"act": "time_stop", "amount": 4}])");
    int through = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text = good;
        for (unsigned n = 1 + random() % 4; n > 0; --n) text[random() % text.size()] = static_cast<char>(random());
        if (const auto out = parse_tablet_commands(text)) {
            ++through;
            for (const TabletCommand& c : *out) EXPECT_TRUE(std::isfinite(c.command.amount));
        }
    }
    EXPECT_GT(through, 0);
}

TabletCommand drag(const std::string& hand, unsigned number, double value, const char* name = "hairline.height_mm") {
    TabletCommand out;
    out.hand = hand;
    out.number = number;
    out.drag = 5;
    out.watched = true;
    out.command = {.act = Act::set_parameter, .amount = value, .parameter = find_parameter(name)};
    return out;
}
TabletCommand act(const std::string& hand, Act what, double held_s = 0) {
    TabletCommand out;
    out.hand = hand;
    out.watched = true;
    out.command = {.act = what};
    out.held_s = held_s;
    return out;
}

TEST(TabletInbox, OfADragOnlyTheNewestValueWaits) {
    TabletInbox inbox;
    for (unsigned i = 0; i < 1000; ++i) EXPECT_TRUE(inbox.put({drag("one", i, 60 + i % 7)}));
    EXPECT_TRUE(inbox.put({drag("two", 1, 80)}));
    const auto waiting = inbox.take();
    ASSERT_EQ(waiting.size(), 2u);
    EXPECT_EQ(waiting[0].number, 999u);
    EXPECT_EQ(waiting[1].command.amount, 80) << "the other hand's came last and wins";
    EXPECT_TRUE(inbox.take().empty());
    // What is no drag is never left out, but there is an end.
    int taken = 0;
    for (int i = 0; i < 1000; ++i) taken += inbox.put({act("one", Act::freeze)});
    EXPECT_EQ(taken, 256);
    inbox.put_gone("one");
    EXPECT_EQ(inbox.take().size(), 257u) << "that a page has gone is always heard";
}

TabletCommand touch(const std::string& hand, unsigned finger, double x, bool ends = false) {
    TabletCommand out;
    out.hand = hand;
    out.drag = finger;
    out.touch = TabletTouch{{{x, 0.5}}, ends};
    return out;
}

TEST(TabletInbox, OfAFingerEveryPlaceWaits) {
    TabletInbox inbox;
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(inbox.put({touch("one", 1, 0.01 * i)}));
    TabletCommand pan;
    pan.hand = "one";
    pan.drag = 2;
    pan.command = {.act = Act::pan, .at = {0.1, 0}};
    EXPECT_TRUE(inbox.put({pan, pan}));
    EXPECT_EQ(inbox.take().size(), 22u);
}

TEST(TabletFinger, TheFirstOneHasThePictureUntilItIsLifted) {
    TabletFinger finger;
    double t = 10;
    EXPECT_TRUE(finger.takes(touch("one", 1, 0.1), t));
    EXPECT_TRUE(finger.begins());
    EXPECT_FALSE(finger.takes(touch("two", 1, 0.9), t += 0.1)) << "two brushes would make one line of two";
    EXPECT_TRUE(finger.takes(touch("one", 1, 0.2), t += 0.1));
    EXPECT_FALSE(finger.begins());
    EXPECT_TRUE(finger.takes(touch("one", 1, 0.3, true), t += 0.1));
    EXPECT_FALSE(finger.takes(touch("one", 1, 0.3), t += 0.1)) << "late words of a finger that is lifted";
    EXPECT_TRUE(finger.takes(touch("two", 1, 0.9), t += 0.1));
    EXPECT_TRUE(finger.begins());
    // One that has vanished is lifted; one that says nothing any more, too.
    TabletCommand gone;
    gone.hand = "two";
    gone.gone = true;
    EXPECT_TRUE(finger.lost(gone));
    EXPECT_FALSE(finger.lost(gone));
    EXPECT_TRUE(finger.takes(touch("one", 2, 0.1), t += 0.1));
    EXPECT_FALSE(finger.takes(touch("three", 1, 0.1), t += 1));
    EXPECT_TRUE(finger.takes(touch("three", 1, 0.1), t += 1.5));
    EXPECT_TRUE(finger.begins());
    TabletCommand nothing = touch("one", 3, 0);
    nothing.touch->at.clear();
    nothing.touch->ends = true;
    EXPECT_FALSE(finger.takes(nothing, t += 3)) << "lifted without having been put down";
    EXPECT_FALSE(finger.takes(act("one", Act::freeze), t)) << "no touch at all";
}

// Obeys as the mirror does.
struct Desk {
    LiveControls controls;
    TabletHands hands;
    double now_s = 100;

    void tell(const TabletCommand& command) {
        if (auto c = hands.take(command, controls.work, now_s)) {
            controls = apply(controls, *c);
            hands.obeyed(controls.work, now_s);
        }
        now_s += 0.02;
    }
    void key(Act what, double amount) {
        controls = apply(controls, {.act = what, .amount = amount, .time_s = now_s});
        now_s += 0.02;
    }
    double height() const { return controls.design().hairline_height_mm; }
};

TEST(TabletHands, ADragIsOneStep) {
    Desk d;
    const double start = d.height();
    for (int i = 1; i <= 20; ++i) d.tell(drag("one", 1, start - i));
    d.now_s += 5;  // a finger that rests
    d.tell(drag("one", 1, start - 21));
    EXPECT_EQ(d.height(), start - 21);
    d.key(Act::undo, 1);
    EXPECT_EQ(d.height(), start);
    EXPECT_FALSE(d.controls.work.can_undo());
    EXPECT_EQ(d.height(), start);
    // The next drag of the same hand is the next step, however soon.
    d.tell(drag("one", 1, start - 1));
    auto second = drag("one", 1, start - 2);
    second.drag = 6;
    d.tell(second);
    d.key(Act::undo, 1);
    EXPECT_EQ(d.height(), start - 1);
    d.key(Act::undo, 1);
    // After the undo the same drag is a new step.
    d.tell(drag("one", 1, start - 3));
    d.key(Act::undo, 1);
    EXPECT_EQ(d.height(), start);
}

TEST(TabletHands, AHandOnTheKeysInBetweenHasAStepOfItsOwn) {
    Desk d;
    const double start = d.height();
    d.tell(drag("one", 1, start - 5));
    d.key(Act::density, 1);
    const double dense = d.controls.design().density_per_cm2;
    d.tell(drag("one", 1, start - 6));
    d.key(Act::undo, 1);
    EXPECT_EQ(d.height(), start - 5);
    EXPECT_EQ(d.controls.design().density_per_cm2, dense);
    d.key(Act::undo, 1);
    d.key(Act::undo, 1);
    EXPECT_EQ(d.height(), start);
    EXPECT_FALSE(d.controls.work.can_undo());
}

TEST(TabletHands, TwoTabletsAtOnceTheLastHandWins) {
    Desk d;
    const double start = d.height();
    for (int i = 1; i <= 10; ++i) {
        d.tell(drag("one", 1, start - i));
        d.tell(drag("two", 1, start + i));
        d.tell(drag("three", 1, 0.2 + 0.05 * i, "hairline.irregularity"));
    }
    EXPECT_EQ(d.height(), start + 10);
    EXPECT_NEAR(d.controls.design().irregularity, 0.7, 1e-9);
    int steps = 0;
    while (d.controls.work.can_undo()) d.key(Act::undo, 1), ++steps;
    EXPECT_EQ(steps, 1) << "not one for each time that they took turns";
    EXPECT_EQ(d.height(), start);
    // One after the other: two steps.
    d.tell(drag("one", 1, start - 4));
    d.now_s += 2;
    d.tell(drag("two", 2, start - 8));
    d.key(Act::undo, 1);
    EXPECT_EQ(d.height(), start - 4);
}

TEST(TabletHands, AVanishedTabletLeavesItsLastValueAndNoOpenStep) {
    Desk d;
    const double start = d.height();
    d.tell(drag("one", 1, start - 7));
    TabletCommand gone;
    gone.hand = "one";
    gone.gone = true;
    d.tell(gone);
    EXPECT_EQ(d.height(), start - 7);
    d.now_s += 1;
    auto again = drag("one back", 1, start - 9);
    d.tell(again);
    d.key(Act::undo, 1);
    EXPECT_EQ(d.height(), start - 7) << "the step was closed";
}

TEST(TabletHands, TheBareHeadIsShownUntilTheLastHandHasLetGo) {
    Desk d;
    d.tell(act("one", Act::bare_press));
    EXPECT_TRUE(d.controls.shows_bare());
    d.tell(act("two", Act::bare_press));
    d.tell(act("one", Act::bare_release, 2));
    EXPECT_TRUE(d.controls.shows_bare());
    d.tell(act("two", Act::bare_release, 2));
    EXPECT_FALSE(d.controls.shows_bare());
    // A tap switches: its length is that of the finger, not of the network.
    d.tell(act("one", Act::bare_press));
    d.now_s += 0.5;
    d.tell(act("one", Act::bare_release, 0.1));
    EXPECT_TRUE(d.controls.shows_bare());
    d.tell(act("one", Act::bare_press));
    d.tell(act("one", Act::bare_release, 0.1));
    EXPECT_FALSE(d.controls.shows_bare());
    // Held as the tablet vanishes.
    d.tell(act("one", Act::bare_press));
    TabletCommand gone;
    gone.hand = "one";
    gone.gone = true;
    d.tell(gone);
    EXPECT_FALSE(d.controls.shows_bare());
    auto unwatched = act("three", Act::bare_press);
    unwatched.watched = false;
    d.tell(unwatched);
    EXPECT_FALSE(d.controls.shows_bare()) << "nobody would know when it goes";
}

TEST(TabletState, HasEveryParameterAndItsWords) {
    const Json tables = Json::parse(tablet_tables_json());
    std::size_t rows = 0;
    for (const Json& group : tables.at("groups"))
        for (const Json& row : group.at("rows")) {
            const Parameter* const p = find_parameter(row.at("name").get<std::string>());
            ASSERT_NE(p, nullptr);
            EXPECT_EQ(row.at("label"), p->label);
            EXPECT_EQ(row.at("min"), p->min);
            EXPECT_EQ(row.at("max"), p->max);
            EXPECT_EQ(row.at("help"), p->help);
            if (p->type == ParameterType::choice)
                EXPECT_EQ(row.at("choices").size(), p->choices.size());
            else
                EXPECT_EQ(row.value("prefix", "") + format_value(*p, p->max) + (unit_in_words(*p).empty() ? "" : " "),
                          value_in_words(*p, p->max)
                              .substr(0, row.value("prefix", "").size() + format_value(*p, p->max).size() +
                                             (unit_in_words(*p).empty() ? 0 : 1)));
            ++rows;
        }
    EXPECT_EQ(rows, parameters().size());
    EXPECT_EQ(tables.at("time_stops").size(), time_stops().size());

    TabletState state;
    state.design.hairline_height_mm = 62;
    state.note = "broken \xff text";
    state.compare = Compare::wipe;
    state.presets = {"Natural", "Studio"};
    state.own_presets = {false, true};
    state.numbers = {{"Treated area", "500 cm2"}};
    state.tool.kind = ToolKind::rubber;
    const Json json = Json::parse(to_json(state));
    EXPECT_EQ(json.at("values").size(), parameters().size());
    EXPECT_EQ(json.at("values").at("hairline.height_mm"), 62);
    EXPECT_EQ(json.at("compare"), "wipe");
    EXPECT_EQ(json.at("presets")[1], (Json{{"name", "Studio"}, {"own", true}}));
    EXPECT_EQ(json.at("presets")[0].at("own"), false);
    EXPECT_EQ(json.at("numbers")[0][1], "500 cm2");
    EXPECT_EQ(tables.at("tools")[json.at("tool").get<std::size_t>()], "Rubber");
    EXPECT_FALSE(json.contains("heard"));
}

}  // namespace
}  // namespace smp::test
