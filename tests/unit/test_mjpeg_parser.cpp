#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <random>
#include <string>

#include "capture/mjpeg_parser.hpp"
#include "capture/picture.hpp"
#include "support/mjpeg_server.hpp"

namespace smp {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes jpeg(int number, std::vector<int> how = {cv::IMWRITE_JPEG_QUALITY, 85}) {
    Bytes out;
    cv::imencode(".jpg", test::pattern_picture(number, {320, 180}), out, how);
    return out;
}

void append(Bytes& to, std::string_view text) {
    to.insert(to.end(), text.begin(), text.end());
}
void append(Bytes& to, const Bytes& more) {
    to.insert(to.end(), more.begin(), more.end());
}

Bytes part(const Bytes& body, const std::string& length) {
    Bytes out;
    append(out, "--frame\r\nContent-Type: image/jpeg\r\n" +
                    (length.empty() ? "" : "Content-Length: " + length + "\r\n") + "\r\n");
    append(out, body);
    append(out, "\r\n");
    return out;
}

std::vector<Bytes> parse(const Bytes& stream, std::size_t piece, MjpegParser parser = MjpegParser()) {
    std::vector<Bytes> out;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        auto got = parser.push(std::span(stream).subspan(at, std::min(piece, stream.size() - at)));
        out.insert(out.end(), got.begin(), got.end());
    }
    return out;
}

TEST(MjpegParser, SameJpegsWhateverThePiecesAndTheDeclaredLengths) {
    std::vector<Bytes> wanted;
    Bytes stream;
    for (int i = 0; i < 6; ++i) {
        wanted.push_back(i == 2 ? jpeg(i, {cv::IMWRITE_JPEG_PROGRESSIVE, 1})
                                : jpeg(i, {cv::IMWRITE_JPEG_RST_INTERVAL, i}));
        const std::string lengths[] = {"", std::to_string(wanted.back().size()), "17", "99999999", "-3", "x"};
        append(stream, part(wanted.back(), lengths[i]));
    }
    for (const std::size_t piece :
         {std::size_t{1}, std::size_t{2}, std::size_t{1000}, std::size_t{4096}, stream.size()})
        EXPECT_EQ(parse(stream, piece), wanted) << "in pieces of " << piece;
}

TEST(MjpegParser, GivesAPictureWithItsLastByte) {
    MjpegParser parser;
    const Bytes one = jpeg(1);
    Bytes stream = part(one, "");
    stream.erase(stream.end() - 2, stream.end());  // nothing after the JPEG itself
    EXPECT_EQ(parser.push(std::span(stream).first(stream.size() - 1)).size(), 0u);
    EXPECT_EQ(parser.push(std::span(stream).last(1)).size(), 1u);
    EXPECT_EQ(parser.buffered_bytes(), 0u);
}

TEST(MjpegParser, PassesOverAThumbnailInsideTheHeader) {
    const Bytes inner = jpeg(5), outer = jpeg(6);
    Bytes withThumbnail(outer.begin(), outer.begin() + 2);
    const std::size_t length = inner.size() + 2;
    ASSERT_LT(length, 65536u);
    append(withThumbnail, Bytes{0xFF, 0xE1, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)});
    append(withThumbnail, inner);
    withThumbnail.insert(withThumbnail.end(), outer.begin() + 2, outer.end());
    EXPECT_EQ(parse(part(withThumbnail, ""), 777), std::vector<Bytes>{withThumbnail});
}

