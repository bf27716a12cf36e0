// The record's pages of the desk: what is agreed, signed, answered and done with a client, their time line, and every
// page as it looks.
#include "records/medical_questions.hpp"
#include "system/desk_record_window.hpp"
#include "ui/record_words.hpp"

namespace smp::test {
namespace {

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

TEST_F(DeskRecord, AConsentIsSignedOnATablet) {
    open(sample_.open());
    snapshot_.tablet.on = true;
    snapshot_.tablet.tablets = {{"t1", "Chair 1", "", true}, {"t2", "Chair 2", "", false}};
    click("Consent");
    click("Showing my pictures to others");
    EXPECT_FALSE(desk_->sign_wanted());
    click("Sign on the tablet");
    const auto wanted = desk_->sign_wanted();
    ASSERT_TRUE(wanted);
    EXPECT_EQ(wanted->tablet, "t1");
    EXPECT_EQ(wanted->version, "2026-11 en");
    EXPECT_EQ(wanted->text, consent_words(records::ConsentPurpose::marketing).text);
    EXPECT_EQ((wanted->title + wanted->text + wanted->day).find("Ruben"), std::string::npos) << "nothing of the client";
    keep_picture("sign_on_tablet");
    // It vanishes: that is said, and nothing is there to be saved.
    snapshot_.sign_answer = SignAnswer{wanted->number, true, {}};
    frames();
    EXPECT_FALSE(desk_->sign_wanted());
    EXPECT_EQ(unsaved_words(desk_->typed().get(), view_), "");
    keep_picture("tablet_gone");
    click("Sign on the tablet");
    ASSERT_TRUE(desk_->sign_wanted());
    const records::Signature drawn{1.5f, {{{0.25f, 0.5f, 0}, {1.25f, 0.75f, 0.5f}}}};
    snapshot_.sign_answer = SignAnswer{wanted->number, false, drawn};
    frames();
    EXPECT_TRUE(desk_->sign_wanted()) << "an answer to what was asked before is none";
    snapshot_.sign_answer->number = desk_->sign_wanted()->number;
    frames();
    EXPECT_FALSE(desk_->sign_wanted());
    click("Answer: Given");
    click("Where");
    type("salon wall");
    press("Return");
    click("Save");
    const auto* save = asked<record_ask::Save>();
    ASSERT_TRUE(save);
    EXPECT_EQ(std::get<records::Consent>(save->drafts[0].content).signature, drawn);
    click("Sign on the tablet");
    ASSERT_TRUE(desk_->sign_wanted());
    click("Close the client");
    EXPECT_FALSE(desk_->sign_wanted()) << "the tablet shows nothing of somebody who has gone";
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

TEST_F(DeskRecord, LastVisitsMillimetresAreTakenOnAPressAndNoRowMoves) {
    open(sample_.open());
    const auto rows = desk_->place_of("Consent");
    view_.scale = KeptScale{typed_scale(64.5), at_noon(a_day(2026, 9, 21))};
    frames();
    EXPECT_TRUE(snapshot_.client.scale.now.assumed()) << "nothing changes by itself";
    keep_picture("kept_scale");
    click(
        "Use pupils 64.5 mm \xc2\xb1"
        "1.0, typed, known since 21 Sep 2026");
    EXPECT_EQ(snapshot_.client.scale.now, typed_scale(64.5));
    EXPECT_EQ(desk_->place_of("Consent"), rows);
    keep_picture("scale_in_use");
}

TEST_F(DeskRecord, TwoDatesAreLaidOverOneAnother) {
    open(sample_.open());
    const std::string before = "21 Sep 2026 Picture Front, Before", after = "3 Nov 2026 Picture Front, After";
    ASSERT_TRUE(there(before));
    EXPECT_FALSE(there("wipe"));
    // The two buttons at the right of the rows.
    const auto beside = [&](const std::string& row) {
        const auto at = in_sight(row);
        ASSERT_TRUE(at);
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

TEST_F(DeskRecord, AClipIsFilmedPlayedAndGoneThrough) {
    records::Clip clip;
    clip.taken = at_noon(a_day(2026, 11, 3)) + std::chrono::hours(1);
    clip.length_s = 1.2;
    clip.pictures = {sample_.picture(records::PictureRole::raw, false, {158, 184, 226})};
    records::Picture video = clip.pictures[0];
    video.id = records::PictureId::random();
    video.role = records::PictureRole::clip;
    video.media_type = "video/mp4";
    clip.pictures.push_back(video);
    sample_.add(clip, clip.taken);
    snapshot_.keys["clip"] = "E";
    snapshot_.clip.longest_s = 15;
    open(sample_.open());
    click("Film a clip  (E)");
    EXPECT_EQ(acts_.back(), Act::clip);
    snapshot_.clip = {true, 4, 15};
    frames();
    EXPECT_TRUE(there("End the clip  (E)"));
    snapshot_.clip = {false, 0, 15};

    click("3 Nov 2026 Clip 1.2 s");
    click("Show the clip");
    ASSERT_TRUE(asked<record_ask::Film>());
    EXPECT_EQ(asked<record_ask::Film>()->clip, video.id);
    auto film = std::make_shared<ClipFilm>();
    film->of = video.id;
    film->at_s = {0, 0.4, 0.8, 1.2};
    const cv::Scalar colours[] = {{255, 0, 255}, {0, 255, 0}, {255, 0, 0}, {0, 0, 255}};
    for (const cv::Scalar& colour : colours) film->pictures.emplace_back(90, 160, CV_8UC3, colour);
    view_.film = film;
    const auto shows = [&](int i) {
        cv::Mat of_it;
        cv::inRange(picture_, colours[i], colours[i], of_it);
        return cv::countNonZero(of_it) > 5000;
    };
    frames(2);
    EXPECT_TRUE(shows(0)) << "it begins by itself";
    for (int i = 0; i < 2000 && !shows(3); ++i) frames(1);
    EXPECT_TRUE(shows(3)) << "and stands at its end";
    keep_picture("clip");
    const auto bar = desk_->place_of("film time");
    ASSERT_TRUE(bar);
    click_at(*bar);
    EXPECT_TRUE(shows(1)) << "half of 1.2 s";
    frames(30);
    EXPECT_TRUE(shows(1)) << "where it was put it stays";
    click("Play");
    for (int i = 0; i < 2000 && !shows(3); ++i) frames(1);
    EXPECT_TRUE(shows(3));

    film = std::make_shared<ClipFilm>();
    film->of = video.id;
    film->trouble = "the clip cannot be shown";
    view_.film = film;
    frames();
    EXPECT_FALSE(shows(3));
    EXPECT_FALSE(there("Play"));
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
            made.recovery_code = a_code();
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
                    const auto at = in_sight(words);
                    ASSERT_TRUE(at) << words;
                    click_at({size.px.x - 90.0, at->y});
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
