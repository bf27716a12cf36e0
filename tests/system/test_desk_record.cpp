// The record's pages of the desk, drawn in a real window and driven by mouse and keys, with a room that answers at
// once. With SMP_DESK_PICTURES=FOLDER every page is also written there, to be looked at.
#include <GL/glew.h>
//
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <optional>

#include "base/texts.hpp"
#include "present/window.hpp"
#include "records/medical_questions.hpp"
#include "support/record_pages.hpp"
#include "system/hands.hpp"
#include "system/screen.hpp"
#include "ui/desk.hpp"
#include "ui/record_words.hpp"

namespace smp::test {
namespace {

using State = RecordView::State;

class DeskRecord : public testing::Test {
  protected:
    void SetUp() override {
        if (!Screen::available()) GTEST_SKIP() << "needs Xvfb and xdotool";
        screen_.emplace(1300, 820);
        display_ = screen_->environment().at("DISPLAY");
        setenv("DISPLAY", display_.c_str(), 1);
    }
    void TearDown() override {
        (void)choose_language("en", std::filesystem::path(SMP_SOURCE_DIR) / "assets/texts");
        hands_.reset();
        desk_.reset();
        window_.reset();
    }

    void open(RecordView view, glm::ivec2 size_px = {1280, 800}, double scale = 1) {
        WindowOptions options;
        options.windowed = options.cursor = true;
        options.size_px = size_px;
        options.place = {0, 0};
        options.swap_interval = 0;
        auto window = Window::open(options);
        ASSERT_TRUE(window) << window.error().line();
        window_.emplace(std::move(*window));
        desk_.emplace(window_->native());
        window_->show();
        hands_.emplace(display_);
        scale_ = scale;
        view_ = std::move(view);
        snapshot_.record_page = true;
        snapshot_.keys["record"] = "R";
        (void)desk_->place_of("");
        frames(4);
        glfwGetWindowPos(window_->native(), &at_.x, &at_.y);
    }

    void frames(int n = 3) {
        for (int i = 0; i < n; ++i) {
            Window::wait(0.01);
            window_->make_current();
            for (const KeyEvent& key : window_->take_keys())
                if (!desk_->takes(key) && key.edge != KeyEdge::release) mirrors_keys_.push_back(key);
            snapshot_.record = std::make_shared<const RecordView>(view_);
            for (const Command& command : desk_->draw(snapshot_, window_->size_px(), scale_))
                if (command.act == Act::record) snapshot_.record_page = !snapshot_.record_page;
            for (RecordAsk& ask : desk_->take_asks()) {
                if (answers_) room_.answer(view_, ask);
                asks_.push_back(std::move(ask));
            }
            // From the back, before it goes to the front.
            if (i + 1 == n) read();
            window_->swap();
        }
    }

    void read() {
        const glm::ivec2 size = window_->size_px();
        picture_.create(size.y, size.x, CV_8UC3);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, size.x, size.y, GL_BGR, GL_UNSIGNED_BYTE, picture_.data);
        cv::flip(picture_, picture_, 0);
    }
    void keep_picture(const std::string& name) {
        frames(3);
        if (const char* folder = std::getenv("SMP_DESK_PICTURES"))
            cv::imwrite(std::string(folder) + "/" + name + ".png", picture_);
    }

