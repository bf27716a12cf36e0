// Steps, variants, and what is kept of them.
#include <gtest/gtest.h>

#include "desk/change_words.hpp"
#include "desk/step_words.hpp"
#include "desk/work.hpp"
#include "desk/work_file.hpp"

namespace smp {
namespace {

TreatmentDesign with_height(double mm) {
    TreatmentDesign d;
    d.hairline_height_mm = mm;
    return d;
}

void move_to(Work& work, double mm, bool continues = false) {
    TreatmentDesign d = work.design();
    d.hairline_height_mm = mm;
    work.change(d, continues);
}

double height(const Work& work) {
    return work.design().hairline_height_mm;
}

TEST(Work, EveryStepIsTakenBackAndGivenAgain) {
    Work work(with_height(60));
    constexpr int steps = 5000;
    for (int i = 1; i <= steps; ++i) move_to(work, 60 + i * 0.01);
    for (int i = steps; i > 0; --i) {
        EXPECT_DOUBLE_EQ(height(work), 60 + i * 0.01);
        ASSERT_TRUE(work.can_undo());
        work.undo();
    }
    EXPECT_EQ(work.design(), with_height(60));
    EXPECT_FALSE(work.can_undo());
    work.undo();
    EXPECT_EQ(work.design(), with_height(60));
    for (int i = 1; i <= steps; ++i) work.redo();
    EXPECT_DOUBLE_EQ(height(work), 60 + steps * 0.01);
    EXPECT_FALSE(work.can_redo());
}

TEST(Work, ADragIsOneStep) {
    Work work(with_height(60));
    move_to(work, 61);
    move_to(work, 70);
    for (int mm = 71; mm <= 80; ++mm) move_to(work, mm, true);
    work.undo();
    EXPECT_EQ(height(work), 61);
    work.redo();
    EXPECT_EQ(height(work), 80);
}

TEST(Work, ADragThatIsInterruptedBeginsAStepOfItsOwn) {
    Work work(with_height(60));
    move_to(work, 61);
    move_to(work, 62, true);
    work.undo();
    move_to(work, 63, true);  // the finger is still down
    EXPECT_EQ(height(work), 63);
    work.undo();
    EXPECT_EQ(height(work), 60);
    Work fresh(with_height(60));
    move_to(fresh, 61, true);
    fresh.undo();
    EXPECT_EQ(height(fresh), 60);
}

TEST(Work, WhatChangesNothingIsNoStep) {
    Work work(with_height(60));
    work.change(work.design());
    EXPECT_FALSE(work.can_undo());
    move_to(work, 61);
    work.undo();
    work.change(work.design());
    EXPECT_TRUE(work.can_redo()) << "and does not take the way forward";
}

TEST(Work, AChangeAfterUndoBeginsAnotherWay) {
    Work work(with_height(60));
    move_to(work, 61);
    move_to(work, 62);
    work.undo();
    move_to(work, 70);
    EXPECT_FALSE(work.can_redo());
    work.undo();
    EXPECT_EQ(height(work), 61);
}

TEST(Work, VariantsBeginAsCopiesAndStayApart) {
    Work work(with_height(60));
    work.choose_next();
    EXPECT_EQ(work.chosen(), 0) << "there is no other yet";
    work.choose(1);
    EXPECT_EQ(height(work), 60);
    move_to(work, 70);
    work.choose(0);
    EXPECT_EQ(height(work), 60);
    work.choose_next();
    EXPECT_EQ(work.chosen(), 1);
    EXPECT_EQ(height(work), 70);
    work.choose_next();
    EXPECT_EQ(work.chosen(), 0) << "C is not there";
    work.choose(7);
    work.choose(-1);
    EXPECT_EQ(work.chosen(), 0);
    EXPECT_FALSE(work.variants()[2]);
}

TEST(Work, UndoShowsTheVariantThatItChanges) {
    Work work(with_height(60));
    work.choose(1);
    move_to(work, 70);
    work.choose(0);
    work.undo();
    EXPECT_EQ(work.chosen(), 1);
    EXPECT_EQ(height(work), 60);
    work.undo();  // B itself
    EXPECT_EQ(work.chosen(), 0);
    EXPECT_FALSE(work.variants()[1]);
    work.redo();
    work.redo();
    EXPECT_EQ(work.chosen(), 1);
    EXPECT_EQ(height(work), 70);
}

TEST(Work, ACopyGoesItsOwnWay) {
    Work work(with_height(60));
    move_to(work, 61);
    Work other = work;
    move_to(other, 70);
    work.undo();
    EXPECT_EQ(height(work), 60);
    EXPECT_EQ(height(other), 70);
    other.undo();
    EXPECT_EQ(height(other), 61);
}

TEST(ChangeWords, NameWhatChangedAndCountTheRest) {
    TreatmentDesign a, b;
    EXPECT_EQ(change_in_words(a, b), "");
    b.hairline_height_mm = 76;
    EXPECT_EQ(change_in_words(a, b), "Hairline height 75 to 76 mm");
    b.hairline_style = HairlineStyle::widows_peak;
    EXPECT_EQ(change_in_words(a, b), "Hairline height 75 to 76 mm, Hairline style natural to widows peak");
    b.density_per_cm2 = 150;
    b.dilution = 10;
    EXPECT_EQ(change_in_words(a, b), "Hairline height 75 to 76 mm, Hairline style natural to widows peak and 2 more");
    TreatmentDesign c;
    c.patches.push_back({});
    EXPECT_EQ(change_in_words(a, c), "0 to 1 patch");
    c = a;
    c.density_per_cm2 = 145;
    EXPECT_EQ(change_in_words(a, c), "Density 140 to 145 per cm\xc2\xb2");
}

TEST(StepWords, SayWhatWasDone) {
    Work work(with_height(60));
    const auto after = [&](auto act, auto words) {
        const Work before = work;
        act();
        return words(before);
    };
    const auto undo = [&] {
        return after([&] { work.undo(); }, [&](const Work& before) { return step_in_words(before, work, true); });
    };
    const auto redo = [&] {
        return after([&] { work.redo(); }, [&](const Work& before) { return step_in_words(before, work, false); });
    };
    const auto choose = [&](int variant) {
        return after([&] { work.choose(variant); },
                     [&](const Work& before) { return variant_in_words(before, work, false); });
    };
    const auto next = [&] {
        return after([&] { work.choose_next(); },
                     [&](const Work& before) { return variant_in_words(before, work, true); });
    };
    EXPECT_EQ(undo(), "Nothing to undo");
    EXPECT_EQ(next(), "There is no other variant yet");
    move_to(work, 61);
    EXPECT_EQ(undo(), "Undone: Hairline height 61 to 60 mm");
    EXPECT_EQ(redo(), "Redone: Hairline height 60 to 61 mm");
    EXPECT_EQ(redo(), "Nothing to redo");
    EXPECT_EQ(choose(1), "Variant B, a copy of A");
    EXPECT_EQ(choose(1), "Variant B");
    EXPECT_EQ(next(), "Variant A");
    move_to(work, 70);
    EXPECT_EQ(choose(1), "Variant B");
    EXPECT_EQ(undo(), "Variant A") << "the step was there";
}

TEST(WorkFile, WhatIsWrittenIsReadBack) {
    Work work(with_height(61.37));
    work.choose(2);
    TreatmentDesign d = work.design();
    d.patches.push_back({PatchKind::scar, {{1, 2}, {3, 4}}, 8, 2, 0.9, 0.7});
    d.mark = MarkKind::feathered;
    work.change(d);
    const KeptWork kept = to_keep(work, "10:42");
    const auto read = parse_work(work_to_json(kept), "work.json");
    ASSERT_TRUE(read) << read.error().line();
    EXPECT_EQ(read->chosen, 2);
    EXPECT_EQ(read->time, "10:42");
    EXPECT_EQ(read->variants, work.variants());
    EXPECT_EQ(Work(read->variants, read->chosen).design(), d);
}

TEST(WorkFile, ADamagedOneIsRefusedWhereverItBreaks) {
    Work work(with_height(61));
    work.choose(1);
    const std::string whole = work_to_json(to_keep(work, "10:42"));
    for (std::size_t cut = 0; cut + 2 < whole.size(); cut += 7) {
        const auto read = parse_work(whole.substr(0, cut), "work.json");
        ASSERT_FALSE(read) << cut;
        EXPECT_EQ(read.error().line().find("work.json: "), 0u);
    }
    const auto broken = [&](std::string from, const std::string& to) {
        std::string text = whole;
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
        return parse_work(text, "work.json");
    };
    EXPECT_FALSE(broken("work/1", "work/2"));
    EXPECT_FALSE(broken("\"chosen\": \"B\"", "\"chosen\": \"C\""));
    EXPECT_FALSE(broken("\"chosen\": \"B\"", "\"chosen\": 1"));
    EXPECT_FALSE(broken("\"hairline.height_mm\": 61", "\"hairline.height_mm\": 6100"));
    EXPECT_TRUE(broken("10:42", "10:43"));
}

}  // namespace
}  // namespace smp
