#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
extern "C" {
#include <libavformat/avformat.h>
}

#include "capture/source.hpp"
#include "present/video_encoder.hpp"
#include "present/video_writer.hpp"
#include "support/scratch.hpp"

namespace smp {
namespace {

using test::read_file;
using test::Scratch;
using test::write_file;

cv::Mat gradient(cv::Size size, int number) {
    cv::Mat m(size, CV_8UC3);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            m.at<cv::Vec3b>(y, x) = {static_cast<uchar>(30 + 150 * x / size.width),
                                     static_cast<uchar>(40 + 160 * y / size.height),
                                     static_cast<uchar>(90 + (number * 3 + x / 4) % 60)};
    return m;
}

OfflineSource open_video(const std::filesystem::path& file) {
    auto spec = parse_source(file.string());
    EXPECT_TRUE(spec) << spec.error().line();
    auto source = OfflineSource::open(*spec);
    EXPECT_TRUE(source);
    return std::move(source).value();
}

struct Shape {
    int width, height, frames;
    double fps;
    int num, den;
    const char* name;
};

TEST(VideoWriter, SizeRateCountAndTimesComeBackExactly) {
    Scratch dir;
    const Shape shapes[] = {
        {320, 240, 47, 25, 25, 1, "a.mp4"},          {321, 243, 31, 30000.0 / 1001, 30000, 1001, "b.mp4"},
        {322, 241, 30, 29.97, 30000, 1001, "c.mp4"}, {64, 64, 1, 30, 30, 1, "d.mp4"},
        {129, 64, 61, 59.94, 60000, 1001, "e.mov"},  {130, 98, 40, 23.976, 24000, 1001, "f.mkv"},
        {128, 96, 26, 12.5, 25, 2, "g.m4v"}};
    for (const auto& s : shapes) {
        const auto file = dir / s.name;
        auto writer = VideoWriter::create(file, VideoFormat::h264_mp4, s.width, s.height, s.fps);
        ASSERT_TRUE(writer) << writer.error().line();
        for (int i = 0; i < s.frames; ++i) ASSERT_TRUE(writer->write(gradient({s.width, s.height}, i)));
        EXPECT_FALSE(std::filesystem::exists(file)) << "not before it is whole";
        ASSERT_TRUE(writer->finish());
        EXPECT_FALSE(writer->finish()) << "once only";

        auto source = open_video(file);
        EXPECT_EQ(source.info().width_px, s.width) << s.name;
        EXPECT_EQ(source.info().height_px, s.height) << s.name;
        EXPECT_NEAR(source.info().fps, static_cast<double>(s.num) / s.den, file.extension() == ".mkv" ? 1e-2 : 1e-9)
            << s.name;
        int frames = 0;
        for (;; ++frames) {
            auto frame = source.next();
            ASSERT_TRUE(frame) << frame.error().line();
            if (!*frame) break;
            EXPECT_NEAR((*frame)->time_s, frames * static_cast<double>(s.den) / s.num, 2e-3) << s.name;
            EXPECT_LT(cv::norm((*frame)->bgr, gradient({s.width, s.height}, frames), cv::NORM_L1) /
                          static_cast<double>(3 * s.width * s.height),
                      4)
                << s.name << " frame " << frames;
        }
        EXPECT_EQ(frames, s.frames) << s.name;
    }
    EXPECT_EQ(dir.entries(), std::size(shapes)) << "no temporary file stays";
}

TEST(VideoWriter, RatesAreFoundAgain) {
    const auto is = [](double fps, int num, int den) {
        const Rate r = rational_rate(fps);
        EXPECT_EQ(r.num, num) << fps;
        EXPECT_EQ(r.den, den) << fps;
    };
    is(25, 25, 1);
    is(24.99999, 25, 1);
    is(30000.0 / 1001, 30000, 1001);
    is(29.97, 30000, 1001);
    is(23.976, 24000, 1001);
    is(12.5, 25, 2);
    is(7.5, 15, 2);
    is(0.5, 1, 2);
    for (const double bad : {0.0, -1.0, 1e9, std::nan("")}) EXPECT_EQ(rational_rate(bad).num, 0) << bad;
}

TEST(VideoWriter, ColoursAreTrueAndTaggedBt709) {
    Scratch dir;
    const cv::Scalar colours[] = {{0, 0, 0},     {255, 255, 255}, {30, 30, 200},
                                  {40, 190, 40}, {200, 60, 30},   {122, 146, 190}};
    for (const cv::Size size : {cv::Size(160, 96), cv::Size(161, 97)}) {
        const auto file = dir / "colours.mp4";
        auto writer = VideoWriter::create(file, VideoFormat::h264_mp4, size.width, size.height, 25);
        ASSERT_TRUE(writer);
        for (const auto& c : colours) ASSERT_TRUE(writer->write(cv::Mat(size, CV_8UC3, c)));
        ASSERT_TRUE(writer->finish());
        auto source = open_video(file);
        for (const auto& c : colours) {
            auto frame = source.next();
            ASSERT_TRUE(frame && *frame);
            // 8-bit YUV in studio range cannot say every RGB value; two levels are its own rounding.
            const cv::Scalar got = cv::mean((*frame)->bgr);
            for (int k = 0; k < 3; ++k) EXPECT_NEAR(got[k], c[k], 2) << c << " came back as " << got;
        }
        AVFormatContext* format = nullptr;
        ASSERT_EQ(avformat_open_input(&format, file.c_str(), nullptr, nullptr), 0);
        const auto* codec = format->streams[0]->codecpar;
        EXPECT_EQ(codec->color_space, AVCOL_SPC_BT709);
        EXPECT_EQ(codec->color_primaries, AVCOL_PRI_BT709);
        EXPECT_EQ(codec->color_trc, AVCOL_TRC_BT709);
        EXPECT_EQ(codec->color_range, AVCOL_RANGE_MPEG);
        EXPECT_EQ(format->streams[0]->nb_frames, static_cast<std::int64_t>(std::size(colours)));
        avformat_close_input(&format);
    }
}

TEST(VideoWriter, Ffv1GreyIsIdentical) {
    Scratch dir;
    for (const cv::Size size :
         {cv::Size(320, 240), cv::Size(321, 243), cv::Size(1, 1), cv::Size(2, 2), cv::Size(3, 5), cv::Size(17, 9)}) {
        std::vector<cv::Mat> masks;
        for (int i = 0; i < 12; ++i) {
            cv::Mat mask(size, CV_8UC1);
            cv::randu(mask, 0, 256);
            masks.push_back(mask);
        }
        const auto file = dir / "mask.mkv";
        auto writer = VideoWriter::create(file, VideoFormat::ffv1_grey_mkv, size.width, size.height, 30000.0 / 1001);
        ASSERT_TRUE(writer) << writer.error().line();
        for (const auto& mask : masks) ASSERT_TRUE(writer->write(mask));
        ASSERT_TRUE(writer->finish());
        auto source = open_video(file);
        for (const auto& mask : masks) {
            auto frame = source.next();
            ASSERT_TRUE(frame && *frame) << size;
            std::vector<cv::Mat> planes;
            cv::split((*frame)->bgr, planes);
            for (const auto& plane : planes) EXPECT_EQ(cv::norm(plane, mask, cv::NORM_INF), 0) << size;
        }
        EXPECT_FALSE(source.next()->has_value());
    }
}

TEST(VideoWriter, TheSamePicturesGiveTheSameFile) {
    Scratch dir;
    for (const char* name : {"a.mp4", "b.mp4"}) {
        auto writer = VideoWriter::create(dir / name, VideoFormat::h264_mp4, 320, 240, 25);
        ASSERT_TRUE(writer);
        for (int i = 0; i < 20; ++i) ASSERT_TRUE(writer->write(gradient({320, 240}, i)));
        ASSERT_TRUE(writer->finish());
    }
    EXPECT_EQ(read_file(dir / "a.mp4"), read_file(dir / "b.mp4"));
}

TEST(VideoWriter, WithoutFinishNothingIsLeftAndTheOldFileStays) {
    Scratch dir;
    write_file(dir / "out.mp4", "the old one");
    {
        auto writer = VideoWriter::create(dir / "out.mp4", VideoFormat::h264_mp4, 320, 240, 25);
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->write(gradient({320, 240}, 0)));
        EXPECT_EQ(dir.entries(), 2u);
        VideoWriter moved(std::move(writer).value());
        ASSERT_TRUE(moved.write(gradient({320, 240}, 1)));
    }
    EXPECT_EQ(dir.entries(), 1u);
    EXPECT_EQ(read_file(dir / "out.mp4"), "the old one");
    {
        auto writer = VideoWriter::create(dir / "none.mp4", VideoFormat::h264_mp4, 320, 240, 25);
        ASSERT_TRUE(writer);
        EXPECT_FALSE(writer->finish()) << "no frame";
    }
    {
        auto writer = VideoWriter::create(dir / "wrong.mp4", VideoFormat::h264_mp4, 320, 240, 25);
        ASSERT_TRUE(writer);
        EXPECT_FALSE(writer->write(cv::Mat(10, 10, CV_8UC3, cv::Scalar::all(0))));
        EXPECT_FALSE(writer->finish()) << "after a failure";
    }
    EXPECT_EQ(dir.entries(), 1u);
}

void expect_refused(const std::filesystem::path& file, std::string_view why,
                    VideoFormat format = VideoFormat::h264_mp4) {
    const auto writer = VideoWriter::create(file, format, 64, 64, 25);
    ASSERT_FALSE(writer) << file;
    EXPECT_EQ(writer.error().code, ExitCode::input);
    EXPECT_NE(writer.error().line().find(why), std::string::npos) << writer.error().line();
    EXPECT_NE(writer.error().line().find(file.string()), std::string::npos);
}

TEST(VideoWriter, WhatCannotBeWrittenIsOneClearError) {
    Scratch dir;
    write_file(dir / "file", "");
    std::filesystem::create_directory(dir / "folder.mp4");
    std::filesystem::create_symlink("/dev/null", dir / "null.mp4");
    expect_refused(dir / "a.xyz", ".mp4");
    expect_refused(dir / "a", ".mp4");
    expect_refused(dir / "a.mp4", ".mkv", VideoFormat::ffv1_grey_mkv);
    expect_refused(dir / "missing/a.mp4", "folder");
    expect_refused(dir / "file/a.mp4", "folder");
    expect_refused(dir / "folder.mp4", "is a folder");
    expect_refused(dir / "null.mp4", "not a plain file");
    expect_refused(dir / (std::string(300, 'n') + ".mp4"), "shorter");
    EXPECT_FALSE(VideoWriter::create(dir / "a.mp4", VideoFormat::h264_mp4, 64, 64, 0));
    EXPECT_FALSE(VideoWriter::create(dir / "a.mp4", VideoFormat::h264_mp4, 0, 64, 25));
    EXPECT_FALSE(VideoWriter::create(dir / "a.mp4", VideoFormat::h264_mp4, 100000, 64, 25));
    EXPECT_EQ(dir.entries(), 3u);
}

// The kernel refuses to let files grow, as a full disk does.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit now{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

TEST(VideoWriter, AFullDiskIsSaidAndNothingIsLeft) {
    Scratch dir;
    for (const char* name : {"out.mp4", "out.mkv"}) {
        auto writer = VideoWriter::create(dir / name, VideoFormat::h264_mp4, 320, 240, 25);
        ASSERT_TRUE(writer);
        std::string said;
        {
            FullDisk full(20'000);
            cv::Mat noise(240, 320, CV_8UC3);
            for (int i = 0; i < 60 && said.empty(); ++i) {
                cv::randu(noise, 0, 256);
                if (auto ok = writer->write(noise); !ok) said = ok.error().line();
            }
            if (auto ok = writer->finish(); !ok && said.empty()) said = ok.error().line();
        }
        EXPECT_NE(said.find(name), std::string::npos) << said;
        EXPECT_NE(said.find("File too large"), std::string::npos) << said;
        { VideoWriter gone(std::move(writer).value()); }
        EXPECT_EQ(dir.entries(), 0u) << name;
    }
    cv::Mat noise(240, 320, CV_8UC3);
    cv::randu(noise, 0, 256);
    FullDisk full(20'000);
    EXPECT_EQ(png_file(dir / "a.png", noise).error().code, ExitCode::input);
    EXPECT_FALSE(text_file(dir / "a.json", std::string(50'000, 'x')));
    EXPECT_EQ(dir.entries(), 0u);
}

TEST(WriteFiles, PngAndTextAreWholeOrNotThere) {
    Scratch dir;
    const cv::Mat picture = gradient({123, 77}, 5);
    ASSERT_TRUE(png_file(dir / "a.png", picture)->commit());
    EXPECT_EQ(cv::norm(cv::imread((dir / "a.png").string(), cv::IMREAD_UNCHANGED), picture, cv::NORM_INF), 0);
    cv::Mat mask(77, 123, CV_8UC1);
    cv::randu(mask, 0, 256);
    ASSERT_TRUE(png_file(dir / "M.PNG", mask)->commit());
    EXPECT_EQ(cv::norm(cv::imread((dir / "M.PNG").string(), cv::IMREAD_UNCHANGED), mask, cv::NORM_INF), 0);
    ASSERT_TRUE(text_file(dir / "t.jsonl", "{}\n")->commit());
    ASSERT_TRUE(text_file(dir / "t.jsonl", "{\"new\": true}\n")->commit());
    EXPECT_EQ(read_file(dir / "t.jsonl"), "{\"new\": true}\n");
    EXPECT_EQ(png_file(dir / "a.jpg", picture).error().code, ExitCode::input);
    EXPECT_FALSE(png_file(dir / "b.png", cv::Mat()));
    EXPECT_FALSE(text_file(dir / "missing/t.json", "x"));
    std::filesystem::create_symlink("t.jsonl", dir / "link");
    ASSERT_TRUE(text_file(dir / "link", "through")->commit());
    EXPECT_TRUE(std::filesystem::is_symlink(dir / "link"));
    EXPECT_EQ(read_file(dir / "t.jsonl"), "through");
    EXPECT_EQ(dir.entries(), 4u);
}

// What has its name already is taken back when another one cannot get its own.
TEST(WriteFiles, TogetherOrNotAtAll) {
    Scratch dir;
    const auto three = [&] {
        std::vector<AtomicFile> files;
        for (const char* name : {"a", "b", "c"}) files.push_back(text_file(dir / name, name).value());
        return files;
    };
    {
        auto files = three();
        EXPECT_EQ(dir.entries(), 3u) << "under temporary names";
        EXPECT_FALSE(std::filesystem::exists(dir / "a"));
        ASSERT_TRUE(commit_all(files));
    }
    EXPECT_EQ(dir.entries(), 3u);
    EXPECT_EQ(read_file(dir / "b"), "b");
    for (const char* name : {"a", "b", "c"}) std::filesystem::remove(dir / name);
    {
        auto files = three();
        std::filesystem::create_directory(dir / "b");  // since the file was begun
        const auto done = commit_all(files);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, ExitCode::input);
        EXPECT_NE(done.error().line().find((dir / "b").string()), std::string::npos) << done.error().line();
    }
    EXPECT_EQ(dir.entries(), 1u) << "the folder";
}

}  // namespace
}  // namespace smp