    bool there(const std::string& words) { return desk_->place_of(words).has_value(); }
    void move(glm::dvec2 at) {
        hands_->move(cv::Point(at_.x + static_cast<int>(at.x), at_.y + static_cast<int>(at.y)));
        frames(2);
    }
    void click_at(glm::dvec2 at) {
        move(at);
        hands_->button(1, true);
        frames(2);
        hands_->button(1, false);
        frames(3);
    }
    // Into sight first, as a hand would, with the wheel.
    void click(const std::string& words) {
        for (int i = 0; i < 60; ++i) {
            const auto at = desk_->place_of(words);
            ASSERT_TRUE(at) << words << " is not on the page";
            const double low = window_->size_px().y - 40.0;
            if (at->y > 45 && at->y < low) return click_at(*at);
            move({window_->size_px().x - 200, 400});
            hands_->button(at->y >= low ? 5 : 4, true);
            hands_->button(at->y >= low ? 5 : 4, false);
            frames(2);
        }
        FAIL() << words << " cannot be brought into sight";
    }
    void type(const std::string& words) {
        screen_->keys({"type", "--delay", "4", words});
        frames(4);
    }
    void press(const std::string& key) {
        hands_->key(key, true);
        frames(2);
        hands_->key(key, false);
        frames(2);
    }
    void select_all() {
        hands_->key("Control_L", true);
        press("a");
        hands_->key("Control_L", false);
        frames(1);
    }
    template <class Ask>
    const Ask* asked() const {
        for (auto at = asks_.rbegin(); at != asks_.rend(); ++at)
            if (const Ask* ask = std::get_if<Ask>(&*at)) return ask;
        return nullptr;
    }
    template <class Ask>
    std::ptrdiff_t count() const {
        return std::count_if(asks_.begin(), asks_.end(),
                             [](const RecordAsk& a) { return std::holds_alternative<Ask>(a); });
    }

    std::optional<Screen> screen_;
    std::string display_;
    std::optional<Window> window_;
    std::optional<Desk> desk_;
    std::optional<Hands> hands_;
    glm::ivec2 at_{0};
    double scale_ = 1;
    SampleRecord sample_;
    QuickRoom room_{sample_};
    bool answers_ = true;
    RecordView view_;
    DeskSnapshot snapshot_;
    std::vector<RecordAsk> asks_;
    std::vector<KeyEvent> mirrors_keys_;
    cv::Mat picture_;
};

std::string words_of(const records::Secret& secret) {
    return {reinterpret_cast<const char*>(secret.data()), secret.size()};
}

TEST_F(DeskRecord, AskForAPassphraseTwiceAndShowTheCodeUntilItIsWrittenDown) {
    open(sample_.view(State::none));
    answers_ = false;
    click("Who are you");
    type("Anna");
    press("Tab");
    type("short");
    press("Tab");
    type("short");
    click("Make the record");
    EXPECT_FALSE(asked<record_ask::Make>()) << "too short";
    click("Passphrase");
    select_all();
    type("a longer passphrase");
    click("Once more");
    select_all();
    type("another passphrase");
    press("Return");
    EXPECT_FALSE(asked<record_ask::Make>()) << "not the same";
    click("Once more");
    select_all();
    type("a longer passphrase");
    press("Return");
    const auto* make = asked<record_ask::Make>();
    ASSERT_TRUE(make);
    EXPECT_EQ(make->who, "Anna");
    EXPECT_EQ(words_of(*make->passphrase), "a longer passphrase");
    EXPECT_TRUE(mirrors_keys_.empty()) << "what is typed drives nothing";

    view_.state = State::open;
    view_.recovery_code = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789-ABCD";
    answers_ = true;
    frames();
    EXPECT_FALSE(there("New client"));
    click("I have written it down");
    EXPECT_TRUE(asked<record_ask::CodeWritten>());
    frames();
    EXPECT_TRUE(there("New client"));
}

TEST_F(DeskRecord, NothingOfAPassphraseStaysInMemoryOfTheDesk) {
    open(sample_.view(State::locked));
    click("Who are you");
    type("Anna");
    press("Tab");
    type("zebra-q7x-lantern");
    press("Return");
    const auto* unlock = asked<record_ask::Unlock>();
    ASSERT_TRUE(unlock);
    EXPECT_EQ(words_of(*unlock->passphrase), "zebra-q7x-lantern");
    frames();
    ASSERT_EQ(view_.state, State::open);
    asks_.clear();  // the last that holds it
    // Looked for in everything of the process that can be written, as ImGui's 16-bit letters; what is looked for does
    // not stand there itself.
    constexpr char hidden_by = 0x55;
    std::string hidden;
    for (const char c : {'z', 'e', 'b', 'r', 'a', '-', 'q', '7', 'x'}) {
        hidden += static_cast<char>(c ^ hidden_by);
        hidden += hidden_by;
    }
    std::ifstream maps("/proc/self/maps");
    std::ifstream memory("/proc/self/mem", std::ios::binary);
    int found = 0;
    for (std::string line; std::getline(maps, line);) {
        unsigned long from = 0, to = 0;
        char flags[5] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, flags) != 3 || flags[1] != 'w') continue;
        if (line.find("[v") != std::string::npos || to - from > (256UL << 20)) continue;
        std::string bytes(to - from, '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(from));
        if (!memory.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) continue;
        found += std::search(bytes.begin(), bytes.end(), hidden.begin(), hidden.end(),
                             [](char x, char y) { return x == static_cast<char>(y ^ hidden_by); }) != bytes.end();
        explicit_bzero(bytes.data(), bytes.size());
    }
    EXPECT_EQ(found, 0) << "letters of the passphrase, as the field had them";
}