TEST(MjpegParser, CutPicturesAndGarbageCostOnlyThemselves) {
    std::mt19937 random(3);
    const Bytes good = jpeg(9);
    Bytes stream;
    int expected = 0;
    for (int i = 0; i < 200; ++i) {
        Bytes noise(random() % 3000);
        for (auto& b : noise) b = static_cast<std::uint8_t>(random());
        for (std::size_t k = 0; k + 1 < noise.size(); ++k)
            if (noise[k] == 0xFF && noise[k + 1] == 0xD8) noise[k] = 0;
        append(stream, noise);
        Bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(20 + random() % (good.size() - 30)));
        append(stream, part(cut, std::to_string(good.size())));
        append(stream, part(good, "0"));
        ++expected;
    }
    const auto got = parse(stream, 4096);
    EXPECT_GE(static_cast<int>(got.size()), expected * 95 / 100);
    std::size_t whole = 0;
    for (const auto& g : got) whole += g == good ? 1 : 0;
    EXPECT_GE(static_cast<int>(whole), expected * 95 / 100);
}

TEST(MjpegParser, ThePictureBehindAWrongSegmentLengthIsFound) {
    const Bytes good = jpeg(2);
    Bytes stream{0xFF, 0xD8, 0xFF, 0xE0, 0x03, 0xE8};  // says 1000 bytes, has none
    append(stream, good);
    append(stream, "\r\n--frame\r\n");
    append(stream, good);
    EXPECT_EQ(parse(stream, 100), (std::vector<Bytes>{good, good}));
}

TEST(MjpegParser, OversizedPartsAreSkippedAndTheBufferKeepsItsBound) {
    MjpegParser parser(50'000);
    const Bytes good = jpeg(2);
    ASSERT_LT(good.size(), 50'000u);
    Bytes endless(good.begin(), good.end() - 2);
    endless.resize(400'000, 0x55);
    append(endless, part(good, ""));
    std::size_t got = 0;
    for (std::size_t at = 0; at < endless.size(); at += 5000) {
        got += parser.push(std::span(endless).subspan(at, std::min<std::size_t>(5000, endless.size() - at))).size();
        ASSERT_LE(parser.buffered_bytes(), 50'000u);
    }
    EXPECT_EQ(got, 1u);
    EXPECT_GE(parser.skipped(), 1u);
    EXPECT_EQ(parser.push(endless).size(), 1u) << "all at once";
    EXPECT_LE(parser.buffered_bytes(), 50'000u);
}

TEST(MjpegParser, NoBytesMakeItFailOrGrowSlow) {
    std::mt19937 random(11);
    const Bytes seed = part(jpeg(1), "");
    for (int round = 0; round < 400; ++round) {
        Bytes bytes = seed;
        for (int k = 0; k < 40; ++k)
            bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random() % 4 ? random() : 0xFF);
        MjpegParser parser(20'000);
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t n = std::min<std::size_t>(1 + random() % 3000, bytes.size() - at);
            for (const auto& one : parser.push(std::span(bytes).subspan(at, n))) {
                ASSERT_GE(one.size(), 4u);
                EXPECT_EQ(one[0], 0xFF);
                EXPECT_EQ(one[one.size() - 1], 0xD9);
            }
            ASSERT_LE(parser.buffered_bytes(), 20'000u);
            at += n;
        }
    }
    Bytes starts;  // the worst case for the search: 8 MB of starts of pictures
    for (int i = 0; i < 4'000'000; ++i) starts.push_back(0xFF), starts.push_back(0xD8);
    MjpegParser parser;
    EXPECT_TRUE(parser.push(starts).empty());
    EXPECT_LT(parser.buffered_bytes(), 4u);
}

TEST(Picture, ADeclaredGiantIsRefusedBeforeItIsDecoded) {
    Bytes bytes = jpeg(1);
    for (std::size_t i = 0; i + 9 < bytes.size(); ++i)
        if (bytes[i] == 0xFF && bytes[i + 1] == 0xC0) bytes[i + 5] = bytes[i + 6] = bytes[i + 7] = bytes[i + 8] = 0xFF;
    const auto picture = decode_picture(bytes, "x.jpg");
    ASSERT_FALSE(picture);
    EXPECT_NE(picture.error().line().find("65535x65535"), std::string::npos) << picture.error().line();
}

}  // namespace
}  // namespace smp
