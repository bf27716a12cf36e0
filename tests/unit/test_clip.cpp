// Clips while they are taken, without a mirror: what waits, what is left out, when they end, and that the video's times
// are those of the camera.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "app/clip_encoder.hpp"
#include "app/clip_film.hpp"
#include "app/memory_file.hpp"
#include "capture/video_reader.hpp"
#include "support/record_shot_fixture.hpp"

namespace smp {
namespace {

// Writes when it is let, and keeps the times.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::int64_t> at_ms;
    std::size_t begun = 0, allowed = 0;
    std::atomic<std::size_t> bytes_a_picture = 10;
    bool fails = false;

    void allow(std::size_t more) {
        std::lock_guard lock(mutex);
        allowed += more;
        changed.notify_all();
    }
    void wait_for_begun(std::size_t count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return begun >= count; });
    }
    void wait_for_written(std::size_t count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return at_ms.size() >= count; });
    }
    MakeClipSink sink();
};

class GatedSink final : public ClipSink {
  public:
    explicit GatedSink(Gate& gate) : gate_(gate) {}
    Status write(const ClipPicture&, std::int64_t at_ms) override {
        std::unique_lock lock(gate_.mutex);
        ++gate_.begun;
        gate_.changed.notify_all();
        gate_.changed.wait(lock, [&] { return gate_.at_ms.size() < gate_.allowed; });
        if (gate_.fails) return Error{ExitCode::fault, "the encoder broke", "", ""};
        gate_.at_ms.push_back(at_ms);
        gate_.changed.notify_all();
        return Done{};
    }
    std::size_t bytes() const override { return gate_.at_ms.size() * gate_.bytes_a_picture; }
    Expected<records::Bytes> finish() override { return records::Bytes(bytes(), 7); }

  private:
    Gate& gate_;
};

MakeClipSink Gate::sink() {
    return [this](const cv::Size&) { return Expected<std::unique_ptr<ClipSink>>(std::make_unique<GatedSink>(*this)); };
}

ClipPicture picture_at(double captured_s, cv::Size size = {64, 48}) {
    return {cv::Mat(size, CV_8UC4, cv::Scalar(10, 20, 30, 255)), captured_s};
}

TEST(ClipRecorder, WhatDoesNotFitIsLeftOutAndTheOthersKeepTheirTimes) {
    Gate gate;
    ClipRecorder clip(test::full_shot(), gate.sink(), {.most_waiting = 3});
    clip.put(picture_at(100));
    gate.wait_for_begun(1);  // and is not done with it
    for (int i = 1; i < 10; ++i) clip.put(picture_at(100 + i / 30.0));
    EXPECT_EQ(clip.state().left_out, 6u);
    clip.leave_out();  // on the way here
    gate.allow(100);
    gate.wait_for_written(4);
    clip.put(picture_at(101));
    clip.put(picture_at(101));  // the same one, drawn again
    clip.put(picture_at(100.5));
    clip.end(ClipEnd::asked);
    clip.put(picture_at(102));
    const auto taken = clip.take();
    ASSERT_TRUE(taken) << taken.error().line();
    EXPECT_EQ(gate.at_ms, (std::vector<std::int64_t>{0, 33, 67, 100, 1000}));
    EXPECT_EQ(taken->pictures, 5u);
    EXPECT_EQ(taken->left_out, 7u);
    EXPECT_NEAR(taken->length_s, 1 + 1 / clip_fps, 1e-9);
    EXPECT_EQ(taken->ended, ClipEnd::asked);
    EXPECT_EQ(taken->mp4.size(), 50u);
    EXPECT_FALSE(taken->first.before.empty());
    EXPECT_FALSE(clip.take()) << "once";
}

TEST(ClipRecorder, EndsByItself) {
    const auto end_of = [](ClipRules rules, const std::vector<ClipPicture>& pictures, std::size_t* count) {
        Gate gate;
        gate.allow(100);
        ClipRecorder clip(test::full_shot(), gate.sink(), rules);
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            clip.put(pictures[i]);
            if (!clip.state().ended) gate.wait_for_begun(i + 1);
        }
        const auto taken = clip.take();  // nobody has ended it
        if (count) *count = taken->pictures;
        return taken->ended;
    };
    std::size_t count = 0;
    EXPECT_EQ(end_of({.longest_s = 2}, {picture_at(5), picture_at(7), picture_at(7.02), picture_at(7.04)}, &count),
              ClipEnd::longest);
    EXPECT_EQ(count, 2u);
    EXPECT_EQ(end_of({}, {picture_at(5), picture_at(6, {32, 32})}, &count), ClipEnd::resized);
    EXPECT_EQ(count, 1u);
    EXPECT_EQ(end_of({.largest_bytes = 20}, {picture_at(5), picture_at(6)}, &count), ClipEnd::largest);
    EXPECT_EQ(count, 2u);
}