TEST_F(DeskRecord, WrongGuessesAreSaidAndTheFieldIsEmpty) {
    open(sample_.view(State::locked));
    answers_ = false;
    click("Who are you");
    type("Anna");
    click("Open the records");
    EXPECT_FALSE(asked<record_ask::Unlock>());
    click("Passphrase");
    type("a wrong guess");
    press("Return");
    ASSERT_EQ(count<record_ask::Unlock>(), 1);
    view_.said = "That is not the passphrase; the next try waits 8 seconds.";
    view_.failed = true;
    ++view_.answers;
    frames();
    click("Open the records");
    EXPECT_EQ(count<record_ask::Unlock>(), 1) << "nothing is left in the field";
}

TEST_F(DeskRecord, FindsAsOneTypesOpensAndCloses) {
    open(sample_.list());
    ASSERT_TRUE(asked<record_ask::Find>()) << "recent clients are there at once";
    EXPECT_EQ(asked<record_ask::Find>()->query.sort, records::SortBy::last_visit);
    click("Search");
    type("Ruben");
    ASSERT_EQ(asked<record_ask::Find>()->query.words, "Ruben");
    EXPECT_FALSE(there("Nora Beispiel"));
    click("Ruben Invented");
    ASSERT_TRUE(asked<record_ask::Open>());
    frames();
    EXPECT_TRUE(there("Time line"));
    click("Close the client");
    EXPECT_TRUE(asked<record_ask::Close>());
    frames();
    EXPECT_TRUE(there("Search"));
}

TEST_F(DeskRecord, ANewClientIsTypedSavedAndNothingIsLostWhenItFails) {
    open(sample_.list());
    click("New client");
    click("Name");
    type("Ida Nobody");
    press("Tab");
    type("1.2.84");
    click("Save and open");
    EXPECT_FALSE(asked<record_ask::Add>()) << "two digits are no year";
    click("Born");
    select_all();
    type("1.2.1984");
    press("Return");
    room_.refuses = "The disk is full.";
    click("Save and open");
    ASSERT_TRUE(asked<record_ask::Add>());
    frames();
    EXPECT_FALSE(view_.client);
    click("Save and open");  // all of it is there still
    ASSERT_EQ(count<record_ask::Add>(), 2);
    EXPECT_EQ(asked<record_ask::Add>()->client.name, "Ida Nobody");
    EXPECT_EQ(asked<record_ask::Add>()->client.born, a_day(1984, 2, 1));
    frames();
    EXPECT_TRUE(there("Consent")) << "and the client is open";
    EXPECT_TRUE(mirrors_keys_.empty());
}

TEST_F(DeskRecord, AChangeIsANewVersionAndClosingAsksFirst) {
    open(sample_.open());
    click("Data");
    click("Phone");
    type(" 99");
    press("Return");
    click("Close the client");
    EXPECT_FALSE(asked<record_ask::Close>()) << "something is not saved";
    ASSERT_TRUE(there("Throw away what is not saved?"));
    click("Save");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    ASSERT_EQ(save->drafts.size(), 1u);
    EXPECT_EQ(save->drafts[0].from_version, 1);
    EXPECT_EQ(save->drafts[0].changes, sample_.items[0].id);
    EXPECT_EQ(std::get<records::Client>(save->drafts[0].content).phone, "+49 30 0000000 99");
    EXPECT_EQ(std::get<records::Client>(save->drafts[0].content).notes, "Prefers mornings.");
    frames();
    click("Close the client");
    EXPECT_TRUE(asked<record_ask::Close>()) << "now there is nothing to lose";
}

