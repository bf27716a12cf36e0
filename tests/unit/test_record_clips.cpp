// Clips on their way into the record: whose they are, and that each end of a sitting saves them first.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "app/shot_json.hpp"
#include "records/record_json.hpp"
#include "support/record_room_fixture.hpp"
#include "support/record_shot_fixture.hpp"

namespace smp {
namespace {

using namespace record_ask;
using test::RoomSalon;

constexpr std::string_view plain_begin = "....ftypisom";

class PlainSink final : public ClipSink {
  public:
    Status write(const ClipPicture&, std::int64_t) override {
        ++count_;
        return Done{};
    }
    std::size_t bytes() const override { return count_; }
    Expected<records::Bytes> finish() override {
        records::Bytes out(plain_begin.begin(), plain_begin.end());
        out.insert(out.end(), 5000 + count_, 0x5a);
        return out;
    }

  private:
    std::size_t count_ = 0;
};

std::shared_ptr<ClipRecorder> a_clip(int pictures = 3) {
    auto clip = std::make_shared<ClipRecorder>(test::full_shot(), [](const cv::Size&) {
        return Expected<std::unique_ptr<ClipSink>>(std::make_unique<PlainSink>());
    });
    for (int i = 0; i < pictures; ++i) {
        ClipPicture picture{cv::Mat(48, 64, CV_8UC4, cv::Scalar::all(9)), 10 + 0.25 * i};
        if (i != 1) picture.camera_from_head = test::full_shot().camera_from_head;
        clip->put(std::move(picture));
    }
    return clip;
}

std::size_t clips_in(const std::vector<records::Item>& items) {
    return static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [](const records::Item& item) {
        return std::holds_alternative<records::Clip>(item.content);
    }));
}

std::vector<Expected<KeptClip>> kept(RoomSalon& s, std::size_t count) {
    std::vector<Expected<KeptClip>> all;
    s.until([&](const RecordView&) {
        for (auto& one : s->take_clips()) all.push_back(std::move(one));
        return all.size() >= count;
    });
    return all;
}

TEST(RecordClips, AClipIsOneItemWithEverythingInIt) {
    RoomSalon s;
    s.sit_down();
    const auto clip = a_clip();
    ASSERT_TRUE(s->film(clip));
    ASSERT_FALSE(clip->state().ended) << "it goes on";
    clip->end(ClipEnd::asked);
    const auto answers = kept(s, 1);
    ASSERT_EQ(answers.size(), 1u);
    ASSERT_TRUE(answers[0]) << answers[0].error().line();
    EXPECT_EQ(answers[0]->pictures, 3u);
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.time_line.size() == 2; }));
    const auto client = s->view()->client->id;
    for (const auto& file : records::test::files_below(s.scratch.path()))
        EXPECT_EQ(test::read_file(file).find("ftypisom"), std::string::npos) << file;

    // What is no video is said so at the desk, and nothing else happens.
    const auto id = records::test::only<records::Clip>(s->view()->time_line).pictures[1].id;
    ASSERT_TRUE(s->ask(Film{id}));
    ASSERT_TRUE(s.until([&](const RecordView& v) { return v.film && v.film->of == id; }));
    EXPECT_EQ(s->view()->film->trouble, "the clip cannot be shown");
    s.hear(Close{});
    EXPECT_FALSE(s->view()->film);

    auto store = s.reopened();
    const auto line = store->time_line(client);
    ASSERT_TRUE(line);
    const auto& item = records::test::only<records::Clip>(*line);
    EXPECT_NEAR(item.length_s, 0.5 + 1 / clip_fps, 1e-9);
    ASSERT_EQ(item.pictures.size(), 2u);
    const auto cover = store->picture(client, item.pictures[0].id), video = store->picture(client, item.pictures[1].id);
    ASSERT_TRUE(cover && video);
    EXPECT_EQ(cv::norm(cv::imdecode(*cover, cv::IMREAD_UNCHANGED), test::full_shot().before, cv::NORM_INF), 0);
    EXPECT_EQ(item.pictures[1].role, records::PictureRole::clip);
    EXPECT_EQ(item.pictures[1].media_type, "video/mp4");
    EXPECT_EQ(item.pictures[1].width_px, 64);
    EXPECT_EQ(video->size(), plain_begin.size() + 5003);
    EXPECT_TRUE(parse_design(item.design_json, ""));
    EXPECT_TRUE(parse_pose(item.pose_json));
    EXPECT_TRUE(parse_camera(item.camera_json));
    const auto poses = nlohmann::json::parse(item.pose_json).at("poses");
    ASSERT_EQ(poses.size(), 3u);
    EXPECT_TRUE(poses[1].at("camera_from_head").is_null());
    EXPECT_EQ(poses[2].at("camera_from_head").at("t_mm").at(2), 700);
    EXPECT_EQ(nlohmann::json::parse(item.versions_json).at("clip").at("ended"), "asked");
    const auto report = store->verify();
    ASSERT_TRUE(report && report->whole());
}