TEST(ClipRecorder, WhatGoesWrongIsSaid) {
    Gate gate;
    ClipRecorder empty(test::full_shot(), gate.sink());
    empty.end(ClipEnd::asked);
    const auto nothing = empty.take();
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().what, "no picture came while it was filmed");

    gate.fails = true;
    gate.allow(1);
    ClipRecorder broken(test::full_shot(), gate.sink());
    broken.put(picture_at(1));
    const auto failed = broken.take();  // it ends itself
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().what, "the encoder broke");
    EXPECT_TRUE(broken.state().ended);
}

// A camera that stutters: brightness tells which picture it is.
TEST(ClipEncoder, TheVideoHasTheTimesOfTheCamera) {
    const std::vector<double> at_s{0, 0.033, 0.066, 0.5, 0.52, 1.9, 2};
    const cv::Size size(320, 180);
    ClipRecorder clip(test::full_shot(), make_clip_encoder, {.most_waiting = 20});
    for (std::size_t i = 0; i < at_s.size(); ++i) {
        ClipPicture picture{cv::Mat(size, CV_8UC4, cv::Scalar::all(30.0 + 25 * static_cast<double>(i))), 50 + at_s[i]};
        picture.label = i == 3 ? "" : "Preview, not a result";
        if (i != 1) picture.camera_from_head.emplace();
        clip.put(std::move(picture));
    }
    clip.end(ClipEnd::asked);
    const auto taken = clip.take();
    ASSERT_TRUE(taken) << taken.error().line();
    EXPECT_EQ(taken->size_px, size);
    ASSERT_EQ(taken->poses.size(), 3u) << "at most five a second";
    EXPECT_DOUBLE_EQ(taken->poses[1].at_s, 0.5);

    const auto file = MemoryFile::of(taken->mp4);
    ASSERT_TRUE(file);
    auto reader = VideoReader::open(file->path());
    ASSERT_TRUE(reader) << reader.error().line();
    EXPECT_NE(reader->info().description.find("h264 320x180"), std::string::npos) << reader->info().description;
    std::vector<double> darkest;
    for (std::size_t i = 0; i < at_s.size(); ++i) {
        const auto frame = reader->next();
        ASSERT_TRUE(frame && *frame) << i;
        EXPECT_NEAR((*frame)->time_s, at_s[i], 0.0011) << i;
        const double grey = 30 + 25 * static_cast<double>(i);
        EXPECT_NEAR(cv::mean((*frame)->bgr.rowRange(0, 90))[1], grey, 3) << i;
        // The label's box and letters, in the lower left corner.
        double low = 0, high = 0;
        cv::Mat corner = (*frame)->bgr(cv::Rect(0, 160, 160, 20)).clone().reshape(1);
        cv::minMaxLoc(corner, &low, &high);
        EXPECT_EQ(high - low > 60, i != 3) << i;
    }
    const auto end = reader->next();
    EXPECT_TRUE(end && !*end);

    const auto id = records::PictureId::random();
    const ClipFilm film = film_of(id, taken->mp4, [] { return false; });
    EXPECT_EQ(film.trouble, "");
    EXPECT_EQ(film.of, id);
    ASSERT_EQ(film.at_s.size(), 4u) << "of those that come within a tenth of a second the first";
    EXPECT_NEAR(film.at_s[2], 1.9, 0.0011);
    EXPECT_EQ(film.pictures[2].size(), size);
    records::Bytes cut(taken->mp4.begin(), taken->mp4.begin() + 200);
    const ClipFilm none = film_of(id, cut, [] { return false; });
    EXPECT_TRUE(none.pictures.empty());
    EXPECT_FALSE(none.trouble.empty());
}

TEST(ClipFilm, OfALongClipPicturesAreFewAndEvenlySpread) {
    ClipRecorder clip(test::full_shot(), make_clip_encoder, {.longest_s = 30, .most_waiting = 400});
    for (int i = 0; i < 290; ++i) clip.put(picture_at(0.1 * i));
    clip.end(ClipEnd::asked);
    const auto taken = clip.take();
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->left_out, 0u);
    const ClipFilm film = film_of(records::PictureId::random(), taken->mp4, [] { return false; });
    ASSERT_GE(film.pictures.size(), 40u);
    EXPECT_LT(film.pictures.size(), 80u);
    for (std::size_t i = 1; i < film.at_s.size(); ++i) EXPECT_NEAR(film.at_s[i] - film.at_s[i - 1], 0.4, 0.01) << i;
}

}  // namespace
}  // namespace smp