TEST_F(DeskRecord, NotesWrapAndOutliveTheWindow) {
    open(sample_.open());
    click("Data");
    click("Notes");
    press("End");
    type(" Comes by train and likes the window seat, where the light is even and nobody walks past.");
    press("Down");
    press("Escape");
    EXPECT_TRUE(mirrors_keys_.empty());
    keep_picture("notes");
    // The desk is closed and opened again.
    const auto typed = desk_->typed();
    desk_.reset();
    desk_.emplace(window_->native(), typed);
    (void)desk_->place_of("");
    frames(4);
    click("Save");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    EXPECT_EQ(std::get<records::Client>(save->drafts[0].content).notes,
              "Prefers mornings. Comes by train and likes the window seat, where the light is even and nobody walks "
              "past.");
}

TEST_F(DeskRecord, WhatIsTypedOutlivesALock) {
    open(sample_.open());
    click("Data");
    click("Phone");
    type("77");
    press("Return");
    click("Lock the records");
    frames();
    ASSERT_TRUE(there("Passphrase"));
    EXPECT_FALSE(there("Phone"));
    click("Who are you");
    type("Anna");
    press("Tab");
    type("whatever it is");
    press("Return");
    frames();
    click("Ruben Invented");
    click("Data");
    click("Save");
    ASSERT_TRUE(asked<record_ask::Save>());
    EXPECT_EQ(std::get<records::Client>(asked<record_ask::Save>()->drafts[0].content).phone, "+49 30 000000077");
}

TEST_F(DeskRecord, AConsentIsSignedWithThePen) {
    sample_.client.photographs_allowed = false;
    RecordView view = sample_.open();
    std::erase_if(view.time_line,
                  [](const records::Item& i) { return std::holds_alternative<records::Consent>(i.content); });
    open(view);
    click("Consent");
    click("Photographs");
    click("Answer: Given");
    click("Save");
    EXPECT_FALSE(asked<record_ask::Save>()) << "without a signature";
    const auto pad = desk_->place_of("signature");
    ASSERT_TRUE(pad);
    for (const double from : {-60.0, 10.0}) {
        move({pad->x + from, pad->y});
        hands_->button(1, true);
        for (int i = 0; i <= 8; ++i) move({pad->x + from + 6 * i, pad->y + (i % 2 ? 14 : -14)});
        hands_->button(1, false);
        frames();
    }
    click("Save");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    const auto& consent = std::get<records::Consent>(save->drafts[0].content);
    EXPECT_EQ(consent.purpose, records::ConsentPurpose::photographs);
    EXPECT_TRUE(consent.given);
    EXPECT_EQ(consent.text_version, "2026-11 en");
    EXPECT_FALSE(save->drafts[0].changes);
    ASSERT_EQ(consent.signature.strokes.size(), 2u);
    for (const auto& stroke : consent.signature.strokes) {
        EXPECT_GE(stroke.size(), 8u);
        for (std::size_t i = 1; i < stroke.size(); ++i) EXPECT_GE(stroke[i].time_s, stroke[i - 1].time_s);
    }
    EXPECT_GT(consent.signature.strokes[1][0].time_s, 0.05f);
    EXPECT_NEAR(consent.signature.width_per_height, 3.2f, 1e-4f);
    // Points are where the pen was: 6 px apart of a field that is so high.
    const auto& first = consent.signature.strokes[0];
    EXPECT_GT(first.back().x - first.front().x, 0.1f);
    EXPECT_LT(first.back().x, 3.2f);
}

TEST_F(DeskRecord, HealthShowsHintsAndKeepsTheAnswers) {
    open(sample_.open());
    click("Health");
    click("Do your scars grow thick or raised (keloid)?: Yes");
    click("Save");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    const auto& medical = std::get<records::MedicalAnswers>(save->drafts[0].content);
    EXPECT_EQ(medical.answers.at("keloid").answer, records::Answer::yes);
    EXPECT_EQ(medical.answers.at("diabetes").remark, "well controlled");
    EXPECT_EQ(save->drafts[0].from_version, 1);
}

