#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "capture/source.hpp"
#include "capture/url.hpp"
#include "present/video_writer.hpp"
#include "support/mjpeg_server.hpp"
#include "support/scratch.hpp"

namespace smp {
namespace {

using test::pattern_number;
using test::pattern_picture;
using test::read_file;
using test::Scratch;
using test::write_file;

void write_clip(const std::filesystem::path& file, int frames, cv::Size size = {320, 180}, double fps = 25) {
    auto writer = VideoWriter::create(file, VideoFormat::h264_mp4, size.width, size.height, fps);
    ASSERT_TRUE(writer) << writer.error().line();
    for (int i = 0; i < frames; ++i) ASSERT_TRUE(writer->write(pattern_picture(i, size)));
    ASSERT_TRUE(writer->finish());
}

// All frames, or the error after `frames` good ones.
struct Read {
    int frames = 0;
    std::string error;
    ExitCode code = ExitCode::ok;
};
Read read_all(const std::filesystem::path& file) {
    Read out;
    const auto stop = [&](const Error& e) { return out.error = e.line(), out.code = e.code, out; };
    const auto spec = parse_source(file.string());
    if (!spec) return stop(spec.error());
    auto source = OfflineSource::open(*spec);
    if (!source) return stop(source.error());
    for (;;) {
        auto frame = source->next();
        if (!frame) {
            const Read ended = stop(frame.error());
            const auto after = source->next();
            EXPECT_TRUE(!after || !*after) << "nothing comes after an error";
            return ended;
        }
        if (!*frame) return out;
        EXPECT_EQ((*frame)->sequence, out.frames);
        EXPECT_EQ(pattern_number((*frame)->bgr), out.frames) << file;
        ++out.frames;
    }
}

void expect_refused(const std::string& text, std::string_view why) {
    const auto spec = parse_source(text);
    ASSERT_FALSE(spec) << text;
    EXPECT_EQ(spec.error().code, ExitCode::input) << text;
    EXPECT_NE(spec.error().line().find(why), std::string::npos) << spec.error().line();
    EXPECT_FALSE(spec.error().advice.empty()) << spec.error().line();
    EXPECT_EQ(spec.error().line().find('\n'), std::string::npos);
}

TEST(ParseSource, TellsTheKindByForm) {
    const auto kind = [](const std::string& text) {
        const auto spec = parse_source(text);
        EXPECT_TRUE(spec) << text;
        return spec ? spec->kind : SourceKind::video;
    };
    EXPECT_EQ(kind("0"), SourceKind::camera);
    EXPECT_EQ(kind("/dev/video3"), SourceKind::camera);
    EXPECT_EQ(kind("/dev/v4l/by-id/usb-Some_Camera-video-index0"), SourceKind::camera);
    EXPECT_EQ(kind("http://user:p%40ss@10.0.0.7:8080/video?fps=30"), SourceKind::http);
    EXPECT_EQ(kind("rtsp://10.0.0.7/stream"), SourceKind::rtsp);
}

TEST(ParseSource, TellsPictureFromVideoByContentNotByName) {
    Scratch dir;
    cv::imwrite((dir / "a.png").string(), pattern_picture(0));
    write_clip(dir / "b.mp4", 3);
    std::filesystem::rename(dir / "a.png", dir / "picture.mp4");
    std::filesystem::rename(dir / "b.mp4", dir / "video.png");
    EXPECT_EQ(parse_source((dir / "picture.mp4").string())->kind, SourceKind::picture);
    EXPECT_EQ(parse_source((dir / "video.png").string())->kind, SourceKind::video);
    EXPECT_EQ(read_all(dir / "video.png").frames, 3);
}

TEST(ParseSource, RefusesWhatIsNoInputInOneClearSentence) {
    Scratch dir;
    write_file(dir / "empty.mp4", "");
    write_file(dir / "text.txt", "This is a shopping list.\n2 eggs\nmilk\n");
    write_file(dir / "text.mp4", "This is a shopping list.\n2 eggs\nmilk\n");
    write_file(dir / "list.m3u8", "#EXTM3U\n#EXTINF:5,\n/etc/hostname\n");
    std::string noise(100'000, '\0');
    for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>(i * 2654435761u >> 13);
    write_file(dir / "noise.mp4", noise);
    write_file(
        dir / "sound.wav",
        std::string("RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\0\x08\0\0", 44) +
            std::string(2048, 'a'));
    expect_refused("", "empty");
    expect_refused((dir / "missing.mp4").string(), "no such file");
    expect_refused((dir / "empty.mp4").string(), "empty");
    expect_refused(dir.path().string(), "folder");
    for (const char* name : {"text.txt", "text.mp4", "list.m3u8", "noise.mp4", "sound.wav"})
        expect_refused((dir / name).string(), "");
    expect_refused((dir / "%04d.png").string(), "no picture");
    expect_refused("ftp://host/file.mp4", "ftp");
    expect_refused("https://host/video", "https");
    expect_refused("http://", "no host");
    expect_refused("http://user:secret@host:99999/", "port");
    expect_refused("12345", "camera");
}

TEST(Url, PartsAndNoPasswordInMessages) {
    const auto url = parse_url("http://us%3Aer:p%40%zz:x@[::1]:8081?a=b&c#frag");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->user, "us:er");
    EXPECT_EQ(url->password, "p@%zz:x");
    EXPECT_EQ(url->host, "::1");
    EXPECT_EQ(url->port, 8081);
    EXPECT_EQ(url->target, "/?a=b&c");
    EXPECT_EQ(url->shown(), "http://[::1]:8081/");
    const auto bad = parse_url("http://user:secret@:80/");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().line().find("secret"), std::string::npos);
}

TEST(OfflineSource, PicturesOfAllKindsOneFrame) {
    Scratch dir;
    for (const char* name : {"a.png", "a.jpg", "a.bmp", "a.webp", "a.tiff", "a.ppm"}) {
        cv::imwrite((dir / name).string(), pattern_picture(0));
        EXPECT_EQ(read_all(dir / name).frames, 1) << name;
    }
    cv::Mat deep;
    pattern_picture(0).convertTo(deep, CV_16U, 257);
    cv::imwrite((dir / "deep.png").string(), deep);
    EXPECT_EQ(read_all(dir / "deep.png").frames, 1);
    auto source = OfflineSource::open({SourceKind::picture, (dir / "a.png").string()});
    ASSERT_TRUE(source);
    EXPECT_EQ(source->info().width_px, 640);
    EXPECT_EQ(source->info().fps, 0);
    EXPECT_EQ(cv::norm((*source->next())->bgr, pattern_picture(0), cv::NORM_INF), 0);
}

TEST(OfflineSource, APhotographIsTurnedUprightByItsExif) {
    Scratch dir;
    std::vector<unsigned char> jpeg;
    cv::imencode(".jpg", pattern_picture(1, {320, 180}), jpeg);
    const unsigned char exif[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                                  0,    1,    1, 18, 0,   3,   0,   0,   0, 1, 0,   6,   0, 0,  0, 0, 0, 0};
    jpeg.insert(jpeg.begin() + 2, std::begin(exif), std::end(exif));
    write_file(dir / "turned.jpg", {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()});
    auto source = OfflineSource::open(*parse_source((dir / "turned.jpg").string()));
    ASSERT_TRUE(source);
    EXPECT_EQ(source->info().width_px, 180);
    EXPECT_EQ(source->info().height_px, 320);
}

TEST(OfflineSource, DamagedPicturesAreErrorsNotHalfPictures) {
    Scratch dir;
    for (const char* name : {"a.png", "a.jpg", "a.webp", "a.tiff", "a.bmp"}) {
        cv::imwrite((dir / name).string(), pattern_picture(0));
        const std::string bytes = read_file(dir / name);
        write_file(dir / name, std::string_view(bytes).substr(0, bytes.size() * 6 / 10));
        const auto cut = read_all(dir / name);
        EXPECT_EQ(cut.frames, 0) << name;
        EXPECT_EQ(cut.code, ExitCode::input) << name;
        EXPECT_NE(cut.error.find(name), std::string::npos) << cut.error;
    }
    cv::imwrite((dir / "b.png").string(), pattern_picture(0));
    std::string bytes = read_file(dir / "b.png");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
    write_file(dir / "b.png", bytes);
    EXPECT_NE(read_all(dir / "b.png").error.find("damaged"), std::string::npos);
}

TEST(OfflineSource, SequencesStartAnywhereAndHaveNoGaps) {
    Scratch dir;
    for (int i = 0; i < 5; ++i) {
        cv::imwrite((dir / ("f" + std::to_string(i + 98) + ".png")).string(), pattern_picture(i));
        const std::string n = std::to_string(i + 7);
        cv::imwrite((dir / ("g" + std::string(4 - n.size(), '0') + n + ".jpg")).string(), pattern_picture(i));
    }
    cv::imwrite((dir / "g00012.jpg").string(), pattern_picture(99));  // of another pattern
    write_file(dir / "gxxxx.jpg", "no number");
    EXPECT_EQ(read_all(dir / "f%d.png").frames, 5);
    EXPECT_EQ(read_all(dir / "g%04d.jpg").frames, 5);
    auto source = OfflineSource::open(*parse_source((dir / "g%04d.jpg").string()));
    ASSERT_TRUE(source);
    EXPECT_EQ(source->info().frame_count, 5);
    EXPECT_EQ(source->info().fps, 25);
    EXPECT_NE(source->info().description.find("number 7"), std::string::npos);

    cv::imwrite((dir / "f101.png").string(), pattern_picture(3, {320, 180}));
    const auto changed = read_all(dir / "f%d.png");
    EXPECT_EQ(changed.frames, 3);
    EXPECT_NE(changed.error.find("640x360 to 320x180"), std::string::npos) << changed.error;
    std::filesystem::remove(dir / "f100.png");
    EXPECT_NE(read_all(dir / "f%d.png").error.find("f100.png is missing"), std::string::npos);
    EXPECT_NE(read_all(dir / "%d-%d.png").error.find("more than one"), std::string::npos);
    write_file(dir / "real%d.png", read_file(dir / "f98.png"));
    EXPECT_EQ(parse_source((dir / "real%d.png").string())->kind, SourceKind::picture) << "a file of this very name";
}

TEST(OfflineSource, VideoInfoAndTimes) {
    Scratch dir;
    write_clip(dir / "a.mp4", 30, {320, 180}, 30000.0 / 1001);
    auto source = OfflineSource::open(*parse_source((dir / "a.mp4").string()));
    ASSERT_TRUE(source);
    EXPECT_EQ(source->info().width_px, 320);
    EXPECT_EQ(source->info().height_px, 180);
    EXPECT_EQ(source->info().frame_count, 30);
    EXPECT_NEAR(source->info().fps, 30000.0 / 1001, 1e-9);
    for (int i = 0; i < 30; ++i) {
        auto frame = source->next();
        ASSERT_TRUE(frame && *frame);
        EXPECT_NEAR((*frame)->time_s, i * 1001.0 / 30000, 1e-4);
        EXPECT_TRUE((*frame)->bgr.isContinuous());
    }
    EXPECT_FALSE(source->next()->has_value());
    EXPECT_FALSE(OfflineSource::open({SourceKind::http, "http://127.0.0.1/"}));
}

TEST(OfflineSource, AVideoThatIsCutOffIsAnError) {
    Scratch dir;
    write_clip(dir / "a.mp4", 100);
    write_clip(dir / "a.mkv", 100);
    const std::string mp4 = read_file(dir / "a.mp4"), mkv = read_file(dir / "a.mkv");
    write_file(dir / "noindex.mp4", std::string_view(mp4).substr(0, mp4.size() / 2));
    expect_refused((dir / "noindex.mp4").string(), "cut off");

    const auto half = [&](const char* name, const std::string& bytes) {
        write_file(dir / name, std::string_view(bytes).substr(0, bytes.size() / 2));
        const auto read = read_all(dir / name);
        EXPECT_GT(read.frames, 10) << name;
        EXPECT_LT(read.frames, 90) << name;
        EXPECT_NE(read.error.find("breaks off"), std::string::npos) << name << ": " << read.error;
        EXPECT_EQ(read.code, ExitCode::input);
    };
    half("half.mkv", mkv);
    // the index in front, as cameras and web sites write it
    const auto moov = mp4.find("moov") - 4, mdat = mp4.find("mdat") - 4;
    ASSERT_GT(moov, mdat);
    std::string faststart = mp4.substr(0, mdat) + mp4.substr(moov);
    const std::uint32_t shift = static_cast<std::uint32_t>(mp4.size() - moov);
    for (auto at = faststart.find("stco"); at != std::string::npos; at = faststart.find("stco", at + 4)) {
        const auto number = [&](std::size_t p) {
            std::uint32_t v = 0;
            for (int k = 0; k < 4; ++k)
                v = (v << 8) | static_cast<unsigned char>(faststart[p + static_cast<std::size_t>(k)]);
            return v;
        };
        const std::uint32_t count = number(at + 8);
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint32_t value = number(at + 12 + 4 * i) + shift;
            for (int k = 0; k < 4; ++k)
                faststart[at + 12 + 4 * i + static_cast<std::size_t>(k)] = static_cast<char>(value >> (24 - 8 * k));
        }
    }
    faststart += mp4.substr(mdat, moov - mdat);
    write_file(dir / "whole.mp4", faststart);
    EXPECT_EQ(read_all(dir / "whole.mp4").frames, 100);
    half("half.mp4", faststart);
}

