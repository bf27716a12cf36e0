// The record behind the mirror, on the demo client and real OpenGL: what a shot holds, and the same view taken again at
// the next visit.
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "app/live_record.hpp"
#include "app/live_shot.hpp"
#include "app/live_views.hpp"
#include "app/offline_chain.hpp"
#include "app/shot_json.hpp"
#include "base/steady_clock.hpp"
#include "support/record_fixture.hpp"

namespace smp {
namespace {

using namespace record_ask;
using records::test::passphrase;

OfflineChain& chain() {
    // Never destroyed: the driver's own clean-up at exit may already have run.
    static auto* const value = new Expected<OfflineChain>(open_chain({}, "demo"));
    if (!*value) throw std::runtime_error(value->error().line());
    return **value;
}

// A client before the mirror: the demo clip at half size, from one of its frames on.
struct Visit {
    HeadTracker tracker;
    StepState state{chain().session->model};
    LiveViews views{chain().session->model};
    LiveControls controls;
    TreatmentDesign design;
    Tracked shown;
    double now_s = 0;

    explicit Visit(int first_frame) : tracker(new_tracker()) {
        if (const auto done = chain().rewind(); !done) throw std::runtime_error(done.error().line());
        for (int i = 0; i < first_frame; ++i) static_cast<void>(chain().source.next());
        controls.views = true;
        controls.views_chosen = 1;
    }
    static HeadTracker new_tracker() {
        auto made = HeadTracker::create(chain().session->model, chain().session->tracker);
        if (!made) throw std::runtime_error(made.error().line());
        return std::move(*made);
    }
    bool next() {
        auto frame = chain().source.next();
        if (!frame || !*frame) return false;
        cv::Mat half;
        cv::resize((*frame)->bgr, half, {}, 0.5, 0.5, cv::INTER_AREA);
        (*frame)->bgr = half;
        now_s = (*frame)->captured_s = (*frame)->time_s;
        shown = track_step(tracker, state, std::move(**frame));
        chain().painter.paint(shown, design);
        return true;
    }
    Shot shot(bool for_record) {
        return shot_of(chain().painter, shown, design, *chain().session, {61.8, ScaleSource::card, 0.7}, "demo", "",
                       for_record);
    }
    LiveViews::Turn follow() { return views.follow({controls, &shown, true, now_s}, chain().painter); }
    // Until the shutter goes by itself at the front.
    std::optional<ShotView> front() {
        while (next())
            if (auto turn = follow(); turn.take) return turn.take;
        return std::nullopt;
    }
};

class RecordMirror : public testing::Test {
  protected:
    RecordMirror() {
        RecordRules rules;
        rules.store = records::test::cheap();
        record_.emplace(
            scratch_ / "store", scratch_ / "pictures", [] {}, rules);
    }
    std::shared_ptr<const RecordView> view() {
        DeskSnapshot desk;
        record_->show(desk, steady_s());
        return desk.record;
    }
    std::string note() {
        DeskSnapshot desk;
        record_->show(desk, steady_s());
        return desk.note;
    }
    // Asks, and goes on once it is done.
    void ask(RecordAsk what) {
        const auto before = view()->answers;
        record_->obey(
            std::move(what), [this] { return worn_; }, steady_s());
        for (int i = 0; i < 5000 && view()->answers == before; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        EXPECT_GT(view()->answers, before);
        EXPECT_FALSE(view()->failed) << view()->said;
    }
    auto follow() { return record_->follow({61.8, ScaleSource::card, 0.7}, false, steady_s()); }
    std::vector<LiveRecord::Saved> saved(std::size_t count) {
        std::vector<LiveRecord::Saved> all;
        for (int i = 0; i < 5000 && all.size() < count; ++i) {
            for (auto& one : record_->take_saved(folder_)) all.push_back(std::move(one));
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        return all;
    }
    void sit_down() {
        ask(Make{std::make_shared<const records::Secret>(records::test::secret(passphrase)), "Anna"});
        ask(Add{records::test::sample_client()});
        for (int i = 0; i < 1000 && !view()->client; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }

    test::Scratch scratch_;
    ShotThread folder_{scratch_ / "pictures", [] {}};
    std::optional<LiveRecord> record_;
    LiveRecord::Worn worn_;
};

std::size_t which(ViewId view) {
    return static_cast<std::size_t>(view);
}

TEST_F(RecordMirror, ASecondVisitRepeatsPoseAndCutOfTheFirst) {
    sit_down();
    const auto client = view()->client->id;
    EXPECT_TRUE(follow()) << "somebody sits here now";
    EXPECT_FALSE(follow());

    Visit first(0);
    const auto taken = first.front();
    ASSERT_TRUE(taken && taken->crop && taken->repeat);
    EXPECT_FALSE(taken->as_before);
    Shot shot = first.shot(record_->takes_shots());
    shot.view = taken;
    ASSERT_TRUE(shot.camera_from_head && shot.shape && shot.numbers);
    // The mask is where the picture is treated: nowhere else is it another one.
    ASSERT_EQ(shot.mask.size(), shot.before.size());
    ASSERT_EQ(shot.mask.type(), CV_8UC1);
    EXPECT_GT(cv::countNonZero(shot.mask > 128), 500);
    cv::Mat differs;
    cv::absdiff(shot.before, shot.after, differs);
    cv::cvtColor(differs, differs, cv::COLOR_BGR2GRAY);
    cv::Mat outside = shot.mask == 0;
    outside.rowRange(outside.rows * 4 / 5, outside.rows).setTo(0);  // the words of the label
    double most = 0;
    cv::minMaxLoc(differs, nullptr, &most, nullptr, nullptr, outside);
    EXPECT_LE(most, 6) << "marks at the border, of a coverage below a half of a code";
    EXPECT_GT(cv::mean(differs, shot.mask > 128)[0], 3);
    ASSERT_TRUE(record_->put(folder_, shot));
    first.views.asked(taken, first.shown);
    const auto answers = saved(1);
    ASSERT_EQ(answers.size(), 1u);
    ASSERT_TRUE(answers[0].name) << answers[0].name.error().line();
    EXPECT_TRUE(answers[0].in_record);
    EXPECT_TRUE(record_->tell(answers[0], steady_s()));
    EXPECT_FALSE(note().empty());
    EXPECT_FALSE(std::filesystem::exists(scratch_ / "pictures"));

    // Somebody else in between: nothing is left of the first one.
    ask(Close{});
    const auto nobody = follow();
    ASSERT_TRUE(nobody);
    EXPECT_FALSE((*nobody)[which(ViewId::front)]);
    first.views.sit_down(*nobody);
    ASSERT_TRUE(first.next());
    EXPECT_FALSE(first.follow().take);
    DeskSnapshot desk;
    first.views.tell(desk);
    EXPECT_FALSE(desk.views.from_before[which(ViewId::front)] || desk.views.taken[which(ViewId::front)]);

    // Another day: another tracker, which has never seen them.
    record_->obey(
        Open{client}, [this] { return worn_; }, steady_s());
    for (int i = 0; i < 2000 && !view()->client; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    const auto last = follow();
    ASSERT_TRUE(last && (*last)[which(ViewId::front)]);
    Visit second(12);
    second.views.sit_down(*last);
    const auto again = second.front();
    ASSERT_TRUE(again) << "the shutter does not go by itself";
    second.views.tell(desk);
    EXPECT_TRUE(desk.views.from_before[which(ViewId::front)]);
    EXPECT_TRUE(again->as_before);
    ASSERT_TRUE(again->crop && again->seen && again->repeat);
    // It goes by the same pose as long as the client comes: it does not wander from visit to visit.
    for (int i = 0; i < 3; ++i)
        EXPECT_LT(glm::length(again->repeat->camera_from_head.R[i] - taken->repeat->camera_from_head.R[i]), 1e-9);
    EXPECT_LT(glm::length(again->repeat->camera_from_head.t_mm - taken->repeat->camera_from_head.t_mm), 1e-6);
    // The head is at the same place of the cut, and as large.
    const auto place = [](const HeadPose& pose, const Intrinsics& camera, const ViewCrop& crop) {
        return (camera.project(middle_of(pose)) - crop.corner_px) / crop.size_px;
    };
    const HeadState& now = second.shown.head;
    const glm::dvec2 then_at = place(*shot.camera_from_head, shot.intrinsics, *taken->crop),
                     now_at = place(now.camera_from_head, now.intrinsics, *again->crop);
    EXPECT_LT(glm::length(then_at - now_at), 1e-6);
    const double then_px = shot.intrinsics.fx_px / middle_of(*shot.camera_from_head).z,
                 now_px = now.intrinsics.fx_px / middle_of(now.camera_from_head).z;
    EXPECT_NEAR(taken->crop->size_px.x / then_px, again->crop->size_px.x / now_px, 1e-6);
    EXPECT_LT(std::abs(again->seen->yaw_deg - taken->seen->yaw_deg), 5);
    EXPECT_LT(std::abs(again->seen->pitch_deg - taken->seen->pitch_deg), 5);
}

TEST_F(RecordMirror, AgreedDesignsAreKeptAndLaidOnAgain) {
    sit_down();
    worn_.design.hairline_height_mm = 66.5;
    worn_.numbers_json = "{}";
    worn_.title = "Variant A";
    ask(Agree{});
    const auto kept = view();
    const auto& item = records::test::item_of<records::AgreedDesign>(kept->time_line);
    const auto& agreed = std::get<records::AgreedDesign>(item.content);
    EXPECT_EQ(agreed.title, "Variant A");
    EXPECT_EQ(agreed.design_json, design_to_json(worn_.design));
    const auto laid = record_->obey(
        LayOn{item.id}, [this] { return worn_; }, steady_s());
    ASSERT_TRUE(laid);
    EXPECT_EQ(*laid, worn_.design);

    records::AgreedDesign newer = agreed;
    newer.design_json.replace(newer.design_json.find("design/1"), 8, "design/9");
    ask(Save{{{newer}}});
    const auto line = view()->time_line;
    ASSERT_EQ(line.size(), 3u);
    const auto& last = line[line[1].id == item.id ? 2 : 1];
    EXPECT_FALSE(record_->obey(
        LayOn{last.id}, [this] { return worn_; }, steady_s()));
    EXPECT_NE(note().find("smp-mirror/design/9 is not known here"), std::string::npos) << note();
    EXPECT_FALSE(record_->obey(
        LayOn{line.front().id}, [this] { return worn_; }, steady_s()));
    EXPECT_NE(note().find("there is no design"), std::string::npos) << note();
}

// Two places with each its own speed: who asked first hears first.
TEST_F(RecordMirror, PicturesAreAnsweredInTheirOrder) {
    Visit visit(0);
    ASSERT_TRUE(visit.next());
    const Shot shot = visit.shot(false);
    ASSERT_TRUE(record_->put(folder_, shot));
    ask(Make{std::make_shared<const records::Secret>(records::test::secret(passphrase)), "Anna"});
    record_->obey(
        Add{records::test::sample_client()}, [this] { return worn_; }, steady_s());
    ASSERT_TRUE(record_->put(folder_, shot));
    record_->obey(
        Close{}, [this] { return worn_; }, steady_s());
    ASSERT_TRUE(record_->put(folder_, shot));
    const auto all = saved(3);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_FALSE(all[0].in_record);
    EXPECT_TRUE(all[1].in_record);
    EXPECT_FALSE(all[2].in_record);
    for (const auto& one : all) EXPECT_TRUE(one.name);
    record_->tell(all[2], steady_s());
    EXPECT_NE(note().find("nothing protects it"), std::string::npos) << note();
}

}  // namespace
}  // namespace smp