TEST_F(DeskRecord, ASessionNeedsItsBatches) {
    open(sample_.open());
    click("Session");
    click("Save the session");
    EXPECT_FALSE(asked<record_ask::Save>()) << "brand and shade of last time, but no LOT yet";
    click("Treated by");
    type("Anna");
    press("Return");
    click("LOT");
    type("LOT-4712");
    press("Tab");
    type("31.5.2028");
    press("Return");
    click("Save the session");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    const auto& session = std::get<records::TreatmentSession>(save->drafts[0].content);
    EXPECT_EQ(session.number, 2);
    ASSERT_EQ(session.inks.size(), 1u);
    EXPECT_EQ(session.inks[0].lot, "LOT-4712");
    EXPECT_EQ(session.inks[0].brand, "Inkwell");
    EXPECT_EQ(session.inks[0].expiry, a_day(2028, 5, 31));
    EXPECT_EQ(session.needle, "3RL 0.25");
    EXPECT_EQ(session.needle_lot, "") << "read off the packet each time";
}

TEST_F(DeskRecord, WhatIsAgreedIsTheDesignThatIsWornNow) {
    open(sample_.open());
    snapshot_.variant = 1;
    click("Agreed design");
    click("Price");
    type("1.450,50");
    press("Return");
    click("Agree on this design");
    const auto* agree = asked<record_ask::Agree>();
    ASSERT_TRUE(agree);
    EXPECT_EQ(agree->agreed.title, "Variant B");
    EXPECT_EQ(agree->agreed.price, (records::Price{145050, "EUR"}));
    EXPECT_EQ(agree->agreed.design_json, "");
}

TEST_F(DeskRecord, TwoDatesAreLaidOverOneAnother) {
    open(sample_.open());
    const std::string before = "21 Sep 2026 Picture Front, Before", after = "3 Nov 2026 Picture Front, After";
    ASSERT_TRUE(there(before));
    EXPECT_FALSE(there("wipe"));
    // The two buttons at the right of the rows.
    const auto beside = [&](const std::string& row) {
        const auto at = desk_->place_of(row);
        click_at({window_->size_px().x - 70.0, at->y});
    };
    beside(after);
    beside(before);
    const auto wipe = desk_->place_of("wipe");
    ASSERT_TRUE(wipe);
    // Over the forehead: bare skin before, hair after.
    const auto forehead = [&] {
        return picture_.at<cv::Vec3b>(static_cast<int>(wipe->y) - 60, static_cast<int>(wipe->x));
    };
    const auto drag = [&](double by) {
        move(*wipe);
        hands_->button(1, true);
        frames(2);
        move({wipe->x + by, wipe->y});
        hands_->button(1, false);
        frames();
    };
    drag(120);
    const cv::Vec3b bare = forehead();
    drag(-120);
    const cv::Vec3b haired = forehead();
    EXPECT_GT(bare[2], haired[2] + 60) << "right of the line is the later date";
    click(after);
    click("Lay on today's head");
    ASSERT_TRUE(asked<record_ask::LayOn>());
    EXPECT_EQ(asked<record_ask::LayOn>()->item, sample_.items.back().id);
}

TEST_F(DeskRecord, SaysWherePicturesGoAndTakesThemInAtTheSecondPress) {
    RecordView view = sample_.open();
    view.unprotected = 3;
    open(view);
    click("Take them into this record");
    EXPECT_FALSE(asked<record_ask::TakeIn>());
    click("All of this client? Press again");
    EXPECT_TRUE(asked<record_ask::TakeIn>());
}

TEST_F(DeskRecord, IsReachedByTheKeyboardAlone) {
    open(sample_.list());
    press("Tab");  // the ring appears: first the two pages, then the search
    press("Down");
    press("Down");
    press("Return");
    frames();
    type("Emil");
    ASSERT_EQ(asked<record_ask::Find>()->query.words, "Emil");
    press("Tab");
    press("Right");
    EXPECT_EQ(asked<record_ask::Find>()->query.sort, records::SortBy::name);
    press("Down");  // new client
    press("Down");  // lock
    press("Down");
    press("Return");
    EXPECT_TRUE(asked<record_ask::Open>());
    EXPECT_TRUE(mirrors_keys_.empty());
}