TEST(RecordClips, EachEndOfASittingSavesItFirst) {
    RoomSalon s;
    s.make();
    const auto first = s.hear(Add{records::test::sample_client("First")})->client->id;
    const auto second = s.hear(Add{records::test::sample_client("Second")})->client->id;
    ASSERT_TRUE(s->ask(Open{first}));
    ASSERT_TRUE(s->film(a_clip()));  // of the first, though nobody has answered yet
    ASSERT_TRUE(s->ask(Open{second}));
    EXPECT_EQ(kept(s, 1).size(), 1u);
    ASSERT_TRUE(s->film(a_clip()));
    ASSERT_TRUE(s->ask(Close{}));
    EXPECT_FALSE(s->film(a_clip())) << "nobody's any more";
    ASSERT_EQ(kept(s, 1).size(), 1u);
    ASSERT_TRUE(s->ask(Open{second}));
    ASSERT_TRUE(s->film(a_clip()));
    s.hear(Lock{});
    const auto locked = kept(s, 1);
    ASSERT_EQ(locked.size(), 1u);
    ASSERT_TRUE(locked[0]) << locked[0].error().line();
    EXPECT_EQ(locked[0]->ended, ClipEnd::closed);

    ASSERT_EQ(s.hear(Unlock{test::typed(test::passphrase), "Anna"})->state, RecordView::State::open);
    ASSERT_TRUE(s->ask(Open{second}));
    ASSERT_TRUE(s->film(a_clip()));
    s.clock.pass(16 * 60);  // the computer slept
    ASSERT_TRUE(s.until([](const RecordView& v) { return v.state == RecordView::State::locked; }, 5));
    ASSERT_EQ(kept(s, 1).size(), 1u);

    ASSERT_EQ(s.hear(Unlock{test::typed(test::passphrase), "Anna"})->state, RecordView::State::open);
    ASSERT_TRUE(s->ask(Open{second}));
    ASSERT_TRUE(s->film(a_clip()));
    auto store = s.reopened();  // at once: the program ends
    EXPECT_EQ(clips_in(*store->time_line(first)), 1u);
    EXPECT_EQ(clips_in(*store->time_line(second)), 4u);
}

TEST(RecordClips, WhatCannotBeSavedIsSaid) {
    auto files = std::make_shared<records::test::FailingFiles>();
    RoomSalon s(files);
    s.sit_down();
    ASSERT_TRUE(s->film(a_clip(0)));
    ASSERT_TRUE(s->film(a_clip()));  // ends the one before, of which no picture came
    auto answers = kept(s, 1);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_FALSE(answers[0]);
    files->code = ENOSPC;
    files->stays = true;
    files->fail_at = files->count + 1;
    s.hear(Close{});
    answers = kept(s, 1);
    ASSERT_EQ(answers.size(), 1u);
    ASSERT_FALSE(answers[0]);
    EXPECT_NE(answers[0].error().line().find("disk is full"), std::string::npos) << answers[0].error().line();
}

TEST(RecordClips, ThoseOfOlderProgramsAreRead) {
    records::Clip clip;
    clip.taken = records::Moment(std::chrono::seconds(1'790'000'200));
    clip.length_s = 4.5;
    auto json = records::to_json(records::Content(clip));
    EXPECT_EQ(*records::content_from_json(json), records::Content(clip));
    json.erase("pose_json");
    json.erase("camera_json");
    const auto old = records::content_from_json(json);
    ASSERT_TRUE(old) << old.error().line();
    EXPECT_EQ(*old, records::Content(clip));
}

}  // namespace
}  // namespace smp