TEST(OfflineSource, DamagedDataIsAnErrorNotACrash) {
    Scratch dir;
    write_clip(dir / "a.mp4", 60);
    const std::string good = read_file(dir / "a.mp4");
    const auto mdat = good.find("mdat"), moov = good.find("moov");
    std::string bad = good;
    for (std::size_t i = mdat + (moov - mdat) / 2; i < mdat + (moov - mdat) / 2 + 400; ++i)
        bad[i] = static_cast<char>(i * 37);
    write_file(dir / "bad.mp4", bad);
    const auto read = read_all(dir / "bad.mp4");
    EXPECT_LT(read.frames, 60);
    EXPECT_NE(read.error.find("damaged"), std::string::npos) << read.error;
    for (int round = 0; round < 30; ++round) {  // whatever is damaged: an end, never a crash or a hang
        std::string fuzzed = good;
        for (unsigned k = 0; k < 20; ++k) {
            const std::size_t span = round % 2 ? good.size() - moov : good.size(), from = round % 2 ? moov : 0;
            fuzzed[from + (static_cast<unsigned>(round) * 7919u + k * 104729u) % span] = static_cast<char>(k * 53 + 1);
        }
        write_file(dir / "fuzz.mp4", fuzzed);
        const auto spec = parse_source((dir / "fuzz.mp4").string());
        if (!spec) continue;
        auto source = OfflineSource::open(*spec);
        if (!source) continue;
        int frames = 0;
        for (; frames < 1000; ++frames) {
            const auto frame = source->next();
            if (!frame || !*frame) break;
        }
        EXPECT_LT(frames, 1000);
    }
}

TEST(OfflineSource, APictureSizeThatChangesIsAnError) {
    Scratch dir;
    std::string stream;  // a file of JPEGs, one after the other
    for (int i = 0; i < 20; ++i) {
        std::vector<unsigned char> jpeg;
        cv::imencode(".jpg", pattern_picture(i, i < 10 ? cv::Size{320, 180} : cv::Size{640, 360}), jpeg);
        stream.append(jpeg.begin(), jpeg.end());
    }
    write_file(dir / "a.mjpeg", stream);
    const auto read = read_all(dir / "a.mjpeg");
    EXPECT_EQ(read.frames, 10);
    EXPECT_NE(read.error.find("320x180 to 640x360"), std::string::npos) << read.error;
}

}  // namespace
}  // namespace smp