// Not judged but by the eye.
TEST_F(DeskRecord, EveryPageIsDrawn) {
    const bool all = std::getenv("SMP_DESK_PICTURES") != nullptr;
    open(sample_.view(State::none));
    struct Size {
        std::string name;
        glm::ivec2 px;
        double scale;
    };
    for (const std::string code : {"en", "de", "es"}) {
        ASSERT_TRUE(choose_language(code, std::filesystem::path(SMP_SOURCE_DIR) / "assets/texts"));
        for (const Size& size : {Size{"wide", {1280, 800}, 1}, {"small", {900, 600}, 1.5}}) {
            if (!all && code != "de") continue;
            glfwSetWindowSize(window_->native(), size.px.x, size.px.y);
            scale_ = size.scale;
            const auto page = [&](const std::string& name, RecordView view) {
                view_ = std::move(view);
                desk_.reset();  // nothing is open or typed
                desk_.emplace(window_->native());
                (void)desk_->place_of("");
                frames(4);
                keep_picture(code + "-" + size.name + "-" + name);
                EXPECT_GT(cv::countNonZero(picture_.reshape(1) > 200), 3000) << name;
            };
            page("1-none", sample_.view(State::none));
            RecordView made = sample_.view(State::open);
            made.recovery_code = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789-ABCD";
            page("2-code", made);
            RecordView locked = sample_.view(State::locked);
            locked.said = "That is not the passphrase; the next try waits 8 seconds.";
            locked.failed = true;
            ++locked.answers;
            locked.unprotected = 3;
            page("3-locked", locked);
            page("4-list", sample_.list());
            page("5-client", sample_.open());
            RecordView open = sample_.open();
            open.unprotected = 3;
            open.unprotected_from = records::moment_now() - std::chrono::minutes(50);
            open.client->photographs_allowed = false;
            const auto row = [](records::Date day, const records::Content& content) {
                return day_in_words(day) + " " + kind_in_words(content) + " " + gist(content);
            };
            const auto last = [&](auto kind) {
                const records::Item* found = nullptr;
                for (const auto& item : sample_.items)
                    if (std::holds_alternative<decltype(kind)>(item.content)) found = &item;
                return found->content;
            };
            const records::Date first = a_day(2026, 9, 21), later = a_day(2026, 11, 3);
            const auto out_of_the_way = [&](const std::string& name) {
                hands_->move(cv::Point(at_.x + 5, at_.y + 5));
                keep_picture(code + "-" + size.name + "-" + name);
            };
            page("7-wipe", sample_.open());
            for (const auto& item : sample_.items)
                if (const auto* shot = std::get_if<records::Shot>(&item.content)) {
                    const std::string words = row(records::date_of(shot->taken), item.content);
                    ASSERT_TRUE(there(words)) << words;
                    for (int i = 0; i < 20 && desk_->place_of(words)->y > size.px.y - 60; ++i) {
                        move({size.px.x - 200.0, size.px.y - 100.0});
                        hands_->button(5, true);
                        hands_->button(5, false);
                        frames(3);
                    }
                    click_at({size.px.x - 90.0, desk_->place_of(words)->y});
                }
            out_of_the_way("7-wipe");
            page("8-details", sample_.open());
            click(row(later, last(records::Shot())));
            out_of_the_way("8-details");
            page("8-agreed", sample_.open());
            click(row(first, last(records::AgreedDesign())));
            out_of_the_way("8-agreed");
            page("8-session", sample_.open());
            click(row(later, last(records::TreatmentSession())));
            out_of_the_way("8-session");
            page("9-new", sample_.list());
            click(tr("New client"));
            click(tr("field|Born"));
            type("1.2.84");
            press("Return");
            click(tr("Save and open"));
            out_of_the_way("9-new");
            const std::string names[] = {"section|Data",       "section|Consent",       "section|Health",
                                         "section|Patch test", "section|Agreed design", "section|Session"};
            for (const std::string& name : names) {
                page("6-" + name.substr(8), open);
                click(tr("section|Time line"));  // shut
                click(tr(name));
                if (name == "section|Consent") click(tr("Treatment"));
                if (name == "section|Health") {
                    const auto& keloid = records::medical_questions()[4];
                    click(tr(keloid.question) + ": " + tr("answer|Yes"));
                }
                out_of_the_way("6-" + name.substr(8));
            }
        }
    }
}

}  // namespace
}  // namespace smp::test
